"""The look-up bench: the whole call through the real server, beside what PostgreSQL alone needs for the same rows.

The calling threads run in this process on the same cores; their CPU time is not counted, and wall-clock rates are
therefore lower bounds. CPU time is that of the server's processes and PostgreSQL's.
"""

import hashlib
import http.client
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlsplit

import orjson
import psutil

from ansinh import audit, register
from ansinh.cli.bench.result import Result, Side, cpu_s
from ansinh.kit import clock, db
from ansinh.kit.errors import CounterpartDown
from ansinh.settings import Settings
from ansinh.wiring import crowd, dev, partners, places, schema, welcome

_HEADERS = {"Content-Type": "application/json"}
_WARM_UP_S = 2.0
Run = Callable[[int], None]  # does the n-th unit of work; raises if it did not succeed


@dataclass(frozen=True, slots=True)
class _Call:
    key: str
    path: str
    body: bytes


def measure(*, people: int, seconds: float, workers: int, connections: int) -> Result:
    """Seed a system of its own, run look-ups for `seconds`, then the same reads and writes through psycopg for `seconds`."""
    with tempfile.TemporaryDirectory(prefix="ansinh-bench-") as folder:
        Path(folder).chmod(0o755)
        os.environ.pop("ANSINH_DATABASE_URL", None)
        settings = Settings(home=Path(folder), port=dev.free_port(), people=people, workers=workers)
        with places.database_of(settings) as dsn:
            schema.migrate(dsn)
            welcome.seed_if_empty(dsn, settings, say=lambda _line: None)
            partners.register(dsn, settings)
            postmaster = _postmaster(dsn)
            with dev.Chain(settings, dsn=dsn, say=lambda _line: None) as chain:
                calls = _requests(settings)
                _spread(connections, _WARM_UP_S, lambda: _over_http(settings, calls))
                before = cpu_s(chain.pid("vss")), cpu_s(postmaster)
                done, wall_s = _spread(connections, seconds, lambda: _over_http(settings, calls))
                after = cpu_s(chain.pid("vss")), cpu_s(postmaster)
            server_ms, postgres_ms = (1000 * (b - a) / done for a, b in zip(before, after, strict=True))
            keys = [call.key for call in calls]
            _spread(connections, 1.0, lambda: _select(dsn, keys))
            before_limit = cpu_s(postmaster)
            selects, selects_wall_s = _spread(connections, seconds / 2, lambda: _select(dsn, keys))
            limit_ms = 1000 * (cpu_s(postmaster) - before_limit) / selects
            before_peer = cpu_s(postmaster) + time.process_time()
            writes, _ = _spread(connections, seconds / 2, lambda: _select_and_insert(dsn, keys))
            peer_ms = 1000 * (cpu_s(postmaster) + time.process_time() - before_peer) / writes
    return Result(
        name="lookup",
        unit="audited 2024 look-up over HTTP",
        n=done,
        wall_s=wall_s,
        cpu_ms_per_unit=server_ms + postgres_ms,
        peer=Side("the same read and one insert, committed, through psycopg: client and PostgreSQL", peer_ms),
        limit=Side("the same read prepared, through psycopg: PostgreSQL alone", limit_ms),
        at=clock.utc_now(),
        details={
            "server_cpu_ms": round(server_ms, 4),
            "postgresql_cpu_ms": round(postgres_ms, 4),
            "per_s_wall": round(done / wall_s),
            "ceiling_per_s_on_these_cores": round((os.cpu_count() or 1) * 1000 / (server_ms + postgres_ms)),
            "limit_per_s_wall": round(selects / selects_wall_s),
            "workers": workers,
            "connections": connections,
            "people": people,
        },
    )


def _spread(connections: int, seconds: float, open_run: Callable[[], AbstractContextManager[Run]]) -> tuple[int, float]:
    """Run units in `connections` threads for `seconds`; (units done, wall seconds). A unit that fails ends the bench."""
    counts: SimpleQueue[int | BaseException] = SimpleQueue()
    ready = threading.Barrier(connections + 1)
    end = [0.0]

    def work(first: int) -> None:
        try:
            with open_run() as run:
                ready.wait()
                n = 0
                while time.perf_counter() < end[0]:
                    run(first + n * connections)
                    n += 1
            counts.put(n)
        except BaseException as failed:  # noqa: BLE001 - handed to the measuring thread, which raises it
            ready.abort()
            counts.put(failed)

    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(connections)]
    for thread in threads:
        thread.start()
    started = time.perf_counter()
    end[0] = started + 60 + seconds
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
def _over_http(settings: Settings, calls: list[_Call]) -> Iterator[Run]:
    target = urlsplit(settings.vss_url)
    assert target.hostname is not None
    connection = http.client.HTTPConnection(target.hostname, target.port, timeout=30)

    def run(number: int) -> None:
        call = calls[number % len(calls)]
        connection.request("POST", call.path, call.body, _HEADERS)
        answer = connection.getresponse().read()
        if not answer.startswith(b'{"maKetQua":"000"'):
            raise CounterpartDown("bench_failed", f"a look-up was answered {answer[:20]!r}")

    yield run
    connection.close()


@contextmanager
def _select(dsn: str, keys: list[str]) -> Iterator[Run]:
    day = clock.vietnam_day(clock.utc_now())
    with db.connect(dsn, autocommit=True) as conn:
        yield lambda number: _enquire(conn, keys[number % len(keys)], day)


@contextmanager
def _select_and_insert(dsn: str, keys: list[str]) -> Iterator[Run]:
    now = clock.utc_now()
    day = clock.vietnam_day(now)
    actor = audit.Actor(kind="facility", id="bench", name="")
    with db.connect(dsn) as conn:

        def run(number: int) -> None:
            _enquire(conn, keys[number % len(keys)], day)
            audit.append(conn, audit.Event(kind="coverage.looked_up", at=now, actor=actor, subject=None, purpose="treatment", detail={}))
            conn.commit()

        yield run


def _enquire(conn: db.Connection, key: str, day: date) -> None:
    found = register.enquire(conn, key, facility_code="01001", officer_number="000000000000", day=day)
    if found.coverage is None:
        raise CounterpartDown("bench_failed", "a seeded card was not found")


def _requests(settings: Settings) -> list[_Call]:
    """A look-up for each person without trouble, from the accounts of all facilities in turn."""
    today = clock.vietnam_day(clock.utc_now())
    facilities = crowd.facilities()
    tokens = [_token(settings, facility) for facility in facilities[:10]]
    calls = []
    for number, person in enumerate(crowd.people(settings.people, today=today)):
        if person["trouble"] is not None or not person["card_number"]:
            continue
        which = number % len(tokens)
        officer = facilities[which]["officers"][0]
        year, month, day = person["birth_date"].split("-") if person["birth_date"].count("-") == 2 else (person["birth_date"], "", "")
        body = {
            "maThe": person["card_number"],
            "hoTen": person["name"],
            "ngaySinh": f"{day}/{month}/{year}" if day else year,
            "hoTenCb": officer["name"],
            "cccdCb": officer["citizen_number"],
        }
        calls.append(_Call(person["card_number"], f"/api/egw/KQNhanLichSuKCB2024?{tokens[which]}", orjson.dumps(body)))
    return calls


def _token(settings: Settings, facility: dict[str, Any]) -> str:
    """The query of a look-up: token, id_token, username, password."""
    password = hashlib.md5(facility["password"].encode()).hexdigest().upper()  # noqa: S324 - what the protocol carries
    target = urlsplit(settings.vss_url)
    assert target.hostname is not None
    connection = http.client.HTTPConnection(target.hostname, target.port, timeout=30)
    connection.request("POST", "/api/token/take", orjson.dumps({"username": facility["username"], "password": password}), _HEADERS)
    key = orjson.loads(connection.getresponse().read())["APIKey"]
    connection.close()
    return f"token={key['access_token']}&id_token={key['id_token']}&username={facility['username']}&password={password}"


def _postmaster(dsn: str) -> int:
    """Process id of the PostgreSQL server behind a DSN on this machine: the parent of the back-end that answers us."""
    with db.connect(dsn) as conn:
        parent = psutil.Process(conn.info.backend_pid).parent()
    assert parent is not None
    return parent.pid
