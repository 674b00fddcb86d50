"""What the endpoints of one provider share, and what they ask of the host it is part of. No rules and no SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol
from uuid import UUID

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import clock, db, web
from ansinh.provider.signers import Keys

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Login:
    """How a person logged in, as it was when the code was issued. `subject` is the host's own number of the person, `session_id` the `sid`."""

    session_id: UUID
    subject: str
    acr: str
    amr: tuple[str, ...]
    auth_time: datetime | None


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code, once redeemed, gives. `claims`: those asked for by name, none where the registration decides."""

    binding: oidc.CodeBinding
    login: Login
    nonce: str | None
    scopes: tuple[str, ...]
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a token stands for: which login, and the claims that were granted with it."""

    login: Login
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pass:
    """A valid access token: for whom, about which login, and what it may be told. `thumbprint`: the key it is bound to, None for a bearer."""

    client: oidc.Client
    login: Login
    scopes: tuple[str, ...]
    claims: tuple[str, ...]
    thumbprint: str | None
    issued_at: datetime
    expires_at: datetime


class Host(Protocol):
    """The institution that runs the provider: it knows the people, their sessions, and how it speaks to them."""

    name: str  # in logs, metrics and challenges
    records_what_it_told: bool  # then that is one transaction with the telling; else each statement is one of its own

    def error_page(self, code: str, *, reference: str, language: Language, status: int) -> Response:
        """A page for what cannot be told to a client."""

    def told(self, conn: db.Connection, opened: Pass, *, now: datetime) -> Mapping[str, object] | None:
        """Claims about the person, at most those the client is registered for; None if the session behind it has ended."""

    def released(self, conn: db.Connection, client: oidc.Client, grant: Grant, *, now: datetime) -> None:
        """A code was redeemed: the person's identity is given to a client now. Runs in the same transaction."""

    def renewed(self, conn: db.Connection, client: oidc.Client, kept: Renewal, *, now: datetime) -> None:
        """A refresh token was redeemed: the client goes on knowing the person. Runs in the same transaction."""

    def still_allows(self, conn: db.Connection, client: oidc.Client, kept: Renewal, *, now: datetime) -> bool:
        """False where the session behind a token is over, or the person no longer agrees: it opens nothing from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One provider: its addresses, its keys, where it keeps things, whose it is.

    `pairwise_salt` is a secret; without one no client may have pairwise subjects. `acr_values`, `scopes` and `claims` are what
    discovery says of it.
    """

    addresses: oidc.Provider
    keys: Keys
    database: db.Database
    now: clock.Clock
    random: oidc.Randomness
    failures: web.RateLimit
    host: Host
    token_life: timedelta
    acr_values: tuple[str, ...]
    claims: tuple[str, ...]
    scopes: tuple[str, ...] = ("openid", "offline_access")
    pairwise_salt: bytes = field(default=b"", repr=False)

    @property
    def issuer(self) -> str:
        return self.addresses.issuer

    def known_keys(self) -> oidc.PublicKeys:
        """The keys of the provider as others know them, to recognise what it signed."""
        with self.database.transaction() as conn:
            return oidc.read_jwks(self.keys.published(conn, now=self.now()))

    def subject_for(self, client: oidc.Client, subject: str) -> str:
        """The name a person goes by at this client."""
        if client.subject_type == "public":
            return subject
        return oidc.pairwise(subject, sector=client.sector or oidc.sector_of(client.redirect_uris, None), salt=self.pairwise_salt)


@dataclass(frozen=True, slots=True)
class Institution:
    """What a host's own endpoints share with those of the provider it runs; hosts add what they know beside it."""

    op: Provider

    @property
    def issuer(self) -> str:
        return self.op.issuer

    @property
    def database(self) -> db.Database:
        return self.op.database

    @property
    def secure(self) -> bool:
        """True if cookies may travel over https alone."""
        return self.issuer.startswith("https://")

    def now(self) -> datetime:
        return self.op.now()

    def random(self) -> str:
        return self.op.random()
