"""HTTP around the message."""

from collections.abc import Iterator

from ansinh.vendors.model import BodyForm, KeptCall, Label, Oddity
from ansinh.vendors.rules.catalogue import Severity, check_each
from ansinh.vendors.rules.parts import published

_LABELS = {
    BodyForm.JSON: frozenset({Label.JSON}),
    BodyForm.JSON_LIST: frozenset({Label.JSON}),
    BodyForm.JSON_TEXT: frozenset({Label.JSON}),
    BodyForm.FORM: frozenset({Label.FORM}),
}
_UNTIDY = (Oddity.DOUBLE_SLASH, Oddity.SPACE_IN_PATH, Oddity.SLASH_AT_THE_END)


@check_each("HTTP-01", Severity.ERROR, source="1923/BHXH-CNTT, annex 03; 1245/BHXH-CNTT")
def not_a_post(call: KeptCall) -> Iterator[str]:
    """Every call is a POST."""
    if published(call) is not None and call.method not in {"POST", "OPTIONS"}:
        yield ""


@check_each("HTTP-02", Severity.INFO, source="RFC 9110, 8.3")
def no_content_type(call: KeptCall) -> Iterator[str]:
    """A body says what it is."""
    if call.body_form is not BodyForm.EMPTY and call.label is Label.NONE:
        yield ""


@check_each("HTTP-03", Severity.WARN, source="RFC 9110, 8.3; both encodings are in use, seen in several clients")
def label_is_another(call: KeptCall) -> Iterator[str]:
    """A form is labelled as a form, JSON as JSON; here the body itself is looked at."""
    if call.label is not Label.NONE and call.body_form in _LABELS and call.label not in _LABELS[call.body_form]:
        yield ""


@check_each("HTTP-04", Severity.ERROR, source="1923/BHXH-CNTT, annex 03; 1245/BHXH-CNTT")
def neither_json_nor_form(call: KeptCall) -> Iterator[str]:
    """A request is a JSON object or a form."""
    found = published(call)
    readable = {BodyForm.JSON, BodyForm.FORM, BodyForm.TOO_LONG, BodyForm.EMPTY}
    if found is not None and found.needed and call.body_form not in readable:
        yield ""


@check_each("HTTP-05", Severity.WARN, source="RFC 9112, 6.3; an empty body has length 0")
def no_content_length(call: KeptCall) -> Iterator[str]:
    """A POST says its length, an empty one says 0: some proxies refuse it otherwise."""
    if Oddity.NO_CONTENT_LENGTH in call.oddities:
        yield ""


@check_each("HTTP-06", Severity.INFO, source="RFC 9112, 9.3")
def http_1_0(call: KeptCall) -> Iterator[str]:
    """HTTP/1.0 opens a connection for each call."""
    if call.http_version == "1.0":
        yield ""


@check_each("HTTP-07", Severity.WARN, source="RFC 3986, 6.2.2; seen in clients that paste host and path together")
def untidy_path(call: KeptCall) -> Iterator[str]:
    """No double slash, no space and no slash at the end of the path; here they are overlooked."""
    if not set(_UNTIDY).isdisjoint(call.oddities):
        yield ""


@check_each("HTTP-08", Severity.INFO, source="1923/BHXH-CNTT, annex 03")
def path_in_other_case(call: KeptCall) -> Iterator[str]:
    """The path is found in any case; the published spelling is one."""
    if Oddity.PATH_IN_OTHER_CASE in call.oddities:
        yield ""
