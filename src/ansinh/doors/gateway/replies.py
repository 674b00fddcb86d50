"""From a decision of `checkin` to the bytes of the wire."""

from ansinh import checkin, register
from ansinh.terms import Sex
from ansinh.wire import gateway

_WITHHELD = {
    register.CardState.HELD: gateway.Withheld.HELD,
    register.CardState.LOCKED: gateway.Withheld.LOCKED,
}
_MANAGED_ELSEWHERE = frozenset({gateway.ResultCode.MANAGED_BY_ARMY, gateway.ResultCode.MANAGED_BY_POLICE})


def lookup_reply(generation: gateway.Generation, answer: checkin.Answer, question: checkin.Question) -> bytes:
    """The whole reply where something may be told; the empty one with code and sentence where not."""
    decision = answer.decision
    coverage = decision.coverage
    if coverage is not None:
        return generation.render(_known(answer, coverage))
    if decision.code in _MANAGED_ELSEWHERE:
        return generation.render(_asked(decision.code, question))
    return generation.render_refusal(decision.code, "")


def _known(answer: checkin.Answer, coverage: register.Coverage) -> gateway.LookupReply:
    decision = answer.decision
    card = decision.card
    number = coverage.social_insurance_number if card is None else card.number.social_insurance_number
    return gateway.LookupReply(
        code=decision.code,
        full_name=coverage.full_name,
        birth_date=coverage.birth_date,
        sex=coverage.sex,
        address=coverage.address,
        social_insurance_number="" if number is None else number.value,
        card_number="" if card is None else card.number.value,
        issued_by="" if card is None else card.issued_by,
        living_area="" if card is None else card.living_area,
        term=_term(decision.current),
        five_years_on=coverage.five_years_on,
        old_card_number="" if decision.older is None else decision.older.number.value,
        new_term=_term(decision.newer),
        new_facility_name=answer.newer_facility_name,
        checks=tuple(gateway.Check(each.account, each.at, each.code) for each in answer.earlier),
        withheld=None if card is None or decision.code is not gateway.ResultCode.REVOKED else _WITHHELD.get(card.state),
        begins_later=decision.begins_later,
        stays=tuple(stay_of(each) for each in answer.treatments),
    )


def _asked(code: gateway.ResultCode, question: checkin.Question) -> gateway.LookupReply:
    """A usable answer about a card this register does not hold: it says only what the asker said (assumed)."""
    return gateway.LookupReply(
        code=code,
        full_name=question.full_name,
        birth_date=question.birth_date,
        sex=Sex.UNKNOWN,
        address="",
        social_insurance_number="",
        card_number=question.key,
    )


def stay_of(each: checkin.Treatment) -> gateway.Stay:
    return gateway.Stay(
        each.record_no, each.facility_code.value, each.admitted_at, each.discharged_at, each.outcome, each.result, each.reason
    )


def _term(held: register.Held | None) -> gateway.Term | None:
    if held is None:
        return None
    return gateway.Term(held.card.number.value, held.span.first_day, held.span.last_day, held.span.facility_code.value)
