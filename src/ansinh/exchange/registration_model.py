"""What a relying party's registration is made of. No rules and no SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from ansinh import oidc

Environment = Literal["sandbox", "production"]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a developer wrote into the form. `claims` gives each claim that is asked for its own purpose.

    `default_acr` is "" for any level, `sector_identifier_uri` and `backchannel_logout_uri` "" where there is none. `jwks` holds public keys.
    `sector` is the host pairwise subjects are made for, found with the document at the sector's address when the form came.
    """

    name: str = ""
    purpose: str = ""
    purpose_en: str = ""
    profile: oidc.ProfileName = "basic"
    auth_method: oidc.AuthMethod = "client_secret_basic"
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()
    backchannel_logout_uri: str = ""
    scopes: tuple[str, ...] = ("openid",)
    claims: Mapping[str, str] = field(default_factory=dict)
    consent_days: int = 90
    default_acr: str = ""
    subject_type: oidc.SubjectType = "public"
    sector_identifier_uri: str = ""
    jwks: Mapping[str, Any] | None = None
    sector: str = ""

    @property
    def needs_key(self) -> bool:
        return self.auth_method == "private_key_jwt"

    def as_json(self) -> dict[str, Any]:
        """Plain values to keep."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """What `as_json` gave."""
        values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a draft breaks: the field, the rule, and which entry of the field it is about."""

    field: str
    rule: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """A relying party that registered itself. `in_force` None: never approved. `asked` None: nothing waits for an officer.

    `draft`: what to go on with in a form: the change that waits, else what is in force, else what came to nothing.
    """

    client_id: str
    environment: Environment
    owner: UUID
    owner_name: str = field(repr=False)
    draft: Draft
    in_force: Draft | None
    asked: Draft | None
    asked_at: datetime | None
    asked_by: UUID | None
    refusal: str
    blocked_at: datetime | None
    registered_at: datetime

    @property
    def state(self) -> Literal["blocked", "active", "waiting", "refused"]:
        if self.blocked_at is not None:
            return "blocked"
        if self.in_force is not None:
            return "active"
        return "refused" if self.refusal else "waiting"


@dataclass(frozen=True, slots=True)
class Developer:
    """Who is signed in to the console. `number` is the person's own at the exchange, `acr` how sure that login was."""

    number: UUID
    full_name: str = field(repr=False)
    acr: str
    id_token: str = field(repr=False)
    csrf_token: str = field(repr=False)
    is_officer: bool
