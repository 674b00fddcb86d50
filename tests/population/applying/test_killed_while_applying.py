"""kill -9 while a run is applied: the same call goes on behind the last whole piece, and the result is the same as in one go."""

import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from ansinh.kit import db, errors
from ansinh.population import applying
from ansinh.terms import CitizenNumber
from tests.population.applying.finished import NOW, Row, bring, citizen, enrol, insurance, record, rows_of, write

_APPLY = """
import sys, time
from datetime import datetime
from pathlib import Path
from ansinh.kit import db
from ansinh.population import applying

dsn, out, now, mark = sys.argv[1:]
def slowly(progress):
    Path(mark).touch()
    time.sleep(0.01 if progress.done < 30 else 600)  # the kill may come late, but it does come before the half
applying.apply(db.Database(dsn), Path(out), piece_rows=3, progress=slowly, now=datetime.fromisoformat(now))
"""
_PEOPLE = 120


def test_killed_after_the_first_piece_it_goes_on_and_nothing_is_done_twice(database: db.Database, dsn: str, tmp_path: Path) -> None:
    verdicts = ["verified", "assigned", "verified", "deceased"] * (_PEOPLE // 4)
    held = [None if each == "assigned" else citizen(place) for place, each in enumerate(verdicts, 1)]
    people = enrol(database, *held)
    rows = [Row(insurance(place), each, citizen(place)) for place, each in enumerate(verdicts, 1)]
    out = write(tmp_path / "run", rows, row_group=50)
    _kill_while_applying(dsn, out, tmp_path / "applying")
    verified = [each[1] for each in rows_of(database, "participants")].count(date(2026, 11, 21))
    assert 0 < verified < _PEOPLE // 2  # it was killed between two pieces, or in one
    told: list[applying.Progress] = []
    applied = bring(database, out, piece_rows=7, progress=told.append)
    assert applied.resumed == told[0].resumed
    assert applied.resumed % 3 == 0
    assert {key: count for key, count in applied.counts.items() if count} == {
        "verified.verified": _PEOPLE // 2,
        "assigned.given": _PEOPLE // 4,
        "deceased.case": _PEOPLE // 4,
    }
    assert [record(database, each).verified_on for each in people[::2]] == [date(2026, 11, 21)] * (_PEOPLE // 2)
    assert [record(database, each).citizen_number for each in people[1::4]] == [CitizenNumber(citizen(n)) for n in range(2, _PEOPLE, 4)]
    assert [each[0] for each in rows_of(database, "history")] == people[1::4]
    assert [each[1] for each in rows_of(database, "events") if each[0] == "register.number_changed"] == people[1::4]
    assert [each[1] for each in rows_of(database, "cases")] == people[3::4]
    assert _rows_applied(database) == list(range(_PEOPLE))


def test_killed_behind_the_last_piece_its_cases_are_noted_as_whole_by_the_next_call(database: db.Database, tmp_path: Path) -> None:
    enrol(database, citizen(1), citizen(2))
    out = write(tmp_path / "run", [Row(insurance(1), "verified", citizen(1)), Row(insurance(2), "deceased", citizen(2))])

    def interrupt(progress: applying.Progress) -> None:
        if progress.done == progress.total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(database, out, progress=interrupt)
    for _ in range(2):
        assert bring(database, out).counts["deceased.case"] == 1
    with database.transaction() as conn:
        assert conn.execute("SELECT complete_at FROM population.review_sources").fetchall() == [(NOW,)]
        told = conn.execute("SELECT detail->>'cases' FROM audit.events WHERE kind = 'population.cases_loaded'").fetchall()
    assert told == [("1",)]


def test_two_at_once_do_not_both_apply_a_piece(database: db.Database, tmp_path: Path) -> None:
    enrol(database, *map(citizen, range(1, 5)))
    out = write(tmp_path / "run", [Row(insurance(place), "verified", citizen(place)) for place in range(1, 5)])

    def another(_: applying.Progress) -> None:
        if not inner:
            inner.append(bring(database, out, piece_rows=1))

    inner: list[applying.Applied] = []
    with pytest.raises(errors.Refused) as refused:
        bring(database, out, piece_rows=1, progress=another)
    assert refused.value.code == "being_applied"
    assert _rows_applied(database) == [0, 1, 2, 3]


def _kill_while_applying(dsn: str, out: Path, mark: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", _APPLY, dsn, str(out), NOW.isoformat(), str(mark)], cwd=Path(__file__).parents[3])
    deadline = time.monotonic() + 300
    while not mark.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()


def _rows_applied(database: db.Database) -> list[int]:
    """The rows that the audit log says were applied, in the order in which they were."""
    with database.transaction() as conn:
        told = conn.execute("SELECT detail->>'rows' FROM audit.events WHERE kind = 'population.run_applied' ORDER BY seq").fetchall()
    rows: list[int] = []
    for (each,) in told:
        first, last = map(int, each.split("-"))
        rows.extend(range(first, last + 1))
    return rows
