"""From what `checkin` holds and decides to the answers of this interface."""

from datetime import UTC, date, datetime
from typing import Literal, cast

from ansinh import checkin, register
from ansinh.doors.visits.answers import (
    CardElsewhere,
    CardTold,
    ChallengeGiven,
    CopaymentTold,
    CoverageAnswer,
    DeskKept,
    EarlierLookUp,
    EvidenceKept,
    LookUpKept,
    OutageKept,
    PersonTold,
    TreatmentTold,
    VisitAnswer,
    VisitKept,
    Warned,
)
from ansinh.doors.visits.questions import Level
from ansinh.kit import clock
from ansinh.wire import gateway

_CUSTODIES = {register.Custody.ARMY: "managed_by_army", register.Custody.POLICE: "managed_by_police"}
_IN_FORCE = frozenset({gateway.ResultCode.CORRECT, gateway.ResultCode.VALID_NEW_ISSUED})


def opened(told: checkin.Opened) -> bytes:
    """The answer to a statement about a visit, as it is kept for repeats."""
    outcome: Literal["new", "corrected"] = "corrected" if told.outcome is checkin.Outcome.CORRECTED else "new"
    return VisitAnswer(outcome=outcome, visit=visit(told.visit), warnings=warned(told.warnings)).model_dump_json().encode()


def visit(kept: checkin.Visit) -> VisitKept:
    level, proven = kept.evidence_level, kept.proven_level
    return VisitKept(
        visit_no=kept.visit_no,
        visit_id=kept.visit_id,
        category=kept.category,
        care_kind=kept.care_kind,
        arrived_at=_utc(kept.arrived_at),
        admitted_at=None if kept.admitted_at is None else _utc(kept.admitted_at),
        opened_at=_utc(kept.opened_at),
        ended_at=None if kept.ended_at is None else _utc(kept.ended_at),
        person_known=kept.participant_id is not None,
        evidence_level=None if level is None else _level(level),
        proven_level=None if proven is None else _level(proven),
        evidence=[
            EvidenceKept(
                level=_level(each.level),
                source=each.source.value,
                at=_utc(each.at),
                device=each.device,
                proven=each.is_proven,
                confirmed_by=each.confirmed_by,
            )
            for each in kept.evidence
        ],
        card_elsewhere=[CardElsewhere(when="before" if each.came_first else "after", minutes=each.minutes) for each in kept.card_elsewhere],
        look_ups=[LookUpKept(moment=each.moment.value, at=_utc(each.at), code=each.code) for each in kept.lookups],
        outages=[OutageKept(since=_utc(each.since), error_code=each.error_code, attempts=each.attempts) for each in kept.outages],
        awaits_look_up=kept.awaits_lookup,
    )


def desk(kept: checkin.Desk) -> DeskKept:
    closed_at = None if kept.closed_at is None else _utc(kept.closed_at)
    return DeskKept(desk_id=kept.desk_id, name=kept.name, registered_at=_utc(kept.registered_at), closed_at=closed_at)


def challenge(given: checkin.Challenge, *, audience: str) -> ChallengeGiven:
    return ChallengeGiven(challenge=given.text, audience=audience, expires_at=_utc(given.expires_at))


def warned(warnings: tuple[checkin.DoubleVisit, ...]) -> list[Warned]:
    return [
        Warned(
            reason=each.reason.value,
            facility_code=each.facility_code,
            since=_utc(each.since),
            sentence=checkin.DOUBLE_VISIT_SENTENCES[each.reason],
        )
        for each in warnings
    ]


def coverage(told: checkin.LookedUpInVisit, *, with_history: bool) -> CoverageAnswer:
    """A look-up in English keys; nothing about the person where the decision holds none."""
    decision, day = told.answer.decision, clock.vietnam_day(told.at)
    known = decision.coverage
    current, newer = decision.current, decision.newer
    return CoverageAnswer(
        code=decision.code.value,
        sentence=gateway.SENTENCES[decision.code],
        moment=told.moment.value,
        at=_utc(told.at),
        state=None if known is None else _state(decision),
        person=None if known is None else _person(known),
        card=None if decision.card is None else _card(decision.card, None if current is None else current.span, day),
        new_card=None if newer is None else _card(newer.card, newer.span, day),
        old_card_number=None if decision.older is None else decision.older.number.value,
        copayment=None if told.copayment is None else _copayment(told.copayment, day),
        earlier_look_ups=[
            EarlierLookUp(facility_code=checkin.facility_of(each.account), at=_utc(each.at), code=each.code) for each in told.answer.earlier
        ],
        history=[_treatment(each) for each in told.answer.treatments] if with_history and known is not None else None,
        warnings=warned(told.warnings),
        visit=visit(told.visit),
    )


def _state(decision: checkin.Decision) -> str:
    card = decision.card
    if card is None:
        return "no_card"
    if card.state is not register.CardState.VALID:
        return str(card.state.value)
    if card.custody in _CUSTODIES:
        return _CUSTODIES[card.custody]
    if decision.code in _IN_FORCE:
        return "in_force"
    if decision.code is gateway.ResultCode.REDUCED_STOPPED:
        return "reduced_stopped"  # the dead take part no longer
    return "not_begun" if decision.begins_later else "expired"


def _person(known: register.Coverage) -> PersonTold:
    number = known.social_insurance_number
    return PersonTold(
        full_name=known.full_name,
        birth_date=known.birth_date.iso(),
        sex=known.sex.value,
        address=known.address,
        social_insurance_number=None if number is None else number.value,
        five_years_on=known.five_years_on,
    )


def _card(card: register.Card, span: register.CoverageSpan | None, day: date) -> CardTold:
    return CardTold(
        number=card.number.value,
        facility_code=None if span is None else span.facility_code.value,
        first_day=None if span is None else span.first_day,
        last_day=None if span is None else span.last_day,
        percent=register.benefit_percent(card.number, day),
        issued_by=card.issued_by,
        living_area=card.living_area,
    )


def _copayment(standing: register.CopaymentStanding, day: date) -> CopaymentTold:
    return CopaymentTold(year=day.year, paid=standing.paid, threshold=standing.threshold, exempt_from=standing.exempt_from)


def _treatment(each: checkin.Treatment) -> TreatmentTold:
    return TreatmentTold(
        record_no=each.record_no,
        facility_code=each.facility_code.value,
        admitted_at=_utc(each.admitted_at),
        discharged_at=_utc(each.discharged_at),
        outcome=each.outcome,
        result=each.result,
        reason=each.reason,
    )


def _level(level: checkin.EvidenceLevel) -> Level:
    return cast("Level", level.name.lower())


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)
