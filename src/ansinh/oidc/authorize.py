"""The authorization request (OpenID Connect Core 3.1.2.1), read in two steps.

First who asks and where the answer may go: if that is in doubt the person sees an error page and the browser is sent
nowhere. Only then the rest: what is wrong there is told to the relying party at its registered address.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from ansinh.oidc.claims_parameter import AskedClaims, read_claims
from ansinh.oidc.clients import Client, may_return_to
from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.parameters import Parameters, require
from ansinh.oidc.pkce import is_challenge

# RFC 6749 appendix A.5: state is visible ASCII and space. The bound is ours.
_STATE = re.compile(r"[ -~]{1,1024}", re.ASCII)
_PROMPTS = frozenset({"none", "login", "consent", "select_account"})
_MAX_AGE = re.compile(r"[0-9]{1,9}", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{2,35}", re.ASCII)
# Parameters that change what a request means. To ignore one would be to answer another question than was asked.
_NOT_SUPPORTED = {
    "request": "request_not_supported",
    "request_uri": "request_uri_not_supported",
    "registration": "registration_not_supported",
}


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A request that may be served.

    `acr_values` stand in order of preference and are not yet understood here; levels that were asked for as essential in the
    parameter `claims` take their place, and where a request names none, those the client is registered with. `claims` are userinfo claims asked for by name, none where the scopes decide.
    `code_challenge` is None for a client of the legacy profile that sent none; `dpop_jkt` binds the code to a key (RFC 9449 10).
    `pushed` is the hash of the number it was pushed under, which counts for one code; None for a request that was not pushed.

    `login_hint` is left out on purpose: relying parties put names and numbers into it, and nothing here needs it.
    """

    client_id: str
    redirect_uri: str
    code_challenge: str | None
    scopes: tuple[str, ...]
    state: str | None = None
    nonce: str | None = None
    prompts: tuple[str, ...] = ()
    max_age_s: int | None = None
    acr_values: tuple[str, ...] = ()
    ui_locales: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    dpop_jkt: str | None = None
    pushed: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values to keep while the person logs in."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """What `as_json` gave."""
        values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
        return cls(**values)

    @property
    def wants_fresh_login(self) -> bool:
        """True if a running session is not enough whatever its age."""
        return "login" in self.prompts or "select_account" in self.prompts or self.max_age_s == 0

    def accepts_login_of(self, auth_time: datetime | None, *, now: datetime) -> bool:
        """True if a running session whose login was at `auth_time` (None: not known) is recent enough for this request."""
        if self.wants_fresh_login:
            return False
        if self.max_age_s is None:
            return True
        return auth_time is not None and now - auth_time <= timedelta(seconds=self.max_age_s)

    def check_login_page_allowed(self) -> None:
        """Raises ProtocolError("login_required") where the relying party forbade showing any page (prompt=none)."""
        if "none" in self.prompts:
            raise ProtocolError("login_required", "the person has to log in")


def redirect_uri_of(params: Parameters, client: Client | None) -> str:
    """Where answers to this request may be sent.

    Raises ProtocolError to be shown as a page, never sent anywhere: `invalid_client` for an unknown client,
    `invalid_redirect_uri` for an address that is missing or not registered (RFC 6749 4.1.2.1, RFC 9700 2.1).
    """
    if client is None:
        raise ProtocolError("invalid_client", "no such client is registered", field="client_id")
    uri = params.get("redirect_uri")
    if uri is None or not may_return_to(client, uri):
        raise ProtocolError("invalid_redirect_uri", "the redirect address is not registered for this client", field="redirect_uri")
    return uri


def state_of(params: Parameters) -> str | None:
    """The state to send back, or None when there is none or it may not be echoed."""
    state = params.get("state")
    return state if state is not None and _STATE.fullmatch(state) else None


def read_authorization(params: Parameters, client: Client) -> AuthorizationRequest:
    """The whole request of a client whose redirect address has been checked.

    Scopes that are not registered for the client are dropped (OpenID Connect Core 3.1.2.1). Raises ProtocolError with the
    error code to send to the client.
    """
    for name, error in _NOT_SUPPORTED.items():
        if name in params:
            raise ProtocolError(error, f"{name} is not supported", field=name)
    if require(params, "response_type") != "code":
        raise ProtocolError("unsupported_response_type", "only response_type code is served", field="response_type")
    if params.get("response_mode", "query") != "query":
        raise ProtocolError("invalid_request", "only response_mode query is served", field="response_mode")
    if "state" in params and state_of(params) is None:
        raise ProtocolError("invalid_request", "state must be at most 1024 visible ASCII characters", field="state")
    asked = read_claims(params["claims"], client) if "claims" in params else AskedClaims()
    scopes = require(params, "scope").split(" ")
    if "openid" not in scopes:
        raise ProtocolError("invalid_scope", "the scope openid is needed", field="scope")
    return AuthorizationRequest(
        client_id=client.client_id,
        redirect_uri=params["redirect_uri"],
        code_challenge=_challenge(params, client),
        scopes=tuple(scope for scope in client.scopes if scope in scopes),
        state=params.get("state"),
        nonce=_nonce(params),
        prompts=_prompts(params),
        max_age_s=_max_age(params),
        acr_values=asked.acr_essential or tuple(params.get("acr_values", "").split()) or client.default_acr_values,
        ui_locales=tuple(tag for tag in params.get("ui_locales", "").split()[:5] if _LANGUAGE.fullmatch(tag)),
        claims=asked.userinfo,
        dpop_jkt=_thumbprint(params),
    )


def _challenge(params: Parameters, client: Client) -> str | None:
    if not client.profile.pkce and "code_challenge" not in params and "code_challenge_method" not in params:
        return None
    challenge = require(params, "code_challenge")
    # RFC 7636 4.3: an absent method means plain, which is refused like a stated one.
    if params.get("code_challenge_method") != "S256" or not is_challenge(challenge):
        raise ProtocolError("invalid_request", "code_challenge with method S256 is required", field="code_challenge_method")
    return challenge


def _thumbprint(params: Parameters) -> str | None:
    thumbprint = params.get("dpop_jkt")
    if thumbprint is not None and not is_challenge(thumbprint):
        raise ProtocolError("invalid_request", "dpop_jkt is the SHA-256 thumbprint of a key", field="dpop_jkt")
    return thumbprint


def _nonce(params: Parameters) -> str | None:
    nonce = params.get("nonce")
    if nonce is not None and _STATE.fullmatch(nonce) is None:
        raise ProtocolError("invalid_request", "nonce must be at most 1024 visible ASCII characters", field="nonce")
    return nonce


def _prompts(params: Parameters) -> tuple[str, ...]:
    prompts = tuple(params.get("prompt", "").split())
    if not _PROMPTS.issuperset(prompts) or ("none" in prompts and len(prompts) > 1):
        raise ProtocolError("invalid_request", "prompt is none, login, consent or select_account; none stands alone", field="prompt")
    return prompts


def _max_age(params: Parameters) -> int | None:
    text = params.get("max_age")
    if text is None:
        return None
    if _MAX_AGE.fullmatch(text) is None:
        raise ProtocolError("invalid_request", "max_age is a number of seconds", field="max_age")
    return int(text)
