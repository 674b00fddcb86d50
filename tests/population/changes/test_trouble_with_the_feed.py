"""The feed tells twice, leaves out, lies, is slow or away: nothing is taken twice or out of order, nothing is lost, and it says so."""

from datetime import date, timedelta

import pytest

from ansinh import audit, register
from ansinh.kit import db
from ansinh.kit.errors import CounterpartDown
from ansinh.population import changes
from ansinh.population.changes import Outcome
from ansinh.sandbox.population.store import feed as told_feed
from ansinh.wire import population_pages as pages
from tests.population.changes.following import Following, feed_at


def _moves(following: Following, days: range) -> int:
    """Somebody who moved on each of these days of November."""
    person, number = following.someone()
    for day in days:
        following.happen("move", number, day=date(2026, 11, day), place=("001", "", "", f"nhà số {day}, Hà Nội"))
    return person


def _addresses(following: Following, person: int) -> list[str]:
    return [each.address for each in following.read(lambda conn: register.residences_of(conn, person))]


def _state(following: Following) -> changes.FeedState:
    state: changes.FeedState = following.read(changes.feed_state)
    return state


def _stops(conn: db.Connection) -> int:
    row = conn.execute("SELECT count(*) FROM audit.events WHERE kind = 'population.feed_stopped'").fetchone()
    return 0 if row is None else int(row[0])


def test_changes_are_taken_in_order_over_many_pages_with_progress(following: Following) -> None:
    person = _moves(following, range(1, 8))
    behind: list[int] = []
    report = following.sync(page_size=3, progress=lambda now: behind.append(now.last - now.seq))
    assert (report.outcomes, report.pages, behind) == ({Outcome.APPLIED: 7}, 3, [4, 1, 0])
    assert _addresses(following, person)[:3] == ["nhà số 7, Hà Nội", "nhà số 6, Hà Nội", "nhà số 5, Hà Nội"]


def test_a_run_may_end_after_some_pages_and_the_next_goes_on(following: Following) -> None:
    person = _moves(following, range(1, 6))
    assert following.sync(page_size=2, most_pages=1).taken == 2
    assert _state(following).behind == 3
    assert following.sync(page_size=2).taken == 3
    assert _addresses(following, person)[0] == "nhà số 5, Hà Nội"


def test_what_is_told_again_is_counted_and_changes_nothing(following: Following) -> None:
    person = _moves(following, range(1, 4))
    before = following.sync(most_pages=1, page_size=1).seq
    following.trouble("again")
    report = following.sync()
    assert (report.taken, report.repeated) == (2, min(3, before) + 2)
    assert len(_addresses(following, person)) == 4


def test_a_gap_stops_it_says_so_once_and_ends_when_the_missing_change_comes(following: Following) -> None:
    person = _moves(following, range(1, 4))
    before, stops = _state(following).seq, following.read(_stops)
    following.trouble("gap", times=2)
    report = following.sync()
    assert (report.stopped, report.taken, _state(following).stopped_code) == ("feed_gap", 0, "feed_gap")
    assert f"change {before + 1} is missing" in report.detail
    following.sync()
    assert following.read(_stops) == stops + 1
    assert following.sync().outcomes == {Outcome.APPLIED: 3}
    assert (_state(following).stopped_code, _addresses(following, person)[0]) == (None, "nhà số 3, Hà Nội")


def test_a_page_that_leaves_out_the_only_change_is_a_gap_too(following: Following) -> None:
    _moves(following, range(1, 2))
    following.trouble("gap")
    assert following.sync().stopped == "feed_gap"
    assert following.sync().taken == 1


def test_a_page_signed_by_another_key_is_not_believed(following: Following) -> None:
    person = _moves(following, range(1, 2))
    following.trouble("wrong_signature")
    report = following.sync()
    assert (report.stopped, report.taken, _state(following).stopped_code) == ("feed_signature", 0, "feed_signature")
    assert len(_addresses(following, person)) == 0
    assert following.sync().taken == 1


def test_a_page_made_for_another_client_is_not_believed(following: Following) -> None:
    with pytest.raises(CounterpartDown, match="feed_signature"):
        feed_at(following.url, audience="somebody-else").page(after=0, limit=1, now=following.now)


def test_a_page_of_long_ago_is_not_believed(following: Following) -> None:
    with pytest.raises(CounterpartDown, match="feed_signature"):
        following.feed.page(after=0, limit=1, now=following.now + timedelta(minutes=6))


@pytest.mark.parametrize(("trouble", "code"), [("unavailable", "feed_busy"), ("slow", "timed_out")])
def test_a_feed_that_is_slow_or_away_is_asked_again_and_nobody_is_told(following: Following, trouble: str, code: str) -> None:
    person = _moves(following, range(1, 2))
    stops = following.read(_stops)
    following.trouble(trouble)
    impatient = feed_at(following.url, timeout_s=60.0 if code == "feed_busy" else 0.1)
    assert changes.sync(following.database, impatient, now=lambda: following.now).stopped == code
    assert (_state(following).stopped_code, following.read(_stops)) == (None, stops)
    assert following.sync().taken == 1
    assert _addresses(following, person)[0] == "nhà số 1, Hà Nội"


def test_a_change_that_cannot_be_read_is_kept_open_and_the_next_is_taken(following: Following) -> None:
    with following.database.transaction() as conn:
        seq = told_feed.next_seq(conn)
        told_feed.add(conn, seq, {"seq": seq, "kind": "wedding", "at": "2026-11-20T00:00:00+00:00"})
    person = _moves(following, range(1, 2))
    assert following.sync().outcomes == {Outcome.LEFT_OPEN: 1, Outcome.APPLIED: 1}
    problem = following.read(changes.open_problems)[-1]
    assert (problem.source_key, problem.kind, problem.code) == (str(seq), "unknown", "unreadable")
    assert _addresses(following, person)[0] == "nhà số 1, Hà Nội"
    following.later(hours=2)
    assert following.read(lambda conn: changes.try_again(conn, now=following.now)) == 0


def test_two_who_follow_at_once_take_each_change_once(following: Following) -> None:
    person = _moves(following, range(1, 6))
    other = changes.Report()

    def other_follows(_report: changes.Report) -> None:
        if not other.pages:
            other.pages = following.sync(page_size=1, most_pages=2).pages

    report = following.sync(page_size=2, progress=other_follows)
    assert (other.pages, report.taken) == (2, 3)
    assert len(_addresses(following, person)) == 6


def test_a_change_is_kept_with_its_audit_event_or_not_at_all(following: Following, monkeypatch: pytest.MonkeyPatch) -> None:
    person = _moves(following, range(1, 2))
    seq = _state(following).seq

    def broken(*_unused: object) -> None:
        raise RuntimeError("the log is not to be had")

    with monkeypatch.context() as patch:
        patch.setattr(audit, "append", broken)
        with pytest.raises(RuntimeError):
            following.sync()
    assert (_state(following).seq, len(_addresses(following, person))) == (seq, 0)
    assert following.sync().taken == 1
    assert _addresses(following, person)[0] == "nhà số 1, Hà Nội"


def test_what_became_of_old_changes_is_forgotten_but_not_what_is_open(following: Following) -> None:
    _, number = following.someone(full_name="Lê Văn Khác")
    left_open = following.happen("death", number)
    following.sync()
    _moves(following, range(1, 2))
    following.sync()
    with following.database.transaction() as conn:
        changes.forget_changes(conn, taken_before=following.now + timedelta(seconds=1))
        kept = changes.latest_changes(conn, limit=500)
        conn.rollback()
    assert {each.outcome for each in kept} == {Outcome.LEFT_OPEN}
    assert left_open.seq in {each.seq for each in kept}


def test_a_page_that_is_no_page_stops_it(following: Following, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "written_page", lambda after, _last, _changes: {"after": after, "changes": {}})
    assert following.sync().stopped == "feed_page"


def test_a_wrong_key_is_refused_and_says_so(following: Following) -> None:
    feed = changes.Feed(f"{following.url}/population", "no key", following.feed._line, audience="social-security")
    report = changes.sync(following.database, feed, now=lambda: following.now)
    assert (report.stopped, _state(following).stopped_code) == ("feed_refused", "feed_refused")
    following.sync()
    assert _state(following).stopped_code is None
