"""Providers as an operator writes them down: a JSON document, read strictly. What is wrong is told by the name of its field.

Secrets are not in it: a provider names the file that holds one, and the caller reads that file.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from ansinh import oidc
from ansinh.exchange.upstreams.generic import generic
from ansinh.exchange.upstreams.levels import OURS, LevelMap
from ansinh.exchange.upstreams.model import LogoutStyle, Upstream, callback_path, check_together
from ansinh.exchange.upstreams.mps_sso import NAME, NAME_EN, mps_sso
from ansinh.exchange.upstreams.national_broker import REACHED, national_broker
from ansinh.exchange.upstreams.vssid import CODE, VssidUpstream
from ansinh.kit import errors
from ansinh.wire import eid

ReadSecret = Callable[[str], str]  # the name of a file to its content; raises OSError

_Url = Annotated[str, StringConstraints(pattern=r"^https?://[!-~]{1,500}[^/]$", strict=True)]
_Name = Annotated[str, StringConstraints(min_length=1, max_length=100, strict=True)]
_Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_-]{1,31}$", strict=True)]
_Claim = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,64}$", strict=True)]
_Levels = dict[str, Annotated[str, StringConstraints(pattern=r"^[0-2]\.[0-4]$", strict=True)]]
_Algorithm = Literal["ES256", "PS256", "EdDSA", "RS256"]
_Method = Literal["client_secret_basic", "client_secret_post"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Claims(_Strict):
    citizen_number: _Claim
    full_name: _Claim
    birth_date: _Claim
    sex: _Claim | None = None
    birth_in_digits: bool = False


class _Provider(_Strict):
    """What every kind has. `levels`: a value of `acr` and the level it is worth, as "2.1"."""

    client_id: _Claim
    client_secret_file: _Name
    open: bool = False


class _Mps(_Provider):
    kind: Literal["mps_sso"]
    issuer: _Url
    code: _Code = eid.LOGIN_IDP_POLICE
    name: _Name = NAME
    name_en: _Name = NAME_EN
    open: bool = True
    auth_method: _Method = "client_secret_basic"
    levels: _Levels | None = None
    algorithms: tuple[_Algorithm, ...] = Field(default=("ES256",), min_length=1)
    pkce_announced: bool = True
    issuer_in_answers: bool = True


class _Broker(_Provider):
    kind: Literal["national_broker"]
    base_url: _Url
    issuer: _Url | None = None
    code: _Code
    name: _Name
    name_en: _Name
    levels: _Levels | None = None
    asks_levels_of_accounts: bool = True


class _Generic(_Provider):
    kind: Literal["openid"]
    issuer: _Url
    code: _Code
    name: _Name
    name_en: _Name
    auth_method: _Method = "client_secret_basic"
    claims: _Claims
    levels: _Levels = Field(default_factory=dict)
    scopes: tuple[_Claim, ...] = ("openid", "profile")
    logout: LogoutStyle = LogoutStyle.END_SESSION
    # No RS256: who needs it names it. It is sound, but PKCS #1 v1.5 is on its way out (FAPI 2.0 Security Profile 5.4.1 leaves it off).
    algorithms: tuple[_Algorithm, ...] = Field(default=("ES256", "PS256", "EdDSA"), min_length=1)
    pkce_announced: bool = True
    issuer_in_answers: bool = True
    origins: tuple[_Url, ...] = ()


class _Vssid(_Provider):
    kind: Literal["vssid"]
    base_url: _Url


class _Document(_Strict):
    upstreams: list[Annotated[_Mps | _Broker | _Generic | _Vssid, Field(discriminator="kind")]] = Field(min_length=1, max_length=20)


def read_upstreams(document: object, *, base_url: str, http: oidc.Http, read_secret: ReadSecret) -> tuple[Upstream, ...]:
    """The providers in their order, each with an address of its own under `base_url`, the exchange's.

    Raises Refused("upstreams_invalid") whose field is the first one that is wrong, as `upstreams[1].issuer`, and whose detail names all.
    """
    try:
        described = _Document.model_validate(document)
    except ValidationError as wrong:
        raise _refused([(_path(error["loc"]), error["msg"]) for error in wrong.errors()]) from None
    found: list[Upstream] = []
    for number, each in enumerate(described.upstreams):
        try:
            secret = read_secret(each.client_secret_file)
        except OSError:
            raise _refused([(f"upstreams[{number}].client_secret_file", "the file cannot be read")]) from None
        found.append(_build(each, secret=secret, base_url=base_url, http=http))
    check_together(found)
    return tuple(found)


def _build(each: _Mps | _Broker | _Generic | _Vssid, *, secret: str, base_url: str, http: oidc.Http) -> Upstream:
    redirect_uri = base_url + callback_path(CODE if isinstance(each, _Vssid) else each.code)
    match each:
        case _Vssid():
            return VssidUpstream(
                base_url=each.base_url,
                client_id=each.client_id,
                client_secret=secret,
                redirect_uri=redirect_uri,
                http=http,
                open_to_all=each.open,
            )
        case _Broker():
            return national_broker(
                code=each.code,
                base_url=each.base_url,
                issuer=each.issuer or "",
                client_id=each.client_id,
                client_secret=secret,
                redirect_uri=redirect_uri,
                http=http,
                asks_levels_of_accounts=each.asks_levels_of_accounts,
                reached=REACHED if each.levels is None else _levels(each.levels),
                name=each.name,
                name_en=each.name_en,
                open_to_all=each.open,
            )
        case _Mps():
            return mps_sso(
                registration=_registration(each, secret, redirect_uri),
                http=http,
                levels=OURS if each.levels is None else _levels(each.levels),
                code=each.code,
                name=each.name,
                name_en=each.name_en,
                open_to_all=each.open,
            )
        case _Generic():
            claims = each.claims
            known = _levels(each.levels)
            return generic(
                code=each.code,
                name=each.name,
                name_en=each.name_en,
                registration=_registration(each, secret, redirect_uri),
                http=http,
                claims=eid.ClaimsMap(
                    claims.citizen_number, claims.full_name, claims.birth_date, claims.sex or "", birth_in_digits=claims.birth_in_digits
                ),
                levels=LevelMap(reached=known, askable=known),
                scopes=each.scopes,
                logout=each.logout,
                open_to_all=each.open,
            )


def _registration(each: _Mps | _Generic, secret: str, redirect_uri: str) -> oidc.Registration:
    strictness = oidc.Strictness(
        algorithms=each.algorithms,
        pkce_announced=each.pkce_announced,
        issuer_in_answers=each.issuer_in_answers,
        origins=each.origins if isinstance(each, _Generic) else (),
    )
    return oidc.Registration(each.issuer, each.client_id, secret, redirect_uri, each.auth_method, strictness)


def _levels(written: Mapping[str, str]) -> dict[str, eid.Assurance]:
    return {acr: eid.Assurance(int(level[0]), int(level[2])) for acr, level in written.items()}


def _path(parts: tuple[Any, ...]) -> str:
    """`upstreams[1].issuer`; the tag pydantic puts in for the kind is left out."""
    said = [part for place, part in enumerate(parts) if place != 2 or not isinstance(parts[1], int)]
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in said).removeprefix(".") or "upstreams"


def _refused(wrong: list[tuple[str, str]]) -> errors.Refused:
    told = "; ".join(f"{field}: {reason}" for field, reason in wrong[:10])
    return errors.Refused("upstreams_invalid", f"the providers of the exchange: {told}", field=wrong[0][0])
