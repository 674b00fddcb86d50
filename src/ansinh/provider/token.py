"""The token endpoint: a code or a refresh token for an access token, once (RFC 6749 4.1.3 and 6, OpenID Connect Core 3.1.3)."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db
from ansinh.provider import store
from ansinh.provider.calls import Call, document, error_document
from ansinh.provider.client_auth import claimed_by, not_authenticated, proven
from ansinh.provider.model import Grant, Login, Provider, Renewal
from ansinh.provider.once import Once, check_fresh, pairs, use_up
from ansinh.provider.proofs import proven_key

OFFLINE = "offline_access"
_BY_CODE = "authorization_code"


def token(provider: Provider, call: Call) -> Response:
    """Refusals are answered, never raised: what was consumed and revoked on the way must stay so."""
    database = provider.database
    with database.transaction() if _needs_a_transaction(provider, call) else database.statements() as conn:
        try:
            claimed = claimed_by(call)
            code = call.params.get("code", "") if call.params.get("grant_type") == _BY_CODE else ""
            known, grant = store.codes.with_client(conn, code, issuer=provider.issuer, client_id=claimed.client_id)
            client, numbers = proven(provider, call, claimed, known)
        except oidc.ProtocolError as wrong:
            return not_authenticated(provider, call, wrong)
        try:
            return document(_granted(_Request(provider, conn, call, client), grant, numbers))
        except oidc.ProtocolError as wrong:
            if wrong.code == "invalid_client":
                return not_authenticated(provider, call, wrong)
            return error_document(wrong, status=400)


def _needs_a_transaction(provider: Provider, call: Call) -> bool:
    """False where one statement takes the code and keeps what it gives, and the host adds nothing to that."""
    return provider.host.records_what_it_told or call.params.get("grant_type") != _BY_CODE


@dataclass(frozen=True, slots=True)
class _Request:
    """A request of a client that has proven itself."""

    provider: Provider
    conn: db.Connection
    call: Call
    client: oidc.Client


def _granted(asked: _Request, grant: Grant | None, numbers: tuple[Once, ...]) -> dict[str, object]:
    """Raises ProtocolError; the numbers are used up all the same, and so is a code of somebody who came with the wrong proof."""
    try:
        proof = proven_key(asked.provider, asked.call, url=asked.provider.addresses.token_endpoint)
    except oidc.ProtocolError:
        use_up(asked.conn, numbers)
        raise
    numbers = (*numbers, *proof.numbers)
    if asked.call.params.get("grant_type") == _BY_CODE and (proof.thumbprint is not None or not asked.client.profile.bound):
        return _redeem(asked, grant, numbers, thumbprint=proof.thumbprint)
    use_up(asked.conn, numbers)
    if asked.client.profile.bound and proof.thumbprint is None:
        raise oidc.ProtocolError("invalid_dpop_proof", "this client's tokens are bound to a key: a proof is needed")
    if oidc.require(asked.call.params, "grant_type") != "refresh_token":
        raise oidc.ProtocolError("unsupported_grant_type", "authorization_code or refresh_token", field="grant_type")
    return _refresh(asked.provider, asked.conn, asked.call, client=asked.client, thumbprint=proof.thumbprint)


def _redeem(asked: _Request, grant: Grant | None, numbers: tuple[Once, ...], *, thumbprint: str | None) -> dict[str, object]:
    provider, conn, client, now = asked.provider, asked.conn, asked.client, asked.provider.now()
    try:
        exchange = oidc.read_code_exchange(asked.call.params)
    except oidc.ProtocolError:
        use_up(conn, numbers)
        raise
    family = store.codes.family_of(exchange.code)
    try:
        oidc.check_redeemable(None if grant is None else grant.binding, exchange, client=client, now=now, thumbprint=thumbprint)
    except oidc.ProtocolError:
        use_up(conn, numbers)
        if not store.codes.take(conn, exchange.code, issuer=provider.issuer):
            store.tokens.revoke_family(conn, family)  # presented twice: one was stolen (RFC 9700 4.5)
        raise
    assert grant is not None
    given = store.redeemed.Given(
        access=provider.random(),
        refresh=provider.random() if OFFLINE in grant.scopes else None,
        issued_at=now,
        access_expires_at=now + provider.token_life,
        refresh_expires_at=oidc.next_expiry(now + oidc.FAMILY_LIFE, now=now),
        family_expires_at=now + oidc.FAMILY_LIFE,
        thumbprint=thumbprint,
        party=provider.subject_for(client, grant.login.subject),
    )
    fresh, taken = store.redeemed.redeem(conn, exchange.code, given, issuer=provider.issuer, numbers=pairs(numbers))
    check_fresh(numbers, fresh)
    if not taken:
        store.tokens.revoke_family(conn, family)
        raise oidc.ProtocolError("invalid_grant", "the code is unknown or was used")
    provider.host.released(conn, client, grant, now=now)
    return oidc.token_answer(
        access_token=given.access,
        id_token=_id_token(provider, conn, client, grant, access_token=given.access),
        refresh_token=given.refresh,
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
    """New tokens of a family there is."""

    def __init__(
        self, provider: Provider, conn: db.Connection, client: oidc.Client, login: Login, thumbprint: str | None, *, family: str
    ) -> None:
        self._provider = provider
        self._conn = conn
        self._client = client
        self._login = login
        self._thumbprint = thumbprint
        self._family = family

    def access_token(self, scopes: tuple[str, ...], claims: tuple[str, ...]) -> str:
        now = self._provider.now()
        expires_at = now + self._provider.token_life
        return self._keep("access", scopes, claims, store.tokens.Life(now, expires_at, expires_at))

    def refresh_token(self, scopes: tuple[str, ...], claims: tuple[str, ...], *, family_expires_at: datetime) -> str | None:
        """None where the client was not given leave to come back without the person (scope offline_access)."""
        if OFFLINE not in scopes:
            return None
        now = self._provider.now()
        expires_at = oidc.next_expiry(family_expires_at, now=now)
        return self._keep("refresh", scopes, claims, store.tokens.Life(now, expires_at, family_expires_at))

    def _keep(self, kind: str, scopes: tuple[str, ...], claims: tuple[str, ...], life: store.tokens.Life) -> str:
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
