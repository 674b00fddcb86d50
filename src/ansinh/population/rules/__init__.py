"""When a record of the insurance register is about a person of the population register: decided here, once, for every engine.

`rules.toml` says it; `generated.py` is written from it and runs as Python (the online check) and compiled (`compiled`, imported by name:
it needs numba); `sql` writes the same for DuckDB and Spark. A pair is first brought to integers (names and numbers by their ladders, see
[features] in the file), then to `levels`, one integer with four bits for each field; all else is read from that integer.

This package reads no register and writes none.
"""

from ansinh.population.rules import estimate, generate, generated, page, safety, sql, tables
from ansinh.population.rules.generated import (
    SHA256,
    VERSION,
    at_number,
    at_search,
    counts_name,
    differs,
    levels,
    prior,
    rarity,
    score,
    weight,
)
from ansinh.population.rules.model import CLAIMS, RESULTS, Field, Level, Row, Rules
from ansinh.population.rules.reading import FILE, RulesError, current, load
from ansinh.population.rules.waterfall import Explanation, Step, explain, odds

STAMP = f"{VERSION}+{SHA256[:12]}"
"""What stands beside every verdict: version and head of the hash of the file."""

NO_RIVAL = 100_000
"""The margin of a candidate that is alone."""

__all__ = [
    "CLAIMS",
    "FILE",
    "NO_RIVAL",
    "RESULTS",
    "SHA256",
    "STAMP",
    "VERSION",
    "Explanation",
    "Field",
    "Level",
    "Row",
    "Rules",
    "RulesError",
    "Step",
    "at_number",
    "at_search",
    "counts_name",
    "current",
    "differs",
    "estimate",
    "explain",
    "generate",
    "generated",
    "levels",
    "load",
    "odds",
    "page",
    "prior",
    "rarity",
    "safety",
    "score",
    "sql",
    "tables",
    "weight",
]
