"""Who speaks at an endpoint for programs: a secret or a signed assertion, by the method the client registered, and no other."""

from dataclasses import dataclass

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db
from ansinh.provider import notes, store
from ansinh.provider.calls import Call, error_document
from ansinh.provider.model import Provider
from ansinh.provider.once import Once, use_up


@dataclass(frozen=True, slots=True)
class Claimed:
    """Whom a request says it comes from, and what is to prove it: an assertion, or else credentials."""

    client_id: str | None
    assertion: str | None
    credentials: oidc.Credentials | None


def claimed_by(call: Call) -> Claimed:
    """Raises ProtocolError("invalid_client") for a request that proves nothing, or in two ways."""
    assertion = oidc.read_assertion(call.params)
    if assertion is None:
        credentials = oidc.read_credentials(call.authorization, call.params)
        return Claimed(credentials.client_id, None, credentials)
    if call.authorization or "client_secret" in call.params:
        raise oidc.ProtocolError("invalid_client", "use one way to authenticate, not two")
    return Claimed(oidc.claimed_client(assertion), assertion, None)


def proven(provider: Provider, call: Call, claimed: Claimed, known: oidc.Client | None) -> tuple[oidc.Client, tuple[Once, ...]]:
    """The client, once the numbers beside it are used up. `known` is what is registered under its name.

    Raises ProtocolError("invalid_client"), the same for one that is unknown and one whose proof is wrong.
    """
    notes.about(known)
    if claimed.credentials is not None:
        return oidc.authenticate(known, claimed.credentials), ()
    named = call.params.get("client_id")
    if known is None or known.token_endpoint_auth_method != "private_key_jwt" or named not in {None, known.client_id}:  # noqa: S105 - a method
        raise oidc.ProtocolError("invalid_client", "client authentication failed")
    now, raw = provider.now(), claimed.assertion or ""
    good = oidc.check_assertion(raw, known.keys, client_id=known.client_id, audience=provider.issuer, now=now)
    return known, (Once(f"assertion|{provider.issuer}|{known.client_id}|{good.jti}", good.expires_at, "invalid_client"),)


def authenticated(provider: Provider, conn: db.Connection, call: Call) -> oidc.Client:
    """The client, proven, and its proof used up. Raises ProtocolError("invalid_client")."""
    claimed = claimed_by(call)
    client, numbers = proven(provider, call, claimed, store.clients.find(conn, provider.issuer, claimed.client_id))
    use_up(conn, numbers)
    return client


def not_authenticated(provider: Provider, call: Call, wrong: oidc.ProtocolError) -> Response:
    """401, and 429 for an address that keeps trying and for a name that is kept being tried, from wherever."""
    now_s = provider.now().timestamp()
    by_address = provider.failures.allow(f"address|{call.address}", now_s)
    by_name = provider.failures.allow(f"client|{_named(call)}", now_s)
    if not (by_address and by_name):
        return error_document(oidc.ProtocolError("temporarily_unavailable", "too many failed attempts"), status=429)
    headers = {"www-authenticate": f'Basic realm="{provider.host.name}"'} if call.authorization else {}
    return error_document(wrong, status=401, headers=headers)


def _named(call: Call) -> str:
    """Whom the request says it comes from, cut short; proves nothing."""
    claimed = oidc.claimed_client(call.params["client_assertion"]) if "client_assertion" in call.params else None
    if claimed is None:
        try:
            claimed = oidc.read_credentials(call.authorization, call.params).client_id
        except oidc.ProtocolError:
            claimed = call.params.get("client_id", "")
    return claimed[:100]
