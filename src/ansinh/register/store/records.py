"""Reads that are not hot: candidates for a link, the person's own record, a facility."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ansinh.kit import db
from ansinh.register.model import (
    Candidate,
    Card,
    CardState,
    CareLevel,
    ContributionKind,
    ContributionRow,
    CoverageSpan,
    Custody,
    Facility,
    FacilityRank,
    Identifier,
    IdentifierState,
    Tier,
)
from ansinh.terms import CardNumber, CitizenNumber, FacilityCode, PartialDate, Sex, SocialInsuranceNumber

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _CandidateRow:
    participant_id: int
    social_insurance_number: str | None
    full_name: str
    birth_date: str
    sex: str
    verified_on: date | None
    deceased_on: date | None


def candidates(conn: db.Connection, citizen_number: str) -> list[Candidate]:
    """See the room's `candidates`."""
    rows = db.many(
        conn,
        _CandidateRow,
        """
        SELECT p.participant_id, n.value AS social_insurance_number, p.full_name, p.birth_date, p.sex, p.verified_on, p.deceased_on
        FROM register.identifiers i
        JOIN register.participants p USING (participant_id)
        LEFT JOIN register.identifiers n ON n.participant_id = p.participant_id AND n.kind = 'social_insurance_number'
                                            AND n.state IN ('active', 'disputed')
        WHERE i.value = %(citizen_number)s AND i.state IN ('active', 'disputed')
        ORDER BY p.participant_id, n.value
        """,
        {"citizen_number": citizen_number},
    )
    return [
        Candidate(
            participant_id=row.participant_id,
            social_insurance_number=None if row.social_insurance_number is None else SocialInsuranceNumber(row.social_insurance_number),
            full_name=row.full_name,
            birth_date=PartialDate.from_iso(row.birth_date),
            sex=Sex(row.sex),
            verified_on=row.verified_on,
            deceased=row.deceased_on is not None,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class _NumberedRow:
    citizen_number: str
    participant_id: int
    social_insurance_number: str | None
    full_name: str
    birth_date: str
    sex: str
    verified_on: date | None
    deceased_on: date | None


def candidates_by_number(conn: db.Connection, citizen_numbers: Sequence[str]) -> dict[str, list[Candidate]]:
    """See the room's `candidates_by_number`."""
    rows = db.many(
        conn,
        _NumberedRow,
        """
        SELECT i.value AS citizen_number, p.participant_id, n.value AS social_insurance_number, p.full_name, p.birth_date, p.sex,
               p.verified_on, p.deceased_on
        FROM register.identifiers i
        JOIN register.participants p USING (participant_id)
        LEFT JOIN register.identifiers n ON n.participant_id = p.participant_id AND n.kind = 'social_insurance_number'
                                            AND n.state IN ('active', 'disputed')
        WHERE i.value = ANY(%(citizen_numbers)s::text[]) AND i.state IN ('active', 'disputed')
        ORDER BY p.participant_id, n.value
        """,
        {"citizen_numbers": list(citizen_numbers)},
    )
    found: dict[str, list[Candidate]] = {}
    for row in rows:
        number = row.social_insurance_number
        found.setdefault(row.citizen_number, []).append(
            Candidate(
                participant_id=row.participant_id,
                social_insurance_number=None if number is None else SocialInsuranceNumber(number),
                full_name=row.full_name,
                birth_date=PartialDate.from_iso(row.birth_date),
                sex=Sex(row.sex),
                verified_on=row.verified_on,
                deceased=row.deceased_on is not None,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class PersonRow:
    participant_id: int
    full_name: str
    birth_date: str
    sex: str
    ethnicity: str
    address: str
    five_years_on: date | None
    verified_on: date | None
    deceased_on: date | None


def person(conn: db.Connection, participant_id: int) -> PersonRow | None:
    """The participant's own row."""
    return db.one(
        conn,
        PersonRow,
        """
        SELECT participant_id, full_name, birth_date, sex, ethnicity, address, five_years_on, verified_on, deceased_on
        FROM register.participants WHERE participant_id = %(participant_id)s
        """,
        {"participant_id": participant_id},
    )


@dataclass(frozen=True, slots=True)
class _IdentifierRow:
    kind: str
    value: str
    valid_from: date
    valid_until: date | None
    state: str


def identifiers(conn: db.Connection, participant_id: int) -> tuple[Identifier, ...]:
    """Every number the person goes or went by, newest first."""
    rows = db.many(
        conn,
        _IdentifierRow,
        """
        SELECT kind, value, valid_from, valid_until, state FROM register.identifiers
        WHERE participant_id = %(participant_id)s ORDER BY valid_from DESC, identifier_id DESC
        """,
        {"participant_id": participant_id},
    )
    return tuple(
        Identifier(
            number=CitizenNumber(row.value) if row.kind == "citizen_number" else SocialInsuranceNumber(row.value),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            state=IdentifierState(row.state),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class _CardRow:
    card_id: int
    card_number: str
    issued_on: date
    issued_by: str
    custody: str
    state: str
    living_area: str
    first_day: date | None
    after_last_day: date | None
    facility_code: str | None
    facility_name: str | None


def cards(conn: db.Connection, participant_id: int) -> tuple[tuple[Card, ...], dict[str, str]]:
    """The cards, newest first, their spans oldest first, and the names of the facilities named."""
    rows = db.many(
        conn,
        _CardRow,
        """
        SELECT c.card_id, c.card_number, c.issued_on, c.issued_by, c.custody, c.state, c.living_area,
               lower(s.period) AS first_day, upper(s.period) AS after_last_day, s.facility_code, f.name AS facility_name
        FROM register.cards c
        LEFT JOIN register.spans s USING (card_id)
        LEFT JOIN register.facilities f USING (facility_code)
        WHERE c.participant_id = %(participant_id)s
        ORDER BY c.issued_on DESC, c.card_id DESC, lower(s.period)
        """,
        {"participant_id": participant_id},
    )
    heads = {row.card_id: row for row in rows}
    spans: dict[int, list[CoverageSpan]] = {card_id: [] for card_id in heads}
    names: dict[str, str] = {}
    for row in rows:
        if row.first_day is not None and row.after_last_day is not None and row.facility_code is not None:
            spans[row.card_id].append(
                CoverageSpan(first_day=row.first_day, last_day=row.after_last_day - _ONE_DAY, facility_code=FacilityCode(row.facility_code))
            )
            names[row.facility_code] = row.facility_name or ""
    found = tuple(
        Card(
            number=CardNumber(row.card_number),
            issued_on=row.issued_on,
            issued_by=row.issued_by,
            custody=Custody(row.custody),
            state=CardState(row.state),
            living_area=row.living_area,
            spans=tuple(spans[card_id]),
        )
        for card_id, row in heads.items()
    )
    return found, names


@dataclass(frozen=True, slots=True)
class MemberRow:
    code: str
    participant_id: int
    position: int
    relation: str
    full_name: str


def household(conn: db.Connection, participant_id: int) -> list[MemberRow]:
    """All members of the person's household by position; empty if the person is in none."""
    return db.many(
        conn,
        MemberRow,
        """
        SELECT h.code, m.participant_id, m.position, m.relation, p.full_name
        FROM register.household_members own
        JOIN register.households h USING (household_id)
        JOIN register.household_members m USING (household_id)
        JOIN register.participants p ON p.participant_id = m.participant_id
        WHERE own.participant_id = %(participant_id)s
        ORDER BY m.position
        """,
        {"participant_id": participant_id},
    )


@dataclass(frozen=True, slots=True)
class _ContributionRow:
    kind: str
    first_month: date
    last_month: date
    base: int
    amount: int
    employer_name: str


def contributions(conn: db.Connection, participant_id: int) -> tuple[ContributionRow, ...]:
    """Contributions, newest first."""
    rows = db.many(
        conn,
        _ContributionRow,
        """
        SELECT c.kind, c.first_month, c.last_month, c.base, c.amount, coalesce(e.name, '') AS employer_name
        FROM register.contributions c
        LEFT JOIN register.employers e USING (employer_id)
        WHERE c.participant_id = %(participant_id)s
        ORDER BY c.first_month DESC, c.contribution_id DESC
        """,
        {"participant_id": participant_id},
    )
    return tuple(
        ContributionRow(
            kind=ContributionKind(row.kind),
            first_month=row.first_month,
            last_month=row.last_month,
            base=row.base,
            amount=row.amount,
            employer_name=row.employer_name,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class _FacilityRow:
    facility_code: str
    name: str
    first_day: date | None
    after_last_day: date | None
    level: str | None
    tier: str | None
    score: Decimal | None


def facility(conn: db.Connection, code: str) -> Facility | None:
    """The facility with its ranks, oldest first."""
    rows = db.many(
        conn,
        _FacilityRow,
        """
        SELECT f.facility_code, f.name, lower(r.period) AS first_day, upper(r.period) AS after_last_day, r.level, r.tier, r.score
        FROM register.facilities f
        LEFT JOIN register.facility_ranks r USING (facility_id)
        WHERE f.facility_code = %(code)s
        ORDER BY lower(r.period)
        """,
        {"code": code},
    )
    if not rows:
        return None
    return Facility(
        code=FacilityCode(rows[0].facility_code),
        name=rows[0].name,
        ranks=tuple(
            FacilityRank(
                first_day=row.first_day,
                last_day=None if row.after_last_day is None else row.after_last_day - _ONE_DAY,
                level=CareLevel(row.level),
                tier=Tier(row.tier),
                score=row.score,
            )
            for row in rows
            if row.first_day is not None
        ),
    )


def count_facilities(conn: db.Connection) -> int:
    row = conn.execute("SELECT count(*) FROM register.facilities").fetchone()
    return 0 if row is None else int(row[0])
