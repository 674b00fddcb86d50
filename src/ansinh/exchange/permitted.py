"""What may have changed while a person was busy: who may still ask, and where their people may log in. Read anew at each step."""

from ansinh import oidc, provider
from ansinh.exchange import store
from ansinh.exchange.model import OWN_PAGE, Platform
from ansinh.exchange.upstreams import Upstream, usable
from ansinh.kit import clock, db


def permitted(platform: Platform, conn: db.Connection, client_id: str) -> tuple[Upstream, ...]:
    """The providers a relying party's people may use today, in their order."""
    day = clock.vietnam_day(platform.now())
    rules = store.upstream_rules.about(conn, client_id=client_id, day=day)
    return usable(platform.upstreams, rules, client_id=client_id, day=day)


def is_permitted(platform: Platform, conn: db.Connection, issuer: str, client_id: str) -> bool:
    """True if the provider of this name is among them."""
    return any(each.issuer == issuer for each in permitted(platform, conn, client_id))


def objection_to(platform: Platform, conn: db.Connection, request: oidc.AuthorizationRequest) -> oidc.ProtocolError | None:
    """Why a request that was good when it came gets no answer any more: its client was blocked, or its address taken away.

    To be shown as a page, for there is nowhere left to send the browser. None while it is good.
    """
    if request.client_id == OWN_PAGE:
        return None
    try:
        oidc.redirect_uri_of({"redirect_uri": request.redirect_uri}, provider.find_client(conn, platform.issuer, request.client_id))
    except oidc.ProtocolError as wrong:
        return wrong
    return None
