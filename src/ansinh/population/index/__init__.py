"""The population register as arrays mapped into memory: built from a source, opened, looked into, replaced while it is read.

Owns the layout on disk and the arrays that the batch and the search exchange. Decides nothing about a person. What computes is compiled
at its first call; only `build` and the look-ups need it.
"""

from ansinh.population.index.build import Extra, Told, build, made_by
from ansinh.population.index.generations import Live, current, fingerprint_of, folder_of, forget_others, open_index
from ansinh.population.index.layout import FENCE_EVERY, LAYOUT_VERSION, NAME, PERSON, Index
from ansinh.population.index.lookup import holders_of, letters_of, name_keys_of
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
    "Extra",
    "Found",
    "Index",
    "Live",
    "Residual",
    "Told",
    "build",
    "current",
    "fingerprint_of",
    "folder_of",
    "forget_others",
    "holders_of",
    "letters_of",
    "made_by",
    "name_keys_of",
    "open_index",
]
