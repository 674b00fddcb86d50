"""The embedded server: shared, left running by a kill, started over a stale lock."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ansinh.kit import db, embedded

KEEP = """
import os, signal, sys, time
from pathlib import Path
from ansinh.kit import embedded
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that runs the tests in the background has it ignored
with embedded.running(Path(sys.argv[1])) as dsn:
    print(dsn, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ansinh-home-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def _user_of(home: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen([sys.executable, "-c", KEEP, str(home)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def _postmaster(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().split("\n")[0])


def test_what_is_written_is_there_after_a_stop_and_a_start(home: Path) -> None:
    with embedded.running(home) as dsn, db.connect(dsn) as conn:
        conn.execute("CREATE TABLE kept (n int)")
    assert not (home / "postgres" / "postmaster.pid").exists()
    with embedded.running(home) as dsn, db.connect(dsn) as conn:
        assert conn.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_the_last_user_to_leave_stops_it_not_the_first(home: Path) -> None:
    other, dsn = _user_of(home)
    with embedded.running(home) as mine:
        assert mine == dsn
    with db.connect(dsn) as conn:
        assert conn.execute("SELECT 1").fetchone() == (1,)
    other.send_signal(signal.SIGINT)
    other.wait(timeout=600)  # the disk of a busy machine may take its time over the last checkpoint
    assert not (home / "postgres" / "postmaster.pid").exists()


def test_a_killed_user_leaves_it_running_and_the_next_one_uses_it(home: Path) -> None:
    killed, dsn = _user_of(home)
    killed.kill()
    killed.wait(timeout=600)  # the disk of a busy machine may take its time over the last checkpoint
    server = _postmaster(home)
    with embedded.running(home) as again:
        assert again == dsn
        assert _postmaster(home) == server


def test_a_stale_lock_whose_number_another_program_has_now_is_taken_away(home: Path) -> None:
    with embedded.running(home) as dsn, db.connect(dsn) as conn:
        conn.execute("CREATE TABLE kept (n int)")
    (home / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{home / 'postgres'}\n0\n5432\n\n\n0 0\nready\n")
    said: list[str] = []
    with embedded.running(home, say=said.append) as dsn, db.connect(dsn) as conn:
        assert conn.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    assert any("recovering" in line for line in said)


def test_a_stale_lock_beside_the_socket_is_taken_away_too(home: Path) -> None:
    with embedded.running(home):
        pass
    (home / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{home / 'postgres'}\n0\n5432\n\n\n0 0\nready\n")
    (home / "postgres.socket" / ".s.PGSQL.5432.lock").write_text(
        f"{os.getpid()}\n{home / 'postgres'}\n0\n5432\n{home / 'postgres.socket'}\n"
    )
    with embedded.running(home) as dsn, db.connect(dsn) as conn:
        assert conn.execute("SELECT 1").fetchone() == (1,)


def test_a_killed_server_is_started_again_with_what_was_committed(home: Path) -> None:
    with embedded.running(home) as dsn:
        with db.connect(dsn) as conn:
            conn.execute("CREATE TABLE kept (n int)")
        server = psutil.Process(_postmaster(home))
        server.kill()
        server.wait(timeout=600)  # the disk of a busy machine may take its time over the last checkpoint
        with embedded.running(home) as again, db.connect(again) as conn:
            assert conn.execute("SELECT count(*) FROM kept").fetchone() == (0,)
