"""What is kept of a call, and what is said of it. `Finished` alone holds what was sent, and only until it is masked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ansinh.terms import FacilityCode
from ansinh.vendors.shapes import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A call with its reply, as it came and went. `account` is in capitals; `is_proven` False: the call only claims to be its.

    `body` may be cut; `body_length` is the whole. Header names are in small letters.
    """

    account: str
    is_proven: bool
    at: datetime
    duration_s: float
    method: str
    path: str
    http_version: str
    query: bytes = field(repr=False)
    headers: Sequence[tuple[bytes, bytes]] = field(repr=False)
    body: bytes = field(repr=False)
    body_length: int
    status: int
    reply: bytes = field(repr=False)


class BodyForm(StrEnum):
    """What a body was, whatever its label said."""

    EMPTY = "empty"
    JSON = "json"
    JSON_LIST = "json_list"
    JSON_TEXT = "json_text"
    FORM = "form"
    XML = "xml"
    BINARY = "binary"
    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"  # longer than what is looked at


class Label(StrEnum):
    """What the Content-Type said."""

    NONE = "none"
    JSON = "json"
    FORM = "form"
    MULTIPART = "multipart"
    XML = "xml"
    TEXT = "text"
    OTHER = "other"


class Oddity(StrEnum):
    """What is odd about the request line and the transport."""

    DOUBLE_SLASH = "double_slash"
    SPACE_IN_PATH = "space_in_path"
    SLASH_AT_THE_END = "slash_at_the_end"
    PATH_IN_OTHER_CASE = "path_in_other_case"
    NO_CONTENT_LENGTH = "no_content_length"
    BEARER = "bearer"
    OTHER_AUTHORIZATION = "other_authorization"
    FROM_CONSOLE = "from_console"


@dataclass(frozen=True, slots=True)
class Part:
    """One field or header. `name` is its official spelling, or as sent if it is none we know; "" for one that is not even a name.

    `sent_as` is "" unless a known name came in another case.
    """

    name: str
    shape: Shape
    is_known: bool = True
    sent_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCall:
    """A call without its people. `number` is 0 until it is stored. `endpoint` is the name of a published call, "" for none.

    `path` is as sent where it is one we know, else its parts without what is no name. The three marks tell whether two calls of one
    account carried the same token, asked for the same person, had the same request; they tell nothing else, "" where there is none.
    """

    account: str
    is_proven: bool
    at: datetime
    duration_ms: int
    endpoint: str
    method: str
    path: str
    http_version: str
    status: int
    code: str
    label: Label
    body_form: BodyForm
    body_length: int
    query: tuple[Part, ...] = ()
    headers: tuple[Part, ...] = ()
    body: tuple[Part, ...] = ()
    reply: tuple[Part, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    token_mark: str = ""
    person_mark: str = ""
    request_mark: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFacility:
    """A test facility to be set up by the rooms that hold facilities, accounts and officers. The password is shown once.

    Officers are one person and one kiosk, by name and citizen number.
    """

    code: FacilityCode
    name: str
    username: str
    password: str = field(repr=False)
    officers: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredFacility:
    """One that stands."""

    facility_code: str
    name: str
    contact: str = field(repr=False)
    registered_at: datetime
