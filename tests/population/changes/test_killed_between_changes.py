"""kill -9 while changes are taken: the next run goes on where it was, and the result is the same as without."""

import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from ansinh import register
from ansinh.population import changes
from ansinh.population.changes import Outcome
from tests.population.changes.following import Following

_FOLLOW = """
import sys, time
from pathlib import Path
from datetime import datetime
from ansinh.kit import db
from ansinh.population import changes
from tests.population.changes.following import feed_at

dsn, url, now, mark = sys.argv[1:]
def slowly(report):
    Path(mark).touch()
    time.sleep(0.03 if report.taken < 40 else 600)  # the kill may come late, but it does come before the end
database = db.Database(dsn)
changes.sync(database, feed_at(url, timeout_s=60.0), now=lambda: datetime.fromisoformat(now), page_size=2, progress=slowly)
"""
_CHANGES = 60


def test_killed_anywhere_it_goes_on_and_nothing_is_done_twice(following: Following, tmp_path: Path) -> None:
    person, number = following.someone()
    for step in range(_CHANGES):
        following.happen("name_corrected", number, full_name=f"Nguyễn Thị Mẫu {'ABCDEFGHIJ'[step // 10]}{'KLMNOPQRST'[step % 10]}")
    mark = tmp_path / "taking"
    taken = _kill_while_taking(following, mark)
    assert 0 < taken < _CHANGES
    following.sync()
    history = following.read(lambda conn: register.history_of(conn, person, limit=1000))
    names = [each.new_value for each in reversed(history)]
    assert names == [f"Nguyễn Thị Mẫu {'ABCDEFGHIJ'[step // 10]}{'KLMNOPQRST'[step % 10]}" for step in range(_CHANGES)]
    assert following.kinds(person).count("register.corrected") == 50  # the newest fifty of the log, each of them a correction
    outcomes = [each.outcome for each in following.read(lambda conn: changes.latest_changes(conn, limit=500))]
    assert outcomes == [Outcome.APPLIED] * _CHANGES
    assert following.record(person).verified_on == date(2026, 11, 20)


def _kill_while_taking(following: Following, mark: Path) -> int:
    """How many changes were taken by a follower that was killed in the middle."""
    process = subprocess.Popen(
        [sys.executable, "-c", _FOLLOW, following.dsn, following.url, following.now.isoformat(), str(mark)], cwd=Path(__file__).parents[3]
    )
    deadline = time.monotonic() + 300
    while not mark.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    state: changes.FeedState = following.read(changes.feed_state)
    return state.seq
