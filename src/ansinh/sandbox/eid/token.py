"""The token endpoint: a code for an id_token and an access token, once (RFC 6749 4.1.3, OpenID Connect Core 3.1.3)."""

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db
from ansinh.sandbox.eid import store
from ansinh.sandbox.eid.calls import Call, document, error_document
from ansinh.sandbox.eid.model import TOKEN_LIFE, EidProvider, Grant


def token(provider: EidProvider, call: Call) -> Response:
    """Refusals are answered, never raised: what was consumed and revoked on the way must stay so."""
    with provider.database.transaction() as conn:
        try:
            credentials = oidc.read_credentials(call.authorization, call.params)
            client = oidc.authenticate(store.clients.find(conn, credentials.client_id), credentials)
        except oidc.ProtocolError as wrong:
            return _not_authenticated(provider, call, wrong)
        try:
            return document(_redeem(provider, conn, call, client=client))
        except oidc.ProtocolError as wrong:
            return error_document(wrong, status=400)


def _not_authenticated(provider: EidProvider, call: Call, wrong: oidc.ProtocolError) -> Response:
    """401, and 429 for an address that keeps trying."""
    if not provider.failures.allow(call.address, provider.now().timestamp()):
        return error_document(oidc.ProtocolError("temporarily_unavailable", "too many failed attempts"), status=429)
    headers = {"www-authenticate": 'Basic realm="citizen"'} if call.authorization else {}
    return error_document(wrong, status=401, headers=headers)


def _redeem(provider: EidProvider, conn: db.Connection, call: Call, *, client: oidc.Client) -> dict[str, object]:
    exchange = oidc.read_code_exchange(call.params)
    now = provider.now()
    grant = store.tokens.take_code(conn, exchange.code)
    if grant is None:
        store.tokens.revoke_from_code(conn, exchange.code)  # presented twice: one of the two was stolen (RFC 9700 4.5)
    oidc.check_redeemable(None if grant is None else grant.binding, exchange, client=client, now=now)
    assert grant is not None
    access_token = provider.random()
    store.tokens.keep_token(conn, access_token, code=exchange.code, grant=grant, expires_at=now + TOKEN_LIFE)
    return oidc.token_answer(
        access_token=access_token,
        id_token=_id_token(provider, grant, access_token=access_token),
        expires_in_s=int(TOKEN_LIFE.total_seconds()),
        scopes=grant.scopes,
    )


def _id_token(provider: EidProvider, grant: Grant, *, access_token: str) -> str:
    authentication = oidc.Authentication(
        subject=str(grant.subject),
        acr=grant.reached.assurance.acr,
        amr=grant.reached.amr,
        auth_time=grant.reached.auth_time,
        sid=str(grant.session_id),
    )
    claims = oidc.id_token_claims(
        authentication,
        issuer=provider.issuer,
        client_id=grant.binding.client_id,
        nonce=grant.nonce,
        access_token=access_token,
        now=provider.now(),
    )
    return provider.keys[0].sign(claims)
