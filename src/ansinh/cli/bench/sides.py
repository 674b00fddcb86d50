"""What stands beside a look-up: the same read prepared (the limit), and that read with one insert committed (the peer), through psycopg."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from queue import SimpleQueue

from ansinh import audit, register
from ansinh.cli.bench.questions import Question
from ansinh.cli.bench.result import Side, cpu_s
from ansinh.kit import clock, db

_WARM_UP_S = 1.0
Unit = Callable[[int], None]  # does the n-th unit of work; raises if it did not succeed


@dataclass(frozen=True, slots=True)
class Sides:
    limit: Side
    peer: Side
    limit_per_s: float


def measure(dsn: str, postmaster: int, questions: Sequence[Question], *, connections: int, seconds: float) -> Sides:
    """Both, for `seconds` each, in threads of this process. The limit counts PostgreSQL alone, the peer its client too."""
    _spread(connections, _WARM_UP_S, lambda: _select(dsn, questions))
    before = cpu_s(postmaster)
    selects, wall_s = _spread(connections, seconds, lambda: _select(dsn, questions))
    limit_ms = 1000 * (cpu_s(postmaster) - before) / selects
    before = cpu_s(postmaster) + time.process_time()
    writes, _ = _spread(connections, seconds, lambda: _select_and_insert(dsn, questions))
    peer_ms = 1000 * (cpu_s(postmaster) + time.process_time() - before) / writes
    return Sides(
        limit=Side("the same read prepared, through psycopg: PostgreSQL alone", limit_ms),
        peer=Side("the same read and one insert, committed, through psycopg: client and PostgreSQL", peer_ms),
        limit_per_s=selects / wall_s,
    )


def _spread(connections: int, seconds: float, open_unit: Callable[[], AbstractContextManager[Unit]]) -> tuple[int, float]:
    """Do units in `connections` threads for `seconds`; (units done, wall seconds). A unit that fails ends the bench."""
    counts: SimpleQueue[int | BaseException] = SimpleQueue()
    ready = threading.Barrier(connections + 1)
    end = [0.0]

    def work(first: int) -> None:
        try:
            with open_unit() as unit:
                ready.wait()
                n = 0
                while time.perf_counter() < end[0]:
                    unit(first + n * connections)
                    n += 1
            counts.put(n)
        except BaseException as failed:  # noqa: BLE001 - handed to the measuring thread, which raises it
            ready.abort()
            counts.put(failed)

    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(connections)]
    for thread in threads:
        thread.start()
    end[0] = time.perf_counter() + 60 + seconds
    with suppress(threading.BrokenBarrierError):
        ready.wait()
    started = time.perf_counter()
    end[0] = started + seconds
    results = [counts.get() for _ in threads]
    wall_s = time.perf_counter() - started
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, threading.BrokenBarrierError):
            raise result
    return sum(result for result in results if isinstance(result, int)), wall_s


@contextmanager
def _select(dsn: str, questions: Sequence[Question]) -> Iterator[Unit]:
    day = clock.vietnam_day(clock.utc_now())
    with db.connect(dsn, autocommit=True) as conn:
        yield lambda number: _enquire(conn, questions[number % len(questions)], day)


@contextmanager
def _select_and_insert(dsn: str, questions: Sequence[Question]) -> Iterator[Unit]:
    now = clock.utc_now()
    day = clock.vietnam_day(now)
    event = audit.Event("coverage.looked_up", now, audit.Actor("facility", "bench"), subject=None, purpose="bench", detail={})
    with db.connect(dsn) as conn:

        def unit(number: int) -> None:
            _enquire(conn, questions[number % len(questions)], day)
            audit.append(conn, event)
            conn.commit()

        yield unit


def _enquire(conn: db.Connection, question: Question, day: date) -> None:
    register.enquire(conn, question.key, facility_code=question.facility_code, officer_number=question.officer_number, day=day)
