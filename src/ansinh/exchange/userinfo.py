"""The userinfo endpoint (OpenID Connect Core 5.3): the person behind an access token, as far as its client may know."""

from starlette.responses import Response

from ansinh import oidc
from ansinh.exchange import rules, store
from ansinh.exchange.calls import Call, document, error_document
from ansinh.exchange.model import Platform


def userinfo(platform: Platform, call: Call) -> Response:
    """200 with claims; 401 with a Bearer challenge (RFC 6750 3) for a token that opens nothing."""
    try:
        token = oidc.read_bearer(call.authorization, call.params if call.method == "POST" else {})
    except oidc.ProtocolError as wrong:
        return error_document(wrong, status=400, headers={"www-authenticate": 'Bearer error="invalid_request"'})
    if token is None:
        return document({}, status=401, headers={"www-authenticate": 'Bearer realm="exchange"'})
    with platform.database.transaction() as conn:
        opened = store.tokens.open_pass(conn, token, issuer=platform.issuer, now=platform.now())
    if opened is None:
        refusal = oidc.ProtocolError("invalid_token", "the access token is unknown, expired or revoked")
        return error_document(refusal, status=401, headers={"www-authenticate": 'Bearer error="invalid_token"'})
    return document(rules.userinfo(opened.claims, opened.reached, opened.client))
