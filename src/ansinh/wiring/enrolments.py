"""What the sandbox says of its invented people, in the words of the rooms that take them in."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from ansinh import checkin, register, sandbox

_INPATIENT = "03"
_NUMBERS_SINCE = date(2016, 1, 1)  # Decree 137/2015: citizen numbers of twelve digits


def enrolments(person: sandbox.Person, *, today: date) -> Iterator[register.Enrolment]:
    """One enrolment for each record the insurance register holds of the person; the first has the place in the household."""
    for nth, record in enumerate(person.insured):
        yield register.Enrolment(
            full_name=record.full_name,
            birth_date=record.birth_date,
            sex=person.sex,
            address=person.address,
            ethnicity=person.ethnicity,
            verified_on=record.verified_on,
            deceased_on=record.deceased_on,
            identifiers=_identifiers(person, record),
            cards=tuple(_card(each) for each in record.cards),
            contributions=tuple(_paid_by(record.contributions, today=today)),
            membership=None if nth else _membership(person),
        )


def treatments(person: sandbox.Person, participant_id: int, *, today: date) -> Iterator[checkin.NewTreatment]:
    """Earlier treatment as its accepted claims tell it; a stay that is going on has none yet. Which route counts is the register's rule."""
    for each in sandbox.treatments(person, today=today):
        if each.discharged_at is None or each.received_at is None or each.accepted_on is None:
            continue
        yield checkin.NewTreatment(
            visit_id=each.visit_id,
            facility_code=each.facility_code,
            participant_id=participant_id,
            card_number=each.card_number,
            admitted_at=each.admitted_at,
            discharged_at=each.discharged_at,
            outcome=each.outcome,
            result=each.result,
            reason=each.reason,
            visit_category=each.visit_category,
            is_own_route=register.is_own_route(each.visit_category),
            copayment=each.copayment,
            received_at=each.received_at,
            accepted_on=each.accepted_on,
            tables=each.tables,
        )


def going_on(person: sandbox.Person, *, today: date) -> Iterator[tuple[str, checkin.StatedVisit]]:
    """The stays that go on today, each with the code of its facility: open visits, since there is no claim of them yet."""
    for each in sandbox.treatments(person, today=today):
        if each.discharged_at is None:
            yield (
                each.facility_code.value,
                checkin.StatedVisit(
                    visit_id=each.visit_id,
                    key=each.card_number.value,
                    full_name=person.insured[0].full_name,
                    birth_date=person.insured[0].birth_date,
                    category=each.visit_category,
                    care_kind=_INPATIENT,
                    arrived_at=each.admitted_at,
                    admitted_at=each.admitted_at,
                    content={"visit_id": each.visit_id},
                ),
            )


def facility(given: sandbox.Facility) -> register.Facility:
    """The facility with its ranks."""
    return register.Facility(
        code=given.code,
        name=given.name,
        ranks=tuple(
            register.FacilityRank(
                first_day=rank.first_day,
                last_day=rank.last_day,
                level=register.CareLevel(rank.level),
                tier=register.Tier(rank.tier),
                score=rank.score,
            )
            for rank in given.ranks
        ),
    )


def officers(given: sandbox.Facility) -> Iterator[register.Officer]:
    """The facility's officers, approved on the day they were registered."""
    for each in given.officers:
        yield register.Officer(
            facility_code=given.code,
            citizen_number=each.citizen_number,
            full_name=each.full_name,
            first_day=each.registered_on,
            approved_on=each.registered_on,
        )


def employer(given: sandbox.Employer) -> register.Employer:
    return register.Employer(code=given.code, name=given.name, address=given.address)


def _identifiers(person: sandbox.Person, record: sandbox.Insured) -> tuple[register.Identifier, ...]:
    disputed = register.IdentifierState.DISPUTED if record.shares_number else register.IdentifierState.ACTIVE
    return (
        register.Identifier(number=person.citizen_number, valid_from=max(person.birth_date, _NUMBERS_SINCE), state=disputed),
        register.Identifier(number=record.social_insurance_number, valid_from=record.enrolled_on),
    )


def _card(given: sandbox.Card) -> register.Card:
    return register.Card(
        number=given.number,
        issued_on=given.issued_on,
        issued_by=given.issued_by,
        custody=register.Custody(given.custody.value),
        state=register.CardState(given.state.value),
        living_area=given.living_area,
        spans=tuple(
            register.CoverageSpan(first_day=span.first_day, last_day=span.last_day, facility_code=span.facility_code)
            for span in given.spans
        ),
    )


def _paid_by(contributions: Iterable[sandbox.Contribution], *, today: date) -> Iterator[register.Contribution]:
    """What has been paid by `today`: employers pay for the month before, households and the state in advance."""
    this_month = today.replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    for each in contributions:
        by_wage = each.payer is sandbox.Payer.EMPLOYEE
        if each.first_month <= (last_month if by_wage else this_month):
            yield _contribution(replace(each, last_month=min(each.last_month, last_month)) if by_wage else each)


def _contribution(given: sandbox.Contribution) -> register.Contribution:
    return register.Contribution(
        kind=register.ContributionKind(given.payer.value),
        first_month=given.first_month,
        last_month=given.last_month,
        base=given.base,
        amount=given.amount,
        employer_code=given.employer_code,
    )


def _membership(person: sandbox.Person) -> register.Membership:
    return register.Membership(household_code=person.household_code, position=person.position, relation=person.relation)
