"""The figures of the chip card: what a desk has proven counts, what is only stated stands beside it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ansinh import checkin
from ansinh.kit import db
from tests.register.builders import facilities

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TODAY, HOUR, DAY = date(2026, 11, 20), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def agency(conn: db.Connection) -> db.Connection:
    facilities(conn)
    return conn


def visit(conn: db.Connection, name: str, level: int, *, is_proven: bool, facility: str = "01001", stands: bool = True) -> int:
    """A visit told of an hour ago, with one piece of evidence by chip."""
    row = conn.execute(
        """
        WITH d AS (
            INSERT INTO checkin.desks (facility_code, desk_id, name, public_key, registered_by, registered_at)
            VALUES (%(facility)s, repeat('d', 43), 'Quầy', '{}', 1, %(at)s) ON CONFLICT DO NOTHING
        ), v AS (
            INSERT INTO checkin.visits (facility_code, visit_id, arrived_at, opened_at) VALUES (%(facility)s, %(name)s, %(at)s, %(at)s)
            RETURNING visit_no
        ), s AS (
            INSERT INTO checkin.submissions (facility_code, account, interface, at, content_sha256, reply)
            VALUES (%(facility)s, '', 'test', %(at)s, repeat('0', 64), '') RETURNING submission_no
        ), t AS (
            INSERT INTO checkin.statements (visit_no, submission_no, act, content_sha256, content)
            SELECT visit_no, submission_no, 'open', repeat('0', 64), '{}' FROM v, s
        ), p AS (
            INSERT INTO checkin.proofs (visit_no, facility_code, desk_id, statement_sha256, jti, challenge, subject, level, policy, access,
                                        checks, sod_sha256, card_sha256, made_at, stands)
            SELECT visit_no, %(facility)s, repeat('d', 43), repeat('0', 64), '', '', '', 5, 'hospital', 'pace_can', '[]', repeat('0', 64),
                   repeat('0', 64), %(at)s, %(stands)s
            FROM v WHERE %(is_proven)s RETURNING proof_no
        )
        INSERT INTO checkin.evidence (visit_no, at, level, source, proof_no)
        SELECT visit_no, %(at)s, %(level)s, 'CHIP_CCCD', (SELECT proof_no FROM p) FROM v RETURNING visit_no
        """,
        {"facility": facility, "name": name, "at": NOW - HOUR, "level": level, "is_proven": is_proven, "stands": stands},
    ).fetchone()
    assert row is not None
    return int(row[0])


def look_up(conn: db.Connection, visit_no: int, *, at: datetime = NOW - HOUR, proven_level: int | None = 5) -> None:
    conn.execute(
        "INSERT INTO checkin.visit_lookups (visit_no, at, moment, code, proven_level) VALUES (%(visit_no)s, %(at)s, 'arrival', '000', %(level)s)",
        {"visit_no": visit_no, "at": at, "level": proven_level},
    )


def of_today(conn: db.Connection, facility_code: str | None = None) -> checkin.Figures:
    return checkin.figures(conn, first_day=TODAY, last_day=TODAY, facility_code=facility_code)


def test_a_facility_uses_the_chip_card_only_where_a_desk_has_proven_it(agency: db.Connection) -> None:
    visit(agency, "proven", 5, is_proven=True)
    visit(agency, "stated", 6, is_proven=False)
    visit(agency, "stated elsewhere", 4, is_proven=False, facility="79014")
    checkin.roll_up_visits(agency, now=NOW)
    found = of_today(agency)
    assert (found.facilities_reading_chips, found.facilities_stating_chips, found.visits_by_chip) == (1, 2, 1)
    assert found.visits_by_evidence == {4: 1, 5: 1, 6: 1}
    elsewhere = of_today(agency, "79014")
    assert (elsewhere.facilities_reading_chips, elsewhere.facilities_stating_chips, elsewhere.visits_by_chip) == (0, 1, 0)


def test_proven_and_stated_visits_stand_beside_each_other_for_each_facility(agency: db.Connection) -> None:
    visit(agency, "proven", 5, is_proven=True)
    visit(agency, "stated", 5, is_proven=False)
    visit(agency, "typed", 1, is_proven=False)
    checkin.roll_up_visits(agency, now=NOW)
    (row,) = checkin.figures_by_facility(agency, first_day=TODAY, last_day=TODAY)
    assert (row.visits, row.chip_visits, row.stated_chip_visits) == (3, 1, 1)


def test_a_visit_whose_proof_is_of_another_person_counts_as_stated(agency: db.Connection) -> None:
    visit(agency, "corrected", 5, is_proven=True, stands=False)
    checkin.roll_up_visits(agency, now=NOW)
    found = of_today(agency)
    assert (found.visits_by_chip, found.facilities_stating_chips) == (0, 1)


def test_look_ups_by_chip_are_added_up_once_however_often_it_is_done(agency: db.Connection) -> None:
    visit_no = visit(agency, "proven", 5, is_proven=True)
    look_up(agency, visit_no)
    look_up(agency, visit_no, proven_level=None)
    look_up(agency, visit_no, at=NOW)
    for _ in range(2):
        checkin.roll_up_visits(agency, now=NOW)
        assert of_today(agency).lookups_by_chip == 1
    checkin.roll_up_visits(agency, now=NOW + HOUR)
    assert (of_today(agency).lookups_by_chip, of_today(agency, "79014").lookups_by_chip) == (2, 0)


def test_a_day_that_is_counted_anew_forgets_what_was_only_stated_before(agency: db.Connection) -> None:
    visit_no = visit(agency, "first stated", 5, is_proven=False)
    checkin.roll_up_visits(agency, now=NOW)
    agency.execute(
        """
        WITH p AS (
            INSERT INTO checkin.proofs (visit_no, facility_code, desk_id, statement_sha256, jti, challenge, subject, level, policy, access,
                                        checks, sod_sha256, card_sha256, made_at)
            VALUES (%(visit_no)s, '01001', repeat('d', 43), repeat('0', 64), '', '', '', 5, 'hospital', 'pace_can', '[]', repeat('0', 64),
                    repeat('0', 64), %(at)s) RETURNING proof_no
        ), s AS (
            INSERT INTO checkin.submissions (facility_code, account, interface, at, content_sha256, reply)
            VALUES ('01001', '', 'test', %(at)s, repeat('1', 64), '') RETURNING submission_no
        ), t AS (
            INSERT INTO checkin.statements (visit_no, submission_no, act, content_sha256, content)
            SELECT %(visit_no)s, submission_no, 'evidence', repeat('1', 64), '{}' FROM s
        )
        INSERT INTO checkin.evidence (visit_no, at, level, source, proof_no) SELECT %(visit_no)s, %(at)s, 5, 'CHIP_CCCD', proof_no FROM p
        """,
        {"visit_no": visit_no, "at": NOW},
    )
    checkin.roll_up_visits(agency, now=NOW + HOUR)
    found = of_today(agency)
    assert (found.visits, found.visits_by_chip, found.facilities_stating_chips) == (1, 1, 0)
    assert found.visits_by_evidence == {5: 1}


def test_visits_of_one_level_proven_and_stated_are_one_share_of_the_drawing(agency: db.Connection) -> None:
    visit(agency, "proven", 5, is_proven=True)
    visit(agency, "stated", 5, is_proven=False)
    checkin.roll_up_visits(agency, now=NOW)
    assert of_today(agency).visits_by_evidence == {5: 2}
    assert checkin.figures(agency, first_day=TODAY - DAY, last_day=TODAY - DAY, facility_code=None).visits == 0
