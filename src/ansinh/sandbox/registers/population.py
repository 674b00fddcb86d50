"""The invented population register: who is in it, chunk by chunk, and the file it becomes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ansinh.sandbox.registers import errors, geography, numbers, spelling
from ansinh.sandbox.registers.households import LAST_BIRTH, settle

CHUNK = 1 << 19
LIVING, DECEASED, GONE = 0, 1, 2
# What is kept of a person while the insurance records are made of them.
PERSON = np.dtype(
    [
        ("number", np.int64),
        ("parts", np.uint16, 4),
        ("birth", np.int32),
        ("old", np.int32),
        ("ward", np.int16),
        ("female", np.bool_),
        ("status", np.uint8),
    ]
)
People = npt.NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """A chunk of people who wait for their numbers, with the groups their numbers are counted in."""

    people: People
    born_in: npt.NDArray[np.uint8]
    had_card: npt.NDArray[np.bool_]
    groups: npt.NDArray[np.uint16]
    names: Any  # pyarrow string array, or None where nobody asked for it


class Registry:
    """Gives numbers, chunk after chunk in their order: the next of each group, so that none is given twice."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._citizens = numbers.Ranks(numbers.CITIZEN_GROUPS)
        self._cards = numbers.Ranks(100)

    def number(self, chunk: Unnumbered, *, from_the_end: bool = False) -> People:
        """The people with their numbers. `from_the_end`: numbers that nobody in the register has."""
        people = chunk.people
        rank = self._citizens.following(chunk.groups)
        if from_the_end:
            rank = numbers.CITIZEN_SERIALS - 1 - rank
        people["number"] = numbers.citizen_numbers(chunk.groups, rank, key=self._seed)
        holders = np.flatnonzero(chunk.had_card)
        born_in = chunk.born_in[holders].astype(np.int64)
        rank = self._cards.following(geography.OLD_CARD_SERIES[born_in].astype(np.uint16))
        if from_the_end:
            rank = numbers.CARD_SERIALS - 1 - rank
        people["old"][holders] = numbers.card_numbers(born_in, rank, key=self._seed)
        return people


def invent(rng: np.random.Generator, count: int, *, low: float, high: float, named: bool = True) -> Unnumbered:
    """`count` people of the wards between two shares of the country, without numbers yet."""
    settled = settle(rng, count, low=low, high=high)
    year = settled.birth // 10_000
    people = np.zeros(count, dtype=PERSON)
    people["parts"], people["female"], people["ward"] = settled.parts, settled.female, settled.ward
    year_only = (year < 1965) & (rng.random(count) < errors.YEAR_ONLY_BEFORE_1965)
    people["birth"] = np.where(year_only, year * 10_000, settled.birth)
    people["status"] = _status(rng, year)
    had_card = (year <= errors.LAST_YEAR_OF_OLD_CARDS) & (rng.random(count) < errors.HAD_OLD_CARD)
    groups = numbers.citizen_groups(born_in=settled.born_in.astype(np.int64), female=settled.female, year=year.astype(np.int64))
    return Unnumbered(people, settled.born_in, had_card, groups, spelling.kept(settled.parts) if named else None)


def table(people: People, names: Any, *, as_text: bool) -> Any:
    """The rows of population.parquet."""
    return pa.table(
        {
            "citizen_number": padded(people["number"], 12) if as_text else pa.array(people["number"]),
            "old_id_number": nullable(people["old"].astype(np.int64), digits=9 if as_text else None),
            "full_name": names,
            "birth_date": dates(people["birth"], as_text=as_text),
            "sex": pa.array(people["female"].astype(np.int8)),
            "province": provinces(geography.TODAY[geography.WARD_PROVINCE[people["ward"]]]),
            "ward": pa.array(geography.WARD_CODES).take(pa.array(people["ward"])),
            "status": pa.array(people["status"].astype(np.int8)),
        }
    )


def provinces(today: npt.NDArray[np.int64]) -> Any:
    """Codes of today's provinces, of indexes into them."""
    return pa.array(geography.PROVINCES_TODAY).take(pa.array(today.astype(np.int8)))


def nullable(values: npt.NDArray[np.int64], *, digits: int | None = None) -> Any:
    """A column where 0 is null; as text of so many digits if any are said."""
    return pa.array(values, mask=values == 0) if digits is None else padded(values, digits)


def padded(values: npt.NDArray[np.int64], digits: int) -> Any:
    """Numbers as text with their leading zeros; 0 is null."""
    zeros = pa.array(10**digits + values).cast(pa.string())
    return pc.if_else(pa.array(values == 0), pa.scalar(None, pa.string()), pc.utf8_slice_codeunits(zeros, 1))


def dates(birth: npt.NDArray[np.int32], *, as_text: bool) -> Any:
    """Integers yyyymmdd with zeros for what is unknown; as text yyyy-mm-dd or yyyy."""
    if not as_text:
        return pa.array(birth)
    digits = pa.array(birth).cast(pa.string())
    year = pc.utf8_slice_codeunits(digits, 0, 4)
    parts = [pc.utf8_slice_codeunits(digits, start, start + 2) for start in (4, 6)]
    return pc.if_else(pa.array(birth % 10_000 == 0), year, pc.binary_join_element_wise(year, *parts, "-"))


def _status(rng: np.random.Generator, year: npt.NDArray[np.int32]) -> npt.NDArray[np.uint8]:
    """The register keeps those who died since it began, the older the more of them, and a few who left the country."""
    age = int(str(LAST_BIRTH)[:4]) - year
    drawn = rng.random(len(year))
    dead = drawn < np.minimum(0.0008 * np.exp(age / 18), 0.25)
    gone = (drawn > 1 - errors.GONE * 1.5) & (age > 17) & (age < 60)
    return np.where(dead, DECEASED, np.where(gone, GONE, LIVING)).astype(np.uint8)
