"""Introspection and revocation: what a client may learn of a token of its own, and how it gives one back (RFC 7662, RFC 7009)."""

from starlette.responses import Response

from ansinh import oidc
from ansinh.provider import store
from ansinh.provider.calls import Call, document, error_document
from ansinh.provider.client_auth import authenticated, not_authenticated
from ansinh.provider.model import Provider, Renewal


def introspect(provider: Provider, call: Call) -> Response:
    """Access tokens only; of anything that is not the asker's own it learns that it is not active."""
    with provider.database.transaction() as conn:
        try:
            client = authenticated(provider, conn, call)
        except oidc.ProtocolError as wrong:
            return not_authenticated(provider, call, wrong)
        try:
            raw = oidc.token_of(call.params)
        except oidc.ProtocolError as wrong:
            return error_document(wrong, status=400)
        opened = store.tokens.open_pass(conn, raw, issuer=provider.issuer, now=provider.now())
        if opened is not None and opened.client.client_id == client.client_id:
            renewal = Renewal(opened.login, opened.claims)
            opened = opened if provider.host.still_allows(conn, client, renewal, now=provider.now()) else None
    issued = None
    if opened is not None:
        issued = oidc.IssuedToken(
            opened.client.client_id,
            provider.subject_for(opened.client, opened.login.subject),
            opened.scopes,
            opened.issued_at,
            opened.expires_at,
            opened.thumbprint,
        )
    return document(oidc.introspection_answer(issued, client_id=client.client_id, issuer=provider.issuer, now=provider.now()))


def revoke(provider: Provider, call: Call) -> Response:
    """200 whether there was such a token or not (RFC 7009 2.2). A refresh token takes everything of its login with it."""
    with provider.database.transaction() as conn:
        try:
            client = authenticated(provider, conn, call)
        except oidc.ProtocolError as wrong:
            return not_authenticated(provider, call, wrong)
        try:
            raw = oidc.token_of(call.params)
        except oidc.ProtocolError as wrong:
            return error_document(wrong, status=400)
        store.tokens.revoke(conn, raw, issuer=provider.issuer, client_id=client.client_id)
    return document({})
