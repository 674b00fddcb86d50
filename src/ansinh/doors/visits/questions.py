"""What a facility sends, checked at the border. Nothing in an error repeats what was sent."""

import unicodedata
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from ansinh import checkin
from ansinh.kit import crypto
from ansinh.terms import CitizenNumber, PartialDate, TermError
from ansinh.wire import claims, ledger, presence

_CATEGORIES = tuple(claims.VISIT_CATEGORIES)
_CARE_KINDS = tuple(claims.CARE_KINDS)
Level = Literal["typed", "qr", "vneid", "chip_read", "chip_authenticated", "chip_and_face"]
MomentName = Literal["arrival", "during", "closing"]


def printable(text: str) -> str:
    """Trimmed; raises ValueError for an empty one and for control and other unprintable characters."""
    if any(unicodedata.category(letter)[0] == "C" for letter in text):
        raise ValueError("must not hold control characters")
    if not text.strip():
        raise ValueError("must not be empty")
    return text.strip()


def instant(value: Any) -> datetime:
    """RFC 3339 with a zone, in UTC. Raises ValueError for anything else."""
    if not isinstance(value, str) or len(value) > 40:
        raise ValueError("must be a date and time as text")
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("must be a date and time such as 2026-11-20T08:02:03+07:00") from None
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError("must say its zone, such as +07:00 or Z")
    if not 1900 <= at.year <= 2200:
        raise ValueError("the year must lie between 1900 and 2200")
    return at.astimezone(UTC)


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


def _of(allowed: tuple[str, ...]) -> AfterValidator:
    def check(text: str) -> str:
        if text not in allowed:
            raise ValueError("is not in the list of codes")
        return text

    return AfterValidator(check)


Instant = Annotated[
    datetime,
    BeforeValidator(instant),
    Field(description="RFC 3339, with its zone", json_schema_extra={"examples": ["2026-11-20T08:02:03+07:00"]}),
]
VisitId = Annotated[StrictStr, Field(min_length=1, max_length=100), AfterValidator(printable)]
_Name = Annotated[StrictStr, Field(min_length=1, max_length=255), AfterValidator(printable)]
_CitizenNumber = Annotated[StrictStr, Field(max_length=20, description="12 digits"), AfterValidator(_citizen_number)]
_BirthDate = Annotated[StrictStr, Field(max_length=10, description="yyyy-MM-dd, yyyy-MM or yyyy"), AfterValidator(_birth_date)]
_Key = Annotated[
    StrictStr,
    Field(pattern=r"^[0-9A-Za-z]{0,20}$", description="card (15 characters), social-insurance (10 digits) or citizen number (12 digits)"),
]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OfficerNamed(_Message):
    """Who of the facility acts: a person or a kiosk, registered by the facility and approved by the agency."""

    citizen_number: _CitizenNumber
    full_name: _Name

    def named(self) -> checkin.NamedOfficer:
        return checkin.NamedOfficer(citizen_number=self.citizen_number, full_name=self.full_name)


class PersonNamed(_Message):
    """Whom it is about, as the facility knows them. `number` "" where there is none, as for an unconscious person."""

    number: _Key = ""
    full_name: _Name
    birth_date: _BirthDate


class EvidenceTold(_Message):
    """That a check was done; never what it read. Codes of `source` are those of the identity-check ledger."""

    level: Annotated[Level, Field(description="how sure it makes: each is stronger than the one before it")]
    source: Annotated[ledger.CheckedBy, Field(description="by what it was checked")]
    at: Instant
    device: Annotated[StrictStr, Field(max_length=100, pattern=r"^[ -~]*$", description="the facility's own name of reader or counter")] = (
        ""
    )
    statement: Annotated[
        StrictStr | None,
        Field(
            min_length=1,
            max_length=presence.LONGEST_STATEMENT,
            description=f"what a registered desk signed: a JWS of type {presence.TYPE}; proves the level, which is only stated without it",
        ),
    ] = None

    def presented(self, audience: str, services: checkin.VerdictServices) -> checkin.Presented | None:
        return None if self.statement is None else checkin.Presented(statement=self.statement, audience=audience, services=services)

    def content(self) -> dict[str, Any]:
        """For keeping, and for telling a repeat: by the hash of the statement, which is not kept itself."""
        told = self.model_dump(mode="json", exclude={"statement"})
        return told if self.statement is None else {**told, "statement_sha256": crypto.sha256_hex(self.statement)}

    def evidence(self) -> checkin.Evidence:
        return checkin.Evidence(level=checkin.EvidenceLevel[self.level.upper()], source=self.source, at=self.at, device=self.device)


class OutageTold(_Message):
    """That the gateway could not be reached, so that the visit went on without its look-up."""

    since: Instant
    error_code: Annotated[StrictStr, Field(pattern=r"^[A-Za-z0-9._ -]{1,50}$", description="HTTP status or the program's own code")]
    attempts: Annotated[StrictInt, Field(ge=1, le=1_000_000)]

    def outage(self) -> checkin.Outage:
        return checkin.Outage(since=self.since, error_code=self.error_code, attempts=self.attempts)


class VisitTold(_Message):
    """A visit and how it was found out who came. `evidence` may be missing for emergencies only."""

    visit_id: Annotated[VisitId, Field(description="the facility's own number of the visit (MA_LK in its claim)")]
    person: PersonNamed
    category: Annotated[StrictStr, _of(_CATEGORIES), Field(description="visit category", json_schema_extra={"enum": list(_CATEGORIES)})]
    care_kind: Annotated[StrictStr, _of(_CARE_KINDS), Field(description="kind of care", json_schema_extra={"enum": list(_CARE_KINDS)})]
    arrived_at: Instant
    admitted_at: Instant | None = None
    officer: OfficerNamed
    evidence: EvidenceTold | None = None
    outage: OutageTold | None = None

    def stated(self) -> checkin.StatedVisit:
        return checkin.StatedVisit(
            visit_id=self.visit_id,
            key=self.person.number.upper(),
            full_name=self.person.full_name,
            birth_date=PartialDate.from_iso(self.person.birth_date),
            category=self.category,
            care_kind=self.care_kind,
            arrived_at=self.arrived_at,
            admitted_at=self.admitted_at,
            content=_content(self, self.evidence),
        )


class EvidenceAdded(_Message):
    """One more piece of evidence for a visit."""

    officer: OfficerNamed
    evidence: EvidenceTold

    def content(self) -> dict[str, Any]:
        return _content(self, self.evidence)


class PublicKey(_Message):
    """A public key on P-256 as a JWK (RFC 7517, RFC 7518 section 6.2.1)."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: Annotated[StrictStr, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
    y: Annotated[StrictStr, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]

    def jwk(self) -> dict[str, str]:
        return {"kty": self.kty, "crv": self.crv, "x": self.x, "y": self.y}


class DeskTold(_Message):
    """A desk that registers itself. `name` is the facility's own, such as that of the counter."""

    name: Annotated[StrictStr, Field(min_length=1, max_length=100), AfterValidator(printable)]
    public_key: PublicKey
    officer: OfficerNamed


class DeskClosed(_Message):
    """Who of the facility closes a desk."""

    officer: OfficerNamed


class ChallengeAsked(_Message):
    """For which desk a challenge is wanted."""

    desk_id: Annotated[StrictStr, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]


class LookUp(_Message):
    """A look-up at a moment of the visit. `with_history`: earlier treatment of the last year too, where it may be told."""

    moment: MomentName
    person: PersonNamed
    officer: OfficerNamed
    outage: OutageTold | None = None
    with_history: StrictBool = False

    def question(self) -> checkin.Question:
        return checkin.Question(
            key=self.person.number.upper(),
            full_name=self.person.full_name,
            birth_date=PartialDate.from_iso(self.person.birth_date),
            officer_name=self.officer.full_name,
            officer_number=self.officer.citizen_number,
            interface="visits/look-ups",
            with_treatments=self.with_history,
        )


class VisitEnded(_Message):
    """When the visit ended."""

    ended_at: Instant


def _content(message: BaseModel, evidence: EvidenceTold | None) -> dict[str, Any]:
    told = message.model_dump(mode="json", exclude={"evidence"})
    return {**told, "evidence": None if evidence is None else evidence.content()}
