"""What the provider decides about levels. Pure."""

from collections.abc import Sequence
from datetime import datetime

from ansinh import oidc, terms
from ansinh.sandbox.eid.model import Holder, Session
from ansinh.wire import eid

PASSWORD, PASSWORD_AND_CODE = 1, 2  # authentication levels (Decree 69/2024 art. 20)


def demands_of(request: oidc.AuthorizationRequest) -> tuple[eid.Assurance, ...]:
    """The levels the relying party would accept, most wanted first. Raises ProtocolError("invalid_request") for an unknown value."""
    try:
        return tuple(eid.read_demand(value) for value in request.acr_values)
    except terms.TermError as wrong:
        raise oidc.ProtocolError("invalid_request", wrong.reason, field=wrong.field) from None


def may_answer_at_once(
    session: Session | None, request: oidc.AuthorizationRequest, demands: Sequence[eid.Assurance], *, now: datetime
) -> bool:
    """True if the running session answers the request without a login: strong enough and recent enough."""
    if session is None or not request.accepts_login_of(session.reached.auth_time, now=now):
        return False
    return not demands or any(session.reached.assurance.meets(demand) for demand in demands)


def only_code_will_do(demands: Sequence[eid.Assurance]) -> bool:
    """True if no password alone meets any of the demands, so the page may ask for the one-time code from the start."""
    return bool(demands) and all(demand.authentication_level > PASSWORD for demand in demands)


def code_would_help(holder: Holder, demands: Sequence[eid.Assurance]) -> bool:
    """True if a password alone meets no demand but password and code would.

    False where nothing helps: then the level that was reached is reported as it is, and the relying party decides.
    """
    password = eid.Assurance(holder.account_level, PASSWORD)
    both = eid.Assurance(holder.account_level, PASSWORD_AND_CODE)
    return not any(password.meets(demand) for demand in demands) and any(both.meets(demand) for demand in demands)
