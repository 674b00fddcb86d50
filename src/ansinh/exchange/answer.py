"""A person is logged in here and a relying party waits: the last step before a code, wherever the login came from."""

from dataclasses import replace

from starlette.responses import Response

from ansinh import oidc, provider
from ansinh.exchange import consent, rules, store
from ansinh.exchange.model import OWN_PAGE, Platform, Session
from ansinh.kit import db


def answer(
    platform: Platform,
    conn: db.Connection,
    *,
    request: oidc.AuthorizationRequest,
    session: Session,
    client: oidc.Client | None = None,
) -> Response:
    """The browser goes on to the relying party with a code, or to the page that asks the person whether it may.

    From here on `request.claims` names all that will be told, so that what the person saw, what the code carries and what the userinfo
    endpoint answers are the same. `client`: who asks, where this transaction has looked it up. Raises ProtocolError: `consent_required` where no page may be shown, `unauthorized_client` for a
    client that was blocked meanwhile.
    """
    store.sessions.use(conn, session.session_id, now=platform.now())
    if request.client_id == OWN_PAGE:
        return provider.go(platform.issuer + OWN_PAGE)
    client = client or provider.find_client(conn, platform.issuer, request.client_id)
    if client is None:
        raise oidc.ProtocolError("unauthorized_client", "this service may no longer ask")
    level = session.reached.assurance.account_level
    request = replace(request, claims=rules.claims_to_send(request, client, account_level=level))
    if consent.is_missing(platform, conn, client, request=request, session=session):
        return consent.ask(platform, conn, request=request, session=session)
    return provider.go(provider.issue_code(platform.op, conn, request=request, login=session.login))
