"""What a hospital must be told about an invented person, said by the sandbox before any rule of ours is asked.

The codes are those of dispatch 1923/BHXH-CNTT, annex 03 section 4. Tests hold our answers against these, not the other way round.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ansinh.sandbox.model import Person, Trouble
from ansinh.terms import names

_ALL_IS_WELL, _NAME_WRONG, _NAME_WRONG_BEGINS_RIGHT = "000", "060", "061"
_BY_CARD: Mapping[Trouble, str] = MappingProxyType(
    {
        Trouble.BIRTH_DATE_DIFFERS: "070",
        Trouble.DECEASED: "124",
        Trouble.CARD_REVOKED: "110",
        Trouble.CARD_HELD: "110",
        Trouble.CARD_LOCKED: "110",
        Trouble.CARD_EXPIRED: "010",
        Trouble.CARD_REISSUED_OLD_EXPIRED: "003",
        Trouble.CARD_REISSUED_OLD_VALID: "004",
        Trouble.CHILD_WITHOUT_CARD: "130",
        Trouble.ARMY_CARD: "001",
        Trouble.POLICE_CARD: "002",
        Trouble.NO_INSURANCE: "050",
        Trouble.CARD_REDUCED: "120",
        Trouble.CARD_REDUCED_MOVED_OUT: "121",
        Trouble.CARD_REDUCED_MOVED_WITHIN: "122",
        Trouble.CARD_REDUCED_READDED: "123",
        Trouble.CARD_REDUCED_STOPPED: "124",
    }
)
_REISSUED = frozenset({Trouble.CARD_REISSUED_OLD_EXPIRED, Trouble.CARD_REISSUED_OLD_VALID})  # the number leads to the new card


def lookup_code(person: Person) -> str:
    """The code of a look-up this year with the card in the person's pocket, or the citizen number of who carries none, rightly asked."""
    if person.trouble is Trouble.NAME_DIFFERS:
        return _NAME_WRONG_BEGINS_RIGHT if names.starts_alike(person.full_name, person.insured[0].full_name) else _NAME_WRONG
    return _BY_CARD.get(person.trouble, _ALL_IS_WELL) if person.trouble else _ALL_IS_WELL


def lookup_code_by_citizen_number(person: Person) -> str:
    """The same with the citizen number: 100 where two records claim it, since name and birth date are the same in both."""
    if person.trouble is Trouble.TWO_INSURANCE_NUMBERS:
        return "100"
    return _ALL_IS_WELL if person.trouble in _REISSUED else lookup_code(person)
