"""From a decision of `checkin` to the bytes of the wire."""

from ansinh import checkin, register
from ansinh.terms import Sex
from ansinh.wire import gateway

_MANAGED_ELSEWHERE = frozenset({gateway.ResultCode.MANAGED_BY_ARMY, gateway.ResultCode.MANAGED_BY_POLICE})


def lookup_reply(answer: checkin.Answer, question: checkin.Question) -> bytes:
    """The whole reply where something may be told; the empty one with code and sentence where not."""
    decision = answer.decision
    coverage = decision.coverage
    if coverage is not None:
        return gateway.render_lookup(_known(decision, coverage, answer.earlier))
    if decision.code in _MANAGED_ELSEWHERE:
        return gateway.render_lookup(_asked(decision.code, question))
    return gateway.render_lookup_refusal(decision.code)


def _known(decision: checkin.Decision, coverage: register.Coverage, earlier: tuple[checkin.EarlierLookup, ...]) -> gateway.LookupReply:
    card = decision.card
    number = coverage.social_insurance_number
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
        term=_term(decision.current, coverage),
        five_years_on=coverage.five_years_on,
        old_card_number="" if decision.older is None else decision.older.number.value,
        new_term=_term(decision.newer, coverage),
        checks=tuple(gateway.Check(each.account, each.at, each.code) for each in earlier),
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


def _term(held: register.Held | None, coverage: register.Coverage) -> gateway.Term | None:
    if held is None:
        return None
    span = held.span
    facility = span.facility_code.value
    return gateway.Term(held.card.number.value, span.first_day, span.last_day, facility, coverage.facility_names.get(facility, ""))
