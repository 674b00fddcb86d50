"""Bends a person or a record so that it carries one trouble; everything else about the person stays consistent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

from ansinh.sandbox import names
from ansinh.sandbox.careers import Path
from ansinh.sandbox.families import Member
from ansinh.sandbox.model import Card, CardState, Contribution, Insured, Span, Trouble
from ansinh.terms import CardNumber, PartialDate
from ansinh.terms import names as spelling

_SERVICE = {Trouble.ARMY_CARD: "QN5", Trouble.POLICE_CARD: "CA5"}
_STATES = {
    Trouble.CARD_REVOKED: CardState.REVOKED,
    Trouble.CARD_HELD: CardState.HELD,
    Trouble.CARD_LOCKED: CardState.LOCKED,
    Trouble.CARD_REDUCED: CardState.REDUCED,
    Trouble.CARD_REDUCED_MOVED_OUT: CardState.REDUCED_MOVED_OUT,
    Trouble.CARD_REDUCED_MOVED_WITHIN: CardState.REDUCED_MOVED_WITHIN,
    Trouble.CARD_REDUCED_READDED: CardState.REDUCED_READDED,
    Trouble.CARD_REDUCED_STOPPED: CardState.REDUCED_STOPPED,
}
ADDED_LATER = tuple(each for each in _STATES if each is not Trouble.CARD_REVOKED)
"""Given out after the others and by dice of their own, so that nobody else changed when they came."""

_REISSUED = frozenset({Trouble.CARD_REISSUED_OLD_EXPIRED, Trouble.CARD_REISSUED_OLD_VALID})


def can_carry(trouble: Trouble, *, age: int) -> bool:
    """Whether somebody of `age` on 1 January can have this trouble."""
    if trouble is Trouble.CHILD_WITHOUT_CARD:
        return age < 5
    if trouble is Trouble.DECEASED:
        return age >= 62
    if trouble in ADDED_LATER:
        return 15 <= age < 70
    return 21 <= age <= 60


def path_with(trouble: Trouble | None, path: Path) -> Path:
    """The path a person must have had for the trouble to be possible."""
    if trouble in _SERVICE:
        return replace(path, studies=False, work_code=_SERVICE[trouble], works_from=19)
    if trouble in _REISSUED:  # one employer since school, so that old and new card pay the same percent
        return replace(path, studies=False, work_code="DN4", works_from=19, changes_jobs=False)
    return path


def bend(random: Random, trouble: Trouble, record: Insured, member: Member, *, year: int) -> Insured:
    """The record as the trouble leaves it."""
    match trouble:
        case Trouble.NAME_DIFFERS:
            return replace(record, full_name=_other_name(random, member), verified_on=None)
        case Trouble.BIRTH_DATE_DIFFERS:
            return replace(record, birth_date=PartialDate.of(_other_day(random, member.birth_date)), verified_on=None)
        case Trouble.DECEASED:
            died = date(year - 1, random.randint(1, 11), random.randint(1, 28))
            return _ended(replace(record, deceased_on=died), last_day=died)
        case Trouble.TWO_INSURANCE_NUMBERS:
            return replace(record, shares_number=True, verified_on=None)
        case Trouble.POPULATION_TIMEOUT:
            return replace(record, verified_on=None)
        case _:
            return _bend_cards(random, trouble, record, year=year)


def _bend_cards(random: Random, trouble: Trouble, record: Insured, *, year: int) -> Insured:
    if trouble in _STATES:
        return replace(record, cards=(*record.cards[:-1], replace(record.cards[-1], state=_STATES[trouble])))
    match trouble:
        case Trouble.CARD_EXPIRED:
            return _ended(record, last_day=random.choice((date(year - 1, 12, 31), date(year - 1, 6, 30))))
        case Trouble.CARD_REISSUED_OLD_EXPIRED:
            return replace(record, cards=_reissued(record.cards, old_until=date(year - 1, 12, 31), new_from=date(year, 1, 1)))
        case Trouble.CARD_REISSUED_OLD_VALID:
            return replace(record, cards=_reissued(record.cards, old_until=date(year, 12, 31), new_from=date(year, 1, 1)))
        case Trouble.CHILD_WITHOUT_CARD:
            return replace(record, cards=(), contributions=())
        case _:  # the person's path or account carries it
            return record


def carried_card(trouble: Trouble | None, records: Sequence[Insured]) -> CardNumber | None:
    """The card in the person's pocket: the newest, or the old one that was never thrown away."""
    cards = records[0].cards if records else ()
    if not cards:
        return None
    return cards[-2 if trouble in _REISSUED else -1].number


def _other_name(random: Random, member: Member) -> str:
    """Another given name or, as often, another family name."""
    words = member.full_name.split()
    while True:
        other = names.middle_and_given(random, member.sex, birth_year=member.birth_date.year)
        family = words[0] if random.random() < 0.5 else names.family_name(random, province="001")
        full_name = f"{family} {other}"
        if not spelling.same(full_name, member.full_name):
            return full_name


def _other_day(random: Random, born: date) -> date:
    """Day and month changed places where that makes another date; else a year or some days off."""
    if born.day <= 12 and born.day != born.month:
        return born.replace(month=born.day, day=born.month)
    if born.day <= 28 and random.random() < 0.5:
        return born.replace(year=born.year - 1)
    return born.replace(day=born.day - random.randint(1, 9) if born.day > 12 else born.day + 9)


def _ended(record: Insured, *, last_day: date) -> Insured:
    """The record with nothing after `last_day`."""
    cards = (replace(card, spans=_spans_until(card.spans, last_day)) for card in record.cards)
    return replace(
        record,
        cards=tuple(card for card in cards if card.spans),
        contributions=_paid_until(record.contributions, last_day.replace(day=1)),
    )


def _spans_until(spans: Sequence[Span], last_day: date) -> tuple[Span, ...]:
    return tuple(replace(span, last_day=min(span.last_day, last_day)) for span in spans if span.first_day <= last_day)


def _paid_until(paid: Sequence[Contribution], month: date) -> tuple[Contribution, ...]:
    return tuple(replace(each, last_month=min(each.last_month, month)) for each in paid if each.first_month <= month)


def _reissued(cards: tuple[Card, ...], *, old_until: date, new_from: date) -> tuple[Card, ...]:
    """The last card becomes an old one, issued in another province, and a new one that begins on `new_from`."""
    *before, new = cards
    elsewhere = "48" if new.number.value[3:5] == "79" else "79"
    old = replace(
        new,
        number=CardNumber.parse(f"{new.number.value[:3]}{elsewhere}{new.number.value[5:]}"),
        issued_by="Bảo hiểm xã hội " + ("Đà Nẵng" if elsewhere == "48" else "Thành phố Hồ Chí Minh"),
        spans=_spans_until(new.spans, old_until),
    )
    running = new.spans[-1]
    return (*before, old, replace(new, issued_on=new_from, spans=(replace(running, first_day=new_from),)))
