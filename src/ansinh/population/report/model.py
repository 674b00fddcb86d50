"""What a report says, as plain data: the same for the page and for report.json. No number of a person, no name, no identifier of a record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Outcomes = Mapping[str, int]
"""Verdict -> records."""

Scheme = Literal["63", "34", "none"]
"""Which provinces the insured records name: those until 30 June 2025, those since, or none."""

OTHER = "other"
NOT_KNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Records that a stage settled with a verdict."""

    stage: str
    verdict: str
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Records of a verdict with a score of at least `low` bits and less than the next bin's."""

    verdict: str
    low: int
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """How many of `records` decided without a person are expected to be wrong, by the odds of their own scores.

    `wrong` is the sum of 1 / (1 + 2^score); `low` and `high` hold 95 of 100 runs if the weights are right (Poisson); `if_too_sure` is the
    upper end were every score three bits, a factor of eight, too high.
    """

    records: int
    wrong: float
    low: int
    high: int
    if_too_sure: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """How a field of the number's holder compares with the record's, where the verdict is `differs`; `level` is the rules'."""

    field: str
    level: str
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Records whose fields `columns` differ, and no others."""

    columns: tuple[str, ...]
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """Values of a column that were not used for one reason, with the shapes of the first of them."""

    column: str
    reason: str
    sentence: str
    kept: bool
    values: int
    first_row: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOtherwise:
    """Values that were understood, though not as they were written."""

    column: str
    reason: str
    values: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One record, masked: the row in its source, initials, year of birth, last three digits of the number found or claimed ("" none)."""

    verdict: str
    row: int
    initials: str
    birth_year: int | None
    province: str
    last_digits: str
    score: float | None
    differs: tuple[str, ...]
    vi: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a stage cost; all 0 where an earlier, interrupted run had done it."""

    stage: str
    seconds: float
    cpu_seconds: float
    peak_rss_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A share that was counted in a sample, with its 95 % interval."""

    hits: int
    trials: int
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What people at the review desk found: how often a first finding did not stand, and whether candidates were the person."""

    first_findings_wrong: Counted
    by_stage: Mapping[str, Counted]
    same: int
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything a report says. Provinces go by code of `scheme`, ages by group; both are empty where the source was not at hand."""

    rows: int
    left_out: int
    population: int
    outcomes: Outcomes
    flow: tuple[Flow, ...]
    scores: tuple[Bin, ...]
    not_scored: int
    assigned: Expected
    confirmed: Expected
    fields: Mapping[str, Outcomes]
    together: tuple[Together, ...]
    causes: tuple[Cause, ...]
    candidates: Mapping[str, Mapping[int, int]]
    duplicates: Mapping[int, int]
    scheme: Scheme
    provinces: Mapping[str, Outcomes]
    ages: Mapping[str, Outcomes]
    unusable: tuple[Unusable, ...]
    read_otherwise: tuple[ReadOtherwise, ...]
    absent: Mapping[str, int]
    examples: tuple[Example, ...]
    costs: tuple[Cost, ...]
    rules: str
    code: str
    started: str
    insured: str
    reviewed: Reviewed | None
