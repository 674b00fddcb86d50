"""The figures, and that what is added up by day equals what is counted."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh import checkin
from ansinh.kit import db
from tests.register.builders import facilities

figures_of = checkin.figures
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 11, 20), date(2026, 11, 19)
DAY = timedelta(days=1)


def lookup(conn: db.Connection, at: datetime = NOW, *, facility: str = "01001", key_kind: str = "card", times: int = 1) -> None:
    conn.execute(
        """
        INSERT INTO checkin.lookups (at, facility_code, account, key_kind, code, purpose)
        SELECT %(at)s, %(facility)s, %(facility)s || '_BV', %(key_kind)s, '000', 'treatment' FROM generate_series(1, %(times)s)
        """,
        {"at": at, "facility": facility, "key_kind": key_kind, "times": times},
    )


def visit(
    conn: db.Connection, name: str, *levels: int, at: datetime = NOW, facility: str = "01001", told_at: datetime | None = None
) -> None:
    """A visit first told of at an instant, with evidence of these levels; `told_at` is when the last of it came."""
    conn.execute(
        """
        WITH v AS (
            INSERT INTO checkin.visits (facility_code, visit_id, arrived_at, opened_at) VALUES (%(facility)s, %(name)s, %(at)s, %(at)s)
            ON CONFLICT (facility_code, visit_id) DO UPDATE SET visit_id = excluded.visit_id RETURNING visit_no
        ), s AS (
            INSERT INTO checkin.submissions (facility_code, account, interface, at, content_sha256, reply)
            VALUES (%(facility)s, %(facility)s || '_BV', 'test', %(told_at)s, repeat('0', 64), '') RETURNING submission_no
        ), t AS (
            INSERT INTO checkin.statements (visit_no, submission_no, act, content_sha256, content)
            SELECT visit_no, submission_no, 'open', repeat('0', 64), '{}' FROM v, s
        )
        INSERT INTO checkin.evidence (visit_no, at, level, source)
        SELECT visit_no, %(at)s, level, 'CHIP_CCCD' FROM v, unnest(%(levels)s::smallint[]) AS level
        """,
        {"facility": facility, "name": name, "at": at, "told_at": told_at or at, "levels": list(levels)},
    )


def roll_up(conn: db.Connection, now: datetime = NOW) -> None:
    while checkin.roll_up_lookups(conn, now=now):
        pass
    checkin.roll_up_visits(conn, now=now)


def counted(conn: db.Connection) -> list[tuple[date, str, str, int]]:
    """Straight from the look-ups, as far as they have been added up."""
    return conn.execute(
        """
        SELECT ((at AT TIME ZONE 'UTC') + interval '7 hours')::date, facility_code, key_kind, count(*) FROM checkin.lookups
        WHERE at < (SELECT until FROM checkin.rolled_up WHERE what = 'lookups') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """
    ).fetchall()


def added_up(conn: db.Connection) -> list[tuple[date, str, str, int]]:
    return conn.execute("SELECT day, facility_code, key_kind, lookups FROM checkin.daily_lookups ORDER BY 1, 2, 3").fetchall()


def test_every_figure_says_what_it_counts() -> None:
    own = {each.name for each in fields(checkin.Figures)} - {"first_day", "last_day", "visits_as_of"} | {"share_on_line"}
    defined = set(checkin.DEFINITIONS)
    assert own == defined
    assert all(text.endswith(".") for text in checkin.DEFINITIONS.values())


def test_lookups_are_counted_at_once_and_alike_before_and_after_they_are_added_up(conn: db.Connection) -> None:
    facilities(conn)
    lookup(conn, NOW - timedelta(hours=2), key_kind="citizen", times=3)
    lookup(conn, NOW - timedelta(hours=1), facility="79014")
    before = figures_of(conn, first_day=TODAY, last_day=TODAY)
    assert (before.lookups, before.lookups_by_key, before.facilities_on_line) == (4, {"card": 1, "citizen": 3}, 2)
    roll_up(conn)
    assert len(added_up(conn)) == 2
    lookup(conn, NOW)
    after = figures_of(conn, first_day=TODAY, last_day=TODAY)
    assert (after.lookups, after.lookups_by_key) == (5, {"card": 2, "citizen": 3})


def test_a_day_is_that_of_viet_nam(conn: db.Connection) -> None:
    midnight = datetime(2026, 11, 19, 17, 0, tzinfo=UTC)
    lookup(conn, midnight - timedelta(microseconds=1))
    lookup(conn, midnight, times=2)
    for _ in range(2):
        days = checkin.figures_by_day(conn, first_day=YESTERDAY, last_day=TODAY)
        assert [(each.day, each.lookups) for each in days] == [(YESTERDAY, 1), (TODAY, 2)]
        assert figures_of(conn, first_day=TODAY, last_day=TODAY).lookups == 2
        roll_up(conn)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 5 * 24 * 60), st.sampled_from(["01001", "79014", "31001"]), st.sampled_from(["card", "citizen"]), st.booleans()
        ),
        max_size=25,
    )
)
def test_what_is_added_up_equals_what_is_counted_however_often_it_is_done(
    conn: db.Connection, made: list[tuple[int, str, str, bool]]
) -> None:
    with conn.transaction(force_rollback=True):
        for minutes, facility, key_kind, then_roll_up in sorted(made):
            at = NOW + timedelta(minutes=minutes)
            lookup(conn, at, facility=facility, key_kind=key_kind)
            if then_roll_up:
                roll_up(conn, at + timedelta(seconds=60))
        roll_up(conn, NOW + 6 * DAY)
        roll_up(conn, NOW + 6 * DAY)
        assert added_up(conn) == counted(conn)
        assert sum(row[3] for row in added_up(conn)) == len(made)


def test_nothing_is_added_up_that_a_transaction_still_open_might_have_made(database: db.Database) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    with database.transaction() as conn:
        lookup(conn, long_ago)
    with database.transaction() as slow:
        slow.execute("SELECT 1")
        began = datetime.now(UTC)
        with database.transaction() as conn:
            roll_up(conn, began + timedelta(hours=1))
        lookup(slow, began)
    with database.transaction() as conn:
        assert [row[3] for row in added_up(conn)] == [1]
        roll_up(conn, began + timedelta(hours=1))
        assert sum(row[3] for row in added_up(conn)) == 2
        assert added_up(conn) == counted(conn)


def test_a_day_that_was_tampered_with_can_be_counted_anew(conn: db.Connection) -> None:
    lookup(conn, NOW - DAY, times=2)
    lookup(conn, NOW - timedelta(hours=1), times=3)
    roll_up(conn)
    conn.execute("UPDATE checkin.daily_lookups SET lookups = 99")
    for day in (YESTERDAY, TODAY):
        checkin.recount_day(conn, day)
    assert added_up(conn) == counted(conn)
    assert figures_of(conn, first_day=YESTERDAY, last_day=TODAY).lookups == 5


def test_facilities_on_line_are_those_that_looked_up_and_the_share_is_of_all(conn: db.Connection) -> None:
    facilities(conn)
    nobody = figures_of(conn, first_day=TODAY, last_day=TODAY)
    assert (nobody.facilities, nobody.facilities_on_line, nobody.share_on_line) == (2, 0, Decimal("0.0"))
    lookup(conn, times=7)
    one = figures_of(conn, first_day=TODAY, last_day=TODAY)
    assert (one.facilities_on_line, one.share_on_line) == (1, Decimal("50.0"))


def test_there_is_a_share_without_any_facility(conn: db.Connection) -> None:
    assert figures_of(conn, first_day=TODAY, last_day=TODAY).share_on_line == 0


def test_facilities_by_citizen_number_are_counted_once_each(conn: db.Connection) -> None:
    lookup(conn, key_kind="citizen", times=3)
    lookup(conn, key_kind="citizen", facility="79014")
    lookup(conn, facility="31001")
    assert figures_of(conn, first_day=TODAY, last_day=TODAY).facilities_by_citizen_number == 2


def test_a_visit_counts_by_its_highest_level_of_evidence(conn: db.Connection) -> None:
    visit(conn, "typed", 1, at=NOW - timedelta(hours=1))
    visit(conn, "chip", 1, 4, at=NOW - timedelta(hours=1))
    visit(conn, "face", 6, at=NOW - timedelta(hours=1), facility="79014")
    visit(conn, "nothing", at=NOW - timedelta(hours=1), facility="31001")
    roll_up(conn)
    found = figures_of(conn, first_day=TODAY, last_day=TODAY)
    assert (found.visits, found.visits_by_evidence) == (4, {0: 1, 1: 1, 4: 1, 6: 1})
    assert (found.facilities_reading_chips, found.facilities_stating_chips) == (0, 2)
    assert found.visits_as_of == NOW - timedelta(seconds=60)


def test_evidence_that_comes_later_changes_the_day_of_its_visit(conn: db.Connection) -> None:
    visit(conn, "one", 1, at=NOW - 3 * DAY)
    roll_up(conn, NOW - 2 * DAY)
    assert figures_of(conn, first_day=TODAY - 3 * DAY, last_day=TODAY).visits_by_evidence == {1: 1}
    visit(conn, "one", 5, at=NOW - 3 * DAY, told_at=NOW - timedelta(hours=1))
    for _ in range(2):
        roll_up(conn)
        assert figures_of(conn, first_day=TODAY - 3 * DAY, last_day=TODAY).visits_by_evidence == {5: 1}


def test_a_facility_sees_only_its_own_figures(conn: db.Connection) -> None:
    facilities(conn)
    for before in (timedelta(hours=1), timedelta(seconds=30)):
        at = NOW - before
        lookup(conn, at, facility="01001", times=2)
        lookup(conn, at, facility="79014", key_kind="citizen", times=5)
        visit(conn, f"a {before}", 4, at=at, facility="79014")
        roll_up(conn)  # the later ones are still counted
    ours = figures_of(conn, first_day=TODAY, last_day=TODAY, facility_code="01001")
    assert (ours.lookups, ours.lookups_by_key, ours.facilities, ours.facilities_on_line) == (4, {"card": 4}, 1, 1)
    assert (ours.visits, ours.facilities_by_citizen_number, ours.facilities_stating_chips) == (0, 0, 0)
    days = checkin.figures_by_day(conn, first_day=TODAY, last_day=TODAY, facility_code="01001")
    assert [(each.lookups, each.facilities_on_line) for each in days] == [(4, 1)]


def test_facilities_are_listed_by_code_page_by_page(conn: db.Connection) -> None:
    lookup(conn, key_kind="citizen", times=2)
    lookup(conn, facility="79014")
    visit(conn, "chip", 5, at=NOW - timedelta(hours=1), facility="92001")
    roll_up(conn)
    first = checkin.figures_by_facility(conn, first_day=TODAY, last_day=TODAY, limit=1)
    rest = checkin.figures_by_facility(conn, first_day=TODAY, last_day=TODAY, after="01001")
    assert [(each.facility_code, each.lookups, each.by_citizen_number, each.visits, each.stated_chip_visits) for each in first + rest] == [
        ("01001", 2, 2, 0, 0),
        ("79014", 1, 0, 0, 0),
        ("92001", 0, 0, 1, 1),
    ]


@pytest.mark.parametrize("facility_code", [None, "01001"])
def test_days_outside_the_period_do_not_count(conn: db.Connection, facility_code: str | None) -> None:
    for days in range(-2, 3):
        lookup(conn, NOW + days * DAY)
    roll_up(conn)
    found = figures_of(conn, first_day=YESTERDAY, last_day=TODAY, facility_code=facility_code)
    assert (found.lookups, found.first_day, found.last_day) == (2, YESTERDAY, TODAY)
