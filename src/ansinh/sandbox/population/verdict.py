"""How the population register answers: agreement field by field, and nothing at all to whoever does not know the person.

The real interface is not public. What is decided here is assumed from the law (a yes/no answer, never the stored value) and
from how comparable registers guard against being searched: name and birth date must both agree before any single field is
spoken of, so that an unknown number and a wrong guess look the same.
"""

import unicodedata

from ansinh.sandbox.population.model import Agreement, Citizen, Claim, Verdict
from ansinh.terms import PartialDate, names

NOT_VERIFIED = Verdict(verified=False, full_name=Agreement.NO, birth_date=Agreement.NO, sex=Agreement.NO, deceased=None)
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def judge(claim: Claim, citizen: Citizen | None) -> Verdict:
    """The answer to a claim; `citizen` None is a number nobody has.

    A name without diacritics verifies only beside a whole birth date and the right sex.
    """
    if citizen is None:
        return NOT_VERIFIED
    name = name_agreement(claim.full_name, citizen.full_name)
    birth = birth_date_agreement(claim.birth_date, citizen.birth_date)
    sex = Agreement.YES if claim.sex is citizen.sex else Agreement.NO
    if Agreement.NO in {name, birth}:
        return NOT_VERIFIED
    if name is Agreement.YES_WITHOUT_DIACRITICS and (birth, sex) != (Agreement.YES, Agreement.YES):
        return NOT_VERIFIED
    return Verdict(verified=sex is Agreement.YES, full_name=name, birth_date=birth, sex=sex, deceased=citizen.deceased_on is not None)


def name_agreement(submitted: str, stored: str) -> Agreement:
    """Case, spacing and the place of the tone mark do not count; diacritics that differ are another name."""
    if _toned(submitted) == _toned(stored):
        return Agreement.YES
    without = not _has_diacritics(submitted) and names.same(submitted, stored)
    return Agreement.YES_WITHOUT_DIACRITICS if without else Agreement.NO


def birth_date_agreement(submitted: PartialDate, stored: PartialDate) -> Agreement:
    """As far as the less precise of the two goes."""
    if not submitted.agrees_with(stored):
        return Agreement.NO
    if submitted.month is None or stored.month is None:
        return Agreement.YES_TO_YEAR
    return Agreement.YES_TO_MONTH if submitted.day is None or stored.day is None else Agreement.YES


def _toned(name: str) -> list[tuple[str, str]]:
    """Each word as its letters without the tone and the tone by itself: hòa and hoà are one word, hoa is another."""
    return [_word(word) for word in unicodedata.normalize("NFD", names.tidy(name).casefold()).split()]


def _word(decomposed: str) -> tuple[str, str]:
    letters = "".join(each for each in decomposed if each not in _TONES)
    return letters, "".join(each for each in decomposed if each in _TONES)


def _has_diacritics(name: str) -> bool:
    return names.fold(name) != " ".join(name.split()).upper()
