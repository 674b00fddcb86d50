"""What about an account a person should look at: rules over its last ten minutes, pure, with their limits as data.

An alarm stops nobody: a hospital must not be cut off by a rule about numbers. The limits are ours, set far above what registration
desks do: a busy hospital makes some twenty look-ups a minute, and a few percent of typed numbers are wrong.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from ansinh.wire import gateway

ResultCode = gateway.ResultCode

WINDOW = timedelta(minutes=10)
NEIGHBOURS = 3  # two numbers that differ by at most this much stand beside each other

NOBODY = frozenset({ResultCode.NO_SUCH_CARD, ResultCode.CARD_NUMBER_WRONG})
OTHER_NAME = frozenset(
    {
        ResultCode.CARD_NUMBER_WRONG,
        ResultCode.PROVINCE_WRONG,
        ResultCode.BENEFIT_DIGIT_WRONG,
        ResultCode.NAME_WRONG,
        ResultCode.NAME_WRONG_BEGINS_RIGHT,
        ResultCode.BIRTH_DATE_WRONG,
    }
)
MISSES = NOBODY | OTHER_NAME


class Reason(StrEnum):
    NUMBERS_OF_NOBODY = "numbers_of_nobody"
    PEOPLE_BY_OTHER_NAMES = "people_by_other_names"
    NUMBERS_IN_SEQUENCE = "numbers_in_sequence"
    ONE_PERSON_AGAIN_AND_AGAIN = "one_person_again_and_again"
    ONE_PERSON_BY_MANY = "one_person_by_many"
    PASSWORDS_GUESSED = "passwords_guessed"


@dataclass(frozen=True, slots=True)
class Alarm:
    """`limit`: from how many, within ten minutes if `what` says nothing else. `share_percent`: and from which share of all the account's look-ups, 0 for any."""

    what: str
    limit: int
    share_percent: int = 0

    def rings(self, seen: int, of: int) -> bool:
        return seen >= self.limit and seen * 100 >= self.share_percent * of


ALARMS: Mapping[Reason, Alarm] = MappingProxyType(
    {
        Reason.NUMBERS_OF_NOBODY: Alarm("look-ups of one account by numbers that lead to nobody", 30, 20),
        Reason.PEOPLE_BY_OTHER_NAMES: Alarm(
            "different people one account asked for by another name, birth date or card than theirs", 30, 20
        ),
        Reason.NUMBERS_IN_SEQUENCE: Alarm("numbers beside each other among those one account asked for in vain", 12),
        Reason.ONE_PERSON_AGAIN_AND_AGAIN: Alarm("look-ups of one person by one account", 25),
        Reason.ONE_PERSON_BY_MANY: Alarm("facilities that looked up one person", 5),
        Reason.PASSWORDS_GUESSED: Alarm("wrong passwords within an hour from where the account does not usually log in", 20),
    }
)


@dataclass(frozen=True, slots=True)
class Activity:
    """One account in ten minutes: look-ups in all, those that led to nobody, and different people asked for by a name not theirs."""

    lookups: int
    of_nobody: int
    by_other_names: int


def alarms_of(activity: Activity) -> Iterator[tuple[Reason, int]]:
    """What is worth looking at in it, with how many there were."""
    for reason, seen in (
        (Reason.NUMBERS_OF_NOBODY, activity.of_nobody),
        (Reason.PEOPLE_BY_OTHER_NAMES, activity.by_other_names),
    ):
        if ALARMS[reason].rings(seen, activity.lookups):
            yield reason, seen


def in_sequence(numbers: Collection[int]) -> int:
    """How many different numbers of these stand beside another of them.

    Somebody who walks through numbers produces nothing else. Households and workplaces have numbers beside each other too, but are
    asked for by their names: count only what was asked in vain.
    """
    ordered = sorted(set(numbers))
    beside = [upper - lower <= NEIGHBOURS for lower, upper in pairwise(ordered)]
    return sum(before or after for before, after in zip([False, *beside], [*beside, False], strict=True)) if ordered else 0
