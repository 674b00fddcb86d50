"""Invents how a person has been insured over the years: as a child, pupil, student, worker, pensioner, or by the household.

Object codes and their benefit digits follow the table of Decision 1351/QD-BHXH (as printed in public client code).
Everything is anchored on calendar years and runs to 31 December, so that it holds on every day of the year it is made for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ansinh.terms import Sex

YEARS_OF_HISTORY = 8
SCHOOL_ENDS = 18
RENEWED_YEARLY = frozenset({"GD4", "HN2", "DT2", "HS4", "SV4"})
_ELDERLY_FROM = 80  # social protection for the very old without a pension
_PENSION_FROM = {Sex.MALE: 61, Sex.FEMALE: 57}


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """What a person does as a grown-up. `work_code` is DN4, or QN5 or CA5 in army or police; empty: paid by the household."""

    studies: bool = False
    work_code: str = ""
    works_from: int = 19
    changes_jobs: bool = True
    household_code: str = "GD4"  # HN2 for a poor household, DT2 for minorities in hard country
    living_area: str = ""
    household_rank: int = 1  # first, second ... member that the household itself pays for


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days insured without change. `job` counts the employers of a worker, 0 for anybody else."""

    first_day: date
    last_day: date
    code: str
    job: int = 0


def choose_path(random: Random, *, age: int, household_code: str, living_area: str, household_rank: int) -> Path:
    """A path that fits `age` on 1 January."""
    studies = random.random() < 0.45
    works = random.random() < (0.62 if age < 60 else 0.5)
    return Path(
        studies=studies,
        work_code="DN4" if works else "",
        works_from=23 if studies else random.randint(19, 21),
        household_code=household_code,
        living_area=living_area,
        household_rank=household_rank,
    )


def object_code(path: Path, *, sex: Sex, age: int) -> str:
    """Object code and benefit digit in the calendar year in which a person turns `age`."""
    if age <= 6:
        return "TE1"
    if age <= SCHOOL_ENDS:
        return "HS4" if path.household_code == "GD4" else path.household_code
    if path.work_code and age >= _PENSION_FROM[sex]:
        return "HT3"
    if path.work_code and age >= path.works_from:
        return path.work_code
    if path.studies and age <= 22:
        return "SV4"
    return "BT2" if age >= _ELDERLY_FROM else path.household_code


def periods(random: Random, path: Path, *, sex: Sex, born: date, year: int) -> tuple[Period, ...]:
    """How the person was insured in the last eight years and is until the end of `year`, in order of time, with gaps."""
    found: list[Period] = []
    for code, first_year, last_year in _eras(path, sex=sex, born=born, year=year):
        first_day, last_day = date(first_year, 1, 1), date(last_year, 12, 31)
        if code == "TE1":  # to 30 September of the year a child starts school (Decree 188/2025; earlier decrees alike)
            found.append(Period(first_day=max(born, first_day), last_day=date(born.year + 6, 9, 30), code=code))
            continue
        if found and found[-1].code == "TE1":
            first_day = found[-1].last_day + timedelta(days=1)
        if code == "DN4":
            found.extend(_jobs(random, first_day, last_day, once=not path.changes_jobs))
        elif code in RENEWED_YEARLY:
            found.extend(_renewals(random, code, first_day, last_day))
        else:
            found.append(Period(first_day=first_day, last_day=last_day, code=code))
    return tuple(found)


def _eras(path: Path, *, sex: Sex, born: date, year: int) -> Iterator[tuple[str, int, int]]:
    """(code, first calendar year, last calendar year), with the years of one code run together."""
    current: tuple[str, int, int] | None = None
    for each in range(max(born.year, year - YEARS_OF_HISTORY), year + 1):
        code = object_code(path, sex=sex, age=each - born.year)
        if current is not None and current[0] == code:
            current = (code, current[1], each)
            continue
        if current is not None:
            yield current
        current = (code, each, each)
    if current is not None:
        yield current


def _renewals(random: Random, code: str, first_day: date, last_day: date) -> Iterator[Period]:
    """A year at a time. One household in eight once forgot to pay: for some months or for a whole year, never lately."""
    years = range(first_day.year, last_day.year + 1)
    lapses = code == "GD4" and len(years) >= 4 and random.random() < 0.12
    lapse_year = random.choice(years[1:-2]) if lapses else None
    lapse_months = random.choice((2, 5, 12))
    for each in years:
        start = max(first_day, date(each, 1, 1))
        if each == lapse_year:
            if lapse_months == 12:
                continue
            start = date(each, 1 + lapse_months, 1)
        yield Period(first_day=start, last_day=min(last_day, date(each, 12, 31)), code=code)


def _jobs(random: Random, first_day: date, last_day: date, *, once: bool) -> Iterator[Period]:
    """One to three employers, sometimes with months between them; the last job began before the last year."""
    start, job = first_day, 1
    for year in range(first_day.year + 1, last_day.year - 1):
        if once or job == 3 or year - start.year < 2 or random.random() > 0.22:
            continue
        months = year * 12 + random.randint(0, 11)  # the first month without the old job
        yield Period(first_day=start, last_day=month_start(months) - timedelta(days=1), code="DN4", job=job)
        start, job = month_start(months + random.choice((0, 0, 1, 2, 4, 7))), job + 1
    yield Period(first_day=start, last_day=last_day, code="DN4", job=job)


def month_start(months: int) -> date:
    """First day of a month counted from year 0."""
    return date(months // 12, months % 12 + 1, 1)
