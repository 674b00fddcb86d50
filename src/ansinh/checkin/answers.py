"""Which code a look-up is answered with: rules in the order in which they are asked, the first that applies decides.

The codes are those of dispatch 1923/BHXH-CNTT, annex 03 section 4. The annex does not say in which order they are asked, nor what a
key that is no number is answered with: both are assumed. The order kept here: who asks, whom they ask for, then the card, so that
nothing about a card is told to someone who is not registered or does not know whose card it is.
"""

from collections.abc import Callable
from datetime import date

from ansinh import register
from ansinh.checkin.model import Decision, Question
from ansinh.register import CardState, Coverage, Custody, Enquiry, Held
from ansinh.terms import CardNumber, TermError, names
from ansinh.wire import gateway

ResultCode = gateway.ResultCode

_CHILD_YEARS = 6
_KEY_LENGTHS = (10, 12, 15)
# Object codes of the army (QN), the cipher service (CY) and the police (CA); their cards may be missing in this register.
_CUSTODY_CODES = {"QN": ResultCode.MANAGED_BY_ARMY, "CY": ResultCode.MANAGED_BY_ARMY, "CA": ResultCode.MANAGED_BY_POLICE}
_STATES = {
    CardState.REVOKED: ResultCode.REVOKED,
    CardState.REDUCED: ResultCode.REDUCED,
    CardState.REDUCED_MOVED_OUT: ResultCode.REDUCED_MOVED_OUT,
    CardState.REDUCED_MOVED_WITHIN: ResultCode.REDUCED_MOVED_WITHIN,
    CardState.REDUCED_READDED: ResultCode.REDUCED_READDED,
    CardState.REDUCED_STOPPED: ResultCode.REDUCED_STOPPED,
}
_CUSTODIES = {Custody.ARMY: ResultCode.MANAGED_BY_ARMY, Custody.POLICE: ResultCode.MANAGED_BY_POLICE}


def decide(question: Question, enquiry: Enquiry, *, day: date) -> Decision:
    """The code for this question on this day, with the person's cover if the asker may see it."""
    for rule in ASKER_AND_PERSON:
        code = rule(question, enquiry)
        if code is not None:
            return Decision(code=code)
    coverage = enquiry.coverage
    assert coverage is not None  # nobody_found has answered otherwise
    return _about_the_card(question, coverage, day)


# Who asks, and for whom. A code here is told without anything about the person.


def officer_not_registered(_question: Question, enquiry: Enquiry) -> ResultCode | None:
    """054: the officer's citizen number is not among those the facility registered and the agency approved."""
    return ResultCode.OFFICER_NOT_REGISTERED if enquiry.officer is None else None


def officer_name_wrong(question: Question, enquiry: Enquiry) -> ResultCode | None:
    """055: the officer's name is not the one registered with that number; diacritics and case do not count."""
    if enquiry.officer is None or _same(question.officer_name, enquiry.officer.full_name):
        return None
    return ResultCode.OFFICER_NAME_WRONG


def key_is_no_number(question: Question, _enquiry: Enquiry) -> ResultCode | None:
    """051: neither 10 nor 12 digits nor the structure of a card number."""
    key = question.key
    if len(key) not in _KEY_LENGTHS:
        return ResultCode.CARD_NUMBER_WRONG
    if len(key) == 15:
        return None if _card_number(key) else ResultCode.CARD_NUMBER_WRONG
    return None if key.isascii() and key.isdigit() else ResultCode.CARD_NUMBER_WRONG


def managed_elsewhere(question: Question, enquiry: Enquiry) -> ResultCode | None:
    """001, 002: an army or police card that this register does not hold; the patient must not be turned away for it."""
    return _CUSTODY_CODES.get(question.key[:2]) if enquiry.coverage is None else None


def nobody_found(_question: Question, enquiry: Enquiry) -> ResultCode | None:
    """050: the number leads to nobody."""
    return ResultCode.NO_SUCH_CARD if enquiry.coverage is None else None


def card_misread(question: Question, enquiry: Enquiry) -> ResultCode | None:
    """052, 053, 051: the card number is not held, but its last ten characters are somebody's.

    052 if a card of that person differs in the province only (characters 4 and 5), 053 if in the benefit digit only (character 3),
    051 otherwise; 050 if that person has no card at all.
    """
    if len(question.key) != 15 or enquiry.coverage is None:
        return None
    key = question.key
    held = [card.number.value for card in enquiry.coverage.cards]
    if key in held:
        return None
    if not held:
        return ResultCode.NO_SUCH_CARD
    if any(key[:3] == other[:3] and key[5:] == other[5:] for other in held):
        return ResultCode.PROVINCE_WRONG
    if any(key[:2] == other[:2] and key[3:] == other[3:] for other in held):
        return ResultCode.BENEFIT_DIGIT_WRONG
    return ResultCode.CARD_NUMBER_WRONG


def name_wrong(question: Question, enquiry: Enquiry) -> ResultCode | None:
    """060, and 061 if the names begin alike; diacritics, case and spaces do not count."""
    coverage = enquiry.coverage
    if coverage is None or _same(question.full_name, coverage.full_name):
        return None
    return ResultCode.NAME_WRONG_BEGINS_RIGHT if names.starts_alike(question.full_name, coverage.full_name) else ResultCode.NAME_WRONG


def birth_date_wrong(question: Question, enquiry: Enquiry) -> ResultCode | None:
    """070: the birth dates differ, as far as the less precise of the two goes."""
    coverage = enquiry.coverage
    return ResultCode.BIRTH_DATE_WRONG if coverage is not None and not question.birth_date.agrees_with(coverage.birth_date) else None


ASKER_AND_PERSON: tuple[Callable[[Question, Enquiry], ResultCode | None], ...] = (
    officer_not_registered,
    officer_name_wrong,
    key_is_no_number,
    managed_elsewhere,
    nobody_found,
    card_misread,
    name_wrong,
    birth_date_wrong,
)


# The card. From here on the asker has named the person, and sees what the card says.


def _about_the_card(question: Question, coverage: Coverage, day: date) -> Decision:
    if not coverage.cards:
        if _is_under_six(coverage, day):
            return Decision(code=ResultCode.CHILD_WITHOUT_CARD, coverage=coverage)
        return Decision(code=ResultCode.NO_SUCH_CARD)
    held = register.held(coverage.cards)
    card, current = _spoken_of(question.key, coverage, held, day)
    newer = _newer(current, held, day)
    return Decision(
        code=_code(coverage, card, current, newer, day),
        coverage=coverage,
        card=card,
        current=current,
        newer=newer,
        older=_older(card, coverage.cards),
    )


def _code(coverage: Coverage, card: register.Card, current: Held | None, newer: Held | None, day: date) -> ResultCode:
    """110, 120-124, 124 for the dead, 001, 002, then 000 or 004 for a card in force, 003 or 010 for one that is not."""
    if card.state in _STATES:
        return _STATES[card.state]
    if coverage.deceased_on is not None and coverage.deceased_on <= day:
        return ResultCode.REDUCED_STOPPED
    if card.custody in _CUSTODIES:
        return _CUSTODIES[card.custody]
    if current is not None and current.covers(day):
        return ResultCode.CORRECT if newer is None else ResultCode.VALID_NEW_ISSUED
    return ResultCode.EXPIRED_NEW_ISSUED if newer is not None and newer.covers(day) else ResultCode.EXPIRED


def _spoken_of(key: str, coverage: Coverage, held: list[Held], day: date) -> tuple[register.Card, Held | None]:
    """The card, and its span, that the answer speaks of.

    For a card number that card; if it only begins later and another card is in force, that other one, with the asked one as the new
    card. For the other numbers the card in force, else one that would be if it were valid, else the last that was, else the next.
    """
    in_force = register.in_force(held, day)
    asked = next((card for card in coverage.cards if card.number.value == key), None)
    if asked is not None:
        of_asked = _span_on([each for each in held if each.card is asked], day)
        if of_asked is not None and of_asked.span.first_day > day and in_force is not None and asked.state is CardState.VALID:
            return in_force.card, in_force
        return asked, of_asked
    current = in_force or _span_on(held, day)
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


def _same(asked: str, kept: str) -> bool:
    return asked == kept or names.same(asked, kept)  # most are equal as they stand, and folding costs more than the rest of a rule


def _is_under_six(coverage: Coverage, day: date) -> bool:
    born = coverage.birth_date.first_day
    return (day.year - born.year, day.month, day.day) < (_CHILD_YEARS, born.month, born.day)


def _card_number(key: str) -> CardNumber | None:
    try:
        return CardNumber.parse(key)
    except TermError:
        return None
