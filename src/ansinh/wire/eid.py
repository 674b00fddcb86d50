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
CLAIMS_OF_PROFILE = ("name", "birthdate", "gender")  # the same in OpenID Connect Core 5.1's names, for scope `profile`
CLAIMS_OF_CONTACT = ("DiaChi", "SoDienThoai", "ThuDienTu")
CLAIMS_FOR_RELYING_PARTIES = (*CLAIMS_OF_EXCHANGE, *CLAIMS_OF_PROFILE, *CLAIMS_OF_CONTACT)  # all that can be registered for
CLAIMS_OF_PROVIDER = ("preferred_username", "name", "birthdate", "gender")
LOGIN_IDP_POLICE = "BCA"  # upstream provider code of the Ministry of Public Security
ACCOUNT_TYPE_CITIZEN = "1"  # "2" is an enterprise

# What an account of level 1 gives is the electronic identity itself; data shared from other databases need level 2 (Decree
# 69/2024/ND-CP on the levels of accounts; which claim falls under which is assumed).
LEAST_ACCOUNT_LEVEL: Mapping[str, int] = dict.fromkeys(CLAIMS_OF_CONTACT, 2)
# What each claim is about, for pages: the names above stand nowhere else.
MEANINGS: Mapping[str, str] = {
    "sub": "subject",
    "acr": "level",
    "amr": "methods",
    "auth_time": "login_time",
    "TechID": "technical_id",
    "LoaiTaiKhoan": "account_type",
    "HoVaTen": "name",
    "SoDinhDanh": "citizen_number",
    "NgayThangNamSinh": "birth_date",
    "GioiTinh": "sex",
    "loginIdp": "provider",
    "DiaChi": "address",
    "SoDienThoai": "phone",
    "ThuDienTu": "email",
    "name": "name",
    "birthdate": "birth_date",
    "gender": "sex",
}

_ACR = re.compile(r"urn:ansinh:acr:([0-2])\.([0-4])", re.ASCII)
_LEGACY_LEVELS = {"LoA1": 1, "LoA2": 2}
_LONGEST_NAME = 100
_WHOLE_DATE = len("yyyy-mm-dd")
_NAME_PUNCTUATION = frozenset(" '’.-,()")
_SEX_NUMBERS = {terms.Sex.MALE: 1, terms.Sex.FEMALE: 2, terms.Sex.UNKNOWN: 3}  # assumed, as in the health-insurance data tables
_SEX_WORDS = {terms.Sex.MALE: "male", terms.Sex.FEMALE: "female"}
_BIRTH_DIGITS = re.compile(r"([0-9]{4})(?:([0-9]{2})([0-9]{2})?)?", re.ASCII)
_PHONE = re.compile(r"\+?[0-9]{8,15}", re.ASCII)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,189}", re.ASCII)
_LONGEST_ADDRESS = 200
_UUID_LIKE = re.compile(r"[A-Za-z0-9_.:-]{1,255}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ClaimsMap:
    """Which claim of an issuer tells what about a person; an empty name where the issuer has no such claim.

    `birth_in_digits`: birth dates are yyyyMMdd, yyyyMM or yyyy, otherwise the same with hyphens. `sexes`: how the issuer writes sex;
    what is not among them is unknown. `account_type`: a claim that, where it is told, must be that of a citizen's account.
    """

    citizen_number: str
    full_name: str
    birth_date: str
    sex: str = ""
    birth_in_digits: bool = False
    sexes: Mapping[str, terms.Sex] = field(default_factory=lambda: {word: sex for sex, word in _SEX_WORDS.items()})
    account_type: str = ""
    tech_id: str = ""
    login_idp: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


OF_PROVIDER = ClaimsMap(
    citizen_number="preferred_username",
    full_name="name",
    birth_date="birthdate",
    sex="gender",
    address="address",
    phone="phone_number",
    email="email",
)
OF_EXCHANGE = ClaimsMap(
    citizen_number="SoDinhDanh",
    full_name="HoVaTen",
    birth_date="NgayThangNamSinh",
    sex="GioiTinh",
    birth_in_digits=True,
    sexes={str(number): sex for sex, number in _SEX_NUMBERS.items()},
    account_type="LoaiTaiKhoan",
    tech_id="TechID",
    login_idp="loginIdp",
    address="DiaChi",
    phone="SoDienThoai",
    email="ThuDienTu",
)


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
LEVELS = tuple(Assurance(account, authentication) for account in (1, 2) for authentication in (1, 2, 3, 4))  # all that can be reached


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

    `tech_id` and `login_idp` exist only in the exchange's dialect. `address`, `phone` and `email` are empty where it did not say, or
    said what nobody can use. Masked when printed.
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
    address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)

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


def parse(login: Login, userinfo: Mapping[str, Any], names: ClaimsMap, *, assurance: Assurance) -> EidClaims:
    """A person as an issuer tells of them under `names`. `assurance` is what the signed token says was reached; its time counts too.

    Raises TermError naming the claim that is missing or cannot be believed; an account that is no citizen's is refused too.
    """
    if names.account_type and str(userinfo.get(names.account_type, ACCOUNT_TYPE_CITIZEN)) != ACCOUNT_TYPE_CITIZEN:
        raise terms.TermError(names.account_type, "is not the account of a citizen")
    subject = _subject(login, userinfo)
    userinfo = {name: value for name, value in userinfo.items() if name}  # an empty name in `names` means that there is no such claim
    return EidClaims(
        issuer=login.issuer,
        subject=subject,
        citizen_number=terms.CitizenNumber.parse(_text(userinfo, names.citizen_number, 12)),
        full_name=_name(userinfo, names.full_name),
        birth_date=_birth_date(userinfo, names),
        sex=names.sexes.get(str(userinfo.get(names.sex, "")), terms.Sex.UNKNOWN),
        assurance=assurance,
        auth_time=login.auth_time,
        amr=login.amr,
        tech_id=_text(userinfo, names.tech_id, 64) if names.tech_id in userinfo else None,
        login_idp=_text(userinfo, names.login_idp, 32) if names.login_idp in userinfo else None,
        address=_address(userinfo.get(names.address)),
        phone=_fitting(userinfo.get(names.phone), _PHONE),
        email=_fitting(userinfo.get(names.email), _EMAIL),
    )


def format_for_relying_party(claims: EidClaims) -> dict[str, Any]:
    """The exchange's dialect: everything the exchange could tell a relying party of this person in userinfo."""
    told: dict[str, Any] = {
        "sub": claims.subject,
        "TechID": claims.tech_id or claims.subject,
        "LoaiTaiKhoan": ACCOUNT_TYPE_CITIZEN,
        "HoVaTen": claims.full_name,
        "SoDinhDanh": claims.citizen_number.value,
        "NgayThangNamSinh": claims.birth_date.iso().replace("-", ""),  # yyyyMMdd; yyyyMM and yyyy are assumed
        "GioiTinh": _SEX_NUMBERS[claims.sex],
        "loginIdp": claims.login_idp or LOGIN_IDP_POLICE,
        "name": claims.full_name,
        "birthdate": _standard_date(claims.birth_date.iso()),
        "gender": _SEX_WORDS.get(claims.sex, ""),
        "DiaChi": claims.address,
        "SoDienThoai": claims.phone,
        "ThuDienTu": claims.email,
    }
    return {name: value for name, value in told.items() if value != ""}


def parse_from_exchange(login: Login, userinfo: Mapping[str, Any]) -> EidClaims:
    """A person in the exchange's dialect, its `acr` in our notation. Raises TermError naming the claim that cannot be believed."""
    return parse(login, userinfo, OF_EXCHANGE, assurance=read_reached(login.acr))


def _subject(login: Login, userinfo: Mapping[str, Any]) -> str:
    subject = login.subject
    if not _UUID_LIKE.fullmatch(subject) or userinfo.get("sub") != subject:
        raise terms.TermError("sub", "is missing, unusable, or not the same in id_token and userinfo")
    return subject


def _text(claims: Mapping[str, Any], name: str, longest: int) -> str:
    value = claims.get(name)
    if value is None:
        raise terms.TermError(name, "is missing")
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


def _fitting(value: object, form: re.Pattern[str]) -> str:
    return value if isinstance(value, str) and form.fullmatch(value) else ""


def _address(value: object) -> str:
    """The line of an address (OpenID Connect Core 5.1.1): letters, digits and the punctuation of addresses; else nothing."""
    line = value.get("formatted") if isinstance(value, Mapping) else value
    if not isinstance(line, str) or len(line) > _LONGEST_ADDRESS:
        return ""
    return line if all(_may_stand_in_name(letter) or letter in "0123456789/" for letter in line) else ""


def _standard_date(iso: str) -> str:
    """OpenID Connect Core 5.1 knows whole dates and years alone."""
    return iso if len(iso) == _WHOLE_DATE else iso[:4]


def _may_stand_in_name(letter: str) -> bool:
    return letter in _NAME_PUNCTUATION or unicodedata.category(letter) in {"Lu", "Ll", "Lt", "Lo", "Lm", "Mn", "Mc"}


def _birth_date(claims: Mapping[str, Any], names: ClaimsMap) -> terms.PartialDate:
    if not names.birth_in_digits:
        return terms.PartialDate.from_iso(_text(claims, names.birth_date, 10), field=names.birth_date)
    found = _BIRTH_DIGITS.fullmatch(_text(claims, names.birth_date, 8))
    if found is None:
        raise terms.TermError(names.birth_date, "must be yyyyMMdd")
    return terms.PartialDate.from_iso("-".join(part for part in found.groups() if part), field=names.birth_date)
