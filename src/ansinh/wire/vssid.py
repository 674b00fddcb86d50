"""The account service of VssID as the exchange asks it: one question, server to server. All of it is assumed: nothing is public.

The service is asked by a known client (HTTP Basic) with a form, and answers 200 with the person, 401 for a wrong number or password
alike, 429 while the account takes no more tries.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from ansinh import terms
from ansinh.wire import eid

LOGIN_PATH = "/api/dang-nhap"
NUMBER, PASSWORD = "maSoBhxh", "matKhau"

Outcome = Literal["accepted", "wrong", "locked_out", "unexpected"]

CLAIMS = eid.ClaimsMap(
    citizen_number="soDinhDanh",
    full_name="hoTen",
    birth_date="ngaySinh",
    sex="gioiTinh",
    birth_in_digits=True,
    sexes=eid.OF_EXCHANGE.sexes,
)
_STATUS: Mapping[Outcome, int] = {"accepted": 200, "wrong": 401, "locked_out": 429}


@dataclass(frozen=True, slots=True)
class _Login:
    issuer: str
    subject: str
    auth_time: datetime | None
    acr: str | None = None
    amr: tuple[str, ...] = ("pwd",)


def format_login(number: terms.SocialInsuranceNumber, password: str) -> dict[str, str]:
    """The form that asks."""
    return {NUMBER: number.value, PASSWORD: password}


def status_of(outcome: Outcome) -> int:
    return _STATUS[outcome]


def read_outcome(status: int) -> Outcome:
    return next((outcome for outcome, known in _STATUS.items() if known == status), "unexpected")


def format_person(claims: eid.EidClaims) -> dict[str, Any]:
    """What the service answers about the holder of the account; `sub` is the account's own number."""
    told = eid.format_for_relying_party(claims)
    return {
        "sub": claims.subject,
        CLAIMS.citizen_number: claims.citizen_number.value,
        CLAIMS.full_name: claims.full_name,
        CLAIMS.birth_date: told["NgayThangNamSinh"],
        CLAIMS.sex: told["GioiTinh"],
    }


def parse_person(answer: object, *, issuer: str, level: eid.Assurance, now: datetime) -> eid.EidClaims:
    """The holder of the account, logged in now. Raises TermError naming what is missing or cannot be believed."""
    told = answer if isinstance(answer, dict) else {}
    subject = told.get("sub")
    return eid.parse(_Login(issuer, subject if isinstance(subject, str) else "", now), told, CLAIMS, assurance=level)
