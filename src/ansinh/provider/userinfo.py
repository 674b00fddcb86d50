"""The userinfo endpoint (OpenID Connect Core 5.3): the person behind an access token, as far as its client may know."""

from collections.abc import Mapping

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db
from ansinh.provider import notes, store
from ansinh.provider.calls import Call, document, error_document
from ansinh.provider.model import Pass, Provider
from ansinh.provider.once import use_up
from ansinh.provider.proofs import proven_key

_JWT = {"content-type": "application/jwt", "cache-control": "no-store", "pragma": "no-cache"}


def userinfo(provider: Provider, call: Call) -> Response:
    """200 with claims; 401 with a challenge (RFC 6750 3, RFC 9449 7.1) for a token that opens nothing; 403 for one without openid."""
    try:
        presented = oidc.read_access_token(call.authorization, call.params if call.method == "POST" else {})
    except oidc.ProtocolError as wrong:
        return error_document(wrong, status=400, headers={"www-authenticate": 'Bearer error="invalid_request"'})
    if presented is None:
        return document({}, status=401, headers={"www-authenticate": f'Bearer realm="{provider.host.name}"'})
    now = provider.now()
    database = provider.database
    with database.transaction() if provider.host.records_what_it_told else database.statements() as conn:
        try:
            opened = _open(provider, conn, call, presented)
        except oidc.ProtocolError as wrong:
            scheme = "DPoP" if presented.with_proof else "Bearer"
            return error_document(wrong, status=401, headers={"www-authenticate": f'{scheme} error="{wrong.code}"'})
        if "openid" not in opened.scopes:
            narrow = oidc.ProtocolError("insufficient_scope", "the token was not issued for openid")
            return error_document(narrow, status=403, headers={"www-authenticate": 'Bearer error="insufficient_scope"'})
        told = provider.host.told(conn, opened, now=now)
        key = None if opened.client.userinfo_form == "json" else provider.keys.signing(conn, now=now)
    if told is None:
        return error_document(_OPENS_NOTHING, status=401, headers={"www-authenticate": 'Bearer error="invalid_token"'})
    return _answer(provider, opened, key, {**told, "sub": provider.subject_for(opened.client, opened.login.subject)})


_OPENS_NOTHING = oidc.ProtocolError("invalid_token", "the access token is unknown, expired or revoked")


def _open(provider: Provider, conn: db.Connection, call: Call, presented: oidc.Presented) -> Pass:
    opened = store.tokens.open_pass(conn, presented.token, issuer=provider.issuer, now=provider.now())
    if opened is None:
        raise _OPENS_NOTHING
    notes.about(opened.client)
    if opened.thumbprint is None:
        if presented.with_proof:
            raise oidc.ProtocolError("invalid_token", "the token is not bound to a key")
        return opened
    if not presented.with_proof:
        raise oidc.ProtocolError("invalid_token", "the token is bound to a key and not for bearers")
    url = provider.addresses.userinfo_endpoint
    proof = proven_key(provider, call, url=url, access_token=presented.token)
    use_up(conn, proof.numbers)
    if proof.thumbprint != opened.thumbprint:
        raise oidc.ProtocolError("invalid_dpop_proof", "no proof of the key the token is bound to")
    return opened


def _answer(provider: Provider, opened: Pass, key: oidc.SigningKey | None, claims: Mapping[str, object]) -> Response:
    """The claims as the client registered for them: JSON where there is no key to sign with, else a signed JWT, encrypted or not."""
    client = opened.client
    if key is None:
        return document(claims)
    signed = oidc.signed_userinfo(claims, key, issuer=provider.issuer, client_id=client.client_id, now=provider.now())
    if client.userinfo_form == "encrypted":
        signed = oidc.encrypted_userinfo(signed, oidc.read_encryption_key(client.encryption_key))
    return Response(signed, headers=_JWT)
