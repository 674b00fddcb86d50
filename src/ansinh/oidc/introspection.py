"""What a provider says of a token it issued (RFC 7662), and how it takes one back (RFC 7009)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansinh.oidc.parameters import Parameters, require

INACTIVE: dict[str, Any] = {"active": False}


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """What is kept of an access or refresh token. `thumbprint` is that of the DPoP key it is bound to, None for a bearer."""

    client_id: str
    subject: str
    scopes: Sequence[str]
    issued_at: datetime
    expires_at: datetime
    thumbprint: str | None = None


def token_of(params: Parameters) -> str:
    """The token a request is about; `token_type_hint` is a hint and not believed. Raises ProtocolError("invalid_request") without one."""
    return require(params, "token")


def introspection_answer(token: IssuedToken | None, *, client_id: str, issuer: str, now: datetime) -> dict[str, Any]:
    """What `client_id` may know of a token; of one that is unknown, over, or another client's it learns only that it is not active."""
    if token is None or token.client_id != client_id or now >= token.expires_at:
        return dict(INACTIVE)
    answer: dict[str, Any] = {
        "active": True,
        "iss": issuer,
        "client_id": token.client_id,
        "sub": token.subject,
        "scope": " ".join(token.scopes),
        "iat": int(token.issued_at.timestamp()),
        "exp": int(token.expires_at.timestamp()),
        "token_type": "Bearer" if token.thumbprint is None else "DPoP",
    }
    if token.thumbprint is not None:
        answer["cnf"] = {"jkt": token.thumbprint}
    return answer
