"""What the provider keeps: accounts, sessions, what codes give. No rules and no SQL."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from ansinh import oidc, terms
from ansinh.kit import clock, db, web
from ansinh.wire import eid

LOGIN_LIFE = timedelta(minutes=10)
SESSION_LIFE = timedelta(hours=8)
TOKEN_LIFE = timedelta(minutes=5)

SESSION_COOKIE = "ansinh_eid"
BROWSER_COOKIE = "ansinh_eid_browser"

REALM = "/auth/realms/citizen"  # laid out as the Keycloak realm of the Ministry of Public Security


class AccountState(Enum):
    """Only an active account can log in."""

    ACTIVE = "active"
    LOCKED = "locked"
    DECEASED = "deceased"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Account:
    """An electronic identity account to open. `account_level` is 1 or 2 (Decree 69/2024)."""

    username: str = field(repr=False)
    password: str = field(repr=False)
    citizen_number: terms.CitizenNumber
    full_name: str = field(repr=False)
    birth_date: terms.PartialDate
    sex: terms.Sex
    account_level: int
    state: AccountState = AccountState.ACTIVE


@dataclass(frozen=True, slots=True)
class Holder:
    """An account as it is kept. `last_one_time_step`: codes of this 30-second step and of earlier ones are spent."""

    username: str = field(repr=False)
    subject: UUID
    citizen_number: terms.CitizenNumber
    full_name: str = field(repr=False)
    birth_date: terms.PartialDate
    sex: terms.Sex
    account_level: int
    state: AccountState
    password_hash: str = field(repr=False)
    one_time_secret: str = field(repr=False)
    last_one_time_step: int


@dataclass(frozen=True, slots=True)
class Reached:
    """How a person logged in."""

    assurance: eid.Assurance
    amr: tuple[str, ...]
    auth_time: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A person who is logged in at this provider."""

    session_id: UUID
    username: str = field(repr=False)
    subject: UUID
    reached: Reached


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code, once redeemed, gives."""

    binding: oidc.CodeBinding
    session_id: UUID
    subject: UUID
    nonce: str | None
    scopes: tuple[str, ...]
    reached: Reached


@dataclass(frozen=True, slots=True)
class EidProvider:
    """One provider: its origin, its keys (the first signs, all are published), where it keeps things."""

    base_url: str
    keys: tuple[oidc.SigningKey, ...]
    database: db.Database
    now: clock.Clock
    random: oidc.Randomness
    new_id: Callable[[], UUID]
    attempts: web.RateLimit
    failures: web.RateLimit

    @property
    def issuer(self) -> str:
        return self.base_url + REALM

    @property
    def secure(self) -> bool:
        """True if cookies may travel over https alone."""
        return self.base_url.startswith("https://")

    @property
    def addresses(self) -> oidc.Provider:
        """Our endpoints, laid out as Keycloak has them."""
        return oidc.Provider(
            issuer=self.issuer,
            authorization_endpoint=f"{self.issuer}/protocol/openid-connect/auth",
            token_endpoint=f"{self.issuer}/protocol/openid-connect/token",
            userinfo_endpoint=f"{self.issuer}/protocol/openid-connect/userinfo",
            jwks_uri=f"{self.issuer}/protocol/openid-connect/certs",
            end_session_endpoint=f"{self.issuer}/protocol/openid-connect/logout",
            sends_issuer=True,
        )
