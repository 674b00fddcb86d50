"""The population register's feed of changes on the wire: pages of numbered changes, and what signs a page.

The shape is ours, because the real interface is not public. A page is JSON; its Content-Digest (RFC 9530) stands among the claims of
a compact JWS (RFC 7515, ES256) in a header, beside where the page begins and for whom it was made. Read by hand, because one change
that cannot be read must not take the others of its page with it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from ansinh.terms import CitizenNumber, PartialDate, Sex, TermError
from ansinh.wire.population_changes import (
    KINDS,
    BirthDateCorrected,
    Born,
    Change,
    Death,
    Merged,
    Move,
    NameCorrected,
    NumberCancelled,
    NumberIssued,
    NumberReplaced,
    Parent,
    SexCorrected,
    Subject,
    What,
)

CHANGES_PATH = "/v1/changes"
PAGE_TYPE = "population-changes+jwt"  # the typ header of a page's signature
SIGNATURE_HEADER = "population-signature"
DIGEST_HEADER = "content-digest"
LARGEST_PAGE = 500  # changes

_LONGEST_TEXT = 300
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A change that is there but cannot be read: which field, and why, without its value."""

    seq: int
    kind: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """`after` is the number asked for, `last` that of the newest change there is."""

    after: int
    last: int
    changes: tuple[Change | Unreadable, ...]


class UnusablePageError(ValueError):
    """The page as a whole is not what it should be; `field` names where."""

    def __init__(self, at: str, reason: str) -> None:
        super().__init__(f"{at}: {reason}")
        self.field = at
        self.reason = reason


def read_page(document: object) -> Page:
    """The page; changes in the order in which they came, whatever their numbers. Raises UnusablePageError."""
    if not isinstance(document, dict):
        raise UnusablePageError("body", "is no JSON object")
    entries = document.get("changes")
    if not isinstance(entries, list) or len(entries) > LARGEST_PAGE:
        raise UnusablePageError("changes", f"is no list of at most {LARGEST_PAGE}")
    return Page(
        _whole_number(document, "after", UnusablePageError),
        _whole_number(document, "last", UnusablePageError),
        tuple(read_change(each) for each in entries),
    )


def read_change(entry: object) -> Change | Unreadable:
    """One change of a page. Raises UnusablePageError for what has no number."""
    if not isinstance(entry, dict):
        raise UnusablePageError("changes", "holds something that is no object")
    seq = _whole_number(entry, "seq", UnusablePageError)
    kind = entry.get("kind")
    try:
        return Change(seq, _instant(entry, "at"), _subject(entry), _read_what(_kind(kind), entry))
    except _FieldError as wrong:
        return Unreadable(seq, kind if isinstance(kind, str) and kind in KINDS else "unknown", wrong.field, wrong.reason)


def written_page(after: int, last: int, changes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The JSON of a page of changes that were `written`."""
    return {"after": after, "last": last, "changes": list(changes)}


def written(change: Change) -> dict[str, Any]:
    """The JSON of a change."""
    subject = change.subject
    return {
        "seq": change.seq,
        "at": change.at.isoformat(),
        "kind": change.kind,
        "subject": {
            "citizen_number": subject.citizen_number.value,
            "full_name": subject.full_name,
            "birth_date": subject.birth_date.iso(),
            "sex": subject.sex.value,
        },
        **_written_what(change.what),
    }


class _FieldError(ValueError):
    def __init__(self, at: str, reason: str) -> None:
        super().__init__(reason)
        self.field = at
        self.reason = reason


def _kind(name: object) -> type[What]:
    if not isinstance(name, str) or name not in KINDS:
        raise _FieldError("kind", "is none that is known")
    return KINDS[name]


def _subject(entry: Mapping[str, Any]) -> Subject:
    held = _object(entry, "subject")
    return Subject(
        citizen_number=_term(held, "citizen_number", CitizenNumber.parse),
        full_name=_text(held, "full_name"),
        birth_date=_term(held, "birth_date", PartialDate.from_iso),
        sex=_sex(held, "sex"),
    )


def _read_what(kind: type[What], entry: Mapping[str, Any]) -> What:
    if kind is Death:
        return Death(_day(entry, "deceased_on"))
    if kind is Move:
        province = _text(entry, "province_code")
        if not (province.isascii() and province.isdigit() and len(province) == 3):
            raise _FieldError("province_code", "must be three digits")
        return Move(
            _day(entry, "since"), province, _text(entry, "ward_code", least=0), _text(entry, "ward_name", least=0), _text(entry, "address")
        )
    if kind is NameCorrected:
        return NameCorrected(_text(entry, "full_name"))
    if kind is BirthDateCorrected:
        return BirthDateCorrected(_term(entry, "birth_date", PartialDate.from_iso))
    if kind is SexCorrected:
        return SexCorrected(_sex(entry, "sex"))
    if kind is NumberReplaced:
        return NumberReplaced(_day(entry, "since"), _term(entry, "new_number", CitizenNumber.parse))
    if kind is Merged:
        return Merged(_day(entry, "since"), _term(entry, "into", CitizenNumber.parse))
    if kind is Born:
        return Born(_day(entry, "registered_on"), _parent(entry, "mother"), _parent(entry, "father"))
    return NumberIssued(_day(entry, "since")) if kind is NumberIssued else NumberCancelled(_day(entry, "since"))


def _written_what(what: What) -> dict[str, Any]:
    match what:
        case Death(deceased_on):
            return {"deceased_on": deceased_on.isoformat()}
        case Move(since, province, ward_code, ward_name, address):
            told = {"province_code": province, "ward_code": ward_code, "ward_name": ward_name, "address": address}
            return {"since": since.isoformat(), **told}
        case NameCorrected(full_name):
            return {"full_name": full_name}
        case BirthDateCorrected(birth_date):
            return {"birth_date": birth_date.iso()}
        case SexCorrected(sex):
            return {"sex": sex.value}
        case NumberReplaced(since, new_number):
            return {"since": since.isoformat(), "new_number": new_number.value}
        case Merged(since, into):
            return {"since": since.isoformat(), "into": into.value}
        case Born(registered_on, mother, father):
            return {"registered_on": registered_on.isoformat(), "mother": _written_parent(mother), "father": _written_parent(father)}
        case NumberIssued(since) | NumberCancelled(since):
            return {"since": since.isoformat()}


def _parent(entry: Mapping[str, Any], name: str) -> Parent | None:
    if entry.get(name) is None:
        return None
    held = _object(entry, name)
    number = None if held.get("citizen_number") is None else _term(held, "citizen_number", CitizenNumber.parse)
    return Parent(full_name=_text(held, "full_name"), citizen_number=number)


def _written_parent(parent: Parent | None) -> dict[str, Any] | None:
    if parent is None:
        return None
    number = None if parent.citizen_number is None else parent.citizen_number.value
    return {"full_name": parent.full_name, "citizen_number": number}


def _object(entry: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = entry.get(name)
    if not isinstance(value, dict):
        raise _FieldError(name, "is no object")
    return value


def _text(entry: Mapping[str, Any], name: str, *, least: int = 1) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not least <= len(value.strip()) <= _LONGEST_TEXT or not value.isprintable():
        raise _FieldError(name, f"must be printable text of {least} to {_LONGEST_TEXT} characters")
    return value


def _term(entry: Mapping[str, Any], name: str, read: Callable[[str], _Value]) -> _Value:
    try:
        return read(_text(entry, name))
    except TermError as wrong:
        raise _FieldError(name, wrong.reason) from None


def _sex(entry: Mapping[str, Any], name: str) -> Sex:
    value = entry.get(name)
    if value not in {"male", "female"}:
        raise _FieldError(name, "must be male or female")
    return Sex(value)


def _day(entry: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(_text(entry, name))
    except ValueError:
        raise _FieldError(name, "must be a day, yyyy-MM-dd") from None


def _instant(entry: Mapping[str, Any], name: str) -> datetime:
    try:
        read = datetime.fromisoformat(_text(entry, name))
    except ValueError:
        raise _FieldError(name, "must be an instant of ISO 8601") from None
    if read.tzinfo is None:
        raise _FieldError(name, "must have a time zone")
    return read


def _whole_number(entry: Mapping[str, Any], name: str, error: type[UnusablePageError]) -> int:
    value = entry.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise error(name, "must be a whole number, not below 0")
    return value
