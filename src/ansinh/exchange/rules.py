"""What the exchange decides: is the running login enough, what is asked upstream, what a relying party is told. Pure."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from ansinh import oidc, provider, terms
from ansinh.exchange.model import Basis, Reached, Session
from ansinh.wire import eid

PROFILE = "profile"
SCOPES = ("openid", PROFILE, "offline_access")  # all that can be registered for

# What a provider may answer that a relying party can act on; anything else is our concern and not theirs.
_PASSED_ON = frozenset(
    {"access_denied", "login_required", "interaction_required", "temporarily_unavailable", "unmet_authentication_requirements"}
)


def demands_of(request: oidc.AuthorizationRequest) -> tuple[eid.Assurance, ...]:
    """The levels the relying party would accept, most wanted first; empty if it accepts any.

    Raises ProtocolError("invalid_request") for a value that is not understood: a demand is never dropped.
    """
    try:
        return tuple(eid.read_demand(value) for value in request.acr_values)
    except terms.TermError as wrong:
        raise oidc.ProtocolError("invalid_request", wrong.reason, field=wrong.field) from None


def reached_by(person: eid.EidClaims, *, now: datetime) -> Reached:
    """How the person logged in upstream. A provider's clock that runs ahead of ours makes no login younger than now."""
    return Reached(person.assurance, person.amr, None if person.auth_time is None else min(person.auth_time, now))


def reaches(reached: Reached, demands: Sequence[eid.Assurance]) -> bool:
    """True if what was reached meets any of the demands, or there are none."""
    return not demands or any(reached.assurance.meets(demand) for demand in demands)


def may_answer_at_once(session: Session, request: oidc.AuthorizationRequest, demands: Sequence[eid.Assurance], *, now: datetime) -> bool:
    """True if the running session answers the request without a login: strong enough, and not older than it allows."""
    return reaches(session.reached, demands) and request.accepts_login_of(session.reached.auth_time, now=now)


def prompt_upstream(request: oidc.AuthorizationRequest, *, repeated: bool) -> str | None:
    """`login` where the relying party wants a fresh login, or the provider's first answer was too old."""
    return "login" if repeated or request.wants_fresh_login else None


def check_reached(reached: Reached, demands: Sequence[eid.Assurance]) -> None:
    """Raises ProtocolError("unmet_authentication_requirements") where the login is weaker than every demand.

    The name is that of OpenID Connect Core Error Code unmet_authentication_requirements 1.0.
    """
    if not reaches(reached, demands):
        raise oidc.ProtocolError("unmet_authentication_requirements", "the account or the login is of a lower level than was asked")


def told_to_client(refusal: oidc.ProtocolError) -> oidc.ProtocolError:
    """A failed login upstream as the relying party may hear of it: without the details of who answered what."""
    if isinstance(refusal, oidc.ProviderRefusedError) and refusal.code in _PASSED_ON:
        return oidc.ProtocolError(refusal.code, "the login was ended at the identity provider")
    return oidc.ProtocolError("server_error", "the identity provider's answer was not accepted")


def claims_to_send(request: oidc.AuthorizationRequest, client: oidc.Client, *, account_level: int) -> tuple[str, ...]:
    """Names of what the client will be told of a person whose account is of this level: `sub`, then in the order of its registration.

    Asked for are the claims named in the parameter `claims` or else those of scope `openid`, and with scope `profile` the standard
    ones. Of these remain the claims the client is registered for, whatever the person would agree to, and of these the ones an account
    of the level gives: a login of level 1 never yields a claim of level 2.
    """
    asked = {*(request.claims or (*eid.CLAIMS_OF_EXCHANGE, *eid.CLAIMS_OF_CONTACT))}
    if PROFILE in request.scopes:
        asked |= {*eid.CLAIMS_OF_PROFILE}
    return ("sub", *(name for name in client.claims if name in asked and gives(account_level, name)))


def gives(account_level: int, name: str) -> bool:
    """True if an account of this level yields the claim."""
    return account_level >= eid.LEAST_ACCOUNT_LEVEL.get(name, 0)


def basis_of(client: oidc.Client) -> Basis:
    """Why the client may be told: the person agrees, or it is an authority that acts by law."""
    return "law" if client.consent_days is None else "consent"


def must_ask(client: oidc.Client, request: oidc.AuthorizationRequest, agreed: Collection[str]) -> bool:
    """True if the person has to be asked first; `agreed` are the claims of their live consents to the client and its purpose."""
    if client.consent_days is None:
        return False
    return client.consent_days == 0 or "consent" in request.prompts or not {*request.claims} <= {*agreed}


def told_of_login(login: provider.Login) -> dict[str, Any]:
    """How the login was when the token or code was issued; told with every identity."""
    told: dict[str, Any] = {"acr": login.acr, "amr": list(login.amr)}
    if login.auth_time is not None:
        told["auth_time"] = int(login.auth_time.timestamp())
    return told


def told_of_person(claims: eid.EidClaims, names: Collection[str], *, client: oidc.Client, login: provider.Login) -> dict[str, Any]:
    """The claims of these names, as far as the client is registered for them and the login's account gives them. Without `sub`."""
    level = eid.read_reached(login.acr).account_level
    about = eid.format_for_relying_party(claims)
    return {name: value for name, value in about.items() if name in names and name in client.claims and gives(level, name)}
