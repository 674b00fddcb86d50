"""Sign-out asked for by a relying party (OpenID Connect RP-Initiated Logout 1.0), the provider's side.

A bare request may be forged by any page, so only a token we signed ourselves makes us act without asking the person.
"""

from dataclasses import dataclass

from ansinh.oidc.authorize import state_of
from ansinh.oidc.clients import Client, may_return_after_logout
from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.key_sets import PublicKeys, read_signed
from ansinh.oidc.parameters import Parameters
from ansinh.oidc.responses import with_query


@dataclass(frozen=True, slots=True)
class LogoutHint:
    """An id_token of ours, perhaps long expired: which session of which person it was issued in, and for whom."""

    client_id: str
    subject: str
    sid: str


def read_logout_hint(params: Parameters, *, issuer: str, keys: PublicKeys) -> LogoutHint | None:
    """None where the request brings no hint. An expired token is good (section 2); one we did not sign is not.

    Raises ProtocolError("invalid_request") for a token that is not ours, is another kind, or was issued for another client than
    the request names.
    """
    raw = params.get("id_token_hint")
    if raw is None:
        return None
    try:
        token = read_signed(raw, keys)
        typ = token.header.get("typ")
    except ProtocolError:
        raise ProtocolError("invalid_request", "id_token_hint is not a token of ours", field="id_token_hint") from None
    claims = token.claims
    client_id, subject, sid = claims.get("aud"), claims.get("sub"), claims.get("sid")
    if (
        typ != "JWT"
        or claims.get("iss") != issuer
        or not (isinstance(client_id, str) and isinstance(subject, str) and isinstance(sid, str))
    ):
        raise ProtocolError("invalid_request", "id_token_hint is not an id_token of ours", field="id_token_hint")
    if params.get("client_id", client_id) != client_id:
        raise ProtocolError("invalid_request", "client_id is not that of the id_token_hint", field="client_id")
    return LogoutHint(client_id, subject, sid)


def return_address(params: Parameters, client: Client | None) -> str | None:
    """Where the browser goes afterwards, the client's state with it; None if none was asked for.

    `client` is the one the hint or the request names. Raises ProtocolError("invalid_redirect_uri") for an address that is
    not registered for it: the browser is then sent nowhere.
    """
    uri = params.get("post_logout_redirect_uri")
    if uri is None:
        return None
    if client is None or not may_return_after_logout(client, uri):
        raise ProtocolError("invalid_redirect_uri", "the address after sign-out is not registered", field="post_logout_redirect_uri")
    return with_query(uri, {"state": state_of(params)})
