"""`ansinh fuzz`: a gateway given calls that no program should make, readers of chips given bytes that no card should send."""

import sys
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ansinh.cli.fuzz import chip
from ansinh.cli.fuzz.campaign import Campaign, Failure
from ansinh.cli.run import settings_from
from ansinh.kit import clock
from ansinh.wiring import crowd

_LINE_EVERY_S = 15.0


@click.group()
def fuzz() -> None:
    """Send what should not be sent, and look at every reply."""


fuzz.add_command(chip.chip)


@fuzz.command()
@click.option("--url", help="Base URL of a running agency on this machine (default: from the settings).")
@click.option("--people", type=click.IntRange(min=50), help="As the running system was seeded with (default 2000).")
@click.option("--calls", type=click.IntRange(1), default=1_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same calls.")
@click.option("--from", "first", type=click.IntRange(0), default=0, show_default=True, help="Go on with this call of the seed.")
@click.option("--connections", type=click.IntRange(1, 32), default=4, show_default=True)
@click.option(
    "--failures", type=click.Path(path_type=Path), default=Path("fuzz-failures.jsonl"), show_default=True, help="Failing calls go here."
)
@click.option("--json", "as_json", is_flag=True, help="One object on standard output, nothing else.")
def gateway(
    *, url: str | None, people: int | None, calls: int, seed: int, first: int, connections: int, failures: Path, as_json: bool
) -> None:
    """Spoiled calls to every endpoint of a running gateway; exit status 1 if any reply was a 5xx or not in its endpoint's own shape."""
    settings = settings_from(people=people)
    rows = crowd.people(settings.people, today=clock.vietnam_day(clock.utc_now()))
    campaign = Campaign(url or settings.vss_url, facilities=crowd.facilities(), people=rows, seed=seed)
    console = Console(stderr=True)
    columns = (TextColumn("{task.fields[rate]} calls/s"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=calls, rate="-")
        spoken = 0.0
        for done, elapsed_s in campaign.run(first, calls, connections=connections):
            rate = done / elapsed_s if elapsed_s else 0.0
            progress.update(task, completed=done, rate=f"{rate:.0f}")
            if not console.is_terminal and elapsed_s - spoken >= _LINE_EVERY_S:
                spoken = elapsed_s
                click.echo(
                    f"{done} of {calls} calls, {rate:.0f}/s, {(calls - done) / rate:.0f} s left, {len(campaign.failures)} failures",
                    err=True,
                )
    _write(campaign.failures, failures)
    if as_json:
        click.echo(orjson.dumps(campaign.as_dict(), option=orjson.OPT_INDENT_2))
    else:
        for line in campaign.lines():
            click.echo(line)
        if campaign.next_number < first + calls:
            click.echo(f"Stopped early; go on with --seed {seed} --from {campaign.next_number}")
        if campaign.failures:
            click.echo(f"Failing calls: {failures}")
    sys.exit(1 if campaign.failures else 0)


def _write(failed: list[Failure], path: Path) -> None:
    if failed:
        path.write_bytes(b"".join(orjson.dumps(each.as_dict()) + b"\n" for each in failed))
