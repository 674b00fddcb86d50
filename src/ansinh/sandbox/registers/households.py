"""Settles people in households of wards: ages as the country has them, families who share a name, people who came from elsewhere.

What makes a register hard is here: brothers and sisters with one family name, often one middle name, born a year apart or on one day.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ansinh.sandbox.registers import geography, naming

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

LAST_BIRTH = np.datetime64("2026-06-30")
_OLDEST = 104.0
_FATHER, _MOTHER, _CHILDREN, _GRANDFATHER, _GRANDMOTHER, _ALONE = 0, 1, slice(2, 6), 6, 7, 8
_SLOTS = 9
# Households, in per cent: parents with children, two people without children at home, young people who share a room, somebody old.
_KINDS = (52, 20, 20, 8)
_CHILDREN_OF_100 = (30, 76, 95, 100)  # families with at most so many children
_TWINS = 0.012
_SHARED_MIDDLE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """n people, household by household, ward by ward."""

    parts: naming.Parts  # uint16[n, 4]
    birth: npt.NDArray[np.int32]  # yyyymmdd
    female: Flags
    born_in: npt.NDArray[np.uint8]  # index into the 63 provinces
    ward: npt.NDArray[np.int16]  # index into the wards of today


def settle(rng: np.random.Generator, count: int, *, low: float, high: float) -> Settled:
    """`count` people of the wards between two shares of the country."""
    age, present = _ages(rng, count)
    households = len(age)
    ward = np.searchsorted(geography.WARD_SHARES, np.sort(low + (high - low) * rng.random(households)), side="right")
    ward = np.minimum(ward, geography.WARDS - 1)
    province = geography.WARD_PROVINCE[ward]
    people = (rng.random(households)[:, None] > geography.peoples_up_to()[province]).sum(axis=1)
    people = np.minimum(people, len(geography.PEOPLES) - 1)
    own, hers, grandmothers = (naming.families(rng, region=geography.REGION[province], people=people) for _ in range(3))
    family = np.repeat(own[:, None], _SLOTS, axis=1)
    family[:, _MOTHER], family[:, _GRANDMOTHER] = hers, grandmothers
    female = rng.random((households, _SLOTS)) < 0.485
    female[:, [_FATHER, _GRANDFATHER]] = False
    female[:, [_MOTHER, _GRANDMOTHER]] = True
    female[:, _ALONE] = rng.random(households) < np.where(age[:, _ALONE] > 55, 0.72, 0.48)
    middle = rng.random((households, _SLOTS))
    sharing = rng.random(households) < _SHARED_MIDDLE
    middle[sharing, _CHILDREN] = middle[sharing, _CHILDREN.start][:, None]
    born_in = _born_in(rng, province, age)
    flat = np.flatnonzero(present)[:count]
    row = flat // _SLOTS
    birth, year = _dates(rng, age.ravel()[flat])
    women = female.ravel()[flat]
    inherited, peoples = family.ravel()[flat], people[row]
    parts = naming.names(rng, family=inherited, female=women, year=year, people=peoples, middle=middle.ravel()[flat])
    apart = rng.spawn(1)[0]
    while len(again := _namesakes(row, parts)):
        parts[again] = naming.names(
            apart, family=inherited[again], female=women[again], year=year[again], people=peoples[again], middle=apart.random(len(again))
        )
    return Settled(
        parts=parts,
        birth=birth,
        female=women,
        born_in=born_in.ravel()[flat].astype(np.uint8),
        ward=ward[row].astype(np.int16),
    )


def _namesakes(household: Ints, parts: naming.Parts) -> npt.NDArray[np.intp]:
    """Who has the whole name of somebody before them in the household: no family does that."""
    found = np.zeros(len(household), dtype=bool)
    for before in range(1, _SLOTS):
        found[before:] |= (household[before:] == household[:-before]) & (parts[before:] == parts[:-before]).all(axis=1)
    return np.flatnonzero(found)


def _ages(rng: np.random.Generator, count: int) -> tuple[Floats, Flags]:
    """Ages in years and who is there, [households, slots], for just as many households as hold `count` people."""
    many = count // 2 + 64
    kind = np.searchsorted(np.cumsum(_KINDS), rng.random(many) * 100, side="right")
    age: Floats = np.zeros((many, _SLOTS))
    present: Flags = np.zeros((many, _SLOTS), dtype=bool)
    _raise_children(rng, age, present, kind == 0)
    _pair(rng, age, present, kind == 1)
    young, old = np.flatnonzero(kind == 2), np.flatnonzero(kind == 3)
    age[young, _ALONE] = rng.triangular(17, 25, 52, len(young))
    present[young, _ALONE] = True
    present[young, _FATHER] = rng.random(len(young)) < 0.15
    age[young, _FATHER] = age[young, _ALONE] + rng.normal(0, 3, len(young)).clip(-6, 6)
    age[old, _ALONE] = rng.triangular(52, 66, 97, len(old))
    present[old, _ALONE] = True
    present &= (age >= 0) & (age <= _OLDEST)
    enough = int(np.searchsorted(np.cumsum(present.sum(axis=1)), count)) + 1
    return age[:enough], present[:enough]


def _raise_children(rng: np.random.Generator, age: Floats, present: Flags, here: Flags) -> None:
    rows = np.flatnonzero(here)
    count = len(rows)
    children = 1 + np.searchsorted(np.array(_CHILDREN_OF_100), rng.random(count) * 100, side="right")
    gaps = 1.0 + rng.gamma(2.2, 1.5, (count, 4))
    gaps[rng.random((count, 4)) < _TWINS] = 0.0
    gaps[:, 0] = 0
    at = rng.random(count) ** 1.5 * 22  # of the youngest
    ages = at[:, None] + np.cumsum(gaps, axis=1)
    nth = np.arange(4)
    at_home = (ages < 22) | (rng.random((count, 4)) < 0.2)
    there = (nth < children[:, None]) & at_home
    there[:, 0] = True
    age[rows, _CHILDREN], present[rows, _CHILDREN] = ages, there
    eldest = ages[np.arange(count), children - 1]
    age[rows, _MOTHER] = eldest + rng.normal(25, 4, count).clip(17, 40)
    age[rows, _FATHER] = age[rows, _MOTHER] + rng.normal(3, 3, count).clip(-6, 15)
    present[rows, _MOTHER] = rng.random(count) < 0.97
    present[rows, _FATHER] = rng.random(count) < 0.94
    age[rows, _GRANDFATHER] = age[rows, _FATHER] + rng.normal(26, 4, count).clip(18, 42)
    age[rows, _GRANDMOTHER] = age[rows, _FATHER] + rng.normal(24, 4, count).clip(17, 40)
    lives_with = rng.random(count)
    present[rows, _GRANDMOTHER] = (lives_with < 0.17) & (age[rows, _GRANDMOTHER] < 92)
    present[rows, _GRANDFATHER] = (lives_with < 0.08) & (age[rows, _GRANDFATHER] < 90)


def _pair(rng: np.random.Generator, age: Floats, present: Flags, here: Flags) -> None:
    rows = np.flatnonzero(here)
    newly = rng.random(len(rows)) < 0.22
    age[rows, _FATHER] = np.where(newly, rng.triangular(21, 28, 40, len(rows)), rng.triangular(44, 57, 90, len(rows)))
    age[rows, _MOTHER] = age[rows, _FATHER] - rng.normal(3, 3, len(rows)).clip(-6, 12)
    present[rows, _FATHER] = present[rows, _MOTHER] = True


def _born_in(rng: np.random.Generator, province: Ints, age: Floats) -> Ints:
    """Province of birth: mostly the one where they live; children were born here far more often than their parents."""
    elsewhere = geography.BORN_ELSEWHERE[province][:, None] * np.where(age < 18, 0.25, 1.0)
    origin = np.searchsorted(geography.ORIGIN, rng.random(age.shape), side="right")
    one_origin = rng.random(len(age)) < 0.5  # a couple from one village
    origin[one_origin] = origin[one_origin][:, :1]
    return np.where(rng.random(age.shape) < elsewhere, origin, province[:, None])


def _dates(rng: np.random.Generator, age: Floats) -> tuple[npt.NDArray[np.int32], Ints]:
    """Births as yyyymmdd, and their years; older people were often written down as born on the first of January."""
    days = LAST_BIRTH - np.floor(age * 365.25).astype("timedelta64[D]")
    years = days.astype("datetime64[Y]")
    year = years.astype(np.int64) + 1970
    months = days.astype("datetime64[M]")
    month = months.astype(np.int64) % 12 + 1
    day = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    guessed = rng.random(len(age)) < np.where(year < 1975, 0.03, 0.001)
    month[guessed] = day[guessed] = 1
    return (year * 10_000 + month * 100 + day).astype(np.int32), year
