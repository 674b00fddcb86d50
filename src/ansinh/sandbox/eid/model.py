"""What the provider keeps: accounts, sessions, what codes give. No rules and no SQL."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from ansinh import oidc, provider, terms
from ansinh.sandbox.eid.factors import Factor
from ansinh.sandbox.eid.factors.approval import ApprovalState, Numbers
from ansinh.sandbox.eid.factors.faces import FaceCheck
from ansinh.sandbox.eid.factors.passkeys import Site, WhyNot
from ansinh.sandbox.eid.proofing import Proofing
from ansinh.wire import eid

LOGIN_LIFE = timedelta(minutes=10)
SESSION_LIFE = timedelta(hours=8)
IDLE_LIFE = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)  # how exactly it is kept when a session was last used
TOKEN_LIFE = timedelta(minutes=5)

SESSION_COOKIE = "ansinh_eid"
BROWSER_COOKIE = "ansinh_eid_browser"
APP_COOKIE = "ansinh_eid_app"

REALM = "/auth/realms/citizen"  # laid out as the Keycloak realm of the Ministry of Public Security


class AccountState(Enum):
    """Only an active account can log in."""

    ACTIVE = "active"
    LOCKED = "locked"
    DECEASED = "deceased"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Account:
    """An electronic identity account to open. `account_level` is 1 or 2 (Decree 69/2024); the days it was proofed on are invented."""

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
    """An account as it is kept.

    `last_one_time_step`: codes of this 30-second step and of earlier ones are spent. `web_login_allowed`: its owner turned logging in
    by approval in the app on.
    """

    username: str = field(repr=False)
    subject: UUID
    citizen_number: terms.CitizenNumber
    full_name: str = field(repr=False)
    birth_date: terms.PartialDate
    sex: terms.Sex
    proofing: Proofing
    state: AccountState
    password_hash: str = field(repr=False)
    one_time_secret: str = field(repr=False)
    last_one_time_step: int
    web_login_allowed: bool

    @property
    def account_level(self) -> int:
        """1 or 2: it follows from the proofing and from nothing else."""
        return self.proofing.level


@dataclass(frozen=True, slots=True)
class OpenLogin:
    """A login that is under way in one browser: what was asked, whose it is, and what that account has passed so far."""

    request: oidc.AuthorizationRequest
    username: str | None = field(repr=False)
    passed: frozenset[Factor]


@dataclass(frozen=True, slots=True)
class Picture:
    """What a login page shows to be scanned: `code`, until `expires_at`, for the browser whose session cookie is `session` (empty: none)."""

    approval_id: UUID
    code: str = field(repr=False)
    session: str = field(repr=False)
    numbers: Numbers = field(repr=False)
    shown_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """What an open login of `client_id` waits for a telephone to approve. `username` is None until its code is scanned."""

    approval_id: UUID
    client_id: str
    username: str | None = field(repr=False)
    state: ApprovalState
    drawn: int
    numbers: Numbers = field(repr=False)
    asked_at: datetime

    @property
    def mark(self) -> str:
        """Changes whenever a page that shows it has to change."""
        return f"{self.state.value}-{self.drawn}"


@dataclass(frozen=True, slots=True)
class Reached:
    """How a person logged in."""

    assurance: eid.Assurance
    amr: tuple[str, ...]
    auth_time: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A person who is logged in at this provider. `seen_at`: when it last answered a request."""

    session_id: UUID
    username: str = field(repr=False)
    subject: UUID
    reached: Reached
    seen_at: datetime

    @property
    def login(self) -> provider.Login:
        """The login as codes and tokens carry it."""
        reached = self.reached
        return provider.Login(self.session_id, str(self.subject), reached.assurance.acr, reached.amr, reached.auth_time)


@dataclass(frozen=True, slots=True)
class EidProvider(provider.Institution):
    """The OpenID provider it is, how many tries it allows one address, whom passkeys belong to, and who compares faces."""

    new_id: Callable[[], UUID]
    tries_per_minute: int
    site: Site | WhyNot
    faces: FaceCheck


def addresses(base_url: str) -> oidc.Provider:
    """The provider's endpoints, laid out as Keycloak has them."""
    issuer = base_url + REALM
    connect = f"{issuer}/protocol/openid-connect"
    return oidc.Provider(
        issuer=issuer,
        authorization_endpoint=f"{connect}/auth",
        token_endpoint=f"{connect}/token",
        userinfo_endpoint=f"{connect}/userinfo",
        jwks_uri=f"{connect}/certs",
        end_session_endpoint=f"{connect}/logout",
        pushed_authorization_request_endpoint=f"{connect}/ext/par/request",
        introspection_endpoint=f"{connect}/token/introspect",
        revocation_endpoint=f"{connect}/revoke",
        sends_issuer=True,
    )
