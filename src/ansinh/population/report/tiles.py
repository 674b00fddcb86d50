"""Where each of the 63 provinces stands on a map of equal tiles, north above: no province is hidden by being small.

The places are drawn by eye, so that neighbours stay neighbours where seven columns allow it.
"""

from typing import Final

_ROWS: Final = (
    ".. .. 002 004 .. .. ..",
    "012 010 008 006 020 .. ..",
    "011 015 025 019 024 022 ..",
    "014 017 026 001 027 030 031",
    ".. .. 035 033 034 .. ..",
    ".. .. 037 036 .. .. ..",
    ".. .. 038 .. .. .. ..",
    ".. .. 040 .. .. .. ..",
    ".. .. 042 .. .. .. ..",
    ".. .. .. 044 .. .. ..",
    ".. .. .. 045 046 .. ..",
    ".. .. .. .. 049 048 ..",
    ".. .. .. .. 062 051 ..",
    ".. .. .. .. 064 052 ..",
    ".. .. .. .. 066 054 ..",
    ".. .. .. 067 068 056 ..",
    ".. 072 074 070 075 058 ..",
    "089 087 080 079 077 060 ..",
    "091 092 086 082 .. .. ..",
    "093 094 084 083 .. .. ..",
    "096 095 .. .. .. .. ..",
)
PLACES: Final = {code: (column, row) for row, line in enumerate(_ROWS) for column, code in enumerate(line.split()) if code != ".."}
"""Code -> (column, row), from 0."""
