"""What check-in speaks of: questions and answers of a look-up, gateway accounts and their tokens."""

from dataclasses import dataclass, field
from datetime import datetime

from ansinh import register
from ansinh.checkin.stay import Treatment
from ansinh.terms import PartialDate, Sex
from ansinh.wire import gateway


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whose cover is asked for, who asks, and by which interface (its official spelling, which is audited).

    `key` is a card, social-insurance or citizen number, or a text that is none. The officer is "" for interfaces that name none (those
    before August 2024): then none is asked for. `sex` and `registered_facility` are what the card is said to say, by interfaces that
    send them (2016 and 2017). `with_treatments`: the interface carries the history of visits.
    """

    key: str = field(repr=False)
    full_name: str = field(repr=False)
    birth_date: PartialDate
    officer_name: str = field(repr=False)
    officer_number: str = field(repr=False)
    interface: str
    sex: Sex | None = None
    registered_facility: str = ""
    with_treatments: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The code, and what may be told with it: `coverage` is None unless the asker named the person rightly.

    `current` is the card the code speaks of (None: no card, or one that was never paid for), `card` the same card without its span,
    `newer` a card, or a later span of the same one, that follows it, `older` the card before it. `begins_later` tells a card that has
    not begun from one that has ended, which are one code.
    """

    code: gateway.ResultCode
    coverage: register.Coverage | None = None
    card: register.Card | None = None
    current: register.Held | None = None
    newer: register.Held | None = None
    older: register.Card | None = None
    begins_later: bool = False


@dataclass(frozen=True, slots=True)
class EarlierLookup:
    """Who asked for the same person before, and what the answer was."""

    account: str
    at: datetime
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A decision with the latest earlier look-ups, newest first; none where nothing may be told.

    `newer_facility_name` names the facility of the decision's newer card, "" without one. `treatments` are the stays of the last year,
    latest first, where the question asked for them.
    """

    decision: Decision
    newer_facility_name: str = ""
    earlier: tuple[EarlierLookup, ...] = ()
    treatments: tuple[Treatment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """An account to be opened; `username` is the facility's code and "_BV", `password` as a person types it."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as handed out. `expires_at` is the first instant at which it is no longer good."""

    access_token: str = field(repr=False)
    id_token: str = field(repr=False)
    username: str
    expires_at: datetime
