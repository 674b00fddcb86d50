"""Sex as the registers keep it."""

from enum import Enum


class Sex(Enum):
    """Two values and an explicit "unknown"; wire codes (1/2, 0/1, words) are made under `wire`."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"
