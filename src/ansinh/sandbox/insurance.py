"""Turns a person's insured periods into what the insurance register holds: cards with spans, and contributions."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from ansinh.sandbox.careers import Path, Period, month_start
from ansinh.sandbox.health_facilities import facilities_near
from ansinh.sandbox.model import Card, Contribution, Custody, Payer, Span
from ansinh.sandbox.numbers import card_number
from ansinh.sandbox.places import province_today
from ansinh.sandbox.workplaces import employers_near
from ansinh.terms import Dong, SocialInsuranceNumber

_CUSTODY = {"QN": Custody.ARMY, "CA": Custody.POLICE}
_ISSUER = {Custody.ARMY: "Bảo hiểm xã hội Bộ Quốc phòng", Custody.POLICE: "Bảo hiểm xã hội Công an nhân dân"}

_BASE_SALARIES = ((date(2026, 7, 1), 2_530_000), (date(2024, 7, 1), 2_340_000), (date(2023, 7, 1), 1_800_000), (date.min, 1_490_000))
_HEALTH_PER_MILLE = 45
_ALL_FUNDS_PER_CENT = 32  # social 25.5, health 4.5, unemployment 2: employer and employee together
_HOUSEHOLD_SHARES = (100, 70, 60, 50, 40)  # per cent for the first, second ... member
_SCHOOL_SHARE = 70  # the state pays the rest for pupils and students


def cards(random: Random, periods: Sequence[Period], *, number: SocialInsuranceNumber, province: str, living_area: str) -> tuple[Card, ...]:
    """One card for every object code, the current one last; the facility changes now and then, the current one is in reach."""
    spans: dict[str, list[Span]] = {}
    nearby = facilities_near(province)
    facility = random.choice(nearby)
    for period in periods:
        if random.random() < 0.12:
            facility = random.choice(nearby)
        spans.setdefault(period.code, []).append(Span(first_day=period.first_day, last_day=period.last_day, facility_code=facility.code))
    return tuple(
        Card(
            number=card_number(code, province, number),
            issued_on=of_code[0].first_day,
            issued_by=_ISSUER.get(custody, f"Bảo hiểm xã hội {province_today(province)}"),
            spans=tuple(of_code),
            custody=custody,
            living_area=living_area if code == "DT2" else "",
        )
        for code, of_code in sorted(spans.items(), key=lambda item: item[1][-1].last_day)
        for custody in (_CUSTODY.get(code[:2], Custody.AGENCY),)
    )


def contributions(random: Random, periods: Sequence[Period], *, path: Path, province: str, months_at_once: int) -> tuple[Contribution, ...]:
    """What was paid for the periods, oldest first. A household pays 3, 6 or 12 months at once, an employer every month."""
    wage: Dong = random.randint(55, 160) * 100_000
    found: list[Contribution] = []
    for period in periods:
        if period.job:
            found.extend(_wages(random, period, wage=wage, province=province))
            wage = found[-1].base + random.randint(0, 20) * 100_000
        elif period.code in {"HS4", "SV4"}:
            found.extend(_instalments(period, Payer.HOUSEHOLD, months_at_once=12, per_cent=_SCHOOL_SHARE))
        elif period.code == "GD4":
            share = _HOUSEHOLD_SHARES[min(path.household_rank, len(_HOUSEHOLD_SHARES)) - 1]
            found.extend(_instalments(period, Payer.HOUSEHOLD, months_at_once=months_at_once, per_cent=share))
        else:
            found.extend(_instalments(period, Payer.STATE, months_at_once=6, per_cent=100))
    return tuple(found)


def base_salary(day: date) -> Dong:
    """The base salary in force, as the payers know it."""
    return next(amount for since, amount in _BASE_SALARIES if since <= day)


def _wages(random: Random, period: Period, *, wage: Dong, province: str) -> Iterator[Contribution]:
    """A row for each calendar year at one employer; the wage rises every January."""
    employer = random.choice(employers_near(province))
    for year in range(period.first_day.year, period.last_day.year + 1):
        yield Contribution(
            payer=Payer.EMPLOYEE,
            first_month=max(period.first_day.replace(day=1), date(year, 1, 1)),
            last_month=min(period.last_day.replace(day=1), date(year, 12, 1)),
            base=wage,
            amount=wage * _ALL_FUNDS_PER_CENT // 100,
            employer_code=employer.code,
        )
        wage += random.randint(2, 9) * 100_000


def _instalments(period: Period, payer: Payer, *, months_at_once: int, per_cent: int) -> Iterator[Contribution]:
    """Rows of `months_at_once` months, counted from January, at the base salary of the first of them."""
    month = _month_number(period.first_day)
    last = _month_number(period.last_day)
    while month <= last:
        until = min(last, month - month % 12 % months_at_once + months_at_once - 1)
        base = base_salary(month_start(month))
        yield Contribution(
            payer=payer,
            first_month=month_start(month),
            last_month=month_start(until),
            base=base,
            amount=base * _HEALTH_PER_MILLE * per_cent // 100_000,
        )
        month = until + 1


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1
