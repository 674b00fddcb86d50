"""The rules as data: what rules.toml says once it has been read and checked. Nothing is decided here."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["agrees", "soft", "differs", "varies", "missing"]
KINDS: Final = ("agrees", "soft", "differs", "varies", "missing")

# What a table may answer, by its number in arrays and files. The first eight are verdicts; `doubt` is left to the search.
RESULTS: Final = ("verified", "differs", "assigned", "candidates", "someone_else", "several_numbers", "not_found", "deceased", "doubt")
CLAIMS: Final = ("none", "unknown", "doubt", "someone_else")
BITS_A_FIELD: Final = 4
MOST_LEVELS: Final = 1 << BITS_A_FIELD
MOST_FIELDS: Final = 15  # in the 63 bits of a signed integer that is never negative


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One way two values can compare. `when` is an expression over features and terms; `m` and `u` are None where it weighs nothing."""

    id: str
    code: int
    vi: str
    en: str
    kind: Kind
    when: str
    reason: str
    source: str
    m: float | None = None
    u: float | None = None
    by_share: bool = False  # u is a multiple of how common the name is

    @property
    def weight(self) -> int:
        """log2(m / u) in hundredths of a bit; without the name's rarity where `by_share`."""
        return 0 if self.m is None or self.u is None else round(100 * math.log2(self.m / self.u))


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the two registers with its levels. `place` is where its four bits stand; `column` is "" for what is no column."""

    id: str
    place: int
    column: str
    vi: str
    en: str
    reason: str
    levels: tuple[Level, ...]

    def level(self, level_id: str) -> Level:
        """The level of that name; KeyError where there is none."""
        for each in self.levels:
            if each.id == level_id:
                return each
        raise KeyError(level_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a condition: for some fields the levels it allows. A field that is not named allows all."""

    allows: Mapping[str, tuple[str, ...]]
    reason: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Met by a pair that fits any of its lines."""

    id: str
    vi: str
    en: str
    reason: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a decision table: `result` where everything it names fits. None and empty mean: not asked."""

    result: str
    vi: str
    en: str
    reason: str
    source: str
    allows: Mapping[str, tuple[str, ...]]
    meets: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()
    score_at_least: int | None = None
    margin_at_least: int | None = None
    candidates_at_least: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """Hundredths of a bit, and why just so many."""

    value: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The whole file. `sha256` is that of its bytes; `version` is what people call it."""

    version: str
    sha256: str
    sources: Mapping[str, str]
    features: Mapping[str, str]
    terms: Mapping[str, str]
    most_rarity_bits: int
    name_count: Mapping[str, str]
    prior_reason: str
    fields: tuple[Field, ...]
    conditions: tuple[Condition, ...]
    thresholds: Mapping[str, Threshold]
    at_number: tuple[Row, ...]
    at_search: tuple[Row, ...]

    @property
    def stamp(self) -> str:
        """Version and head of the hash, as it stands beside every verdict."""
        return f"{self.version}+{self.sha256[:12]}"

    def field(self, field_id: str) -> Field:
        """The field of that name; KeyError where there is none."""
        for each in self.fields:
            if each.id == field_id:
                return each
        raise KeyError(field_id)

    def condition(self, condition_id: str) -> Condition:
        """The condition of that name; KeyError where there is none."""
        for each in self.conditions:
            if each.id == condition_id:
                return each
        raise KeyError(condition_id)
