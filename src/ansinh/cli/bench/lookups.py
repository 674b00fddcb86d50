"""The look-up bench: the whole call through the real server, beside what PostgreSQL alone needs for the same rows.

The caller runs in this process on the same cores; its CPU time is not counted but reported, and rates by wall clock are therefore
lower bounds. CPU time is that of the server's processes and PostgreSQL's, the sealing of the audit log included.
"""

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ansinh.cli.bench import invented, load, seeding, sides
from ansinh.cli.bench.calls import Address, calls, take_tokens
from ansinh.cli.bench.questions import Question, ask
from ansinh.cli.bench.result import Result, busy_s, cpu_s, postmaster, share_of_machine
from ansinh.kit import clock, db
from ansinh.wiring import installation

MANY = 3_832_242  # look-ups whose time is extrapolated
LONG_ENOUGH_S = 120.0  # to extrapolate from
_WARM_UP_S = 3.0
_MOST_QUESTIONS = 100_000  # made beforehand; a longer run begins again with the first
_MOST_ACCOUNTS = 200
_PEOPLE = f"lookup-{invented.EDITION}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be measured. `rate`: calls a second of the open loop. `keep`: folder of the database, None for one that goes again."""

    participants: int
    seconds: float
    rate: float
    arrivals: load.Arrivals
    workers: int
    connections: int
    style: str
    mix: Mapping[str, float]
    keep: Path | None = None


@dataclass(frozen=True, slots=True)
class _Measured:
    """One run, and what it cost the server and PostgreSQL in CPU milliseconds per answered call.

    `others_share` is what everybody else used of the machine's CPU meanwhile, 0 to 1: with more than a little, nothing here is a fair figure.
    """

    run: load.Run
    server_ms: float
    postgresql_ms: float
    others_share: float

    @property
    def cpu_ms(self) -> float:
        return self.server_ms + self.postgresql_ms


def measure(plan: Plan) -> Result:
    """Seed what is missing, call as fast as it goes for `plan.seconds`, then at `plan.rate`, and measure limit and peer in between."""
    seeded: list[seeding.Seeded] = []
    with _home(plan.keep) as home, _system(plan, home, seeded) as system:
        people = seeded[0]
        bench = _Bench(plan, system, people)
        _say(f"warming up, then as fast as it goes for {plan.seconds:.0f} s")
        bench.closed(_WARM_UP_S)
        closed = bench.closed(plan.seconds)
        _say("the same reads and writes through psycopg")
        beside = sides.measure(
            system.dsn, bench.postmaster, bench.questions, connections=plan.connections, seconds=max(1.0, min(10.0, plan.seconds / 2))
        )
        _say(f"{plan.rate:.0f} calls a second for {plan.seconds:.0f} s")
        opened = bench.open(plan.seconds)
        size = bench.database_bytes()
    return Result(
        name="lookup",
        unit=f"audited look-up over HTTP ({plan.style})",
        n=closed.run.answered,
        wall_s=closed.run.wall_s,
        cpu_ms_per_unit=closed.cpu_ms,
        peer=beside.peer,
        limit=beside.limit,
        at=clock.utc_now(),
        details={
            "server_cpu_ms": round(closed.server_ms, 4),
            "postgresql_cpu_ms": round(closed.postgresql_ms, 4),
            "per_s_wall": round(closed.run.answered / closed.run.wall_s),
            "ceiling_per_s_on_these_cores": round((os.cpu_count() or 1) * 1000 / closed.cpu_ms),
            "limit_per_s_wall": round(beside.limit_per_s),
            "closed_loop": _told(closed),
            "open_loop": {
                "offered_per_s": plan.rate,
                "arrivals": plan.arrivals,
                **_told(opened),
                "p99_left_late_ms": _ms(opened.run.sent_late, 0.99),
            },
            f"time_of_{MANY}": extrapolated(closed.run.answered, closed.run.wall_s),
            "answers": dict(sorted(bench.codes().items())),
            "participants": people.participants,
            "facilities": people.facilities,
            "seeding": {"people_added": people.added, "wall_s": round(people.wall_s, 1), "database_bytes": size},
            "workers": plan.workers,
            "connections": plan.connections,
            "style": plan.style,
        },
    )


def extrapolated(answered: int, wall_s: float) -> dict[str, Any]:
    """The minutes that MANY calls take at the rate of a run, and what that is worth."""
    measured_s = round(wall_s, 1)
    if wall_s < LONG_ENOUGH_S:
        return {"minutes": None, "why": f"a run of {measured_s} s is too short to extrapolate from; give --seconds {LONG_ENOUGH_S:.0f}"}
    return {"minutes": round(MANY * wall_s / answered / 60, 1), "extrapolated_from_s": measured_s, "extrapolated_from_calls": answered}


class _Bench:
    """Measures runs against one system."""

    def __init__(self, plan: Plan, system: installation.Running, people: seeding.Seeded) -> None:
        self._plan = plan
        self._system = system
        self._facilities = range(min(people.facilities, _MOST_ACCOUNTS))
        self.postmaster = postmaster(system.dsn)
        target = urlsplit(system.settings.vss_url)
        assert target.hostname is not None
        assert target.port is not None
        self._address: Address = (target.hostname, target.port)
        wanted = int(max(plan.rate * plan.seconds, 4 * plan.rate)) + 1
        self.questions: list[Question] = ask(
            min(_MOST_QUESTIONS, wanted), participants=people.participants, facilities=self._facilities, mix=plan.mix, seed=1
        )

    def closed(self, seconds: float) -> _Measured:
        return self._measured(
            lambda prepared: load.closed_loop(self._address, prepared, connections=self._plan.connections, seconds=seconds)
        )

    def open(self, seconds: float) -> _Measured:
        plan = self._plan
        due = load.due_at(plan.rate, seconds, arrivals=plan.arrivals, seed=2)
        return self._measured(
            lambda prepared: load.open_loop(self._address, prepared, connections=8 * plan.connections, due=due, seconds=seconds)
        )

    def codes(self) -> Counter[str]:
        """How many of the questions must get which code."""
        return Counter(question.code for question in self.questions)

    def database_bytes(self) -> int:
        with db.connect(self._system.dsn) as conn:
            return db.size_bytes(conn)

    def _measured(self, loop: Callable[[list[load.Call]], load.Run]) -> _Measured:
        prepared = calls(self._plan.style, self._address, self.questions, take_tokens(self._address, self._facilities))
        before, busy_before = self._cpu_s(), busy_s()
        run = loop(prepared)
        server_s, postgresql_s = (after - at_start for after, at_start in zip(self._cpu_s(), before, strict=True))
        others_s = busy_s() - busy_before - server_s - postgresql_s - run.caller_cpu_s
        answered = max(1, run.answered)
        return _Measured(
            run,
            server_ms=1000 * server_s / answered,
            postgresql_ms=1000 * postgresql_s / answered,
            others_share=share_of_machine(others_s, run.wall_s),
        )

    def _cpu_s(self) -> tuple[float, float]:
        return cpu_s(self._system.chain.pid("vss")), cpu_s(self.postmaster)


@contextmanager
def _home(keep: Path | None) -> Iterator[Path]:
    """The folder of the database. Another edition of the invented people needs another one: their answers differ."""
    if keep is not None:
        yield keep / _PEOPLE
        return
    with tempfile.TemporaryDirectory(prefix="ansinh-bench-") as folder:
        Path(folder).chmod(0o755)  # as root the database server runs as another user, who must pass through here
        yield Path(folder)


@contextmanager
def _system(plan: Plan, home: Path, seeded: list[seeding.Seeded]) -> Iterator[installation.Running]:
    def fill(dsn: str) -> None:
        seeded.append(seeding.seed(dsn, plan.participants))
        _say(f"{seeded[0].participants:,} people, {seeded[0].added:,} of them new, in {seeded[0].wall_s:.0f} s")

    os.environ["ANSINH_GATEWAY_OLD_GENERATIONS"] = "true"  # two of the styles
    with installation.kept(home, say=_say, workers=plan.workers, fill=fill) as system:
        yield system


def _told(measured: _Measured) -> dict[str, Any]:
    run = measured.run
    return {
        "offered": run.offered,
        "answered": run.answered,
        "errors": run.errors,
        "wrong": dict(run.wrong.most_common(10)),
        "broken": dict(run.broken),
        "calls": dict(run.names),
        "wall_s": round(run.wall_s, 3),
        "per_s": round(run.answered / run.wall_s, 1),
        "latency_ms": {
            "p50": _ms(run.latencies, 0.5),
            "p99": _ms(run.latencies, 0.99),
            "p99.9": _ms(run.latencies, 0.999),
            "max": _ms(run.latencies, 1.0),
        },
        "cpu_ms_per_call": round(measured.cpu_ms, 4),
        "caller_cpu_ms_per_call": round(1000 * run.caller_cpu_s / max(1, run.answered), 4),
        "others_share_of_cpu": round(measured.others_share, 3),
    }


def _ms(seconds: Sequence[float], share: float) -> float:
    return round(1000 * load.percentile(seconds, share), 3)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
