"""Whom they ask for: does the number lead to somebody, to whom, and did the asker name that person rightly.

A code of these rules is told without anything about the person.
"""

from dataclasses import replace

from ansinh.checkin.model import Question
from ansinh.checkin.rules.table import ANNEX_03, rule
from ansinh.register import Coverage, Enquiry
from ansinh.terms import CardNumber, TermError, names
from ansinh.wire import gateway

ResultCode = gateway.ResultCode

_KEY_LENGTHS = (10, 12, 15)
# Object codes of the army (QN), the cipher service (CY) and the police (CA); their cards may be missing in this register.
_CUSTODY_CODES = {"QN": ResultCode.MANAGED_BY_ARMY, "CY": ResultCode.MANAGED_BY_ARMY, "CA": ResultCode.MANAGED_BY_POLICE}


def tell_apart(question: Question, enquiry: Enquiry) -> Enquiry:
    """The enquiry about the one person, of several whom the number leads to, whom name and birth date fit; unchanged if not exactly one."""
    fitting = _fitting(question, enquiry)
    return replace(enquiry, coverage=fitting[0], rivals=()) if len(fitting) == 1 else enquiry


@rule(ResultCode.CARD_NUMBER_WRONG, assumed="that a text that can be no number at all is a wrong card number")
def key_is_no_number(question: Question, _enquiry: Enquiry) -> ResultCode | None:
    """051: neither 10 nor 12 digits nor the structure of a card number."""
    key = question.key
    if len(key) not in _KEY_LENGTHS:
        return ResultCode.CARD_NUMBER_WRONG
    if len(key) == 15:
        return None if _card_number(key) else ResultCode.CARD_NUMBER_WRONG
    return None if key.isascii() and key.isdigit() else ResultCode.CARD_NUMBER_WRONG


@rule(
    ResultCode.MANAGED_BY_ARMY,
    ResultCode.MANAGED_BY_POLICE,
    source=f"{ANNEX_03}; Decree 188/2025 (army and police cards may not be in the system)",
    assumed="that the object code of the card decides where the card is not held",
)
def managed_elsewhere(question: Question, enquiry: Enquiry) -> ResultCode | None:
    """001, 002: an army or police card that this register does not hold; the patient must not be turned away for it."""
    return _CUSTODY_CODES.get(question.key[:2]) if enquiry.coverage is None else None


@rule(ResultCode.NO_SUCH_CARD)
def nobody_found(_question: Question, enquiry: Enquiry) -> ResultCode | None:
    """050: the number leads to nobody."""
    return ResultCode.NO_SUCH_CARD if enquiry.coverage is None else None


@rule(ResultCode.CARD_DATA_ERROR, assumed="the whole rule: the annex says only that fetching the card data failed")
def cannot_tell_whose(question: Question, enquiry: Enquiry) -> ResultCode | None:
    """100: several people claim the number, and neither name nor birth date tells them apart: whose card it is cannot be said."""
    return ResultCode.CARD_DATA_ERROR if enquiry.rivals and len(_fitting(question, enquiry)) > 1 else None


@rule(
    ResultCode.PROVINCE_WRONG,
    ResultCode.BENEFIT_DIGIT_WRONG,
    ResultCode.CARD_NUMBER_WRONG,
    ResultCode.NO_SUCH_CARD,
    assumed="which of the four where several parts of the number are wrong",
)
def card_misread(question: Question, enquiry: Enquiry) -> ResultCode | None:
    """052, 053, 051, 050: the card number is not held, but its last ten characters are somebody's.

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


@rule(ResultCode.NAME_WRONG, ResultCode.NAME_WRONG_BEGINS_RIGHT, assumed="how many characters must agree for 061: the first word")
def name_wrong(question: Question, enquiry: Enquiry) -> ResultCode | None:
    """060, and 061 if the names begin alike; diacritics, case and spaces do not count."""
    coverage = enquiry.coverage
    if coverage is None or _same(question.full_name, coverage.full_name):
        return None
    return ResultCode.NAME_WRONG_BEGINS_RIGHT if names.starts_alike(question.full_name, coverage.full_name) else ResultCode.NAME_WRONG


@rule(ResultCode.BIRTH_DATE_WRONG, assumed="that a year alone is compared as a year")
def birth_date_wrong(question: Question, enquiry: Enquiry) -> ResultCode | None:
    """070: the birth dates differ, as far as the less precise of the two goes."""
    coverage = enquiry.coverage
    return ResultCode.BIRTH_DATE_WRONG if coverage is not None and not question.birth_date.agrees_with(coverage.birth_date) else None


def _fitting(question: Question, enquiry: Enquiry) -> list[Coverage]:
    claimed = () if enquiry.coverage is None else (enquiry.coverage, *enquiry.rivals)
    return [each for each in claimed if _same(question.full_name, each.full_name) and question.birth_date.agrees_with(each.birth_date)]


def _same(asked: str, kept: str) -> bool:
    return asked == kept or names.same(asked, kept)  # most are equal as they stand, and folding costs more than the rest of a rule


def _card_number(key: str) -> CardNumber | None:
    try:
        return CardNumber.parse(key)
    except TermError:
        return None
