"""The law of the house, proved over every combination of levels: no number is given to anybody on name, birth, sex and place alone.

Not read from the rules, so that no edit of the file can take it away: what a second identifier is stands here once more.
"""

from itertools import product

from ansinh.population.rules import generated
from ansinh.population.rules.model import BITS_A_FIELD, CLAIMS, Rules
from ansinh.population.rules.tables import unpack

_GIVES_A_NUMBER = frozenset({generated.ASSIGNED, generated.DECEASED})
_ENDLESS = 1 << 40  # a score and a margin that pass every threshold


def has_second_identifier(levels: int) -> bool:
    """True if the old number is equal or the citizen number is within two digits."""
    old = levels >> generated.OLD_SHIFT & 15
    number = levels >> generated.NUMBER_SHIFT & 15
    return old == generated.OLD_EQUAL or number in {generated.NUMBER_ONE_DIGIT, generated.NUMBER_TWO_DIGITS}


def reach_a_number(rules: Rules) -> list[int]:
    """Every combination of levels from which the search may give a number, whatever score, margin, candidates and claim are.

    Fields that no line of the table reads stand at their first level.
    """
    read = {name for row in rules.at_search for name in row.allows}
    read |= {name for row in rules.at_search for each in row.meets for line in rules.condition(each).lines for name in line.allows}
    codes = [range(len(field.levels)) if field.id in read else (0,) for field in rules.fields]
    shifts = [BITS_A_FIELD * field.place for field in rules.fields]
    reached = list[int]()
    for chosen in product(*codes):
        levels = sum(code << shift for code, shift in zip(chosen, shifts, strict=True))
        if any(generated.at_search(levels, _ENDLESS, _ENDLESS, 1, claimed) in _GIVES_A_NUMBER for claimed in range(len(CLAIMS))):
            reached.append(levels)
    return reached


def prove(rules: Rules) -> int:
    """How many combinations can give a number, each of which was seen to hold a second identifier and a name of several syllables.

    Raises AssertionError with the levels of the first that does not.
    """
    reached = reach_a_number(rules)
    for levels in reached:
        named = {name: level.id for name, level in unpack(rules, levels).items()}
        if not has_second_identifier(levels):
            raise AssertionError(f"a number could be assigned without a second identifier: {named}")
        if levels >> generated.NAME_SHIFT & 15 == generated.NAME_ONE_WORD:
            raise AssertionError(f"a number could be assigned on a name of one syllable: {named}")
    return len(reached)
