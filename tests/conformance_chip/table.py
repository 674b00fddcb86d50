"""A row of the table, and the units of the plan it belongs to. The rows themselves stand in the files of their units.

Units and their highest numbers are those of BSI TR-03105 Part 5.1, version 1.5. The text of its cases was not at hand: only where a number is
known together with its meaning does a row carry it; every other row has a number of ours, with an `a`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.conformance_chip.stand import Bent, Expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`card` makes the card as it is bent; None where there is nothing to run. `plan` are the plan's numbers it is known to be among.

    `unsupported`: why the reader does not do what the case wants; `expect` is then how it says so. `defect`: the case is known to fail, and why.
    """

    title: str
    card: Callable[[], Bent] | None
    expect: Expected | None
    source: str
    plan: str = ""
    unsupported: str = ""
    defect: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """`highest` is the plan's highest number, which is no count: numbers were given up over the years. `dropped` says what is left out, and why."""

    name: str
    about: str
    highest: int
    cases: tuple[Case, ...] = ()
    dropped: str = ""

    @property
    def numbered(self) -> Iterable[tuple[str, Case]]:
        """Each case with its number: the plan's where it is known, else ours."""
        for at, case in enumerate(self.cases, 1):
            known = case.plan if case.plan and ".." not in case.plan else ""
            yield known or f"{self.name}.a{at:02}", case

    def count(self, *, unsupported: bool | None = None, defect: bool = False) -> int:
        return sum(bool(each.defect) is defect and (unsupported is None or bool(each.unsupported) is unsupported) for each in self.cases)
