"""The card. From here on the asker has named the person, and sees what the card says.

Decides which card the answer speaks of and which code it gets.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ansinh import register
from ansinh.checkin.model import Decision, Question
from ansinh.checkin.rules.table import ANNEX_03, CLIENTS_OF_2017, rule
from ansinh.register import CardState, Coverage, Custody, Held
from ansinh.terms import Sex
from ansinh.wire import gateway

ResultCode = gateway.ResultCode

_CHILD_YEARS = 6
_STATES = {
    CardState.REVOKED: ResultCode.REVOKED,
    CardState.HELD: ResultCode.REVOKED,
    CardState.LOCKED: ResultCode.REVOKED,
    CardState.REDUCED: ResultCode.REDUCED,
    CardState.REDUCED_MOVED_OUT: ResultCode.REDUCED_MOVED_OUT,
    CardState.REDUCED_MOVED_WITHIN: ResultCode.REDUCED_MOVED_WITHIN,
    CardState.REDUCED_READDED: ResultCode.REDUCED_READDED,
    CardState.REDUCED_STOPPED: ResultCode.REDUCED_STOPPED,
}
_CUSTODIES = {Custody.ARMY: ResultCode.MANAGED_BY_ARMY, Custody.POLICE: ResultCode.MANAGED_BY_POLICE}


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the answer speaks of: the card, its span that counts (None: never paid for), and what follows it."""

    coverage: Coverage
    card: register.Card
    current: Held | None
    newer: Held | None
    day: date


def about_the_card(question: Question, coverage: Coverage, day: date) -> Decision:
    """The decision for somebody who named this person rightly."""
    if not coverage.cards:
        return without_card(coverage, day)
    held = register.held(coverage.cards)
    card, current = _spoken_of(question.key, coverage, held, day)
    spoken = Spoken(coverage, card, current, _newer(current, held, day), day)
    code = ResultCode.EXPIRED
    for each in CARD:
        answered = each(question, spoken)
        if answered is not None:
            code = answered
            break
    return Decision(
        code=code,
        coverage=coverage,
        card=card,
        current=current,
        newer=spoken.newer,
        older=_older(card, coverage.cards),
        begins_later=code is ResultCode.EXPIRED and current is not None and current.span.first_day > day,
    )


@rule(ResultCode.CHILD_WITHOUT_CARD, ResultCode.NO_SUCH_CARD, assumed="that under six years is meant (the age up to which the State pays)")
def without_card(coverage: Coverage, day: date) -> Decision:
    """130 for a child under six without a card, 050 for everybody else without one."""
    if _is_under_six(coverage, day):
        return Decision(code=ResultCode.CHILD_WITHOUT_CARD, coverage=coverage)
    return Decision(code=ResultCode.NO_SUCH_CARD)


@rule(ResultCode.SEX_WRONG, source=CLIENTS_OF_2017, assumed="that it comes with the person's data, as 090 was seen to")
def sex_wrong(question: Question, spoken: Spoken) -> ResultCode | None:
    """080: the sex differs, where the asker names one and the register knows it; only the generations of 2016 and 2017 ask."""
    if question.sex is None or spoken.coverage.sex in {question.sex, Sex.UNKNOWN}:
        return None
    return ResultCode.SEX_WRONG


@rule(
    ResultCode.REVOKED,
    ResultCode.REDUCED,
    ResultCode.REDUCED_MOVED_OUT,
    ResultCode.REDUCED_MOVED_WITHIN,
    ResultCode.REDUCED_READDED,
    ResultCode.REDUCED_STOPPED,
    source=f"{ANNEX_03}; held: Law 25/2008/QH12 art. 20 (revoked and held cards); held and locked: Decree 188/2025 (shown at the look-up)",
    assumed="that a card held or locked is answered with 110: the annex has no code for them",
)
def no_longer_valid(_question: Question, spoken: Spoken) -> ResultCode | None:
    """110, 120 to 124: the card was revoked, is held or locked, or was declared reduced.

    Held and locked answer 110 because 110, like them, is about the card; 120 to 124 would say that the person takes part no longer,
    and no client bills a card that answers 110. The note of the answer says which of the three it is.
    """
    return _STATES.get(spoken.card.state)


@rule(ResultCode.REDUCED_STOPPED, assumed="the code for the dead: the annex has none")
def died(_question: Question, spoken: Spoken) -> ResultCode | None:
    """124: the holder is dead, from the day of death on."""
    deceased_on = spoken.coverage.deceased_on
    return ResultCode.REDUCED_STOPPED if deceased_on is not None and deceased_on <= spoken.day else None


@rule(ResultCode.MANAGED_BY_ARMY, ResultCode.MANAGED_BY_POLICE)
def kept_by_army_or_police(_question: Question, spoken: Spoken) -> ResultCode | None:
    """001, 002: the card is managed by the social insurance of the army or of the police."""
    return _CUSTODIES.get(spoken.card.custody)


@rule(ResultCode.FACILITY_WRONG, source=CLIENTS_OF_2017, assumed="that it stands behind every reason why the card could not be used")
def facility_wrong(question: Question, spoken: Spoken) -> ResultCode | None:
    """090: the card is in force, but registered with another facility than the asker names; only generations of 2016 and 2017 ask."""
    current = spoken.current
    if not question.registered_facility or current is None or not current.covers(spoken.day):
        return None
    return None if current.span.facility_code.value == question.registered_facility else ResultCode.FACILITY_WRONG


@rule(ResultCode.CORRECT, ResultCode.VALID_NEW_ISSUED, assumed="that a later span of the same card is a new card too")
def in_force(_question: Question, spoken: Spoken) -> ResultCode | None:
    """000: the card is in force; 004 if a new one has been issued beside it."""
    if spoken.current is None or not spoken.current.covers(spoken.day):
        return None
    return ResultCode.CORRECT if spoken.newer is None else ResultCode.VALID_NEW_ISSUED


@rule(ResultCode.EXPIRED, ResultCode.EXPIRED_NEW_ISSUED, assumed="010 for a card that has not begun or was never paid for")
def not_in_force(_question: Question, spoken: Spoken) -> ResultCode | None:
    """003: the card has ended and a new one is in force; 010: there is no other."""
    newer = spoken.newer
    return ResultCode.EXPIRED_NEW_ISSUED if newer is not None and newer.covers(spoken.day) else ResultCode.EXPIRED


CARD: tuple[Callable[[Question, Spoken], ResultCode | None], ...] = (
    sex_wrong,
    no_longer_valid,
    died,
    kept_by_army_or_police,
    facility_wrong,
    in_force,
    not_in_force,
)


def _spoken_of(key: str, coverage: Coverage, held: list[Held], day: date) -> tuple[register.Card, Held | None]:
    """The card, and its span, that the answer speaks of.

    For a card number that card; if it only begins later and another card is in force, that other one, with the asked one as the new
    card. For the other numbers the card in force, else one that would be if it were valid, else the last that was, else the next.
    """
    in_force_now = register.in_force(held, day)
    asked = next((card for card in coverage.cards if card.number.value == key), None)
    if asked is not None:
        of_asked = _span_on([each for each in held if each.card is asked], day)
        if of_asked is not None and of_asked.span.first_day > day and in_force_now is not None and asked.state is CardState.VALID:
            return in_force_now.card, in_force_now
        return asked, of_asked
    current = in_force_now or _span_on(held, day)
    return (coverage.cards[0], None) if current is None else (current.card, current)


def _span_on(held: list[Held], day: date) -> Held | None:
    """The one covering the day, else the last before it, else the first after it."""
    begun = [each for each in held if each.span.first_day <= day]
    covering = [each for each in begun if each.covers(day)]
    if covering:
        return covering[-1]
    if begun:
        return max(begun, key=lambda each: each.span.last_day)
    return held[0] if held else None


def _newer(current: Held | None, held: list[Held], day: date) -> Held | None:
    """What was issued after the current one and has not ended: what is in force first, else what begins first."""
    if current is None:
        return None
    later = [each for each in held if each.is_valid and each.span.first_day > current.span.first_day and each.span.last_day >= day]
    return min(later, key=lambda each: (not each.covers(day), each.span.first_day), default=None)


def _older(card: register.Card, cards: tuple[register.Card, ...]) -> register.Card | None:
    """The card issued last before this one."""
    return max((each for each in cards if each.issued_on < card.issued_on), key=lambda each: each.issued_on, default=None)


def _is_under_six(coverage: Coverage, day: date) -> bool:
    born = coverage.birth_date.first_day
    return (day.year - born.year, day.month, day.day) < (_CHILD_YEARS, born.month, born.day)
