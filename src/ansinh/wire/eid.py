"""Claims about a person between eID provider, identity exchange and relying party, and how assurance is written in `acr`.

Two dialects. The provider's is that of a Keycloak realm of the Ministry of Public Security (`preferred_username` is the
citizen number; shape of a decoded token of 2023-12). The exchange's is that of the National Public Service Portal: names as
relying parties' public code reads them. Numbers of sex and partial dates are assumed; both are marked below.

Values from a counterpart are hostile until parsed: they end in our pages and our register.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, Self

from ansinh import terms

CLAIMS_OF_EXCHANGE = ("SoDinhDanh", "HoVaTen", "NgayThangNamSinh", "GioiTinh", "TechID", "LoaiTaiKhoan", "loginIdp")
CLAIMS_OF_PROVIDER = ("preferred_username", "name", "birthdate", "gender")
LOGIN_IDP_POLICE = "BCA"  # upstream provider code of the Ministry of Public Security
ACCOUNT_TYPE_CITIZEN = "1"  # "2" is an enterprise

_ACR = re.compile(r"urn:ansinh:acr:([0-2])\.([0-4])", re.ASCII)
_LEGACY_LEVELS = {"LoA1": 1, "LoA2": 2}
_LONGEST_NAME = 100
_NAME_PUNCTUATION = frozenset(" '’.-,()")
_SEX_NUMBERS = {terms.Sex.MALE: 1, terms.Sex.FEMALE: 2, terms.Sex.UNKNOWN: 3}  # assumed, as in the health-insurance data tables
_SEX_WORDS = {terms.Sex.MALE: "male", terms.Sex.FEMALE: "female"}
_BIRTH_DIGITS = re.compile(r"([0-9]{4})(?:([0-9]{2})([0-9]{2})?)?", re.ASCII)
_UUID_LIKE = re.compile(r"[A-Za-z0-9_.:-]{1,255}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Assurance:
    """How sure we are, in two dimensions that never make up for each other.

    `account_level`: how well the account was proofed, 1 or 2 (Decree 69/2024). `authentication_level`: how strong this login was,
    1 to 4 (the same, article 20). As something reached, 0 means unknown; as something demanded, 0 demands nothing.
    """

    account_level: int
    authentication_level: int

    def meets(self, demand: Self) -> bool:
        """True if both dimensions reach what is demanded. Unknown (0) meets no demand above 0."""
        return self.account_level >= demand.account_level and self.authentication_level >= demand.authentication_level

    @property
    def acr(self) -> str:
        """`urn:ansinh:acr:<account level>.<authentication level>`, a notation of this project."""
        return f"urn:ansinh:acr:{self.account_level}.{self.authentication_level}"


UNKNOWN = Assurance(0, 0)


def read_reached(acr: str | None) -> Assurance:
    """What a provider's `acr` claim says was reached; absent or in another notation is unknown in both dimensions."""
    found = _ACR.fullmatch(acr or "")
    return Assurance(int(found[1]), int(found[2])) if found else UNKNOWN


def read_demand(acr_value: str) -> Assurance:
    """What a relying party demands: our notation, or `LoA1` and `LoA2` of today's clients.

    The meaning of `LoA1` at the real exchange is not public; the least account level is assumed. Raises TermError for anything
    else: a demand that is not understood may not be dropped.
    """
    if acr_value in _LEGACY_LEVELS:
        return Assurance(_LEGACY_LEVELS[acr_value], 0)
    found = _ACR.fullmatch(acr_value)
    if found is None:
        raise terms.TermError("acr_values", "must be LoA1, LoA2 or urn:ansinh:acr:<0-2>.<0-4>")
    return Assurance(int(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class EidClaims:
    """A person as an issuer vouches for them. `subject` is stable at that `issuer`; `auth_time` is None where it did not say.

    `tech_id` and `login_idp` exist only in the exchange's dialect. Masked when printed.
    """

    issuer: str
    subject: str
    citizen_number: terms.CitizenNumber
    full_name: str = field(repr=False)
    birth_date: terms.PartialDate
    sex: terms.Sex
    assurance: Assurance
    auth_time: datetime | None
    amr: tuple[str, ...] = ()
    tech_id: str | None = None
    login_idp: str | None = None

    @property
    def account_level(self) -> int:
        """1 or 2; 0 is unknown."""
        return self.assurance.account_level

    @property
    def authentication_level(self) -> int:
        """1 to 4; 0 is unknown."""
        return self.assurance.authentication_level


class Login(Protocol):
    """A checked id_token, as far as claims about a person need it."""

    @property
    def issuer(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def acr(self) -> str | None: ...
    @property
    def amr(self) -> tuple[str, ...]: ...
    @property
    def auth_time(self) -> datetime | None: ...


def format_for_exchange(claims: EidClaims) -> dict[str, Any]:
    """The provider's dialect: what the eID provider tells the exchange in userinfo."""
    told: dict[str, Any] = {
        "sub": claims.subject,
        "preferred_username": claims.citizen_number.value,
        "name": claims.full_name,
        "birthdate": claims.birth_date.iso(),
    }
    if claims.sex in _SEX_WORDS:
        told["gender"] = _SEX_WORDS[claims.sex]
    return told


def parse_from_provider(login: Login, userinfo: Mapping[str, Any]) -> EidClaims:
    """A person in the provider's dialect. Level and time are those of the signed token alone.

    Raises TermError naming the claim that cannot be believed.
    """
    sexes = {word: sex for sex, word in _SEX_WORDS.items()}
    return EidClaims(
        issuer=login.issuer,
        subject=_subject(login, userinfo),
        citizen_number=terms.CitizenNumber.parse(_text(userinfo, "preferred_username", 12)),
        full_name=_name(userinfo, "name"),
        birth_date=terms.PartialDate.from_iso(_text(userinfo, "birthdate", 10), field="birthdate"),
        sex=sexes.get(str(userinfo.get("gender", "")), terms.Sex.UNKNOWN),
        assurance=read_reached(login.acr),
        auth_time=login.auth_time,
        amr=login.amr,
    )


def format_for_relying_party(claims: EidClaims) -> dict[str, Any]:
    """The exchange's dialect: what the exchange tells a relying party in userinfo."""
    return {
        "sub": claims.subject,
        "TechID": claims.tech_id or claims.subject,
        "LoaiTaiKhoan": ACCOUNT_TYPE_CITIZEN,
        "HoVaTen": claims.full_name,
        "SoDinhDanh": claims.citizen_number.value,
        "NgayThangNamSinh": claims.birth_date.iso().replace("-", ""),  # yyyyMMdd; yyyyMM and yyyy are assumed
        "GioiTinh": _SEX_NUMBERS[claims.sex],
        "loginIdp": claims.login_idp or LOGIN_IDP_POLICE,
    }


def parse_from_exchange(login: Login, userinfo: Mapping[str, Any]) -> EidClaims:
    """A person in the exchange's dialect. Level and time are those of the signed token alone.

    Raises TermError naming the claim that cannot be believed; an account that is no citizen's is refused too.
    """
    numbers = {str(number): sex for sex, number in _SEX_NUMBERS.items()}
    if str(userinfo.get("LoaiTaiKhoan", ACCOUNT_TYPE_CITIZEN)) != ACCOUNT_TYPE_CITIZEN:
        raise terms.TermError("LoaiTaiKhoan", "is not the account of a citizen")
    return EidClaims(
        issuer=login.issuer,
        subject=_subject(login, userinfo),
        citizen_number=terms.CitizenNumber.parse(_text(userinfo, "SoDinhDanh", 12)),
        full_name=_name(userinfo, "HoVaTen"),
        birth_date=_birth_digits(_text(userinfo, "NgayThangNamSinh", 8)),
        sex=numbers.get(str(userinfo.get("GioiTinh", "")), terms.Sex.UNKNOWN),
        assurance=read_reached(login.acr),
        auth_time=login.auth_time,
        amr=login.amr,
        tech_id=_text(userinfo, "TechID", 64) if "TechID" in userinfo else None,
        login_idp=_text(userinfo, "loginIdp", 32) if "loginIdp" in userinfo else None,
    )


def _subject(login: Login, userinfo: Mapping[str, Any]) -> str:
    subject = login.subject
    if not _UUID_LIKE.fullmatch(subject) or userinfo.get("sub") != subject:
        raise terms.TermError("sub", "is missing, unusable, or not the same in id_token and userinfo")
    return subject


def _text(claims: Mapping[str, Any], name: str, longest: int) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest or not value.isascii() or not value.isprintable():
        raise terms.TermError(name, f"must be plain text of 1 to {longest} characters")
    return value


def _name(claims: Mapping[str, Any], name: str) -> str:
    """Letters of any script, their marks, spaces and the punctuation of names; so no markup, control or direction characters."""
    value = claims.get(name)
    if not isinstance(value, str) or len(value) > 4 * _LONGEST_NAME:
        raise terms.TermError(name, f"must be a name of 1 to {_LONGEST_NAME} characters")
    tidy = terms.names.tidy(value) if all(_may_stand_in_name(letter) for letter in value) else ""
    if not 0 < len(tidy) <= _LONGEST_NAME:
        raise terms.TermError(name, f"must be a name of 1 to {_LONGEST_NAME} characters")
    return tidy


def _may_stand_in_name(letter: str) -> bool:
    return letter in _NAME_PUNCTUATION or unicodedata.category(letter) in {"Lu", "Ll", "Lt", "Lo", "Lm", "Mn", "Mc"}


def _birth_digits(text: str) -> terms.PartialDate:
    found = _BIRTH_DIGITS.fullmatch(text)
    if found is None:
        raise terms.TermError("NgayThangNamSinh", "must be yyyyMMdd")
    return terms.PartialDate.from_iso("-".join(part for part in found.groups() if part), field="NgayThangNamSinh")
