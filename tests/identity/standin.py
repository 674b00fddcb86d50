"""An identity exchange in memory, built from the provider side of `oidc`: honest unless a test makes it lie."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ansinh import oidc, terms
from ansinh.kit import errors
from ansinh.wire import eid

ISSUER = "http://127.0.0.1:9901"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # ten in the morning in Viet Nam
_CLIENT, _SECRET = "vss-portal", "an-invented-secret-of-forty-characters-1234"
_PEM = ec.generate_private_key(ec.SECP256R1()).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)


def a_person(
    citizen_number: str = "001185000001",
    *,
    subject: str = "person-1",
    full_name: str = "Nguyễn Thị Mẫu",
    birth_date: str = "1985-03-09",
    account_level: int = 2,
    issuer: str = ISSUER,
) -> eid.EidClaims:
    """Somebody with an electronic identity; the same as `person()` of the register's builders unless changed."""
    return eid.EidClaims(
        issuer=issuer,
        subject=subject,
        citizen_number=terms.CitizenNumber.parse(citizen_number),
        full_name=full_name,
        birth_date=terms.PartialDate.from_iso(birth_date),
        sex=terms.Sex.FEMALE,
        assurance=eid.Assurance(account_level, 2),
        auth_time=NOW,
    )


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        return self.body


@dataclass
class StandIn:
    """`lies` replaces claims of the id_token, `userinfo_lies` those of userinfo; `down` is what asking raises."""

    lies: dict[str, Any] = field(default_factory=dict)
    userinfo_lies: dict[str, Any] = field(default_factory=dict)
    down: errors.CounterpartDown | None = None
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.key = oidc.SigningKey(_PEM)
        self._numbers = itertools.count(1)
        self._codes: dict[str, tuple[eid.EidClaims, dict[str, str]]] = {}
        self._tokens: dict[str, eid.EidClaims] = {}

    def relying_party(self, public_url: str = "http://testserver") -> oidc.RelyingParty:
        return oidc.RelyingParty(
            oidc.Registration(issuer=ISSUER, client_id=_CLIENT, client_secret=_SECRET, redirect_uri=f"{public_url}/login/callback"), self
        )

    def log_in(self, address: str, person: eid.EidClaims) -> str:
        """What a browser sent to `address` comes back with once the person has logged in: a query string."""
        asked = self._asked(address)
        code = f"code-{next(self._numbers)}"
        self._codes[code] = (person, asked)
        return urlencode({"code": code, "state": asked["state"], "iss": ISSUER})

    def refuse(self, address: str, error: str) -> str:
        """The same for a login that ends with an error."""
        return urlencode({"error": error, "state": self._asked(address)["state"], "iss": ISSUER})

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        self._answer()
        path = urlsplit(url).path
        if path == "/.well-known/openid-configuration":
            provider = oidc.Provider(
                ISSUER, f"{ISSUER}/oauth2/authorize", f"{ISSUER}/oauth2/token", f"{ISSUER}/oauth2/userinfo", f"{ISSUER}/oauth2/jwks",
                f"{ISSUER}/oidc/logout", sends_issuer=True,
            )  # fmt: skip
            return Answer(200, oidc.discovery_document(provider, acr_values=(), scopes=("openid",), claims=()))
        if path == "/oauth2/jwks":
            return Answer(200, oidc.jwks([self.key]))
        assert path == "/oauth2/userinfo"
        person = self._tokens[(headers or {})["authorization"].removeprefix("Bearer ")]
        return Answer(200, {**eid.format_for_relying_party(person), **self.userinfo_lies})

    def post_form(
        self, url: str, data: Mapping[str, str], *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> Answer:
        self._answer()
        assert urlsplit(url).path == "/oauth2/token"
        assert headers is None
        assert auth == (_CLIENT, _SECRET)
        person, asked = self._codes.pop(data["code"], (None, {}))
        if person is None or not oidc.answers(data["code_verifier"], asked["code_challenge"]):
            return Answer(400, {"error": "invalid_grant"})
        access_token = f"access-{next(self._numbers)}"
        self._tokens[access_token] = person
        login = oidc.Authentication(person.subject, person.assurance.acr, ("pwd", "otp"), person.auth_time, "sid-1")
        claims = oidc.id_token_claims(
            login, issuer=ISSUER, client_id=_CLIENT, nonce=asked["nonce"], access_token=access_token, now=self.now
        )
        id_token = self.key.sign({**claims, **self.lies})
        return Answer(200, oidc.token_answer(access_token=access_token, id_token=id_token, expires_in_s=300, scopes=("openid",)))

    def _answer(self) -> None:
        if self.down is not None:
            raise self.down

    @staticmethod
    def _asked(address: str) -> dict[str, str]:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        return asked
