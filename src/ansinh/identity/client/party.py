"""One service at one exchange: begin a login, finish it, sign out, hear of a sign-out elsewhere.

What a callback brings through the browser is a code and a state. Who the person is comes from the exchange alone, through the back
channel, with a signed token whose every check is made: there is no way to leave one out and none to hand claims in.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from ansinh import oidc
from ansinh.identity.client.levels import Comparison, Level
from ansinh.identity.client.memory import Memory, PendingLogin
from ansinh.identity.client.returning import local_path
from ansinh.kit import clock, crypto, errors, http

_LOGIN_LIFE = timedelta(minutes=10)
_BROWSER = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


class Failure(StrEnum):
    """Why a login came to nothing; a message for the person belongs to each."""

    LOGIN_UNKNOWN = "login_unknown"  # begun in another browser, too long ago, or finished already
    REFUSED = "refused"  # the exchange said no; `rule` is its error code, access_denied where the person turned back
    ANSWER_INVALID = "answer_invalid"  # the answer broke a rule; `rule` names the check
    LEVEL_NOT_MET = "level_not_met"
    LEVEL_UNKNOWN = "level_unknown"
    EXCHANGE_DOWN = "exchange_down"


class LoginFailedError(errors.Refused):
    """`failure` is for the person, `rule` for the developer; neither holds anything about the person."""

    def __init__(self, failure: Failure, rule: str) -> None:
        super().__init__(failure.value, rule)
        self.failure = failure
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Begun:
    """`address`: where to send the browser. `browser`: the value of a cookie to set: HttpOnly, SameSite=Lax, Secure where there is TLS."""

    address: str
    browser: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Who logged in, as the exchange vouches for them. Printed it says the level and nothing else.

    `session_id` is the `sid` a sign-out elsewhere will name. `claims` are what the client is registered for and the person agreed to.
    `id_token` is the hint to sign out with and good for nothing else.
    """

    issuer: str = field(repr=False)
    subject: str = field(repr=False)
    level: Level
    methods: tuple[str, ...] = field(repr=False)
    logged_in_at: datetime | None = field(repr=False)
    session_id: str | None = field(repr=False)
    claims: Mapping[str, Any] = field(repr=False)
    id_token: str = field(repr=False)

    @property
    def key(self) -> tuple[str, str]:
        """What to know the person by at the next login: issuer and subject. A name, an e-mail, a telephone number can become somebody else's."""
        return self.issuer, self.subject


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A finished login. `return_path` is a path of the service's own origin, where the person wanted to go."""

    person: Person
    return_path: str


@dataclass(frozen=True, slots=True)
class EndedLogin:
    """Which sessions are over: the one of `session_id`, or, where it is None, every one of `subject`."""

    issuer: str
    subject: str | None = field(repr=False)
    session_id: str | None


class Party:
    """One registration; safe to share between threads. Made by `basic_party` or `secure_party`."""

    def __init__(self, protocol: oidc.RelyingParty, *, memory: Memory, now: clock.Clock = clock.utc_now) -> None:
        self._protocol = protocol
        self._memory = memory
        self._now = now

    def begin(
        self,
        *,
        browser: str | None = None,
        return_path: str | None = "/",
        needed: str = "",
        scopes: Sequence[str] = ("openid",),
        fresh: bool = False,
        ui_locales: Sequence[str] = (),
    ) -> Begun:
        """A login about to start. `browser` is the cookie of an earlier one, if there is one; `return_path` may come from anybody.

        `needed` is asked for and, at the end, held against what was reached. `fresh`: a session that is running is not enough.
        Raises LoginFailedError EXCHANGE_DOWN, or REFUSED where the exchange did not take the request; ValueError for a `needed` that is none.
        """
        level = Level.needed(needed) if needed else None
        try:
            begun = self._protocol.begin(
                now=self._now(),
                random=crypto.random_token,
                scopes=scopes,
                acr_values=() if level is None else (needed,),
                prompt="login" if fresh else None,
                ui_locales=ui_locales,
            )
        except errors.RoomError as wrong:
            raise _failed(wrong) from None
        secret = browser if browser is not None and _BROWSER.fullmatch(browser) else crypto.random_token()
        pending = PendingLogin(begun.attempt, local_path(return_path), needed, self._now() + _LOGIN_LIFE)
        self._memory.keep(crypto.sha256_hex(begun.attempt.state), crypto.sha256_hex(secret), pending)
        return Begun(begun.address, secret)

    def finish(self, query: bytes, *, browser: str | None) -> SignedIn:
        """Who logged in. `query` is the callback's query string as it came, `browser` the cookie. Raises LoginFailedError.

        Whatever else stands in the query is not looked at. A login is finished once, whether it ends well or not.
        """
        now = self._now()
        try:
            params = oidc.read_parameters(query)
            state = params.get("state", "")
            pending = self._memory.take(crypto.sha256_hex(state), crypto.sha256_hex(browser or ""), now=now)
            if pending is None or pending.attempt.issuer != self._protocol.issuer:
                raise LoginFailedError(Failure.LOGIN_UNKNOWN, "callback_state")
            found = self._protocol.finish(params, pending.attempt, now=now)
        except errors.RoomError as wrong:
            raise _failed(wrong) from None
        token = found.id_token
        level = Level.reached(token.acr)
        if pending.needed:
            _check_level(level.meets(pending.needed))
        person = Person(token.issuer, token.subject, level, token.amr, token.auth_time, token.sid, dict(found.userinfo), token.raw)
        return SignedIn(person, pending.return_path)

    def sign_out_address(self, id_token: str, *, back_to: str) -> str | None:
        """Where to send the browser to sign out everywhere, after the service's own session was ended; None if the exchange is away.

        `id_token` is that of the person who signs out, `back_to` one of the registered addresses for after sign-out.
        """
        try:
            return self._protocol.logout_address(
                id_token_hint=id_token, post_logout_redirect_uri=back_to, state=crypto.random_token(16), now=self._now()
            )
        except errors.RoomError:
            return None

    def hear(self, logout_token: str) -> EndedLogin:
        """Which login the exchange says is over (Back-Channel Logout 1.0 section 2.5): end those sessions, answer 200.

        Raises LoginFailedError: ANSWER_INVALID for a token that is not good or was heard before, to be answered with 400; EXCHANGE_DOWN
        while it cannot be judged, to be answered with 503.
        """
        now, issuer = self._now(), self._protocol.issuer
        try:
            token = self._protocol.check_logout_token(logout_token, now=now)
        except errors.RoomError as wrong:
            raise _failed(wrong) from None
        if not self._memory.first_time(crypto.sha256_hex(f"{issuer}|{token.jti}"), until=token.expires_at, now=now):
            raise LoginFailedError(Failure.ANSWER_INVALID, "jti")
        return EndedLogin(issuer, token.subject, token.sid)


def basic_party(
    issuer: str,
    client_id: str,
    client_secret: str,
    redirect_uri: str,
    *,
    memory: Memory,
    http_client: oidc.Http | None = None,
    now: clock.Clock = clock.utc_now,
) -> Party:
    """A service of the basic profile. Without `http_client` one that speaks to the issuer's host alone, with bounds and without redirects."""
    registration = oidc.Registration(issuer, client_id, client_secret, redirect_uri)
    return Party(oidc.RelyingParty(registration, http_client or _only(issuer)), memory=memory, now=now)


def secure_party(
    issuer: str,
    client_id: str,
    private_key: bytes,
    redirect_uri: str,
    *,
    memory: Memory,
    kid: str | None = None,
    http_client: oidc.Http | None = None,
    now: clock.Clock = clock.utc_now,
) -> Party:
    """A service of the secure profile. `private_key` is P-256 in PEM, `kid` the name it is registered under if not its thumbprint.

    Raises ValueError for another key.
    """
    registration = oidc.Registration(issuer, client_id, "", redirect_uri)
    key = oidc.PartyKey(private_key, kid=kid)
    protocol = oidc.SecureParty(registration, http_client or _only(issuer), key=key, random=crypto.random_token)
    return Party(protocol, memory=memory, now=now)


def _only(issuer: str) -> http.Client:
    return http.Client(allow_hosts=frozenset({urlsplit(issuer).hostname or ""}))


def _check_level(outcome: Comparison) -> None:
    if outcome is Comparison.NOT_MET:
        raise LoginFailedError(Failure.LEVEL_NOT_MET, "acr")
    if outcome is Comparison.UNKNOWN:
        raise LoginFailedError(Failure.LEVEL_UNKNOWN, "acr")


def _failed(wrong: errors.RoomError) -> LoginFailedError:
    """What went wrong below, without its cause's text: an answer's bytes belong in no traceback."""
    if isinstance(wrong, LoginFailedError):
        return wrong
    if isinstance(wrong, errors.CounterpartDown) or wrong.code == "temporarily_unavailable":
        return LoginFailedError(Failure.EXCHANGE_DOWN, wrong.code)
    if isinstance(wrong, oidc.ProviderRefusedError):
        return LoginFailedError(Failure.REFUSED, wrong.code)
    rule = f"{wrong.code}:{wrong.field}" if wrong.code == "invalid_request" and wrong.field else wrong.code
    return LoginFailedError(Failure.ANSWER_INVALID, rule)
