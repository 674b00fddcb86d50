"""What the room speaks of: roles, staff to be added, who is signed in. No rules and no SQL."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from typing import Literal

VisitorKind = Literal["agency", "facility"]


class Role(StrEnum):
    """What a member of the agency's staff may do; one person may have several, and each gives only what it says."""

    OFFICERS = "officers"  # decides on officers and kiosks that facilities have registered
    ALERTS = "alerts"  # watches what looks like abuse of the gateway
    FIGURES = "figures"  # sees the figures of the mission, in which there is no person
    CASES = "cases"  # sees the two sides of an identity that contradicts the register
    REVIEW = "review"  # decides at the review desk who an insured person is at the population register
    ADMINISTRATION = "administration"  # closes and reopens the accounts of facilities


class SignInRefusal(StrEnum):
    """Why a sign-in to the console failed."""

    NOT_KNOWN = "not_known"  # no such account, or another password: which of the two is not told
    LOCKED = "locked"  # closed, or locked after repeated failure
    NOT_FROM_HERE = "not_from_here"  # a facility's account from an address it does not name; the password was not looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """A member of staff to be added. `username`: 2 to 40 lower-case letters, digits, dots and hyphens, a letter first."""

    username: str
    full_name: str
    password: str = field(repr=False)
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A member of staff as listed. `locked_until` is None or the first instant at which the account can be used again."""

    username: str
    full_name: str
    roles: frozenset[Role]
    is_open: bool
    locked_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is signed in to the console: a member of the agency's staff, or a facility, which then has a code and no roles.

    `account` is the staff username or the gateway account, `name` the person's or the facility's.
    """

    kind: VisitorKind
    account: str
    name: str
    facility_code: str
    roles: frozenset[Role]
    csrf_token: str = field(repr=False)
    started_at: datetime

    def may(self, role: Role) -> bool:
        """True for staff of the agency who have the role; never for a facility."""
        return self.kind == "agency" and role in self.roles


class Closing(Enum):
    """Why a session ended."""

    SIGNED_OUT = "signed_out"
    REPLACED = "replaced"  # somebody signed in again in the same browser
    ACCOUNT_CLOSED = "account_closed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason, not a secret
