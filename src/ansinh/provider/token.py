"""The token endpoint: a code or a refresh token for an access token, once (RFC 6749 4.1.3 and 6, OpenID Connect Core 3.1.3)."""

from datetime import datetime

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db
from ansinh.provider import store
from ansinh.provider.calls import Call, document, error_document
from ansinh.provider.client_auth import authenticated, not_authenticated
from ansinh.provider.model import Grant, Login, Provider, Renewal
from ansinh.provider.proofs import proven_key

OFFLINE = "offline_access"


def token(provider: Provider, call: Call) -> Response:
    """Refusals are answered, never raised: what was consumed and revoked on the way must stay so."""
    with provider.database.transaction() as conn:
        try:
            client = authenticated(provider, conn, call)
        except oidc.ProtocolError as wrong:
            return not_authenticated(provider, call, wrong)
        try:
            return document(_granted(provider, conn, call, client))
        except oidc.ProtocolError as wrong:
            return error_document(wrong, status=400)


def _granted(provider: Provider, conn: db.Connection, call: Call, client: oidc.Client) -> dict[str, object]:
    thumbprint = proven_key(provider, conn, call, url=provider.addresses.token_endpoint)
    if client.profile.bound and thumbprint is None:
        raise oidc.ProtocolError("invalid_dpop_proof", "this client's tokens are bound to a key: a proof is needed")
    match oidc.require(call.params, "grant_type"):
        case "authorization_code":
            return _redeem(provider, conn, call, client=client, thumbprint=thumbprint)
        case "refresh_token":
            return _refresh(provider, conn, call, client=client, thumbprint=thumbprint)
        case _:
            raise oidc.ProtocolError("unsupported_grant_type", "authorization_code or refresh_token", field="grant_type")


def _redeem(provider: Provider, conn: db.Connection, call: Call, *, client: oidc.Client, thumbprint: str | None) -> dict[str, object]:
    exchange = oidc.read_code_exchange(call.params)
    now = provider.now()
    grant = store.codes.take(conn, exchange.code, issuer=provider.issuer)
    if grant is None:
        store.tokens.revoke_family(conn, store.codes.family_of(exchange.code))  # presented twice: one was stolen (RFC 9700 4.5)
    oidc.check_redeemable(None if grant is None else grant.binding, exchange, client=client, now=now, thumbprint=thumbprint)
    assert grant is not None
    issued = _Issued(provider, conn, client, grant.login, thumbprint, family=store.codes.family_of(exchange.code))
    access_token = issued.access_token(grant.scopes, grant.claims, party=provider.subject_for(client, grant.login.subject))
    refresh_token = issued.refresh_token(grant.scopes, grant.claims, family_expires_at=now + oidc.FAMILY_LIFE)
    provider.host.released(conn, client, grant, now=now)
    return oidc.token_answer(
        access_token=access_token,
        id_token=_id_token(provider, conn, client, grant, access_token=access_token),
        refresh_token=refresh_token if OFFLINE in grant.scopes else None,
        expires_in_s=int(provider.token_life.total_seconds()),
        scopes=grant.scopes,
        bound=thumbprint is not None,
    )


def _refresh(provider: Provider, conn: db.Connection, call: Call, *, client: oidc.Client, thumbprint: str | None) -> dict[str, object]:
    raw, now = oidc.read_refresh(call.params), provider.now()
    kept = store.tokens.refresh_token(conn, raw, issuer=provider.issuer)  # locked: of two at once the second sees it used
    verdict = oidc.judge_refresh(None if kept is None else kept.token, client=client, thumbprint=thumbprint, now=now)
    assert kept is not None
    if verdict is oidc.Refreshed.REVOKE_FAMILY:
        store.tokens.revoke_family(conn, kept.token.family)
        raise oidc.ProtocolError("invalid_grant", "the refresh token was used before; everything from that login has ended")
    renewal = Renewal(kept.login, kept.claims)
    if not provider.host.still_allows(conn, client, renewal, now=now):
        store.tokens.revoke_family(conn, kept.token.family)
        raise oidc.ProtocolError("invalid_grant", "the person's login is over, or their consent is")
    scopes = oidc.narrowed_scopes(kept.token.scopes, call.params)
    store.tokens.use(conn, raw, now=now)
    provider.host.renewed(conn, client, renewal, now=now)
    issued = _Issued(provider, conn, client, kept.login, thumbprint, family=kept.token.family)
    return oidc.token_answer(
        access_token=issued.access_token(scopes, kept.claims),
        refresh_token=issued.refresh_token(kept.token.scopes, kept.claims, family_expires_at=kept.token.family_expires_at),
        expires_in_s=int(provider.token_life.total_seconds()),
        scopes=scopes,
        bound=thumbprint is not None,
    )


class _Issued:
    """New tokens of one family."""

    def __init__(
        self, provider: Provider, conn: db.Connection, client: oidc.Client, login: Login, thumbprint: str | None, *, family: str
    ) -> None:
        self._provider = provider
        self._conn = conn
        self._client = client
        self._login = login
        self._thumbprint = thumbprint
        self._family = family

    def access_token(self, scopes: tuple[str, ...], claims: tuple[str, ...], *, party: str | None = None) -> str:
        """`party`: the name the client learns of the person now."""
        now = self._provider.now()
        expires_at = now + self._provider.token_life
        return self._keep("access", scopes, claims, store.tokens.Life(now, expires_at, expires_at), party=party)

    def refresh_token(self, scopes: tuple[str, ...], claims: tuple[str, ...], *, family_expires_at: datetime) -> str | None:
        """None where the client was not given leave to come back without the person (scope offline_access)."""
        if OFFLINE not in scopes:
            return None
        now = self._provider.now()
        expires_at = oidc.next_expiry(family_expires_at, now=now)
        return self._keep("refresh", scopes, claims, store.tokens.Life(now, expires_at, family_expires_at))

    def _keep(
        self, kind: str, scopes: tuple[str, ...], claims: tuple[str, ...], life: store.tokens.Life, *, party: str | None = None
    ) -> str:
        token = self._provider.random()
        store.tokens.keep(
            self._conn,
            token,
            kind=kind,
            family=self._family,
            issuer=self._provider.issuer,
            client_id=self._client.client_id,
            login=self._login,
            scopes=scopes,
            claims=claims,
            thumbprint=self._thumbprint,
            life=life,
            party=party,
        )
        return token


def _id_token(provider: Provider, conn: db.Connection, client: oidc.Client, grant: Grant, *, access_token: str) -> str:
    login = grant.login
    authentication = oidc.Authentication(
        subject=provider.subject_for(client, login.subject),
        acr=login.acr,
        amr=login.amr,
        auth_time=login.auth_time,
        sid=str(login.session_id),
    )
    claims = oidc.id_token_claims(
        authentication,
        issuer=provider.issuer,
        client_id=client.client_id,
        nonce=grant.nonce,
        access_token=access_token,
        now=provider.now(),
    )
    return provider.keys.signing(conn, now=provider.now()).sign(claims)
