"""The population register as arrays mapped into memory: built from a source, opened, looked into, replaced while it is read.

Owns the layout on disk and the arrays that the batch and the search exchange. Decides nothing about a person.
"""

from ansinh.population.index.layout import FENCE_EVERY, LAYOUT_VERSION, NAME, PERSON, Index
from ansinh.population.index.outcomes import STAGES, UNDECIDED, VERDICTS
from ansinh.population.index.residual import CANDIDATE, FOUND, MOST_CANDIDATES, NO_SCORE, REST, Found, Residual

__all__ = [
    "CANDIDATE",
    "FENCE_EVERY",
    "FOUND",
    "LAYOUT_VERSION",
    "MOST_CANDIDATES",
    "NAME",
    "NO_SCORE",
    "PERSON",
    "REST",
    "STAGES",
    "UNDECIDED",
    "VERDICTS",
    "Found",
    "Index",
    "Residual",
]
