"""What a counter is at: its stage, what is wrong, what was found of the card, what the gateway answered. Plain data; moved on by `stages`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, StrEnum

from ansinh.chip import lds, verification


class Stage(Enum):
    """The stages of a counter, in the order in which a visit goes through them."""

    WAITING = "waiting"  # for a card; or for the one that is done with to be taken away
    ASKING = "asking"  # a card lies there, its access number is wanted
    READING = "reading"
    VERIFIED = "verified"  # what was read may be used for a check-in
    REJECTED = "rejected"  # read, and not to be used
    SENDING = "sending"
    CHECKED_IN = "checked_in"


class Fault(StrEnum):
    """What can be wrong, by stable names; each has its words on the page: what it is, and what to do."""

    NO_PCSC_PACKAGE = "no_pcsc_package"
    NO_SERVICE = "no_service"
    NO_READER = "no_reader"
    SEVERAL_CARDS = "several_cards"
    READER_BUSY = "reader_busy"
    READER_FAILED = "reader_failed"
    NOT_A_CAN = "not_a_can"
    WRONG_CAN = "wrong_can"
    BLOCKED = "blocked"
    NO_WAY_IN = "no_way_in"
    NOT_A_CITIZEN_CARD = "not_a_citizen_card"
    CARD_GONE = "card_gone"
    CARD_FAILED = "card_failed"
    CHANNEL_BROKEN = "channel_broken"
    TOO_SLOW = "too_slow"
    FORGOTTEN = "forgotten"
    NOT_CONFIGURED = "not_configured"
    GATEWAY_DOWN = "gateway_down"
    LOGIN_REFUSED = "login_refused"
    OFFICER_REFUSED = "officer_refused"
    DESK_NOT_REGISTERED = "desk_not_registered"
    STATEMENT_REFUSED = "statement_refused"
    VISIT_REFUSED = "visit_refused"
    VISIT_NUMBER = "visit_number"
    NO_LONGER_POSSIBLE = "no_longer_possible"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Trouble:
    """`detail`: tries left, names of readers, a code of the gateway's; never anything of a person or a card."""

    fault: Fault
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Which file is read; `percent` of everything, from 0 to 100, never less than before."""

    file: str
    percent: int


@dataclass(frozen=True, slots=True)
class Challenge:
    """The gateway's, base64url; `audience` is whom the statement is to be made for, `at` when it was given."""

    value: str = field(repr=False)
    audience: str
    at: datetime


class Standing(Enum):
    """What a verification service says beside our own verdict."""

    CONFIRMED = "confirmed"
    UNDECIDED = "undecided"  # it cannot tell
    DISAGREES = "disagrees"  # to it the data are not genuine, or another person's
    NOT_REACHED = "not_reached"
    NOT_ASKED = "not_asked"  # the card did not give all files that it wants


@dataclass(frozen=True, slots=True)
class Opinion:
    """Of the service that calls itself `by`. `reason` is a stable code: its result, or why it was not reached.

    `token` is its signed verdict for `nonce`, "" where there is none that a gateway could believe.
    """

    standing: Standing
    by: str = ""
    reason: str = ""
    nonce: bytes = field(default=b"", repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A card that was read and verified. `number` tells one reading from the next and says nothing; `picture` is a PNG, None without one.

    `challenge` is what the card was asked with, None where the gateway did not answer before the reading. `trouble`: why there is none.
    `opinion` is that of a verification service, None where none was to be asked.
    """

    number: str
    at: datetime
    verified: verification.Verified
    files: Mapping[lds.File, bytes] = field(repr=False)
    picture: bytes | None = field(default=None, repr=False)
    challenge: Challenge | None = field(default=None, repr=False)
    trouble: Trouble | None = None
    opinion: Opinion | None = None

    @property
    def is_disputed(self) -> bool:
        """True where a verification service does not call the data genuine, which our own verdict does."""
        return self.opinion is not None and self.opinion.standing is Standing.DISAGREES

    @property
    def may_check_in(self) -> bool:
        """True where the policy gives the card a level, nobody disputes it, and it says who its holder is and when they were born."""
        person = self.verified.person
        has_level = self.verified.level is not verification.Level.NONE and not self.is_disputed
        return has_level and person is not None and person.birth_date is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAsked:
    """What a clerk says of a visit: the hospital's own number, category and kind of care by their codes."""

    visit_id: str
    category: str
    care_kind: str


@dataclass(frozen=True, slots=True)
class SeenElsewhere:
    """Another facility that looked the person up or has them checked in."""

    facility_code: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What the look-up on arrival told. `sentence` is the gateway's, in Vietnamese; `last_day` is inclusive, None where the card has none."""

    code: str
    sentence: str
    card_number: str = field(default="", repr=False)
    percent: int | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """The check-in as the gateway took it. `is_proven`: it believed the desk's statement, beyond the hospital's word.

    `confirmed_by`: the verification service whose verdict it believed as well, "" where none. `card_elsewhere`: at most how many minutes
    ago the same card was proven at another facility, for each at which it cannot have been.
    `cover` is None where the look-up was not answered: the visit stands all the same.
    """

    visit_id: str
    at: datetime
    is_proven: bool
    person_known: bool
    confirmed_by: str = ""
    warnings: tuple[SeenElsewhere, ...] = ()
    card_elsewhere: tuple[int, ...] = ()
    cover: Cover | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything a page shows of the counter. `card` numbers the cards in the order they were laid down, None without one.

    `reader_trouble` is about reader and cards as they are now, `trouble` about what was tried last. `asked` is the visit that was tried to open.
    """

    stage: Stage = Stage.WAITING
    reader: str = ""
    card: int | None = None
    reader_trouble: Trouble | None = None
    trouble: Trouble | None = None
    progress: Progress | None = None
    found: Found | None = field(default=None, repr=False)
    asked: VisitAsked | None = None
    admission: Admission | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a station sees at this moment: the reader's name, and which card lies there. With `trouble`, no card can be read."""

    reader: str = ""
    card: int | None = None
    trouble: Trouble | None = None
