"""The token endpoint: a code for an id_token and an access token, once (RFC 6749 4.1.3, OpenID Connect Core 3.1.3)."""

from starlette.responses import Response

from ansinh import audit, oidc
from ansinh.exchange import store
from ansinh.exchange.calls import Call, document, error_document
from ansinh.exchange.model import TOKEN_LIFE, Grant, Platform
from ansinh.kit import db


def token(platform: Platform, call: Call) -> Response:
    """Refusals are answered, never raised: what was consumed and revoked on the way must stay so."""
    with platform.database.transaction() as conn:
        try:
            client = _authenticated(conn, call)
        except oidc.ProtocolError as wrong:
            return _not_authenticated(platform, call, wrong)
        try:
            return document(_redeem(platform, conn, call, client=client))
        except oidc.ProtocolError as wrong:
            return error_document(wrong, status=400)


def _authenticated(conn: db.Connection, call: Call) -> oidc.Client:
    credentials = oidc.read_credentials(call.authorization, call.params)
    return oidc.authenticate(store.clients.find(conn, credentials.client_id), credentials)


def _not_authenticated(platform: Platform, call: Call, wrong: oidc.ProtocolError) -> Response:
    """401, and 429 for an address that keeps trying."""
    if not platform.failures.allow(f"client|{call.address}", platform.now().timestamp()):
        return error_document(oidc.ProtocolError("temporarily_unavailable", "too many failed attempts"), status=429)
    headers = {"www-authenticate": 'Basic realm="exchange"'} if call.authorization else {}
    return error_document(wrong, status=401, headers=headers)


def _redeem(platform: Platform, conn: db.Connection, call: Call, *, client: oidc.Client) -> dict[str, object]:
    exchange = oidc.read_code_exchange(call.params)
    now = platform.now()
    grant = store.tokens.take_code(conn, exchange.code)
    if grant is None:
        store.tokens.revoke_from_code(conn, exchange.code)  # presented twice: one of the two was stolen (RFC 9700 4.5)
    oidc.check_redeemable(None if grant is None else grant.binding, exchange, client=client, now=now)
    assert grant is not None
    access_token = platform.random()
    store.tokens.keep_token(conn, access_token, code=exchange.code, grant=grant, expires_at=now + TOKEN_LIFE)
    _record_release(platform, conn, grant)
    return oidc.token_answer(
        access_token=access_token,
        id_token=_id_token(platform, grant, access_token=access_token),
        expires_in_s=int(TOKEN_LIFE.total_seconds()),
        scopes=grant.scopes,
    )


def _id_token(platform: Platform, grant: Grant, *, access_token: str) -> str:
    authentication = oidc.Authentication(
        subject=str(grant.person_id),
        acr=grant.reached.assurance.acr,
        amr=grant.reached.amr,
        auth_time=grant.reached.auth_time,
        sid=str(grant.session_id),
    )
    claims = oidc.id_token_claims(
        authentication,
        issuer=platform.issuer,
        client_id=grant.binding.client_id,
        nonce=grant.nonce,
        access_token=access_token,
        now=platform.now(),
    )
    return platform.keys[0].sign(claims)


def _record_release(platform: Platform, conn: db.Connection, grant: Grant) -> None:
    event = audit.Event(
        kind="exchange.identity_released",
        at=platform.now(),
        actor=audit.Actor("relying_party", grant.binding.client_id),
        subject=None,  # the exchange knows people, not participants
        purpose="login",
        detail={
            "client": grant.binding.client_id,
            "provider": grant.provider,
            "account_level": grant.reached.assurance.account_level,
            "authentication_level": grant.reached.assurance.authentication_level,
            "person": str(grant.person_id),
        },
    )
    audit.append(conn, event)
