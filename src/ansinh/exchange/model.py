"""What the exchange keeps and what its endpoints share. No rules and no SQL."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from ansinh import oidc, terms
from ansinh.kit import clock, db, web
from ansinh.wire import eid

LOGIN_LIFE = timedelta(minutes=15)
SESSION_LIFE = timedelta(hours=8)
TOKEN_LIFE = timedelta(minutes=10)
LOGOUT_LIFE = timedelta(minutes=15)

SESSION_COOKIE = "ansinh_exchange"
BROWSER_COOKIE = "ansinh_exchange_browser"


@dataclass(frozen=True, slots=True)
class Platform:
    """One exchange: its name, its keys (the first signs, all are published), where it keeps things and whom it asks."""

    issuer: str
    keys: tuple[oidc.SigningKey, ...]
    database: db.Database
    upstream: oidc.RelyingParty
    now: clock.Clock
    random: oidc.Randomness
    new_id: Callable[[], UUID]
    failures: web.RateLimit

    @property
    def secure(self) -> bool:
        """True if cookies may travel over https alone."""
        return self.issuer.startswith("https://")

    @property
    def provider(self) -> oidc.Provider:
        """Our own addresses, laid out as in WSO2 Identity Server, which today's relying parties are configured for."""
        return oidc.Provider(
            issuer=self.issuer,
            authorization_endpoint=f"{self.issuer}/oauth2/authorize",
            token_endpoint=f"{self.issuer}/oauth2/token",
            userinfo_endpoint=f"{self.issuer}/oauth2/userinfo",
            jwks_uri=f"{self.issuer}/oauth2/jwks",
            end_session_endpoint=f"{self.issuer}/oidc/logout",
            sends_issuer=True,
        )


@dataclass(frozen=True, slots=True)
class Reached:
    """How a person logged in, as it was, not as it was asked for. `auth_time` is None where the provider did not say."""

    assurance: eid.Assurance
    amr: tuple[str, ...]
    auth_time: datetime | None


@dataclass(frozen=True, slots=True)
class PendingLogin:
    """A login sent upstream for a relying party. `repeated`: it was sent a second time because the first answer was too old."""

    request: oidc.AuthorizationRequest
    attempt: oidc.Attempt
    repeated: bool


@dataclass(frozen=True, slots=True)
class Session:
    """A person who is logged in here, as the upstream provider vouched for them. `claims.subject` is what relying parties see."""

    session_id: UUID
    claims: eid.EidClaims
    reached: Reached
    provider: str
    upstream_id_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code, once redeemed, gives: the request's binding, and the login as it was when the code was issued."""

    binding: oidc.CodeBinding
    session_id: UUID
    nonce: str | None
    scopes: tuple[str, ...]
    reached: Reached
    person_id: UUID
    provider: str


@dataclass(frozen=True, slots=True)
class Pass:
    """A valid access token: for whom, about whom, and the login as it was when it was issued."""

    client: oidc.Client
    claims: eid.EidClaims
    reached: Reached


def person_claims(
    *, issuer: str, person_id: UUID, tech_id: UUID, citizen_number: str, full_name: str, birth_date: str, sex: str, reached: Reached
) -> eid.EidClaims:
    """A person read back from the database."""
    return eid.EidClaims(
        issuer=issuer,
        subject=str(person_id),
        citizen_number=terms.CitizenNumber(citizen_number),
        full_name=full_name,
        birth_date=terms.PartialDate.from_iso(birth_date),
        sex=terms.Sex(sex),
        assurance=reached.assurance,
        auth_time=reached.auth_time,
        amr=reached.amr,
        tech_id=str(tech_id),
    )
