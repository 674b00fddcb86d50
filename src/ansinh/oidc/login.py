"""The relying party's side of a login as pure steps: begin, check the callback, ask for tokens, compare userinfo."""

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from ansinh.oidc.discovery import Provider
from ansinh.oidc.errors import ProtocolError, ProviderRefusedError
from ansinh.oidc.id_token_checks import IdToken
from ansinh.oidc.parameters import Parameters
from ansinh.oidc.pkce import challenge_of
from ansinh.oidc.responses import with_query

Randomness = Callable[[], str]  # at least 32 random bytes in the URL-safe alphabet, new at each call

_LONGEST_CODE = 2048


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the relying party must remember of a login it began, bound to the browser that began it, usable once.

    `fresh_since`: the login may not be older than this; None where any running session will do. `proof_key`: the private key (PEM) that
    this login is bound to, empty where it is bound to none.
    """

    issuer: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    fresh_since: datetime | None = None
    proof_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """`address` is where the browser goes; it carries nothing about the person."""

    address: str
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Tokens:
    """The token endpoint's answer, not yet judged."""

    access_token: str = field(repr=False)
    id_token: str = field(repr=False)


class Wishes(TypedDict, total=False):
    """What may be asked of a login beside who asks. `acr_values` and `ui_locales` in order of preference; no `scopes` is `openid` alone."""

    scopes: Sequence[str]
    acr_values: Sequence[str]
    prompt: str | None
    max_age_s: int | None
    ui_locales: Sequence[str]


def begin(provider: Provider, client_id: str, *, redirect_uri: str, random: Randomness, now: datetime, **wishes: Unpack[Wishes]) -> Begun:
    """A login about to start, in an address that holds the whole request."""
    parameters, attempt = compose(provider, client_id, redirect_uri=redirect_uri, random=random, now=now, **wishes)
    return Begun(with_query(provider.authorization_endpoint, dict(parameters)), attempt)


def compose(
    provider: Provider, client_id: str, *, redirect_uri: str, random: Randomness, now: datetime, **wishes: Unpack[Wishes]
) -> tuple[dict[str, str], Attempt]:
    """The parameters of a new authorization request, wherever they are sent, and the attempt to keep.

    State, nonce and PKCE verifier are fresh (RFC 9700 2.1.1).
    """
    state, nonce, verifier = random(), random(), random()
    prompt, max_age_s = wishes.get("prompt"), wishes.get("max_age_s")
    parameters = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(wishes.get("scopes", ("openid",))),
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
        "acr_values": " ".join(wishes.get("acr_values", ())),
        "prompt": prompt or "",
        "max_age": "" if max_age_s is None else str(max_age_s),
        "ui_locales": " ".join(wishes.get("ui_locales", ())),
    }
    given = {name: value for name, value in parameters.items() if value}
    return given, Attempt(provider.issuer, state, nonce, verifier, _fresh_since(prompt, max_age_s, now))


def check_callback(params: Parameters, *, attempt: Attempt, sends_issuer: bool) -> str:
    """The authorization code in a callback that answers `attempt`.

    Raises ProtocolError("callback_state", "callback_issuer", "callback_code"), and ProviderRefusedError with the
    provider's own code when it answered with an error. The issuer is compared before anything else is believed
    (RFC 9207 2.4), an error answer included.
    """
    state = params.get("state", "")
    if not hmac.compare_digest(state.encode(), attempt.state.encode()):
        raise ProtocolError("callback_state", "this answer belongs to no login begun in this browser")
    issuer = params.get("iss")
    if issuer != attempt.issuer and (sends_issuer or issuer is not None):
        raise ProtocolError("callback_issuer", "this answer comes from another provider")
    if "error" in params:
        raise ProviderRefusedError(params["error"], "the provider ended the login")
    code = params.get("code", "")
    if not 0 < len(code) <= _LONGEST_CODE:
        raise ProtocolError("callback_code", "the answer holds no code")
    return code


def token_form(code: str, *, redirect_uri: str, verifier: str) -> dict[str, str]:
    """The form to post to the token endpoint (RFC 6749 4.1.3, RFC 7636 4.5)."""
    return {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}


def read_tokens(status: int, answer: object, *, token_type: str = "bearer") -> Tokens:  # noqa: S107 - the name of a type
    """Raises ProtocolError("token_answer") for anything but a successful answer of that type with an id_token (RFC 6749 5.1)."""
    if status != 200 or not isinstance(answer, dict) or "error" in answer:
        raise ProtocolError("token_answer", "the provider did not redeem the code")
    access_token, id_token, kind = answer.get("access_token"), answer.get("id_token"), answer.get("token_type")
    if not isinstance(access_token, str) or not isinstance(id_token, str) or not isinstance(kind, str) or kind.lower() != token_type:
        raise ProtocolError("token_answer", "the provider's token answer is incomplete")
    return Tokens(access_token, id_token)


def check_userinfo(answer: object, *, id_token: IdToken) -> Mapping[str, Any]:
    """The userinfo claims, of the same person as the id_token (OpenID Connect Core 5.3.4). Raises ProtocolError("userinfo_sub")."""
    if not isinstance(answer, dict) or answer.get("sub") != id_token.subject:
        raise ProtocolError("userinfo_sub", "userinfo speaks of another person than the id_token")
    return answer


def logout_address(
    provider: Provider, *, id_token_hint: str, post_logout_redirect_uri: str, state: str, ui_locales: Sequence[str] = ()
) -> str | None:
    """Where to send the browser to sign out at the provider (RP-Initiated Logout 1.0); None if it offers no sign-out."""
    if provider.end_session_endpoint is None:
        return None
    return with_query(
        provider.end_session_endpoint,
        {
            "id_token_hint": id_token_hint,
            "post_logout_redirect_uri": post_logout_redirect_uri,
            "state": state,
            "ui_locales": " ".join(ui_locales) or None,
        },
    )


def _fresh_since(prompt: str | None, max_age_s: int | None, now: datetime) -> datetime | None:
    if prompt is not None and {"login", "select_account"} & set(prompt.split()):
        return now
    return None if max_age_s is None else now - timedelta(seconds=max_age_s)
