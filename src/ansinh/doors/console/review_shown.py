"""The drawings of the review desk: a candidate's score as a waterfall, a share with its interval as a bar; the names of offices."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ansinh.population import review, rules
from ansinh.terms import places

TONES: Mapping[str, str] = MappingProxyType({"agrees": "good", "soft": "warn", "differs": "bad", "missing": "off"})
"""The colour of a level, by its kind; the word beside it says the same."""


@dataclass(frozen=True, slots=True)
class Fall:
    """One bar of the waterfall: what a field is worth and the sum so far, in bits; `x` and `width` in percent of the drawing."""

    field: tuple[str, str]
    level: tuple[str, str]
    weight: float
    total: float
    x: float
    width: float
    is_for: bool


@dataclass(frozen=True, slots=True)
class DrawnCandidate:
    """A candidate with its drawing; `zero` is where nothing speaks for or against, in percent. No drawing where the rules are others."""

    compared: review.ComparedCandidate
    falls: tuple[Fall, ...]
    zero: float


@dataclass(frozen=True, slots=True)
class Worth:
    """How often the same person shows a level: what the rules say and what was measured, all in percent; None where nothing was."""

    field: tuple[str, str]
    level: tuple[str, str]
    said: float
    measured: float | None
    low: float
    high: float
    count: int
    is_outside: bool


def drawn_candidates(case: review.CaseFile) -> tuple[DrawnCandidate, ...]:
    """The candidates of a case, best first."""
    return tuple(_drawn(each) for each in review.compared(case))


def worth(learnt: review.Learnt) -> tuple[Worth, ...]:
    """What was measured, level by level, in the order of the rules; levels never seen and never expected are left out."""
    today = rules.current()
    found = []
    for each in learnt.estimates:
        field = today.field(each.field)
        level = field.level(each.level)
        measured = each.measured
        found.append(
            Worth(
                (field.vi, field.en),
                (level.vi, level.en),
                round(100 * (each.in_file or 0.0), 1),
                round(100 * measured.share, 1) if measured.of else None,
                round(100 * measured.low, 1),
                round(100 * measured.high, 1),
                round(measured.count),
                each.file_is_outside,
            )
        )
    return tuple(found)


def office_name(code: str) -> str:
    """The province whose office it is, "" for none."""
    return places.PROVINCES.get(code, "")


def _drawn(compared: review.ComparedCandidate) -> DrawnCandidate:
    steps = () if compared.explanation is None else tuple(each for each in compared.explanation.steps if each.weight)
    ends = [0, *(each.total for each in steps)]
    low, high = min(ends), max(ends)
    wide = max(1, high - low)

    def at(total: int) -> float:
        return round(100 * (total - low) / wide, 2)

    falls = []
    before = 0
    for each in steps:
        falls.append(
            Fall(
                (each.field_vi, each.field_en),
                (each.level_vi, each.level_en),
                each.weight / 100,
                each.total / 100,
                at(min(before, each.total)),
                round(100 * abs(each.weight) / wide, 2),
                each.weight > 0,
            )
        )
        before = each.total
    return DrawnCandidate(compared, tuple(falls), at(0))
