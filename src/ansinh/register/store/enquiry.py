"""The one hot read: whom a key leads to, with cards and spans, and whether the asking officer is known. One statement.

What only few answers need (a number that nobody holds as active, ended spans, the number of a person without a card) is read by a
second statement when it is needed.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from ansinh.kit import db
from ansinh.register.model import Card, CardState, Coverage, CoverageSpan, Custody, Enquiry, KnownOfficer
from ansinh.terms import CardNumber, FacilityCode, PartialDate, Sex, SocialInsuranceNumber

_ONE_DAY = timedelta(days=1)
_CARD_LENGTH = 15
_MOST_CLAIMANTS = 5
# name -> member: calling the enum class costs several times a dictionary look-up, and this is once per row
_SEXES = {each.value: each for each in Sex}
_STATES = {each.value: each for each in CardState}
_CUSTODIES = {each.value: each for each in Custody}


def enquire(conn: db.Connection, key: str, *, facility_code: str, officer_number: str, day: date) -> Enquiry:
    """See the room's `enquire`."""
    # the last ten characters of a card are the social-insurance number: a card misread in front still finds its person
    number = key[5:] if len(key) == _CARD_LENGTH else key
    rows = conn.execute(
        # Each join is one descent of an index, in that index's order: no sort, and few nodes, whose start costs more than their work.
        """
        SELECT p.participant_id, p.full_name, p.birth_date, p.sex, p.address, p.five_years_on, p.deceased_on,
               c.card_number, c.issued_on, c.issued_by, c.custody, c.state, c.living_area,
               lower(s.period), upper(s.period), s.facility_code,
               own.name, o.officer_id, o.full_name
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
            (SELECT participant_id FROM register.identifiers WHERE value = %(number)s AND state = 'active')
        )
        LEFT JOIN register.cards c ON c.participant_id = p.participant_id
        LEFT JOIN register.spans s ON s.card_id = c.card_id AND upper(s.period) > %(day)s
        """,
        {"key": key, "number": number, "facility_code": facility_code, "officer_number": officer_number, "day": day},
    ).fetchall()
    facility_name, officer_id, officer_name = rows[0][16:]
    found = [_coverage(conn, rows, key, day)] if rows[0][0] is not None else _claimants(conn, key, number, day)
    return Enquiry(
        coverage=found[0] if found else None,
        officer=None if officer_id is None else KnownOfficer(officer_id=officer_id, full_name=officer_name),
        facility_name=facility_name or "",
        rivals=tuple(found[1:]),
    )


def facility_name(conn: db.Connection, code: str) -> str:
    """Name of a facility, "" if the register does not know it."""
    row = conn.execute("SELECT name FROM register.facilities WHERE facility_code = %(code)s", {"code": code}).fetchone()
    return "" if row is None else str(row[0])


def _claimants(conn: db.Connection, key: str, number: str, day: date) -> list[Coverage]:
    """Those whom a number leads to that nobody holds as active: who dispute it, else who had it before; entered first, first."""
    rows = conn.execute(
        """
        SELECT p.participant_id, p.full_name, p.birth_date, p.sex, p.address, p.five_years_on, p.deceased_on,
               c.card_number, c.issued_on, c.issued_by, c.custody, c.state, c.living_area,
               lower(s.period), upper(s.period), s.facility_code
        FROM (
            SELECT DISTINCT participant_id FROM register.identifiers i
            WHERE i.value = %(number)s AND i.state = (
                SELECT min(state) FROM register.identifiers WHERE value = %(number)s AND state IN ('disputed', 'replaced'))
            ORDER BY participant_id LIMIT %(most)s
        ) AS claiming
        JOIN register.participants p USING (participant_id)
        LEFT JOIN register.cards c ON c.participant_id = p.participant_id
        LEFT JOIN register.spans s ON s.card_id = c.card_id AND upper(s.period) > %(day)s
        ORDER BY p.participant_id
        """,
        {"number": number, "day": day, "most": _MOST_CLAIMANTS},
    ).fetchall()
    return [_coverage(conn, list(of_one), key, day) for _, of_one in groupby(rows, key=itemgetter(0))]


def _coverage(conn: db.Connection, rows: Sequence[tuple[Any, ...]], key: str, day: date) -> Coverage:
    """The person of these rows, whose first 16 columns are those of both statements above."""
    first = rows[0]
    heads = {row[7]: row for row in rows if row[7] is not None}
    spans: dict[str, list[CoverageSpan]] = {number: [] for number in heads}
    for row in rows:
        if row[13] is not None:
            spans[row[7]].append(_span(row[13], row[14], row[15]))
    decisive = [spans[key]] if key in spans else list(spans.values())
    if heads and not any(span.first_day <= day for of_card in decisive for span in of_card):
        spans = _all_spans(conn, first[0], spans)
    return Coverage(
        participant_id=first[0],
        full_name=first[1],
        birth_date=PartialDate.from_iso(first[2]),
        sex=_SEXES[first[3]],
        address=first[4],
        five_years_on=first[5],
        deceased_on=first[6],
        social_insurance_number=SocialInsuranceNumber(next(iter(heads))[5:]) if heads else _social_insurance_number(conn, first[0]),
        cards=tuple(
            Card(
                number=CardNumber(number),
                issued_on=row[8],
                issued_by=row[9],
                custody=_CUSTODIES[row[10]],
                state=_STATES[row[11]],
                living_area=row[12],
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
