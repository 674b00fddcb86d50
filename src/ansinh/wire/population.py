"""Verifying one citizen at the population register: the question, the answer, the key set, as JSON.

The shape is ours, because the real interface is not public; it is spoken by the sandbox's register, by whoever serves our index
(`ansinh population serve`), and by the client in `population.online`. Checked at the border; no error repeats what was sent.
"""

import unicodedata
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ansinh.terms import CitizenNumber, PartialDate, TermError

VERIFY_PATH = "/v1/verify"
KEYS_PATH = "/v1/keys"
ANSWER_TYPE = "population-answer+jwt"  # the typ header of an answer's signature


def _citizen_number(text: str) -> str:
    try:
        return CitizenNumber.parse(text).value
    except TermError as wrong:
        raise ValueError(wrong.reason) from None


def _birth_date(text: str) -> str:
    try:
        return PartialDate.from_iso(text).iso()
    except TermError as wrong:
        raise ValueError(wrong.reason) from None


def _printable(text: str) -> str:
    if any(unicodedata.category(letter)[0] == "C" for letter in text):
        raise ValueError("must not hold control characters")
    if not text.strip():
        raise ValueError("must not be empty")
    return text


class Question(BaseModel):
    """What the client believes, for what purpose it asks, and its own number for the question."""

    model_config = ConfigDict(extra="forbid", strict=True)

    request_id: Annotated[
        str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$", description="the client's number for this question, returned as it came")
    ]
    purpose: Annotated[str, Field(pattern=r"^[a-z][a-z0-9._-]{2,63}$", description="why it asks, a code agreed with the register")]
    citizen_number: Annotated[str, AfterValidator(_citizen_number), Field(max_length=20, description="12 digits")]
    full_name: Annotated[str, AfterValidator(_printable), Field(max_length=200)]
    birth_date: Annotated[str, AfterValidator(_birth_date), Field(max_length=10, description="yyyy-MM-dd, yyyy-MM or yyyy")]
    sex: Literal["male", "female"]


class Fields(BaseModel):
    """How far each field agrees. All "no" for a number nobody has, and wherever name or birth date does not agree."""

    model_config = ConfigDict(frozen=True)

    full_name: Literal["yes", "yes_without_diacritics", "no"]
    birth_date: Literal["yes", "yes_to_month", "yes_to_year", "no"]
    sex: Literal["yes", "no"]


class Answer(BaseModel):
    """Never a stored value. `signature` is a compact JWS (RFC 7515, ES256) whose claims are the other members."""

    model_config = ConfigDict(frozen=True)

    request_id: str
    purpose: str
    answered_at: datetime
    question_sha256: Annotated[str, Field(description="of the body as it was received, 64 hex digits: binds the answer to its question")]
    result: Literal["verified", "not_verified"]
    fields: Fields
    status: Annotated[Literal["living", "deceased"] | None, Field(description="null unless name and birth date agree")]
    signature: str


class Problem(BaseModel):
    """RFC 9457 problem document."""

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None


class Keys(BaseModel):
    """RFC 7517 key set."""

    keys: list[dict[str, str]]
