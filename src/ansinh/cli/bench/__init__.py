"""`ansinh bench NAME`: measures one thing as CPU time per unit, beside a peer and a physical limit run in the same minute."""

import click
import orjson

from ansinh.cli.bench import lookup as lookups
from ansinh.cli.bench.result import Result


@click.group()
def bench() -> None:
    """Measure, with a peer and a physical limit run in the same minute."""


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One object on standard output, nothing else.")
@click.option("--people", type=click.IntRange(min=50), default=2000, show_default=True, help="Invented people in the register.")
@click.option("--seconds", type=click.FloatRange(1, 600), default=10.0, show_default=True, help="Length of each measured run.")
@click.option("--workers", type=click.IntRange(1, 16), default=2, show_default=True, help="Server processes.")
@click.option("--connections", type=click.IntRange(1, 64), default=8, show_default=True, help="Connections that call at once.")
def lookup(*, as_json: bool, people: int, seconds: float, workers: int, connections: int) -> None:
    """The audited 2024 look-up over loopback HTTP, token checked, against prepared selects through psycopg."""
    _print(lookups.measure(people=people, seconds=seconds, workers=workers, connections=connections), as_json=as_json)


def _print(result: Result, *, as_json: bool) -> None:
    if as_json:
        click.echo(orjson.dumps(result.as_dict(), option=orjson.OPT_INDENT_2))
        return
    for line in result.lines():
        click.echo(line)
