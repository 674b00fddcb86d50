"""`ansinh bench NAME`: measures one thing as CPU time per unit, beside a peer and a physical limit run in the same minute."""

from pathlib import Path
from typing import get_args

import click
import orjson

from ansinh.cli.bench import logins, lookups
from ansinh.cli.bench.calls import STYLES
from ansinh.cli.bench.load import Arrivals
from ansinh.cli.bench.questions import FEWEST_PEOPLE, read_mix
from ansinh.cli.bench.result import Result


@click.group()
def bench() -> None:
    """Measure, with a peer and a physical limit run in the same minute."""


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One object on standard output; progress goes to standard error.")
@click.option("--participants", type=click.IntRange(FEWEST_PEOPLE, 5_000_000), default=20_000, show_default=True, help="Invented people.")
@click.option(
    "--keep", type=click.Path(file_okay=False, path_type=Path), help="Folder to keep the database in, for a run that need not seed."
)
@click.option("--seconds", type=click.FloatRange(1, 500), default=10.0, show_default=True, help="Length of each of the two runs.")
@click.option("--rate", type=click.FloatRange(1, 20_000), default=600.0, show_default=True, help="Calls a second in the open loop.")
@click.option("--arrivals", type=click.Choice(get_args(Arrivals)), default="poisson", show_default=True, help="How those arrive.")
@click.option("--style", type=click.Choice(["all", *STYLES]), default="2024", show_default=True, help="Generation of the calls.")
@click.option("--mix", default="default", show_default=True, help="Answers that the questions must get: default, or 000=95,050=5.")
@click.option("--workers", type=click.IntRange(1, 16), default=2, show_default=True, help="Server processes.")
@click.option(
    "--connections", type=click.IntRange(1, 64), default=8, show_default=True, help="Connections that call at once; open: 8 times."
)
def lookup(
    *,
    as_json: bool,
    participants: int,
    keep: Path | None,
    seconds: float,
    rate: float,
    arrivals: Arrivals,
    style: str,
    mix: str,
    workers: int,
    connections: int,
) -> None:
    """The audited look-up over loopback HTTP: as fast as it goes, then at a fixed rate, beside prepared selects through psycopg."""
    plan = lookups.Plan(
        participants=participants,
        seconds=seconds,
        rate=rate,
        arrivals=arrivals,
        workers=workers,
        connections=connections,
        style=style,
        mix=read_mix(mix),
        keep=keep,
    )
    _print(lookups.measure(plan), as_json=as_json)


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One object on standard output; progress goes to standard error.")
@click.option("--seconds", type=click.FloatRange(0.2, 500), default=10.0, show_default=True, help="For each kind of login.")
@click.option("--browsers", type=click.IntRange(1, 64), default=4, show_default=True, help="Browsers that log in at once.")
def login(*, as_json: bool, seconds: float, browsers: int) -> None:
    """Logins through the real servers on PostgreSQL: code flow, secure profile, with a password hash, again, and the whole chain."""
    _print(logins.measure(logins.Plan(seconds=seconds, browsers=browsers)), as_json=as_json)


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One object on standard output; progress goes to standard error.")
@click.option("--scale", type=click.FloatRange(0.0001, 2), default=0.01, show_default=True, help="1 is 98,000,000 people.")
@click.option(
    "--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="What `ansinh sandbox registers` wrote, of that scale."
)
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Folder to leave data, verdicts and report in.")
@click.option("--index", type=click.Path(file_okay=False, path_type=Path), help="Folder of an index to use again.")
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True, help="Of the peer and the baseline.")
@click.option("--peer/--no-peer", default=True, show_default=True, help="Splink and the SQL baseline, among a million people.")
def verify(*, as_json: bool, scale: float, data: Path | None, keep: Path | None, index: Path | None, threads: int, peer: bool) -> None:
    """The verification of a register whose truth is known: CPU by stage, precision and recall, beside Splink and SQL."""
    from ansinh.cli.bench import verify_run  # noqa: PLC0415 - numpy and duckdb, which no server loads

    plan = verify_run.Plan(scale=scale, data=data, keep=keep, index=index, threads=threads, peer=peer)
    _print(verify_run.measure(plan), as_json=as_json)


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One object on standard output; progress goes to standard error.")
@click.option("--scale", type=click.FloatRange(0.0001, 2), default=0.01, show_default=True, help="1 is 98,000,000 people.")
@click.option(
    "--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="What `ansinh sandbox registers` wrote, of that scale."
)
@click.option(
    "--index", type=click.Path(exists=True, file_okay=False, path_type=Path), help="What `ansinh verify --index` left of that data."
)
@click.option("--questions", type=click.IntRange(100, 40_000), default=20_000, show_default=True, help="People asked about.")
def online(*, as_json: bool, scale: float, data: Path | None, index: Path | None, questions: int) -> None:
    """One person checked in the index: CPU, p50 and p99, beside DuckDB's row by primary key."""
    from ansinh.cli.bench import online_checks  # noqa: PLC0415 - numpy, numba and duckdb, which no other command loads

    plan = online_checks.Plan(scale=scale, data=data, index=index, questions=questions)
    _print(online_checks.measure(plan), as_json=as_json)


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One object on standard output; progress goes to standard error.")
@click.option("--records", type=click.IntRange(1_000, 100_000_000), default=1_000_000, show_default=True, help="Invented records.")
def share(*, as_json: bool, records: int) -> None:
    """A share by file from PostgreSQL, and from Parquet, beside a plain COPY and the hashing of the same bytes."""
    from ansinh.cli.bench import shares  # noqa: PLC0415 - pyarrow, which no server loads

    _print(shares.measure(records), as_json=as_json)


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One object on standard output; progress goes to standard error.")
@click.option("--count", type=click.IntRange(10, 100_000), default=300, show_default=True, help="Verifications.")
@click.option("--reader/--no-reader", default=True, show_default=True, help="Also through a pcscd of its own, where one can be started.")
def chip(*, as_json: bool, count: int, reader: bool) -> None:
    """A chip card read and verified: CPU of the verification, of PACE, of a reading; through pcscd where there is one."""
    from ansinh.cli.bench import chips  # noqa: PLC0415 - the card factory, which no other bench needs

    _print(chips.measure(count, through_reader=reader), as_json=as_json)


def _print(result: Result, *, as_json: bool) -> None:
    if as_json:
        click.echo(orjson.dumps(result.as_dict(), option=orjson.OPT_INDENT_2))
        return
    for line in result.lines():
        click.echo(line)
