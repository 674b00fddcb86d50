"""One card proven on two connections at once: the second waits for the first by a lock, both are flagged, and nobody waits for ever.

Nothing here depends on who is faster: each begins while the test holds the card, and is let go when both are seen to wait.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from ansinh import checkin
from ansinh.checkin import Conclusion
from ansinh.checkin.store import cards as store
from ansinh.kit import db
from tests.checkin.desk_statements import CITIZEN, SOD
from tests.checkin.test_card_watch import COLLEAGUE, at_two_places, kept
from tests.checkin.two_places import HERE, MINUTE, NOW, STRANGER, THERE, enrolled, open_at, statement_at

_LONG = 60.0


@pytest.fixture
def shared(database: db.Database) -> db.Database:
    with database.transaction() as conn:
        enrolled(conn)
    return database


@pytest.fixture
def workers() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def opening(
    shared: db.Database, facility_code: str, visit_id: str = "HS-1", *, number: str = CITIZEN, category: str = "1.1"
) -> Callable[[], checkin.Taken]:
    """Opens or corrects a visit in a transaction of its own, with the first person's card; the statement is made beforehand."""
    with shared.transaction() as conn:
        statement = statement_at(conn, facility_code, at=NOW, number=number, hashes={"sod": SOD})

    def run() -> checkin.Taken:
        with shared.transaction() as conn:
            return open_at(conn, facility_code, visit_id, number=number, statement=statement, category=category)

    return run


def begun_behind_the_card(
    shared: db.Database, workers: ThreadPoolExecutor, *all_of_them: Callable[[], checkin.Taken]
) -> list[Future[checkin.Taken]]:
    """Each is begun while the card is held, and all are let go once all wait for it."""
    with shared.transaction() as holding:
        store.hold(holding, SOD)
        begun = [workers.submit(each) for each in all_of_them]
        end = time.monotonic() + _LONG
        while _waiting(holding) < len(begun):
            assert time.monotonic() < end, [each.exception() if each.done() else each for each in begun]
            time.sleep(0.01)
    return begun


def _waiting(conn: db.Connection) -> int:
    row = conn.execute(
        """
        SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE l.locktype = 'advisory' AND NOT l.granted AND d.datname = current_database()
        """
    ).fetchone()
    return 0 if row is None else int(row[0])


def test_two_facilities_in_the_same_second_are_both_flagged_whichever_comes_first(shared: db.Database, workers: ThreadPoolExecutor) -> None:
    for each in begun_behind_the_card(shared, workers, opening(shared, HERE), opening(shared, THERE)):
        assert not each.result(_LONG).is_repeat
    with shared.transaction() as conn:
        assert len(checkin.card_findings(conn)) == 1
        flags = {code: [each.came_first for each in kept(conn, code).card_elsewhere] for code in (HERE, THERE)}
    assert sorted(flags.values()) == [[False], [True]]


def test_of_two_people_with_one_card_in_the_same_second_one_is_refused(shared: db.Database, workers: ThreadPoolExecutor) -> None:
    done = begun_behind_the_card(shared, workers, opening(shared, HERE), opening(shared, THERE, number=STRANGER))
    refused = [each.exception(_LONG) for each in done if each.exception(_LONG) is not None]
    assert [getattr(each, "code", each) for each in refused] == ["statement_card_of_another"]
    with shared.transaction() as conn:
        assert conn.execute("SELECT count(*) FROM checkin.proofs").fetchone() == (1,)


def test_a_visit_that_is_corrected_while_it_is_flagged_waits_for_nothing_that_waits_for_it(
    shared: db.Database, workers: ThreadPoolExecutor
) -> None:
    with shared.transaction() as conn:
        open_at(conn, HERE)
    done = begun_behind_the_card(shared, workers, opening(shared, HERE, category="1.3"), opening(shared, THERE))
    assert sorted(each.result(_LONG).corrected for each in done) == [0, 1]
    with shared.transaction() as conn:
        assert kept(conn, HERE).card_elsewhere
        assert kept(conn, THERE).card_elsewhere


def test_a_desk_that_is_closed_with_a_finding_while_it_proves_the_card_again_is_closed_when_that_is_done(
    shared: db.Database, workers: ThreadPoolExecutor
) -> None:
    with shared.transaction() as conn:
        found = at_two_places(conn)

    def settle() -> None:
        with shared.transaction() as conn:
            checkin.settle_card_finding(conn, found.finding_no, Conclusion.LATER_DESK, by=COLLEAGUE, now=NOW + 5 * MINUTE)

    with ThreadPoolExecutor(1) as staff:
        (proving,) = begun_behind_the_card(shared, workers, opening(shared, THERE, "HS-2"))
        settled = staff.submit(settle)
        assert proving.result(_LONG).corrected == 0
        assert settled.result(_LONG) is None
    with shared.transaction() as conn:
        (desk,) = checkin.desks_of(conn, facility_code=THERE)
    assert (desk.desk.closed_at, desk.proofs) == (NOW + 5 * MINUTE, 2)
