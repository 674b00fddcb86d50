"""A relying party in one object: the pure steps of `login` and `id_token_checks` with somebody else's HTTP between them.

Bytes move through the `Http` that is passed in, time and randomness through arguments. What it remembers between calls is
public: the provider's metadata and keys, for a bounded time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Protocol, TypeVar, Unpack

from ansinh.oidc.client_auth import encode_for_basic
from ansinh.oidc.discovery import Provider, discovery_address, read_discovery
from ansinh.oidc.errors import ProtocolError, UnknownKeyError
from ansinh.oidc.id_token_checks import Expected, IdToken, check_id_token
from ansinh.oidc.key_sets import PublicKeys, read_jwks
from ansinh.oidc.login import (
    Attempt,
    Begun,
    Randomness,
    Tokens,
    Wishes,
    begin,
    check_callback,
    check_userinfo,
    logout_address,
    read_tokens,
    token_form,
)
from ansinh.oidc.logout_tokens import LogoutToken, check_logout_token
from ansinh.oidc.parameters import Parameters
from ansinh.oidc.profiles import AuthMethod
from ansinh.oidc.strictness import AS_STANDARD, Strictness

Read = TypeVar("Read")

_METADATA_LIFE = timedelta(minutes=10)
# An attacker who sends tokens with invented key names must not make us hammer the provider.
_KEYS_REST = timedelta(seconds=30)


class HttpAnswer(Protocol):
    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...  # names in lower case
    def json(self) -> Any: ...


class Http(Protocol):
    """Bounded HTTP without redirects; raises kit.errors.CounterpartDown."""

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> HttpAnswer: ...
    def post_form(
        self, url: str, data: Mapping[str, str], *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> HttpAnswer: ...


@dataclass(frozen=True, slots=True)
class Registration:
    """How we are registered at the provider, and what we insist on there.

    `configured`: the provider's addresses where it publishes no metadata; what stands here is believed as it stands.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    auth_method: AuthMethod = "client_secret_basic"
    strictness: Strictness = AS_STANDARD
    configured: Provider | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A finished login: the checked id_token and the claims the provider answered through the back channel."""

    id_token: IdToken
    userinfo: Mapping[str, Any] = field(repr=False)


class RelyingParty:
    """One registration at one provider; safe to share between threads."""

    def __init__(self, registration: Registration, http: Http) -> None:
        self._registration = registration
        self._http = http
        self._lock = Lock()
        self._provider: tuple[Provider, datetime] | None = None
        self._keys: tuple[PublicKeys, datetime] | None = None

    @property
    def issuer(self) -> str:
        return self._registration.issuer

    def begin(self, *, now: datetime, random: Randomness, **wishes: Unpack[Wishes]) -> Begun:
        """Where to send the browser, and the attempt to keep. Raises CounterpartDown when the provider does not answer."""
        ours = self._registration
        return begin(self.provider(now=now), ours.client_id, redirect_uri=ours.redirect_uri, random=random, now=now, **wishes)

    def finish(self, params: Parameters, attempt: Attempt, *, now: datetime) -> SignedIn:
        """The person who logged in. The caller has consumed `attempt` and knows that this browser began it.

        Raises ProtocolError named after the failed check, ProviderRefusedError with the provider's error, CounterpartDown.
        """
        provider = self.provider(now=now)
        code = check_callback(params, attempt=attempt, sends_issuer=provider.sends_issuer)
        tokens = self._redeem(provider, code, attempt, now=now)
        expected = Expected(
            issuer=provider.issuer,
            client_id=self._registration.client_id,
            nonce=attempt.nonce,
            access_token=tokens.access_token,
            now=now,
            fresh_since=attempt.fresh_since,
        )
        id_token = self._with_keys(provider, now, lambda keys: check_id_token(tokens.id_token, keys, expected=expected))
        return SignedIn(id_token, check_userinfo(self._userinfo(provider, tokens, now=now), id_token=id_token))

    def logout_address(
        self, *, id_token_hint: str, post_logout_redirect_uri: str, state: str, now: datetime, ui_locales: Sequence[str] = ()
    ) -> str | None:
        """Where to send the browser to sign out at the provider; None if it offers no sign-out. Raises CounterpartDown."""
        return logout_address(
            self.provider(now=now),
            id_token_hint=id_token_hint,
            post_logout_redirect_uri=post_logout_redirect_uri,
            state=state,
            ui_locales=ui_locales,
        )

    def check_logout_token(self, raw: str, *, now: datetime) -> LogoutToken:
        """Which session the provider says is over (OpenID Connect Back-Channel Logout 1.0). The caller takes its `jti` once.

        Raises ProtocolError naming the claim, CounterpartDown when the provider's keys cannot be had.
        """
        provider, ours = self.provider(now=now), self._registration.client_id
        return self._with_keys(provider, now, lambda keys: check_logout_token(raw, keys, issuer=provider.issuer, client_id=ours, now=now))

    def provider(self, *, now: datetime) -> Provider:
        """The provider's metadata, fetched at most every ten minutes, or as it was configured."""
        ours = self._registration
        if ours.configured is not None:
            return ours.configured
        with self._lock:
            kept = self._provider
        if kept is not None and now - kept[1] < _METADATA_LIFE:
            return kept[0]
        answer = self._http.get(discovery_address(ours.issuer))
        provider = read_discovery(answer.json() if answer.status == 200 else None, issuer=ours.issuer, strictness=ours.strictness)
        with self._lock:
            self._provider = (provider, now)
        return provider

    def _redeem(self, provider: Provider, code: str, attempt: Attempt, *, now: datetime) -> Tokens:  # noqa: ARG002 - for who signs or proves
        ours = self._registration
        form = token_form(code, redirect_uri=ours.redirect_uri, verifier=attempt.verifier)
        if ours.auth_method == "client_secret_post":
            answer = self._http.post_form(
                provider.token_endpoint, {**form, "client_id": ours.client_id, "client_secret": ours.client_secret}
            )
        else:
            answer = self._http.post_form(provider.token_endpoint, form, auth=encode_for_basic(ours.client_id, ours.client_secret))
        return read_tokens(answer.status, answer.json())

    def _userinfo(self, provider: Provider, tokens: Tokens, *, now: datetime) -> object:  # noqa: ARG002 - for who signs or proves
        """The userinfo endpoint's answer, not yet judged."""
        answer = self._http.get(provider.userinfo_endpoint, headers={"authorization": f"Bearer {tokens.access_token}"})
        if answer.status != 200:
            raise ProtocolError("userinfo_answer", "the provider gave no userinfo")
        return answer.json()

    def _with_keys(self, provider: Provider, now: datetime, read: Callable[[PublicKeys], Read]) -> Read:
        """What `read` makes of the provider's keys. A key that is not among them is worth one look at the current ones, now and then."""
        keys, fetched_at = self._current_keys(provider, now)
        try:
            return read(keys)
        except UnknownKeyError:
            if timedelta(0) <= now - fetched_at < _KEYS_REST:
                raise
        return read(self._fetch_keys(provider, now))

    def _current_keys(self, provider: Provider, now: datetime) -> tuple[PublicKeys, datetime]:
        with self._lock:
            kept = self._keys
        if kept is not None and now - kept[1] < _METADATA_LIFE:
            return kept
        return self._fetch_keys(provider, now), now

    def _fetch_keys(self, provider: Provider, now: datetime) -> PublicKeys:
        answer = self._http.get(provider.jwks_uri)
        keys = read_jwks(answer.json() if answer.status == 200 else None, algorithms=self._registration.strictness.algorithms)
        with self._lock:
            self._keys = (keys, now)
        return keys
