"""Who speaks at an endpoint for programs: a secret or a signed assertion, by the method the client registered, and no other."""

from datetime import datetime

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db
from ansinh.provider import notes, store
from ansinh.provider.calls import Call, error_document
from ansinh.provider.model import Provider


def authenticated(provider: Provider, conn: db.Connection, call: Call) -> oidc.Client:
    """The client, proven. Raises ProtocolError("invalid_client"), the same for one that is unknown and one whose proof is wrong."""
    assertion = oidc.read_assertion(call.params)
    if assertion is None:
        credentials = oidc.read_credentials(call.authorization, call.params)
        known = store.clients.find(conn, provider.issuer, credentials.client_id)
        notes.about(known)
        return oidc.authenticate(known, credentials)
    if call.authorization or "client_secret" in call.params:
        raise oidc.ProtocolError("invalid_client", "use one way to authenticate, not two")
    return _by_assertion(provider, conn, assertion, named=call.params.get("client_id"))


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


def _by_assertion(provider: Provider, conn: db.Connection, raw: str, *, named: str | None) -> oidc.Client:
    claimed = oidc.claimed_client(raw)
    client = None if claimed is None else store.clients.find(conn, provider.issuer, claimed)
    notes.about(client)
    if client is None or client.token_endpoint_auth_method != "private_key_jwt" or named not in {None, client.client_id}:  # noqa: S105 - a method
        raise oidc.ProtocolError("invalid_client", "client authentication failed")
    now = provider.now()
    good = oidc.check_assertion(raw, client.keys, client_id=client.client_id, audience=provider.issuer, now=now)
    first_time(conn, f"assertion|{provider.issuer}|{client.client_id}|{good.jti}", until=good.expires_at, error="invalid_client")
    return client


def first_time(conn: db.Connection, what: str, *, until: datetime, error: str) -> None:
    """Raises ProtocolError(error) where `what` was seen before; of any number of callers at once exactly one goes on."""
    if not store.seen.remember(conn, what, until=until):
        raise oidc.ProtocolError(error, "jti was used before")
