"""The userinfo endpoint (OpenID Connect Core 5.3): who holds the account behind an access token."""

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db
from ansinh.sandbox.eid import store
from ansinh.sandbox.eid.calls import Call, document, error_document
from ansinh.sandbox.eid.model import EidProvider
from ansinh.wire import eid


def userinfo(provider: EidProvider, call: Call) -> Response:
    """200 with claims; 401 with a Bearer challenge (RFC 6750 3) for a token that opens nothing."""
    try:
        token = oidc.read_bearer(call.authorization, call.params if call.method == "POST" else {})
    except oidc.ProtocolError as wrong:
        return error_document(wrong, status=400, headers={"www-authenticate": 'Bearer error="invalid_request"'})
    if token is None:
        return document({}, status=401, headers={"www-authenticate": 'Bearer realm="citizen"'})
    with provider.database.transaction() as conn:
        claims = _claims(provider, conn, token)
    if claims is None:
        refusal = oidc.ProtocolError("invalid_token", "the access token is unknown, expired or revoked")
        return error_document(refusal, status=401, headers={"www-authenticate": 'Bearer error="invalid_token"'})
    return document(claims)


def _claims(provider: EidProvider, conn: db.Connection, token: str) -> dict[str, object] | None:
    found = store.tokens.holder_of(conn, token, now=provider.now())
    client = None if found is None else store.clients.find(conn, found[1])
    holder = None if found is None else store.accounts.find(conn, found[0])
    if client is None or holder is None:
        return None
    told = eid.format_for_exchange(
        eid.EidClaims(
            issuer=provider.issuer,
            subject=str(holder.subject),
            citizen_number=holder.citizen_number,
            full_name=holder.full_name,
            birth_date=holder.birth_date,
            sex=holder.sex,
            assurance=eid.UNKNOWN,  # level and time stand in the signed id_token alone
            auth_time=None,
        )
    )
    return {name: value for name, value in told.items() if name == "sub" or name in client.claims}
