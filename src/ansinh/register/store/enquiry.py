"""The one hot read: whom a key leads to, with cards and spans, and whether the asking officer is known. One statement.

What only few answers need (ended spans, the number of a person without a card) is read by a second statement when it is needed.
"""

from datetime import date, timedelta
from typing import Any

from ansinh.kit import db
from ansinh.register.model import Card, CardState, Coverage, CoverageSpan, Custody, Enquiry, KnownOfficer
from ansinh.terms import CardNumber, FacilityCode, PartialDate, Sex, SocialInsuranceNumber

_ONE_DAY = timedelta(days=1)
_CARD_LENGTH = 15
# name -> member: calling the enum class costs several times a dictionary look-up, and this is once per row
_SEXES = {each.value: each for each in Sex}
_STATES = {each.value: each for each in CardState}
_CUSTODIES = {each.value: each for each in Custody}


def enquire(conn: db.Connection, key: str, *, facility_code: str, officer_number: str, day: date) -> Enquiry:
    """See the room's `enquire`."""
    rows = conn.execute(
        # States sort in the order in which they lead to a person: active, disputed, replaced.
        # Each join is one descent of an index, in that index's order: no sort, and few nodes, whose start costs more than their work.
        """
        SELECT own.name, o.officer_id, o.full_name,
               p.participant_id, p.full_name, p.birth_date, p.sex, p.address, p.five_years_on, p.deceased_on,
               c.card_number, c.issued_on, c.issued_by, c.custody, c.state, c.living_area,
               lower(s.period), upper(s.period), s.facility_code
        FROM (VALUES (1)) AS asked (once)
        LEFT JOIN register.facilities own ON own.facility_code = %(facility_code)s
        LEFT JOIN LATERAL (
            SELECT officer_id, full_name FROM register.officers
            WHERE facility_code = %(facility_code)s AND citizen_number = %(officer_number)s
              AND approved_on <= %(day)s AND first_day <= %(day)s AND (last_day IS NULL OR last_day >= %(day)s)
            ORDER BY officer_id DESC LIMIT 1
        ) o ON true
        LEFT JOIN register.participants p ON p.participant_id = coalesce(
            (SELECT participant_id FROM register.cards WHERE card_number = %(key)s),
            (SELECT participant_id FROM register.identifiers WHERE value = %(number)s AND state <> 'cancelled'
             ORDER BY state, participant_id LIMIT 1)
        )
        LEFT JOIN register.cards c ON c.participant_id = p.participant_id
        LEFT JOIN register.spans s ON s.card_id = c.card_id AND upper(s.period) > %(day)s
        """,
        # the last ten characters of a card are the social-insurance number: a card misread in front still finds its person
        {
            "key": key,
            "number": key[5:] if len(key) == _CARD_LENGTH else key,
            "facility_code": facility_code,
            "officer_number": officer_number,
            "day": day,
        },
    ).fetchall()
    first = rows[0]
    return Enquiry(
        coverage=None if first[3] is None else _coverage(conn, rows, key, day),
        officer=None if first[1] is None else KnownOfficer(officer_id=first[1], full_name=first[2]),
        facility_name=first[0] or "",
    )


def facility_name(conn: db.Connection, code: str) -> str:
    """Name of a facility, "" if the register does not know it."""
    row = conn.execute("SELECT name FROM register.facilities WHERE facility_code = %(code)s", {"code": code}).fetchone()
    return "" if row is None else str(row[0])


def _coverage(conn: db.Connection, rows: list[tuple[Any, ...]], key: str, day: date) -> Coverage:
    first = rows[0]
    heads = {row[10]: row for row in rows if row[10] is not None}
    spans: dict[str, list[CoverageSpan]] = {number: [] for number in heads}
    for row in rows:
        if row[16] is not None:
            spans[row[10]].append(_span(row[16], row[17], row[18]))
    decisive = [spans[key]] if key in spans else list(spans.values())
    if heads and not any(span.first_day <= day for of_card in decisive for span in of_card):
        spans = _all_spans(conn, first[3], spans)
    return Coverage(
        participant_id=first[3],
        full_name=first[4],
        birth_date=PartialDate.from_iso(first[5]),
        sex=_SEXES[first[6]],
        address=first[7],
        five_years_on=first[8],
        deceased_on=first[9],
        social_insurance_number=SocialInsuranceNumber(next(iter(heads))[5:]) if heads else _social_insurance_number(conn, first[3]),
        cards=tuple(
            Card(
                number=CardNumber(number),
                issued_on=row[11],
                issued_by=row[12],
                custody=_CUSTODIES[row[13]],
                state=_STATES[row[14]],
                living_area=row[15],
                spans=tuple(spans[number]),
            )
            for number, row in heads.items()
        ),
    )


def _all_spans(conn: db.Connection, participant_id: int, cards: dict[str, list[CoverageSpan]]) -> dict[str, list[CoverageSpan]]:
    """Every span of the person's cards, the ended ones too."""
    found: dict[str, list[CoverageSpan]] = {number: [] for number in cards}
    rows = conn.execute(
        """
        SELECT c.card_number, lower(s.period), upper(s.period), s.facility_code
        FROM register.cards c JOIN register.spans s USING (card_id)
        WHERE c.participant_id = %(participant_id)s
        """,
        {"participant_id": participant_id},
    ).fetchall()
    for number, first_day, after_last_day, facility_code in rows:
        found[number].append(_span(first_day, after_last_day, facility_code))
    return found


def _social_insurance_number(conn: db.Connection, participant_id: int) -> SocialInsuranceNumber | None:
    row = conn.execute(
        """
        SELECT value FROM register.identifiers
        WHERE participant_id = %(participant_id)s AND kind = 'social_insurance_number' AND state IN ('active', 'disputed')
        ORDER BY state, identifier_id LIMIT 1
        """,
        {"participant_id": participant_id},
    ).fetchone()
    return None if row is None else SocialInsuranceNumber(row[0])


def _span(first_day: date, after_last_day: date, facility_code: str) -> CoverageSpan:
    return CoverageSpan(first_day=first_day, last_day=after_last_day - _ONE_DAY, facility_code=FacilityCode(facility_code))
