"""The one hot read: whom a key leads to, with cards and spans, and whether the asking officer is known. One statement."""

from datetime import date, timedelta
from typing import Any

from ansinh.kit import db
from ansinh.register.model import Card, CardState, Coverage, CoverageSpan, Custody, Enquiry, KnownOfficer
from ansinh.terms import CardNumber, FacilityCode, PartialDate, Sex, SocialInsuranceNumber

_ONE_DAY = timedelta(days=1)
# name -> member: calling the enum class costs several times a dictionary look-up, and this is once per row
_SEXES = {each.value: each for each in Sex}
_STATES = {each.value: each for each in CardState}
_CUSTODIES = {each.value: each for each in Custody}


def enquire(conn: db.Connection, key: str, *, facility_code: str, officer_number: str, day: date) -> Enquiry:
    """See the room's `enquire`."""
    rows = conn.execute(
        """
        SELECT o.officer_id, o.full_name, own.name,
               p.participant_id, p.full_name, p.birth_date, p.sex, p.address, p.five_years_on, p.deceased_on, n.value,
               c.card_number, c.issued_on, c.issued_by, c.custody, c.state, c.living_area,
               lower(s.period), upper(s.period), s.facility_code, f.name
        FROM (VALUES (1)) AS asked (once)
        LEFT JOIN register.facilities own ON own.facility_code = %(facility_code)s
        LEFT JOIN LATERAL (
            SELECT officer_id, full_name FROM register.officers
            WHERE facility_code = %(facility_code)s AND citizen_number = %(officer_number)s
              AND approved_on <= %(day)s AND first_day <= %(day)s AND (last_day IS NULL OR last_day >= %(day)s)
            ORDER BY officer_id DESC LIMIT 1
        ) o ON true
        LEFT JOIN LATERAL (
            SELECT participant_id FROM (
                SELECT participant_id, 0 AS rank FROM register.cards WHERE card_number = %(key)s
                UNION ALL
                SELECT participant_id, CASE state WHEN 'active' THEN 1 WHEN 'disputed' THEN 2 ELSE 3 END
                FROM register.identifiers WHERE value = %(number)s AND state <> 'cancelled'
            ) found ORDER BY rank, participant_id LIMIT 1
        ) k ON true
        LEFT JOIN register.participants p ON p.participant_id = k.participant_id
        LEFT JOIN LATERAL (
            SELECT value FROM register.identifiers
            WHERE participant_id = p.participant_id AND kind = 'social_insurance_number' AND state IN ('active', 'disputed')
            ORDER BY state, identifier_id LIMIT 1
        ) n ON true
        LEFT JOIN register.cards c ON c.participant_id = p.participant_id
        LEFT JOIN register.spans s ON s.card_id = c.card_id
        LEFT JOIN register.facilities f ON f.facility_code = s.facility_code
        """,
        # the last ten characters of a card are the social-insurance number: a card misread in front still finds its person
        {
            "key": key,
            "number": key[5:] if len(key) == 15 else key,
            "facility_code": facility_code,
            "officer_number": officer_number,
            "day": day,
        },
    ).fetchall()
    first = rows[0]
    officer = None if first[0] is None else KnownOfficer(officer_id=first[0], full_name=first[1])
    return Enquiry(coverage=None if first[3] is None else _coverage(rows), officer=officer, facility_name=first[2] or "")


def _coverage(rows: list[tuple[Any, ...]]) -> Coverage:
    first = rows[0]
    heads: dict[str, tuple[Any, ...]] = {}
    spans: dict[str, list[CoverageSpan]] = {}
    facility_names: dict[str, str] = {}
    for row in rows:
        card_number = row[11]
        if card_number is None:
            continue
        heads[card_number] = row
        of_card = spans.setdefault(card_number, [])
        if row[17] is not None:
            of_card.append(CoverageSpan(first_day=row[17], last_day=row[18] - _ONE_DAY, facility_code=FacilityCode(row[19])))
            facility_names[row[19]] = row[20]
    return Coverage(
        participant_id=first[3],
        full_name=first[4],
        birth_date=PartialDate.from_iso(first[5]),
        sex=_SEXES[first[6]],
        address=first[7],
        five_years_on=first[8],
        deceased_on=first[9],
        social_insurance_number=None if first[10] is None else SocialInsuranceNumber(first[10]),
        cards=tuple(
            Card(
                number=CardNumber(number),
                issued_on=row[12],
                issued_by=row[13],
                custody=_CUSTODIES[row[14]],
                state=_STATES[row[15]],
                living_area=row[16],
                spans=tuple(spans[number]),
            )
            for number, row in heads.items()
        ),
        facility_names=facility_names,
    )
