"""The invented insurance records: people of the population register, written down with errors, and the truth about each.

A record's place in the file says nothing about the person: the order is a permutation of all.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ansinh.sandbox.registers import geography, numbers, spelling
from ansinh.sandbox.registers.errors import OLD_NUMBER_KNOWN, RATES, SPELLINGS, Error
from ansinh.sandbox.registers.population import DECEASED, GONE, People, dates, nullable, padded, provinces

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_RECORD_IDS = 10**8
_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_SWAPPABLE = 0.363  # of all dates: the day is a month, and another one


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who the records are of. Whatever is left of `records` after the strangers and the second records is everybody's first."""

    records: int
    strangers: int
    second: int
    population: int
    seed: int

    @property
    def first(self) -> int:
        return self.records - self.strangers - self.second


def cast(*, records: int, population: int, seed: int) -> Cast:
    """How many records there are of each kind."""
    strangers, second = (round(records * RATES[kind]) for kind in (Error.STRANGER, Error.TWICE))
    return Cast(records=records, strangers=strangers, second=second, population=population, seed=seed)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Two tables of the same records: as they are, and the truth."""

    records: Any
    truth: Any


def write_down(rng: np.random.Generator, who: Cast, rows: Ints, *, people: People, strangers: People, as_text: bool = False) -> Chunk:
    """The records at these rows of the file."""
    errors = np.zeros(len(rows), dtype=np.int32)
    person, place = _subjects(who, rows, people, strangers, errors)
    number = _numbers(rng, person, place, people, errors)
    names = _names(rng, person, people, errors)
    birth = _births(rng, person["birth"].astype(np.int64), errors)
    ward_today = _moved(rng, person["ward"].astype(np.int64), errors)
    ids = _record_ids(who, rows, geography.WARD_PROVINCE[person["ward"]])
    truly = np.where(place < 0, 0, person["number"])
    records = pa.table(
        {
            "record_id": padded(ids, 10) if as_text else pa.array(ids),
            "citizen_number": nullable(number, digits=12 if as_text else None),
            "old_id_number": nullable(_old_numbers(rng, person, number, errors), digits=9 if as_text else None),
            "full_name": names,
            "birth_date": dates(birth, as_text=as_text),
            "sex": _sexes(rng, person["female"], errors),
            "province": provinces(geography.TODAY[geography.WARD_PROVINCE[ward_today]]),
            "ward": _wards(rng, ward_today, errors),
        }
    )
    truth = {
        "record_id": records["record_id"],
        "citizen_number": nullable(truly, digits=12 if as_text else None),
        "errors": pa.array(errors),
    }
    return Chunk(records, pa.table(truth))


def _subjects(who: Cast, rows: Ints, people: People, strangers: People, errors: npt.NDArray[np.int32]) -> tuple[People, Ints]:
    """The person of each row, and their place in the register: -1 for a stranger."""
    slot = numbers.permuted(rows, who.records, who.seed)
    second = (slot >= who.first) & (slot < who.first + who.second)
    stranger = slot >= who.first + who.second
    slot = np.where(second, numbers.permuted(np.where(second, slot - who.first, 0), who.first, who.seed + 1), slot)
    place = numbers.permuted(np.where(stranger, 0, slot), who.population, who.seed + 2)
    person = people[place]
    person[stranger] = strangers[slot[stranger] - who.first - who.second]
    place[stranger] = -1
    _mark(errors, stranger, Error.STRANGER)
    _mark(errors, second, Error.TWICE)
    _mark(errors, (person["status"] == DECEASED) & ~stranger, Error.DECEASED)
    _mark(errors, (person["status"] == GONE) & ~stranger, Error.GONE)
    return person, place


def _mark(errors: npt.NDArray[np.int32], where: Flags, error: Error) -> None:
    errors[where] |= int(error)


def _numbers(rng: np.random.Generator, person: People, place: Ints, people: People, errors: npt.NDArray[np.int32]) -> Ints:
    none, typo, another = (RATES[kind] for kind in (Error.NO_NUMBER, Error.NUMBER_TYPO, Error.NUMBER_OF_ANOTHER))
    uniform = rng.random(len(person))
    number: Ints = person["number"].copy()
    absent = uniform < none
    wrong = (uniform >= none) & (uniform < none + typo)
    others = (uniform >= none + typo) & (uniform < none + typo + another)
    number[wrong] = _mistyped(rng, number[wrong])
    number[others] = _of_another(rng, person[others], place[others], people)
    number[absent] = 0
    _mark(errors, absent, Error.NO_NUMBER)
    _mark(errors, wrong, Error.NUMBER_TYPO)
    _mark(errors, others, Error.NUMBER_OF_ANOTHER)
    return number


def _mistyped(rng: np.random.Generator, number: Ints) -> Ints:
    """One digit wrong (70 %), neighbours swapped (15 %), two digits wrong (10 %), one left out (5 %)."""
    count = len(number)
    kind, at, other = rng.random(count), rng.integers(0, 12, count), rng.integers(0, 11, count)
    power = 10 ** (11 - at)
    wrong = _digit_changed(rng, number, power)
    swap = _swapped(number, 10 ** (10 - np.minimum(at, 10)))
    wrong = np.where((kind > 0.70) & (swap != number), swap, wrong)
    two = _digit_changed(rng, wrong, 10 ** (11 - (at + 1 + other) % 12))
    wrong = np.where((kind > 0.85) & (kind <= 0.95), two, wrong)
    left_out = number // (power * 10) * power + number % power
    return np.where((kind > 0.95) & (left_out != number), left_out, wrong)


def _digit_changed(rng: np.random.Generator, number: Ints, power: Ints) -> Ints:
    digit = number // power % 10
    return np.asarray(number + ((digit + rng.integers(1, 10, len(number))) % 10 - digit) * power, dtype=np.int64)


def _swapped(number: Ints, power: Ints) -> Ints:
    """With the digit at that power and the one before it changed over."""
    right, left = number // power % 10, number // (power * 10) % 10
    return np.asarray(number + (right - left) * power * 10 + (left - right) * power, dtype=np.int64)


def _of_another(rng: np.random.Generator, person: People, place: Ints, people: People) -> Ints:
    """The number of somebody near in the register (half of them: the same household or the next), or of anybody."""
    count = len(person)
    near = place + rng.integers(1, 4, count) * rng.choice([-1, 1], count)
    anybody = rng.integers(0, len(people), count)
    found = people["number"][np.where((rng.random(count) < 0.5) & (near >= 0) & (near < len(people)) & (place >= 0), near, anybody)]
    return np.where(found == person["number"], people["number"][(anybody + 1) % len(people)], found)


def _names(rng: np.random.Generator, person: People, people: People, errors: npt.NDArray[np.int32]) -> Any:
    parts = person["parts"].copy()
    count = len(person)
    uniform = rng.random(count)
    typo, dropped, other = (RATES[kind] for kind in (Error.NAME_TYPO, Error.NAME_WORD_DROPPED, Error.NAME_OTHER))
    renamed = np.flatnonzero((uniform >= typo + dropped) & (uniform < typo + dropped + other))
    parts[renamed, 1:] = people["parts"][rng.integers(0, len(people), len(renamed)), 1:]
    _mark(errors, (parts != person["parts"]).any(axis=1), Error.NAME_OTHER)
    _drop_word(rng, parts, np.flatnonzero((uniform >= typo) & (uniform < typo + dropped)), errors)
    slipping = uniform < typo
    slip = np.where(slipping, rng.integers(1, spelling.SLIPS + 1, count), 0)
    slipped = np.argmax(rng.random(parts.shape) * (parts != 0), axis=1)
    _mark(errors, slipping, Error.NAME_TYPO)
    way, spaces = _ways(rng, parts, errors)
    return spelling.written(parts, way, slip=slip, slipped=slipped, spaces=spaces)


def _drop_word(rng: np.random.Generator, parts: npt.NDArray[np.uint16], rows: npt.NDArray[np.intp], errors: npt.NDArray[np.int32]) -> None:
    """A middle part is left out, of those who have one beside a first and a last."""
    middle = np.where(rng.random(len(rows)) < 0.5, 1, 2)
    middle = np.where(parts[rows, middle] == 0, 3 - middle, middle)
    able = (parts[rows, middle] != 0) & (parts[rows, 3] != 0) & (parts[rows, 0] != 0)
    parts[rows[able], middle[able]] = 0
    errors[rows[able]] |= int(Error.NAME_WORD_DROPPED)


def _ways(rng: np.random.Generator, parts: npt.NDArray[np.uint16], errors: npt.NDArray[np.int32]) -> tuple[Ints, Flags]:
    """How each name is written: index into spelling.WAYS, and whether with two spaces. Half of the bare ones are marked by that alone."""
    kinds = tuple(SPELLINGS)
    drawn = np.searchsorted(np.cumsum(list(SPELLINGS.values())), rng.random(len(parts)), side="right")
    way = np.array([spelling.WAYS.index(kind) if kind in spelling.WAYS else 0 for kind in kinds] + [0])[drawn]
    spaces = drawn == kinds.index(Error.NAME_SPACES)
    changed = spelling.differs(parts, way)
    marks = np.array([int(kind) for kind in spelling.WAYS], dtype=np.int32)
    errors |= np.where(changed, marks[way], 0)
    spaces &= (parts != 0).sum(axis=1) > 1
    _mark(errors, spaces, Error.NAME_SPACES)
    return way, spaces


def _births(rng: np.random.Generator, birth: Ints, errors: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    uniform = rng.random(len(birth))
    swapping = RATES[Error.BIRTH_SWAPPED] / _SWAPPABLE
    year_only, swapped, off = np.cumsum([RATES[Error.BIRTH_YEAR_ONLY], swapping, RATES[Error.BIRTH_OFF]])
    full = birth % 10_000 != 0
    year, month, day = birth // 10_000, birth // 100 % 100, birth % 100
    swappable = full & (uniform >= year_only) & (uniform < swapped) & (day <= 12) & (day != month)
    neighbour = full & (uniform >= swapped) & (uniform < off)
    written = np.where(full & (uniform < year_only), year * 10_000, birth)
    written = np.where(swappable, year * 10_000 + day * 100 + month, written)
    written[neighbour] = _off_by_one(rng, year[neighbour], month[neighbour], day[neighbour])
    first, fuller = np.cumsum([RATES[kind] for kind in (Error.BIRTH_FIRST_OF_JANUARY, Error.BIRTH_FULLER)])
    of_january = ~full & (uniform < first)
    guessed = ~full & (uniform >= first) & (uniform < fuller)
    written = np.where(of_january, year * 10_000 + 101, written)
    written = np.where(guessed, year * 10_000 + rng.integers(2, 13, len(birth)) * 100 + rng.integers(1, 29, len(birth)), written)
    _mark(errors, full & (uniform < year_only), Error.BIRTH_YEAR_ONLY)
    _mark(errors, swappable, Error.BIRTH_SWAPPED)
    _mark(errors, neighbour, Error.BIRTH_OFF)
    _mark(errors, of_january, Error.BIRTH_FIRST_OF_JANUARY)
    _mark(errors, guessed, Error.BIRTH_FULLER)
    return written.astype(np.int32)


def _off_by_one(rng: np.random.Generator, year: Ints, month: Ints, day: Ints) -> Ints:
    """A day, a month or a year more or less, always a day there is."""
    field, step = rng.integers(0, 3, len(year)), rng.choice([-1, 1], len(year))
    day, month, year = day + step * (field == 0), month + step * (field == 1), year + step * (field == 2)
    month = np.where(month < 1, 2, np.where(month > 12, 11, month))
    day = np.where(day < 1, 2, day)
    most = _DAYS[month]
    return year * 10_000 + month * 100 + np.where(day > most, most - (field == 0), day)


def _old_numbers(rng: np.random.Generator, person: People, number: Ints, errors: npt.NDArray[np.int32]) -> Ints:
    without, with_number = OLD_NUMBER_KNOWN
    old = person["old"].astype(np.int64)
    known = (old != 0) & (rng.random(len(old)) < np.where(number == 0, without, with_number))
    stale = known & (rng.random(len(old)) < RATES[Error.OLD_NUMBER_STALE])
    old[stale] = old[stale] // numbers.CARD_SERIALS * numbers.CARD_SERIALS + numbers.permuted(
        old[stale] % numbers.CARD_SERIALS, numbers.CARD_SERIALS, 77
    )
    _mark(errors, stale, Error.OLD_NUMBER_STALE)
    return np.where(known, old, 0)


def _moved(rng: np.random.Generator, ward: Ints, errors: npt.NDArray[np.int32]) -> Ints:
    """The ward a record has somebody in, of today's."""
    moved = np.flatnonzero(rng.random(len(ward)) < RATES[Error.MOVED])
    near = np.clip(ward[moved] + rng.integers(1, 12, len(moved)) * rng.choice([-1, 1], len(moved)), 0, geography.WARDS - 1)
    far = rng.integers(0, geography.WARDS, len(moved))
    other = ward.copy()
    other[moved] = np.where(rng.random(len(moved)) < 0.67, near, far)
    _mark(errors, other != ward, Error.MOVED)
    return other


def _wards(rng: np.random.Generator, ward: Ints, errors: npt.NDArray[np.int32]) -> Any:
    uniform = rng.random(len(ward))
    missing = uniform < RATES[Error.WARD_MISSING]
    old = ~missing & (uniform < RATES[Error.WARD_MISSING] + RATES[Error.WARD_OLD])
    _mark(errors, missing, Error.WARD_MISSING)
    _mark(errors, old, Error.WARD_OLD)
    index = np.where(old, geography.WARDS + 3 * ward + rng.integers(0, 3, len(ward)), ward)
    known = pa.array([*geography.WARD_CODES, *geography.OLD_WARDS])
    return known.take(pa.array(index.astype(np.int16), mask=missing))


def _sexes(rng: np.random.Generator, female: Flags, errors: npt.NDArray[np.int32]) -> Any:
    uniform = rng.random(len(female))
    missing = uniform < RATES[Error.SEX_MISSING]
    wrong = ~missing & (uniform < RATES[Error.SEX_MISSING] + RATES[Error.SEX_WRONG])
    _mark(errors, missing, Error.SEX_MISSING)
    _mark(errors, wrong, Error.SEX_WRONG)
    return pa.array((female ^ wrong).astype(np.int8), mask=missing)


def _record_ids(who: Cast, rows: Ints, province: Ints) -> Ints:
    """Ten digits: two of a province, eight by lot."""
    return np.asarray(geography.CODE_NUMBERS[province] * _RECORD_IDS + numbers.permuted(rows, _RECORD_IDS, who.seed + 3))
