"""Invents earlier treatment: stays and visits of a person with their claims, the same for the same person, year and day every time.

Ordinary stays are anchored on the calendar year, so that more of them have happened as the year goes on; a special course is
anchored on the day, so that it is there on every day of the year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from ansinh.kit import clock
from ansinh.sandbox import bills, courses
from ansinh.sandbox.health_facilities import facilities, facilities_near
from ansinh.sandbox.insurance import base_salary
from ansinh.sandbox.model import Card, CardState, Course, Custody, Facility, Person, Span, Treatment
from ansinh.terms import FacilityCode
from ansinh.wire import claims

_DAY = timedelta(days=1)
_LEVEL = {1: 100, 2: 100, 3: 95, 4: 80, 5: 100}
_OWN_CHOICE_CENTRAL, _OWN_CHOICE_DISTRICT, _TRANSFERRED, _EMERGENCY, _REGISTERED, _PRIMARY = "3.1", "3.3", "1.3", "2", "1.1", "1.2"
_WAYS = {_EMERGENCY: "2", _OWN_CHOICE_CENTRAL: "3", _OWN_CHOICE_DISTRICT: "3"}
_CLAIMED_IN = timedelta(hours=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A stay before anything of it is written down. `days` 0: a visit of some hours; `seed` settles all else."""

    admitted_on: date
    days: int
    seed: int
    category: str = ""
    facility_code: FacilityCode | None = None
    replaces_hip: bool = False
    exempt_from: date | None = None
    is_going_on: bool = False


def treatments(person: Person, *, today: date) -> tuple[Treatment, ...]:
    """Stays of the last one to two years that the agency knows of today, and the one that is going on, in order of time.

    What has been claimed but not accepted yet is not among them. Empty for people without a card of the agency's own.
    """
    planned = sorted(_plans(person, today), key=lambda plan: plan.admitted_on)
    found = (_treatment(person, plan, today) for plan in planned if plan.admitted_on + plan.days * _DAY <= today)
    return tuple(each for each in found if each is not None and (each.accepted_on is None or each.accepted_on <= today))


def _plans(person: Person, today: date) -> Iterator[_Plan]:
    random = Random(f"ansinh treatment of {person.citizen_number.value}")
    match person.course:
        case Course.OVER_THRESHOLD:
            yield from _three_hips(random, person, today)
        case Course.OVERLAPPING:
            yield from _overlapping(random, person, today)
        case _:
            yield from _ordinary(random, age=today.year - person.birth_date.year, year=today.year)
    if person.course is Course.IN_PROGRESS:
        yield _Plan(admitted_on=today - 2 * _DAY, days=0, seed=random.getrandbits(32), category=_EMERGENCY, is_going_on=True)


def _ordinary(random: Random, *, age: int, year: int) -> Iterator[_Plan]:
    """Half of the people none, most of the others one to three in sixteen months, a few old people one a month."""
    if random.random() < (0.3 if age >= 60 else 0.6):
        return
    count = random.randint(12, 16) if age >= 50 and random.random() < 0.08 else random.randint(1, 4 if age >= 60 else 3)
    start = date(year - 1, 9, 1)
    for _ in range(count):
        lies_in = random.random() < (0.2 if age >= 60 else 0.1)
        yield _Plan(
            admitted_on=start + _DAY * random.randint(0, 486),
            days=random.randint(2, 9) if lies_in else 0,
            seed=random.getrandbits(32),
        )


def _three_hips(random: Random, person: Person, today: date) -> Iterator[_Plan]:
    """Three dear stays spread over this year up to today, the third of which passes the threshold, and one after it without co-payment."""
    start = date(today.year, 1, 1)
    elapsed = (today - start).days
    hospital = next(each for each in _hospitals_near(person.province_code))
    exempt_from = start + _DAY * (elapsed * 3 // 4)
    for quarter in (1, 2, 3):
        discharged_on = start + _DAY * (elapsed * quarter // 4)
        yield _Plan(
            admitted_on=discharged_on - 7 * _DAY,
            days=7,
            seed=random.getrandbits(32),
            category=_TRANSFERRED,
            facility_code=hospital.code,
            replaces_hip=True,
        )
    after = start + _DAY * (elapsed * 7 // 8)
    yield _Plan(
        admitted_on=after - 2 * _DAY,
        days=2,
        seed=random.getrandbits(32),
        category=_TRANSFERRED,
        facility_code=hospital.code,
        exempt_from=exempt_from,
    )


def _overlapping(random: Random, person: Person, today: date) -> Iterator[_Plan]:
    """Six days in one hospital, and two of them in another one."""
    here = next(each for each in _hospitals_near(person.province_code))
    elsewhere = next(each for each in _central() if each.code != here.code)
    yield _Plan(admitted_on=today - 40 * _DAY, days=6, seed=random.getrandbits(32), category=_TRANSFERRED, facility_code=here.code)
    yield _Plan(admitted_on=today - 38 * _DAY, days=2, seed=random.getrandbits(32), category=_EMERGENCY, facility_code=elsewhere.code)


def _treatment(person: Person, plan: _Plan, today: date) -> Treatment | None:
    """The stay with its claim; None for somebody who was not covered on the day."""
    held = _covering(person, plan.admitted_on)
    if held is None:
        return None
    card, span = held
    random = Random(plan.seed)
    category, facility_code = _where(random, person, span, plan)
    at = datetime.combine(plan.admitted_on, time(random.randint(7, 15), random.randint(0, 59)), clock.VIETNAM)
    visit_id = f"{facility_code.value}{plan.admitted_on:%y%m%d}{random.randint(0, 999_999):06d}"
    reason = _WAYS.get(category, "1")
    if plan.is_going_on:
        return Treatment(
            visit_id=visit_id,
            facility_code=facility_code,
            card_number=card.number,
            admitted_at=at,
            discharged_at=None,
            reason=reason,
            visit_category=category,
        )
    until = (
        at + timedelta(minutes=random.randint(70, 200)) if not plan.days else at + timedelta(days=plan.days, minutes=random.randint(0, 90))
    )
    disease = bills.LONG_STAY if plan.replaces_hip else random.choice(bills.STAYS if plan.days else bills.VISITS)
    bill = (
        bills.stay(random, at=at, days=plan.days + 1, operation=plan.replaces_hip or random.random() < 0.4, replaced_hip=plan.replaces_hip)
        if plan.days
        else bills.examination(random, disease, at=at)
    )
    bill = bills.shared(bill, 100 if plan.exempt_from else _percent(card, category, bill, until.date()))
    result = random.choice((1, 2, 2, 3))
    claim = claims.StayClaim(
        visit_id=visit_id,
        facility_code=facility_code.value,
        patient=_patient(person, card, span, plan),
        visit_category=category,
        care_kind="03" if plan.days else "01",
        department="K19" if plan.replaces_hip else "K03" if plan.days else "K01",
        reason=disease.complaint,
        disease=disease.code,
        disease_name=disease.name,
        sent_by=span.facility_code.value if category == _TRANSFERRED else "",
        admitted_at=at,
        discharged_at=until,
        days=plan.days + 1 if plan.days else 0,
        outcome=1,
        result=result,
        doctor=f"{random.randint(1, 9_999):06d}/MAU-CCHN",
        lines=bill.lines,
        readings=bill.readings,
        course=bill.course,
    )
    return Treatment(
        visit_id=visit_id,
        facility_code=facility_code,
        card_number=card.number,
        admitted_at=at,
        discharged_at=until,
        result=result,
        reason=reason,
        visit_category=category,
        copayment=bill.copayment,
        received_at=until + _CLAIMED_IN,
        accepted_on=_accepted_on(until.date(), person, today),
        tables=claims.tables_of(claim),
    )


def _accepted_on(discharged_on: date, person: Person, today: date) -> date:
    """Three days after the discharge; of a special course at once if need be, so that it is there on every day."""
    accepted_on = discharged_on + 3 * _DAY
    return accepted_on if person.course in {None, Course.IN_PROGRESS} else min(accepted_on, today)


def _covering(person: Person, day: date) -> tuple[Card, Span] | None:
    """The agency's own card that covered the day, the newest of several."""
    for record in person.insured[:1]:
        for card in reversed(record.cards):
            if card.custody is Custody.AGENCY and card.state is CardState.VALID:
                for span in card.spans:
                    if span.first_day <= day <= span.last_day:
                        return card, span
    return None


def _where(random: Random, person: Person, span: Span, plan: _Plan) -> tuple[str, FacilityCode]:
    """The patient-object code and the facility: mostly where the card is registered."""
    if plan.facility_code is not None:
        return plan.category, plan.facility_code
    registered = _by_code()[span.facility_code]
    is_primary = registered.ranks[-1].level == "primary"
    lot = random.random()
    if plan.category == _EMERGENCY or lot < 0.1:
        return _EMERGENCY, random.choice(_hospitals_near(person.province_code)).code
    if lot < 0.16:
        return (_OWN_CHOICE_CENTRAL, random.choice(_central()).code) if plan.days else (_OWN_CHOICE_DISTRICT, _district(random, registered))
    if lot < 0.3 or (is_primary and plan.days):
        return _TRANSFERRED, random.choice(_hospitals_near(person.province_code)).code
    return (_PRIMARY if is_primary else _REGISTERED), registered.code


def _district(random: Random, registered: Facility) -> FacilityCode:
    """A health centre of a former district, other than where the card is registered."""
    return random.choice([each for each in facilities() if each.ranks[-1].tier == "district" and each.code != registered.code]).code


def _percent(card: Card, category: str, bill: bills.Bill, day: date) -> int:
    """What the insurance pays: 100 at the primary level and, on the right route, for bills below 15 percent of the base salary."""
    is_small = bill.in_scope < base_salary(day) * 15 // 100
    if category == _PRIMARY or (is_small and category not in {_OWN_CHOICE_CENTRAL, _OWN_CHOICE_DISTRICT}):
        return 100
    level = _LEVEL[card.number.benefit_digit]
    return level * 40 // 100 if category == _OWN_CHOICE_CENTRAL else level


def _patient(person: Person, card: Card, span: Span, plan: _Plan) -> claims.Patient:
    since = courses.insured_since(person) if plan.exempt_from else None
    return claims.Patient(
        patient_number=f"BN{person.household_code[-6:]}{person.position}",
        full_name=person.full_name,
        citizen_number=person.citizen_number.value,
        birth_date=person.birth_date,
        sex=person.sex,
        address=person.address,
        province=person.province_code[1:],
        card_number=card.number.value,
        registered_facility=span.facility_code.value,
        card_from=span.first_day,
        card_until=span.last_day,
        living_area=card.living_area,
        five_years_on=None if since is None else since.replace(year=since.year + 5),
        exempt_from=plan.exempt_from,
    )


@cache
def _by_code() -> dict[FacilityCode, Facility]:
    return {each.code: each for each in facilities()}


@cache
def _central() -> tuple[Facility, ...]:
    return tuple(each for each in facilities() if each.ranks[-1].tier == "central")


@cache
def _hospitals_near(province: str) -> tuple[Facility, ...]:
    """Where one can lie in, near the province; where there is none, the central ones."""
    return tuple(each for each in facilities_near(province) if each.ranks[-1].level != "primary") or _central()
