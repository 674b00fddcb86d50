"""Mints numbers that are lawful and never given twice, for as many people at once as there are.

A permutation makes serial numbers look drawn by lot, as the law has it, without keeping those that were given.
"""

import numpy as np
import numpy.typing as npt

from ansinh.sandbox.registers import geography

Ints = npt.NDArray[np.int64]
_FIRST_YEAR = 1900
_YEARS = 130
_SERIES = 40
CITIZEN_GROUPS = len(geography.CODES) * 2 * _YEARS
CITIZEN_SERIALS = 1_000_000
CARD_SERIALS = 10_000_000


def permuted(positions: Ints, size: int, key: Ints | int) -> Ints:
    """A permutation of 0..size - 1, one for each key: multiply and shift on as many bits as size needs, again while outside."""
    bits = max((size - 1).bit_length(), 2)
    keys = np.broadcast_to(np.asarray(key, dtype=np.uint64), positions.shape)
    values = positions.astype(np.uint64)
    outside = np.arange(len(values))
    while len(outside):
        values[outside] = _mixed(values[outside], keys[outside], bits)
        outside = outside[values[outside] >= np.uint64(size)]
    return values.astype(np.int64)


def _mixed(values: npt.NDArray[np.uint64], keys: npt.NDArray[np.uint64], bits: int) -> npt.NDArray[np.uint64]:
    """Each step can be undone within those bits, so no two values meet."""
    mask = np.uint64((1 << bits) - 1)
    half = np.uint64((bits + 1) // 2)
    mixed = values
    for factor, salt in (
        (0x9E3779B97F4A7C15, 0xD1B54A32D192ED03),
        (0xBF58476D1CE4E5B9, 0x8CB92BA72F3D8DD7),
        (0x94D049BB133111EB, 0x2545F4914F6CDD1D),
    ):
        salted = keys * np.uint64(salt) + np.uint64(salt >> 7)
        mixed = mixed ^ ((salted ^ (salted >> np.uint64(29))) & mask)
        mixed = (mixed * np.uint64(factor)) & mask
        mixed = mixed ^ (mixed >> half)
    return mixed


def citizen_groups(*, born_in: Ints, female: npt.NDArray[np.bool_], year: Ints) -> npt.NDArray[np.uint16]:
    """People whose numbers differ in their last six digits alone. `born_in`: index into the 63 provinces."""
    return np.asarray((born_in * 2 + female) * _YEARS + (year - _FIRST_YEAR), dtype=np.uint16)


def citizen_numbers(groups: npt.NDArray[np.uint16], rank: Ints, *, key: int) -> Ints:
    """Province of birth, century and sex, year, six digits by lot (Decree 137/2015, art. 13), for the rank within each group."""
    group = groups.astype(np.int64)
    if len(rank) and (rank.min() < 0 or rank.max() >= CITIZEN_SERIALS):
        raise ValueError("more people of one province, sex and year than numbers")
    born_in, female, year = group // (2 * _YEARS), group // _YEARS % 2, group % _YEARS + _FIRST_YEAR
    head = geography.CODE_NUMBERS[born_in] * 1000 + (2 * (year // 100 - 19) + female) * 100 + year % 100
    return np.asarray(head * CITIZEN_SERIALS + permuted(rank, CITIZEN_SERIALS, group + key * CITIZEN_GROUPS))


def card_numbers(born_in: Ints, rank: Ints, *, key: int) -> Ints:
    """Nine digits of the paper identity cards of before: two of the province, seven by lot, for the rank within that series."""
    series = geography.OLD_CARD_SERIES[born_in]
    return np.asarray(series * CARD_SERIALS + permuted(rank, CARD_SERIALS, series + key * _SERIES))


class Ranks:
    """Counts people of each group over all chunks, in their order."""

    def __init__(self, groups: int) -> None:
        self.taken: Ints = np.zeros(groups, dtype=np.int64)

    def following(self, groups: npt.NDArray[np.uint16]) -> Ints:
        """The rank of each within its group, after all that were counted before."""
        order = np.argsort(groups, kind="stable")
        counts = np.bincount(groups, minlength=len(self.taken))
        starts = np.cumsum(counts) - counts
        ranks = np.empty(len(groups), dtype=np.int64)
        ranks[order] = np.arange(len(groups)) - (starts - self.taken)[groups[order]]
        self.taken += counts
        return ranks
