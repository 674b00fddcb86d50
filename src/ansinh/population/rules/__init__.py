"""When a record of the insurance register is about a person of the population register: decided here, once, for every engine.

`rules.toml` says it; `generated.py` is written from it and runs as Python (the online check) and compiled (`compiled`, imported by name:
it needs numba); `sql` writes the same for DuckDB and Spark. A pair is first brought to integers (names and numbers by their ladders, see
[features] in the file), then to `levels`, one integer with four bits for each field; all else is read from that integer.

This package reads no register and writes none.
"""

from ansinh.population.rules import generated
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
)  # fmt: skip # isort: skip
from ansinh.population.rules.model import CLAIMS, RESULTS, Rules
from ansinh.population.rules.reading import RulesError, load

STAMP = f"{VERSION}+{SHA256[:12]}"
"""What stands beside every verdict: version and head of the hash of the file."""

NO_RIVAL = 100_000
"""The margin of a candidate that is alone."""

__all__ = [
    "CLAIMS",
    "NO_RIVAL",
    "RESULTS",
    "SHA256",
    "STAMP",
    "VERSION",
    "Rules",
    "RulesError",
    "at_number",
    "at_search",
    "counts_name",
    "differs",
    "generated",
    "levels",
    "load",
    "prior",
    "rarity",
    "score",
    "weight",
]
