"""From everybody found for a record to the best five: pairs laid out for comparison, and the best of the compared ones picked."""

import numpy as np
import numpy.typing as npt

from ansinh.population.search.compiling import kernel

MOST = 5


@kernel
def pairs_of(
    rows: npt.NDArray[np.int32], sources: npt.NDArray[np.uint8], filled: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """The pairs, owner int32[p], person int32[p], source uint8[p]: everybody found, the records in order and each one's people together."""
    total = 0
    for i in range(len(filled)):
        total += filled[i]
    owners, people, found_by = np.empty(total, np.int32), np.empty(total, np.int32), np.empty(total, np.uint8)
    at = 0
    for i in range(len(filled)):
        for k in range(filled[i]):
            owners[at], people[at], found_by[at] = i, rows[i, k], sources[i, k]
            at += 1
    return owners, people, found_by


@kernel
def best_five(
    filled: npt.NDArray[np.int32], persons: npt.NDArray[np.int32], scores: npt.NDArray[np.int32], holders: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """For each record its best five pairs, int64[n, MOST] places among the pairs or -1, and how many it has.

    By falling score, of equals the lower row and so the smaller citizen number first. The holder of the claimed number is not among them.
    """
    best = np.full((len(filled), MOST), -1, np.int64)
    many = np.zeros(len(filled), np.int32)
    start = 0
    for i in range(len(filled)):
        kept = 0
        for pair in range(start, start + filled[i]):
            if persons[pair] == holders[i]:
                continue
            at = kept
            while at > 0:
                other = best[i, at - 1]
                if scores[other] > scores[pair] or (scores[other] == scores[pair] and persons[other] < persons[pair]):
                    break
                if at < MOST:
                    best[i, at] = other
                at -= 1
            if at < MOST:
                best[i, at] = pair
                kept = min(kept + 1, MOST)
        many[i] = kept
        start += filled[i]
    return best, many
