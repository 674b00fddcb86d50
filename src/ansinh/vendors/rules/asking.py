"""The fields of a request."""

from collections.abc import Iterator

from ansinh.vendors.model import BodyForm, KeptCall
from ansinh.vendors.rules.catalogue import Severity, check_each
from ansinh.vendors.rules.parts import part, published, with_note
from ansinh.vendors.shapes import Form, Note
from ansinh.wire import gateway

_OFFICER = (gateway.Name.OFFICER_NAME, gateway.Name.OFFICER_NUMBER)
_READABLE = frozenset({Form.DAY, Form.MONTH, Form.YEAR})
_KEY_LENGTHS = frozenset({10, 12, 15, 20})


@check_each("FIELD-01", Severity.ERROR, source="1923/BHXH-CNTT, annex 03; 1245/BHXH-CNTT; 1839/CNTT-PM")
def needed_field_missing(call: KeptCall) -> Iterator[str]:
    """Every field of the request is there and holds something."""
    found = published(call)
    if found is not None and call.body_form is not BodyForm.TOO_LONG:
        yield from (name for name in found.needed if name not in _OFFICER and part(call.body, name) is None)
        yield from (name for name in found.in_query if part(call.query, name) is None and part(call.body, name) is None)


@check_each("FIELD-02", Severity.ERROR, source="1923/BHXH-CNTT, annex 03")
def officer_missing(call: KeptCall) -> Iterator[str]:
    """Since 2024-08-01 a look-up names the officer who asks, by name and citizen number; a kiosk by the identity it is registered with."""
    found = published(call)
    if found is not None:
        yield from (name for name in _OFFICER if name in found.needed and part(call.body, name) is None)


@check_each("FIELD-03", Severity.INFO, source="1923/BHXH-CNTT, annex 03")
def field_not_asked_for(call: KeptCall) -> Iterator[str]:
    """Fields that are no part of the request are not read: they carry data to nobody."""
    found = published(call)
    if found is not None:
        asked = {*found.needed, *found.allowed, *found.in_query}
        yield from (each.name for each in call.body if each.name not in asked)


@check_each("FIELD-04", Severity.INFO, source="1923/BHXH-CNTT, annex 03")
def name_in_other_case(call: KeptCall) -> Iterator[str]:
    """Names are read in any case here; the published spelling is one."""
    if published(call) is not None:
        yield from (each.name for each in (*call.query, *call.body) if each.sent_as)


@check_each("FIELD-05", Severity.WARN, source="assumed; values are trimmed here")
def white_space(call: KeptCall) -> Iterator[str]:
    """Values come without white space around them, and names with one space between words."""
    yield from with_note(call, Note.PADDED, Note.DOUBLE_SPACE)


@check_each("FIELD-06", Severity.WARN, source="1923/BHXH-CNTT, annex 03: every field is text")
def not_text(call: KeptCall) -> Iterator[str]:
    """A card or a date sent as a JSON number loses its leading zeros."""
    if published(call) is not None:
        wrong = {Form.NUMBER, Form.BOOLEAN, Form.LIST, Form.OBJECT}
        yield from (each.name for each in call.body if each.is_known and each.shape.form in wrong)


@check_each("FIELD-07", Severity.WARN, source="RFC 5198, 3; Unicode Standard Annex 15")
def decomposed_text(call: KeptCall) -> Iterator[str]:
    """Vietnamese letters come composed (NFC): a comparison by characters finds decomposed ones different."""
    yield from with_note(call, Note.DECOMPOSED)


@check_each("FIELD-08", Severity.ERROR, source="RFC 3986, 2.4; URL Standard, application/x-www-form-urlencoded")
def encoded_twice_or_broken(call: KeptCall) -> Iterator[str]:
    """A value is percent-encoded once, as UTF-8."""
    yield from with_note(call, Note.STILL_ENCODED, Note.BROKEN)


@check_each("FIELD-09", Severity.WARN, source="RFC 3986, 2.1; URL Standard, application/x-www-form-urlencoded")
def not_encoded(call: KeptCall) -> Iterator[str]:
    """Spaces and Vietnamese letters in a query or form are percent-encoded; here they are read all the same."""
    yield from with_note(call, Note.RAW)


@check_each("DATE-01", Severity.WARN, source="1923/BHXH-CNTT, annex 03: the table says dd/MM/yyyy, the sample ddMMyyyy")
def birth_date_of_eight_digits(call: KeptCall) -> Iterator[str]:
    """Eight digits are read here; one hospital reports that the history call refuses them."""
    sent = part(call.body, gateway.Name.BIRTH_DATE)
    if sent is not None and sent.shape.form is Form.DAY_8:
        yield gateway.Name.BIRTH_DATE


@check_each("DATE-02", Severity.ERROR, source="1923/BHXH-CNTT, annex 03")
def birth_date_unreadable(call: KeptCall) -> Iterator[str]:
    """A birth date is dd/MM/yyyy, or MM/yyyy or yyyy where no more is known."""
    sent = part(call.body, gateway.Name.BIRTH_DATE)
    if published(call) is not None and sent is not None and sent.shape.form not in {*_READABLE, Form.DAY_8}:
        yield gateway.Name.BIRTH_DATE


@check_each("CARD-01", Severity.ERROR, source="1923/BHXH-CNTT, annex 03")
def card_of_another_length(call: KeptCall) -> Iterator[str]:
    """What is looked up is a card (15), a social-insurance number (10) or a citizen number (12)."""
    sent = part(call.body, gateway.Name.CARD)
    if sent is not None and Note.PADDED not in sent.shape.notes and sent.shape.length not in _KEY_LENGTHS:
        yield gateway.Name.CARD


@check_each("FACILITY-01", Severity.ERROR, source="1245/BHXH-CNTT, code 402")
def another_facility(call: KeptCall) -> Iterator[str]:
    """A facility speaks for itself: its own code, its own account."""
    named = (part((*call.query, *call.body), name) for name in (gateway.Name.FACILITY, gateway.Name.USERNAME))
    yield from (each.name for each in named if each is not None and each.shape.form is Form.ANOTHER)
