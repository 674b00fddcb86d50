"""What is asked about one person, for what purpose, and how far the population register agrees. Never what it holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from types import MappingProxyType
from typing import Protocol

from ansinh.kit.errors import Refused
from ansinh.terms import CitizenNumber, PartialDate, Sex


class Level(Enum):
    """How far one field agrees."""

    YES = "yes"
    YES_WITHOUT_DIACRITICS = "yes_without_diacritics"  # name: submitted without any, the letters agree
    YES_TO_MONTH = "yes_to_month"  # birth date: as far as the less precise of the two goes
    YES_TO_YEAR = "yes_to_year"
    NO = "no"


class Status(Enum):
    """Told of a person whose name and birth date agree, of nobody else."""

    LIVING = "living"
    DECEASED = "deceased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What we believe of a person. All four are asked: a number alone, or a name alone, gets no answer from any register."""

    citizen_number: CitizenNumber
    full_name: str = field(repr=False)
    birth_date: PartialDate
    sex: Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`status` is None wherever name or birth date does not agree; then all levels are NO, as for a number that nobody has."""

    verified: bool
    full_name: Level
    birth_date: Level
    sex: Level
    status: Status | None
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A claim on its way: `reference` is our number for it, nothing about the person; `purpose` one of PURPOSES."""

    reference: str
    purpose: str
    claim: Claim


class Register(Protocol):
    """A population register that answers one question at a time: over its API, or the index of whoever holds the data."""

    def answer(self, question: Question, *, now: datetime) -> Finding:
        """How far the register agrees. Raises CounterpartDown when it does not answer, in time, rightly signed and to this question."""
        ...


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why a question may be asked: what people are told, and what allows it."""

    vi: str
    en: str
    basis: str


# Law 91/2025 on personal data: processing has a stated purpose and a basis. The codes are ours; those of the real register are not public.
PURPOSES: Mapping[str, Purpose] = MappingProxyType(
    {
        "register.verify": Purpose(
            "Đối chiếu dữ liệu người tham gia bảo hiểm",
            "Checking a participant's data",
            "Decree 164/2025: the insurance database is kept in step",
        ),
        "register.enrol": Purpose("Cấp mã số bảo hiểm xã hội", "Giving a social-insurance number", "Law on Social Insurance 2024"),
        "review.case": Purpose("Giải quyết hồ sơ sai lệch", "Deciding a case of differing data", "Decree 164/2025"),
        "account.link": Purpose("Liên kết tài khoản định danh điện tử", "Linking an electronic identity", "Decree 69/2024"),
        "benefit.payment": Purpose("Chi trả chế độ", "Before a benefit is paid", "Law on Social Insurance 2024"),
    }
)


def require_purpose(code: str) -> Purpose:
    """The purpose of this code. Raises Refused("purpose") for any other text."""
    purpose = PURPOSES.get(code)
    if purpose is None:
        raise Refused("purpose", f"say why you ask: one of {', '.join(sorted(PURPOSES))}", field="purpose")
    return purpose
