"""What identity keeps and says: standings, cases, sessions, reasons why a login failed. No rules and no SQL."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum

from ansinh import terms


class Standing(Enum):
    """What a login gives its session; decided anew at every login and kept with the session."""

    LINKED = "linked"  # the person's own insurance record
    TO_CONFIRM = "to_confirm"  # everything agrees, but the link is only made by a fresh login begun for it
    LEVEL_TOO_LOW = "level_too_low"  # an account of level 1: no record was even looked for
    NO_PARTICIPATION = "no_participation"  # nobody with this citizen number takes part
    UNDER_REVIEW = "under_review"  # a case is open; no insurance data until an officer has decided
    DECLINED = "declined"  # an officer has decided that the record is somebody else's
    DECEASED = "deceased"  # the register says this person died: no session at all


class CaseReason(Enum):
    """Why an officer has to look at a pair of account and participant."""

    NAME_DIFFERS = "name_differs"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    SEVERAL_NUMBERS = "several_numbers"
    LINKED_TO_OTHER_ACCOUNT = "linked_to_other_account"
    LINKED_TO_OTHER_PARTICIPANT = "linked_to_other_participant"
    NUMBER_CHANGED = "number_changed"  # the account was linked under another citizen number
    DECEASED = "deceased"


class Purpose(Enum):
    """What a login was begun for. Only a login begun for it links or unlinks; it never logs anybody in."""

    LOGIN = "login"
    LINK = "link"
    UNLINK = "unlink"


class Verdict(Enum):
    """What an officer finds."""

    SAME_PERSON = "same_person"  # account and record are one person: the link is permitted, and made by the person's fresh login
    NOT_SAME = "not_same"
    FOR_REGISTER = "for_register"  # records have to be merged or corrected first, which is done elsewhere


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record of the register that carries the citizen number of the account, handed in by the caller.

    A participant with two social-insurance numbers is two candidates.
    """

    participant_id: int
    full_name: str = field(repr=False)
    birth_date: terms.PartialDate
    deceased: bool


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case as the person may see it: why, since when, and the reference to quote."""

    reference: str
    reason: CaseReason
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision in force as the person may see it. `is_news`: it was not shown before this session."""

    reference: str
    reason: CaseReason
    verdict: Verdict
    explanation: str
    decided_at: datetime
    is_news: bool


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case as it is listed for an officer: identifiers masked. `waits_for_second`: decided, but a second officer has to agree."""

    reference: str
    reason: CaseReason
    opened_at: datetime
    citizen_number: terms.CitizenNumber
    participant_ids: list[int]
    waits_for_second: bool = False


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A case that the register has to settle: whose numbers to merge, or what to correct; with what the electronic identity says."""

    reference: str
    reason: CaseReason
    participant_ids: list[int]
    decided_at: datetime
    citizen_number: terms.CitizenNumber
    full_name: str = field(repr=False)
    birth_date: terms.PartialDate


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision that a second officer has to agree to."""

    verdict: Verdict
    participant_id: int | None
    explanation: str
    officer: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class CaseFile:
    """An open case as the officer who works on it sees it: what the electronic identity says, and which participants it may be.

    `facts` stands for what is shown: a decision names it, so that nobody decides on what has changed meanwhile. `held_by_others` are
    the participants that another account is linked to, `linked_to` is whom this account is linked to, `others` are this account's
    other open cases.
    """

    reference: str
    reason: CaseReason
    opened_at: datetime
    citizen_number: terms.CitizenNumber
    full_name: str = field(repr=False)
    birth_date: terms.PartialDate
    participant_ids: tuple[int, ...]
    facts: str
    held_by_others: frozenset[int] = frozenset()
    linked_to: int | None = None
    proposal: Proposal | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is logged in. `participant_id` is set for `Standing.LINKED` alone."""

    account_id: int
    participant_id: int | None
    standing: Standing
    full_name: str = field(repr=False)
    account_level: int
    authentication_level: int
    auth_time: datetime | None
    csrf_token: str = field(repr=False)
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """What is left of a session that was just ended, to sign out at the exchange too."""

    account_id: int
    participant_id: int | None
    id_token: str = field(repr=False)


class LoginFailure(StrEnum):
    """Why a login did not succeed: the codes of the errors raised while it runs, each with a page of its own in the portal."""

    CANCELLED = "login_cancelled"
    STATE_MISSING = "login_state_missing"
    STATE_EXPIRED = "login_state_expired"  # or used before: an attempt is deleted with its first use
    OTHER_BROWSER = "login_other_browser"
    ANSWER_INVALID = "login_answer_invalid"
    TOKEN_INVALID = "login_token_invalid"  # noqa: S105 - a code, not a secret
    CLAIMS_INVALID = "login_claims_invalid"
    EXCHANGE_DOWN = "login_exchange_down"
    EXCHANGE_SLOW = "login_exchange_slow"
    LEVEL_REFUSED = "login_level_refused"
    ACCOUNT_LOCKED = "login_account_locked"
    DECEASED = "login_deceased"
    OTHER_PERSON = "login_other_person"  # somebody else logged in where this person was to confirm
    SESSION_GONE = "login_session_gone"  # the session a confirmation was begun from has ended
    REFUSED = "login_refused"  # by the provider, for a reason it did not give


@dataclass(frozen=True, slots=True)
class Problem:
    """A login that did not succeed, as it can be looked up by its reference code. Nobody is named in it."""

    reference: str
    failure: LoginFailure
    at: datetime


@dataclass(frozen=True, slots=True)
class Admission:
    """What a finished login led to: a session, whose token goes into the browser's cookie and is stored nowhere, or a problem."""

    standing: Standing
    session_token: str | None = field(default=None, repr=False)
    problem: Problem | None = None
