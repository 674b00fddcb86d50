"""What was scanned: a citizen card, a health-insurance card, or a number alone; any text gives a reading or a QrError.

The rule that tells them apart is that of hospital programs in use (seen in several public clients): a first field of digits with at
least seven fields is a citizen card, a first field that begins with two letters is a health-insurance card, ten digits alone are an
insurance number. Twelve digits, a card number, and a card number with its facility may stand alone too.
"""

from ansinh.terms import CardNumber, FacilityCode, TermError
from ansinh.wire.qr import cleaning, mending, run_together
from ansinh.wire.qr.fields import Fields
from ansinh.wire.qr.model import Kind, QrError, Reading

_MISSING, _NOT_READ = "is missing", "cannot be read for certain: the keyboard has changed it"
_UNKNOWN = "this is neither the code of a citizen card nor of a health-insurance card, nor a number of 10, 12, 15 or 20 characters"


def read(text: str) -> Reading:
    """The reading of a scan or of a typed number. Raises QrError where there is no number to look anybody up by.

    A reading is no proof of identity: anybody can show a copy of anybody's code.
    """
    righted = cleaning.as_utf8(text)
    cleaned = cleaning.clean(righted)
    if cleaned is None:
        raise QrError("text", "is longer than any of these codes")
    if not cleaned:
        raise QrError("text", _MISSING)
    parts = cleaning.split(cleaned)
    if parts is None:
        reading = _alone(cleaned) or _run_together(cleaned)
        if reading is None:
            raise _refusal(cleaned)
        return reading
    return _read_parts(parts, decoded=righted != text)


def _read_parts(parts: list[str], *, decoded: bool) -> Reading:
    fields = Fields(parts, mended={"full_name", "address"} if decoded else set())
    first = mending.digits(parts[0])
    if first is not None and len(first) == 12:
        return _citizen(fields)
    if first is not None and len(first) == 10 and len(parts) >= 13:
        fields.note(0, "key", first)
        return _health(fields, first)
    if first == parts[0]:
        raise QrError("citizen_number", f"must have 12 digits, the code has {len(first)}" if first else _MISSING)
    number = mending.card_number(parts[0])
    if number is None:
        raise _unknown(parts[0])
    fields.note(0, "key", number)
    return _health(fields, number)


def _citizen(fields: Fields) -> Reading:
    """Seven fields; the empty one of the old number may have been lost with its separator."""
    parts = fields.parts
    if len(parts) >= 3 and parts[1] and mending.digits(parts[1]) is None and mending.digits(parts[2]) is not None:
        parts.insert(1, "")
    number = mending.digits(parts[0])
    assert number is not None
    fields.note(0, "key", number)
    return Reading(
        kind=Kind.CITIZEN_CARD,
        key=number,
        old_number=fields.digits(1, "old_number"),
        full_name=fields.name(2, "full_name"),
        birth_date=fields.partial_date(3, "birth_date"),
        sex=fields.sex_word(4, "sex"),
        address=fields.plain(5, "address"),
        issued_on=fields.day(6, "issued_on"),
        more=tuple(parts[7:]),
        mended=frozenset(fields.mended),
        unread=tuple(fields.unread),
    )


def _health(fields: Fields, number: str) -> Reading:
    return Reading(
        kind=Kind.HEALTH_CARD,
        key=number,
        full_name=fields.hex(1, "full_name", is_name=True),
        birth_date=fields.partial_date(2, "birth_date"),
        sex=fields.sex_digit(3, "sex"),
        address=fields.hex(4, "address", is_name=False),
        facility_code=fields.facility(5, "facility_code"),
        valid_from=fields.day(6, "valid_from"),
        valid_to=fields.day(7, "valid_to"),
        issued_on=fields.day(8, "issued_on"),
        issued_by=fields.plain(9, "issued_by"),
        parent_name=fields.hex(10, "parent_name", is_name=True),
        living_area=fields.plain(11, "living_area"),
        five_years_on=fields.day(12, "five_years_on"),
        mended=frozenset(fields.mended),
        unread=tuple(fields.unread),
    )


def _alone(text: str) -> Reading | None:
    """A number without anything around it; spaces within it do not count."""
    number = "".join(text.split())
    found = mending.digits(number)
    mended = frozenset() if found == number else frozenset({"key"})
    if found is not None and len(found) == 10:
        return Reading(kind=Kind.INSURANCE_NUMBER, key=found, mended=mended)
    if found is not None and len(found) == 12:
        return Reading(kind=Kind.CITIZEN_NUMBER, key=found, mended=mended)
    if found is not None or len(number) > 24:
        return None
    card = mending.card_number(number)
    if card is not None:
        return Reading(kind=Kind.CARD_NUMBER, key=card, mended=frozenset() if card == number.upper() else frozenset({"key"}))
    return _card_and_facility(number)


def _card_and_facility(number: str) -> Reading | None:
    """Twenty characters: the card, then the facility where its holder is registered."""
    try:
        card, facility = CardNumber.parse(number[:15]), FacilityCode.parse(number[15:])
    except TermError:
        return None
    return Reading(kind=Kind.CARD_NUMBER, key=card.value, facility_code=facility)


def _run_together(text: str) -> Reading | None:
    """A code whose separators the keyboard could not type."""
    parts = run_together.citizen_parts(text)
    if parts is not None:
        return _citizen(Fields(parts, mended=set()))
    parts = run_together.health_parts(text)
    if parts is None:
        return None
    fields = Fields(parts, mended=set())
    for name in ("address", "facility_code", "valid_from", "valid_to", "issued_on"):
        fields.refuse(name, "the separators are lost")
    return _health(fields, parts[0])


def _refusal(text: str) -> QrError:
    number = mending.digits("".join(text.split()))
    if number is not None:
        return QrError("number", f"must have 10 or 12 digits, or be a card of 15 or 20 characters; it has {len(number)} digits")
    return _unknown(text[:20])


def _unknown(first: str) -> QrError:
    return QrError("card_number", _NOT_READ) if _looks_like_card(first) else QrError("text", _UNKNOWN)


def _looks_like_card(text: str) -> bool:
    """Two letters and then a digit, or what a keyboard may have made of those."""
    return len(text) >= 4 and text[:2].isalpha() and any(each.isdigit() or not each.isascii() for each in text[1:])
