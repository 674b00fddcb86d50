"""The online check of one person, over the index that a run has left: CPU and latency of one question after another.

Questions are records of the invented insured with their own errors, in random order, so that each touches other pages of the index. They
are asked twice: the first round may have to fetch those pages from disk, the second finds them in memory.
"""

import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, perf_counter_ns, process_time
from typing import Any

import duckdb

from ansinh.cli.bench import apart
from ansinh.cli.bench.load import percentile
from ansinh.cli.bench.result import Result, Side
from ansinh.kit import clock
from ansinh.population import index as indexes
from ansinh.population import online
from ansinh.sandbox import registers
from ansinh.sandbox.registers import Error
from ansinh.terms import CitizenNumber, PartialDate, Sex

_PEER_PEOPLE = 1_000_000
_SEXES = (Sex.MALE, Sex.FEMALE)
_NOT_THEIRS = Error.NUMBER_TYPO | Error.NUMBER_OF_ANOTHER | Error.STRANGER
_AS_THE_REGISTER_HAS_IT = Error.NAME_UPPER | Error.TWICE | Error.MOVED | Error.WARD_OLD | Error.WARD_MISSING | Error.OLD_NUMBER_STALE


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`data`: what `ansinh sandbox registers` wrote, None for some of that scale; `index`: what a run over it left, None to build it."""

    scale: float
    questions: int
    data: Path | None = None
    index: Path | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """Every question once, in milliseconds."""

    cpu_ms: float
    wall_s: float
    p50_ms: float
    p99_ms: float
    most_ms: float

    def as_dict(self) -> dict[str, float]:
        times = {"p50_ms": self.p50_ms, "p99_ms": self.p99_ms, "most_ms": self.most_ms, "cpu_ms": self.cpu_ms}
        return {name: round(value, 4) for name, value in times.items()}


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of it. `wrongly_yes` and `wrongly_no`: answers that the truth contradicts; there must be none."""

    n: int
    first: Round
    again: Round
    number_alone_cpu_ms: float
    verified: int
    wrongly_yes: int
    wrongly_no: int
    people: int


def measure(plan: Plan) -> Result:
    """Build what is missing, ask, and ask DuckDB for rows by primary key."""
    with tempfile.TemporaryDirectory(prefix="ansinh-bench-") as temporary:
        data = plan.data or Path(temporary) / "data"
        if plan.data is None:
            apart.call(registers.write, registers.Plan(out=data, scale=plan.scale))
        index = plan.index or Path(temporary) / "index"
        if plan.index is None:
            sources = [str(data / f"{name}.parquet") for name in ("insured", "population")]
            apart.command("verify", *sources, "--out", str(Path(temporary) / "out"), "--index", str(index), "--json")
        asked, cost = apart.call(ask, data, index, plan.questions)
        by_key, _ = apart.call(rows_by_key, data, plan.questions)
    return Result(
        name="online",
        unit="person checked in the index",
        n=asked.n,
        wall_s=asked.again.wall_s,
        cpu_ms_per_unit=asked.again.cpu_ms,
        peer=Side(f"DuckDB, a row of {_PEER_PEOPLE:,} by primary key, prepared, nothing compared", by_key),
        limit=Side("the holder of the number found in the index, nothing compared", asked.number_alone_cpu_ms),
        at=clock.utc_now(),
        details={
            "people": asked.people,
            "first_round": asked.first.as_dict(),
            "second_round": asked.again.as_dict(),
            "verified": asked.verified,
            "wrongly_yes": asked.wrongly_yes,
            "wrongly_no": asked.wrongly_no,
            "peak_rss_gib": cost.as_dict()["peak_rss_gib"],
        },
    )


def ask(data: Path, index: Path, count: int) -> Asked:
    """The same questions twice, and the look-up of their numbers alone."""
    asked = _questions(data, count)
    register = online.register_in(index)
    held = indexes.Live(index).index()
    now = clock.utc_now()
    register.answer(asked[0][0], now=now)
    answers: list[bool] = []
    rounds = []
    for _ in range(2):
        latencies = []
        answers.clear()
        began, cpu = perf_counter(), process_time()
        for question, _ in asked:
            sent = perf_counter_ns()
            answers.append(register.answer(question, now=now).verified)
            latencies.append((perf_counter_ns() - sent) / 1e6)
        rounds.append(_round(latencies, process_time() - cpu, perf_counter() - began))
    numbers = [int(question.claim.citizen_number.value) for question, _ in asked]
    cpu = process_time()
    for number in numbers:
        indexes.holders_of(held, number)
    alone = (process_time() - cpu) * 1000 / len(numbers)
    told = list(zip(answers, (errors for _, errors in asked), strict=True))
    return Asked(
        n=len(asked),
        first=rounds[0],
        again=rounds[1],
        number_alone_cpu_ms=alone,
        verified=sum(answers),
        wrongly_yes=sum(yes and bool(errors & _NOT_THEIRS) for yes, errors in told),
        wrongly_no=sum(not yes and not errors & ~_AS_THE_REGISTER_HAS_IT for yes, errors in told),
        people=held.population,
    )


def rows_by_key(data: Path, count: int) -> float:
    """CPU milliseconds of a prepared select by primary key, in memory."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.sql("SET enable_progress_bar = false")
        connection.sql("CREATE TABLE person (citizen_number bigint PRIMARY KEY, full_name varchar, birth_date int, sex tinyint)")
        connection.sql(
            "INSERT INTO person SELECT citizen_number, full_name, birth_date, sex FROM read_parquet($1) LIMIT $2",
            params=[str(data / "population.parquet"), _PEER_PEOPLE],
        )
        numbers = [row[0] for row in connection.sql("SELECT citizen_number FROM person").fetchall()]
        chosen = random.Random(1).choices(numbers, k=min(count, 5_000))  # noqa: S311 - a bench, not a secret
        connection.sql("PREPARE holder AS SELECT full_name, birth_date, sex FROM person WHERE citizen_number = $1")
        select = connection.execute  # the fastest way there is: `sql` would build a relation for each
        cpu = process_time()
        for number in chosen:
            select(f"EXECUTE holder({int(number)})").fetchall()
        return (process_time() - cpu) * 1000 / len(chosen)


def _questions(data: Path, count: int) -> list[tuple[online.Question, Error]]:
    """Records that can be asked about, with their errors: a lawful number, a birth date, a sex."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.sql("SET enable_progress_bar = false")
        rows = connection.sql(
            "SELECT lpad(i.citizen_number::varchar, 12, '0'), i.full_name, i.birth_date, i.sex, t.errors"
            " FROM (SELECT * FROM read_parquet($insured) WHERE citizen_number IS NOT NULL AND sex IS NOT NULL"
            "       USING SAMPLE reservoir(50000 ROWS) REPEATABLE (1)) i"
            " JOIN read_parquet($truth) t USING (record_id) ORDER BY hash(i.record_id)",
            params={"insured": str(data / "insured.parquet"), "truth": str(data / "truth.parquet")},
        ).fetchall()
    return [
        (online.Question(reference=f"bench-{nth}", purpose="register.verify", claim=claim), Error(errors))
        for nth, (claim, errors) in enumerate(_claims(rows))
        if nth < count
    ]


def _claims(rows: Sequence[tuple[Any, ...]]) -> list[tuple[online.Claim, int]]:
    claims = []
    for number, name, birth, sex, errors in rows:
        try:
            citizen = CitizenNumber.parse(number)
        except ValueError:
            continue  # mistyped beyond what anybody can ask about
        born = PartialDate(birth // 10_000, birth // 100 % 100 or None, birth % 100 or None)
        claims.append((online.Claim(citizen_number=citizen, full_name=name, birth_date=born, sex=_SEXES[sex]), errors))
    return claims


def _round(latencies: list[float], cpu_s: float, wall_s: float) -> Round:
    ordered = sorted(latencies)
    return Round(cpu_s * 1000 / len(ordered), wall_s, percentile(ordered, 0.5), percentile(ordered, 0.99), ordered[-1])
