"""What the exchange keeps and what its endpoints share. No rules and no SQL."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from ansinh import oidc, provider
from ansinh.exchange.upstreams import Upstream
from ansinh.wire import eid

LOGIN_LIFE = timedelta(minutes=15)
SESSION_LIFE = timedelta(hours=8)  # whatever the person does, they log in again
IDLE_LIMIT = timedelta(minutes=30)  # after so long without use a browser's cookie answers nobody; services go by their own limits
ASK_LIFE = timedelta(minutes=10)
USES_KEPT = timedelta(days=365)  # on the person's own page; the audit log keeps longer
TOKEN_LIFE = timedelta(minutes=10)
LOGOUT_LIFE = timedelta(minutes=15)

SESSION_COOKIE = "ansinh_exchange"
BROWSER_COOKIE = "ansinh_exchange_browser"

OWN_PAGE = "/my"  # where a person sees what the exchange did with their identity; stands for a client's id, which can hold no slash


@dataclass(frozen=True, slots=True)
class Platform(provider.Institution):
    """One exchange: the provider it is to relying parties, and whom it asks itself."""

    upstreams: tuple[Upstream, ...]
    new_id: Callable[[], UUID]

    def upstream_of(self, issuer: str) -> Upstream | None:
        """The provider that vouches under this name; None where it is no longer one of ours."""
        return next((each for each in self.upstreams if each.issuer == issuer), None)


def addresses(base_url: str) -> oidc.Provider:
    """The exchange's own addresses, laid out as in WSO2 Identity Server, which today's relying parties are configured for."""
    return oidc.Provider(
        issuer=base_url,
        authorization_endpoint=f"{base_url}/oauth2/authorize",
        token_endpoint=f"{base_url}/oauth2/token",
        userinfo_endpoint=f"{base_url}/oauth2/userinfo",
        jwks_uri=f"{base_url}/oauth2/jwks",
        end_session_endpoint=f"{base_url}/oidc/logout",
        pushed_authorization_request_endpoint=f"{base_url}/oauth2/par",
        introspection_endpoint=f"{base_url}/oauth2/introspect",
        revocation_endpoint=f"{base_url}/oauth2/revoke",
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
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A person who is logged in here, as the upstream provider vouched for them. `claims.subject` is what relying parties see."""

    session_id: UUID
    claims: eid.EidClaims
    reached: Reached
    upstream_issuer: str
    upstream_id_token: str = field(repr=False)
    upstream_sid: str = ""

    @property
    def login(self) -> provider.Login:
        """The login as codes and tokens carry it."""
        reached = self.reached
        return provider.Login(self.session_id, self.claims.subject, reached.assurance.acr, reached.amr, reached.auth_time)


Basis = Literal["consent", "law"]
UseKind = Literal["login", "userinfo", "refresh"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that waits for the person's word. `request.claims` names what would be sent."""

    session_id: UUID
    request: oidc.AuthorizationRequest


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agreed to: which client, for what, which claims, until when. `withdrawn_at` None: it was not taken back."""

    consent_id: UUID
    person_id: UUID
    client_id: str
    client_name: str
    purpose: str
    purpose_en: str
    claims: Sequence[str]
    given_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """One time something was said about a person. `login`: a code was redeemed, so the client knows that they logged in."""

    person_id: UUID
    session_id: UUID
    client_id: str
    client_name: str
    kind: UseKind
    basis: Basis
    claims: Sequence[str]
    upstream: str
    account_level: int
    authentication_level: int
    used_at: datetime


@dataclass(frozen=True, slots=True)
class RunningSession:
    """A session as its person sees it."""

    session_id: UUID
    opened_at: datetime
    last_used_at: datetime
    account_level: int
    authentication_level: int
