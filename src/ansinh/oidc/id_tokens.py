"""The id_token as a provider issues it (OpenID Connect Core 2).

It says who, how sure and when, and nothing else: it travels back in the query of the logout request, so names and numbers
belong in the userinfo answer.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ansinh.oidc import base64url

ID_TOKEN_LIFE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Authentication:
    """What is known of the login behind a token. `acr` is what was reached, never what was asked; `sid` names the session.

    `auth_time` is None where it is not known; the token is then silent about it.
    """

    subject: str
    acr: str
    amr: tuple[str, ...]
    auth_time: datetime | None
    sid: str


def id_token_claims(
    authentication: Authentication, *, issuer: str, client_id: str, nonce: str | None, access_token: str, now: datetime
) -> dict[str, Any]:
    """Claims to sign; times in whole seconds since 1970."""
    claims: dict[str, Any] = {
        "iss": issuer,
        "sub": authentication.subject,
        "aud": client_id,
        "azp": client_id,
        "iat": int(now.timestamp()),
        "exp": int((now + ID_TOKEN_LIFE).timestamp()),
        "acr": authentication.acr,
        "amr": list(authentication.amr),
        "sid": authentication.sid,
        "at_hash": at_hash(access_token),
    }
    if authentication.auth_time is not None:
        claims["auth_time"] = int(authentication.auth_time.timestamp())
    if nonce is not None:
        claims["nonce"] = nonce
    return claims


def at_hash(access_token: str, algorithm: str = "ES256") -> str:
    """Left half of the hash of the access token, base64url (OpenID Connect Core 3.1.3.6): SHA-512 for EdDSA, else SHA-256."""
    hashed = hashlib.sha512 if algorithm in {"EdDSA", "Ed25519"} else hashlib.sha256
    digest = hashed(access_token.encode("ascii", "replace")).digest()
    return base64url.encode(digest[: len(digest) // 2])


def token_answer(
    *,
    access_token: str,
    expires_in_s: int,
    scopes: Sequence[str],
    id_token: str | None = None,
    refresh_token: str | None = None,
    bound: bool = False,
) -> dict[str, Any]:
    """The successful token response (RFC 6749 5.1, OpenID Connect Core 3.1.3.3); `bound`: the token is of type DPoP."""
    answer: dict[str, Any] = {
        "access_token": access_token,
        "token_type": "DPoP" if bound else "Bearer",
        "expires_in": expires_in_s,
        "scope": " ".join(scopes),
    }
    if id_token is not None:
        answer["id_token"] = id_token
    if refresh_token is not None:
        answer["refresh_token"] = refresh_token
    return answer
