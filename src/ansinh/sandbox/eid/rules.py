"""What the provider decides about levels. Pure."""

from collections.abc import Sequence
from datetime import datetime

from ansinh import oidc, terms
from ansinh.sandbox.eid.factors import Factor, level_of
from ansinh.sandbox.eid.model import IDLE_LIFE, Session
from ansinh.wire import eid


def demands_of(request: oidc.AuthorizationRequest) -> tuple[eid.Assurance, ...]:
    """The levels the relying party would accept, most wanted first. Raises ProtocolError("invalid_request") for an unknown value."""
    try:
        return tuple(eid.read_demand(value) for value in request.acr_values)
    except terms.TermError as wrong:
        raise oidc.ProtocolError("invalid_request", wrong.reason, field=wrong.field) from None


def may_answer_at_once(session: Session, request: oidc.AuthorizationRequest, demands: Sequence[eid.Assurance], *, now: datetime) -> bool:
    """True if the running session answers the request without a login: strong enough, recent enough and not left alone since."""
    if now - session.seen_at >= IDLE_LIFE or not request.accepts_login_of(session.reached.auth_time, now=now):
        return False
    return not demands or any(session.reached.assurance.meets(demand) for demand in demands)


def only_code_will_do(demands: Sequence[eid.Assurance]) -> bool:
    """True if no password alone meets any of the demands, so the page may ask for a second factor from the start."""
    return bool(demands) and all(demand.authentication_level > level_of({Factor.PASSWORD}) for demand in demands)
