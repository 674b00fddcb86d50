"""What every eID provider looks like to the exchange, whatever protocol it speaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Protocol

from ansinh import oidc
from ansinh.exchange.upstreams.levels import LevelMap
from ansinh.kit import errors
from ansinh.wire import eid

_CODE = re.compile(r"[A-Z][A-Z0-9_-]{1,31}", re.ASCII)


class LogoutStyle(Enum):
    """How a person is signed out at the provider when they sign out here."""

    END_SESSION = "end_session"  # the browser goes there with the id_token as a hint (OpenID Connect RP-Initiated Logout 1.0)
    NONE = "none"  # the provider has no session to end


@dataclass(frozen=True, slots=True)
class Declared:
    """What is known of a provider beforehand.

    `code` is what relying parties read in `loginIdp`; the provider's answers arrive at an address of its own, made from it. `open`:
    every relying party may use it unless a rule says otherwise; where False none may, unless a rule says so.
    """

    code: str
    name: str
    name_en: str
    claims: eid.ClaimsMap
    levels: LevelMap
    logout: LogoutStyle
    open: bool = False


@dataclass(frozen=True, slots=True)
class Vouched:
    """A finished login: who it was, and what the provider's session is known by (`hint` and `sid`; empty where it has none)."""

    person: eid.EidClaims
    hint: str = field(repr=False)
    sid: str


class Upstream(Protocol):
    """One eID provider as the exchange is registered with it. Safe to share between threads."""

    @property
    def declared(self) -> Declared: ...

    @property
    def issuer(self) -> str: ...

    def begin(
        self,
        *,
        now: datetime,
        random: oidc.Randomness,
        demands: Sequence[eid.Assurance],
        prompt: str | None,
        max_age_s: int | None,
        ui_locales: Sequence[str],
    ) -> oidc.Begun:
        """Where to send the browser, and the attempt to keep. Raises CounterpartDown, ProtocolError."""

    def finish(self, params: oidc.Parameters, attempt: oidc.Attempt, *, now: datetime) -> Vouched:
        """Who logged in. Raises ProtocolError named after the failed check, TermError for a claim, CounterpartDown."""

    def logout_address(
        self, *, hint: str, post_logout_redirect_uri: str, state: str, now: datetime, ui_locales: Sequence[str]
    ) -> str | None:
        """Where to send the browser to sign out there; None where that is not done. Raises CounterpartDown, ProtocolError."""

    def check_logout_token(self, raw: str, *, now: datetime) -> oidc.LogoutToken:
        """Which session the provider says is over. Raises ProtocolError, CounterpartDown."""


def callback_path(code: str) -> str:
    """Where answers of this provider arrive at the exchange. Each has its own, so no provider's answer passes for another's (RFC 9700 4.4.2).

    That of the Ministry of Public Security is the one that is registered there today.
    """
    return "/commonauth" if code == eid.LOGIN_IDP_POLICE else f"/commonauth/{code}"


def logout_path(code: str) -> str:
    """Where this provider says, server to server, that a session is over."""
    return f"{callback_path(code)}/logout"


def check_together(upstreams: Sequence[Upstream]) -> None:
    """Raises Refused where two providers could be taken for one another, or there is none."""
    codes, issuers = [each.declared.code for each in upstreams], [each.issuer for each in upstreams]
    if not upstreams:
        raise errors.Refused("upstreams_invalid", "at least one provider is needed", field="upstreams")
    if any(_CODE.fullmatch(code) is None for code in codes):
        raise errors.Refused("upstreams_invalid", "a code is 2 to 32 capital letters, digits, - or _, a letter first", field="code")
    for name, values in (("code", codes), ("issuer", issuers)):
        if len(set(values)) < len(values):
            raise errors.Refused("upstreams_invalid", f"two providers have the same {name}", field=name)
