"""`ansinh population apply`: a finished run brought into the insurance register."""

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import click
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from ansinh.cli.run import settings_from
from ansinh.kit import clock, db
from ansinh.wiring import places

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
# "verdict.outcome" -> what came of those rows, in the order in which it is told
_TOLD: Mapping[str, str] = {
    "verified.verified": "records count as verified now",
    "verified.already": "verified records counted as verified that day or later before",
    "verified.changed": "verified records are not what the run saw any more: left for the next run",
    "verified.unknown": "verified records are not in the register",
    "assigned.given": "records that had no number got the one that was found",
    "assigned.replaced": "records got the number that was found; the one they had leads to nobody any more",
    "assigned.already": "records had the number that was found before",
    "assigned.changed": "records with a number found are not what the run saw any more: left for the next run",
    "assigned.taken": "numbers that were found are or were somebody's here: cases for the review desk",
    "assigned.unknown": "records with a number found are not in the register",
    "assigned.left": "numbers that were found were left (--no-assigned)",
    "deceased.case": "people have died and the register does not say so: cases for the review desk",
    "deceased.already": "people have died, as the register says",
    "deceased.unknown": "people who have died are not in the register",
    "several_numbers.case": "records seem to be a person who has another record: cases for the review desk",
    "several_numbers.unknown": "such records are not in the register",
}
_FOR_PEOPLE = ("differs", "candidates", "someone_else", "not_found")


@click.command()
@click.argument("out", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--records",
    type=click.Choice(["insurance-numbers", "participants"]),
    default="insurance-numbers",
    show_default=True,
    help="What the run's record ids are.",
)
@click.option("--insured", help="The records that were verified, where they are not where they were.")
@click.option("--history-alone", is_flag=True, help="Do not compare those records with the register: its history alone tells what changed.")
@click.option("--population", help="The population of the run: cases then show name, birth date and sex of the person found.")
@click.option("--mapping", type=_FILE, help="Foreign column names and codes of the insured records.")
@click.option("--mapping-population", type=_FILE, help="The same for the population register.")
@click.option("--sex-codes", type=click.Choice(["0-1", "1-2"]), default="0-1", show_default=True, help="Digits for male and female.")
@click.option("--assigned/--no-assigned", "with_assigned", default=True, show_default=True, help="Give the numbers that were found.")
@click.option("--dry-run", "is_trial", is_flag=True, help="Change nothing, say what would come of it.")
def apply(
    out: Path,
    *,
    records: Literal["insurance-numbers", "participants"],
    insured: str | None,
    history_alone: bool,
    population: str | None,
    mapping: Path | None,
    mapping_population: Path | None,
    sex_codes: Literal["0-1", "1-2"],
    with_assigned: bool,
    is_trial: bool,
) -> None:
    """Bring the run in OUT into the insurance register.

    Verified records count as verified on the day of the run, numbers that were found are given, the dead and numbers that somebody else
    has become cases for the review desk. A record that does not say what the run was given, or was changed in the register since the run
    began, is left as it is. Can be interrupted and run again: nothing is done twice. What else people have to decide comes with `ansinh population cases load`.
    """
    applying, inputs = (import_module(f"ansinh.population.{name}") for name in ("applying", "inputs"))  # numpy, pyarrow, duckdb

    def source(side: str, where: str, told: Path | None) -> Any:
        return inputs.open(where, side, None if told is None else inputs.load_mapping(told), sex_codes=sex_codes)

    how: dict[str, Any] = {}
    if not history_alone:
        how["insured"] = _remembered(out) if insured is None else source("insured", insured, mapping)
    if population is not None:
        how["people"] = applying.told_by(source("population", population, mapping_population), out)
    columns = (
        TextColumn("bringing it into the register"),
        BarColumn(),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f}"),
        _Rate(),
        TimeRemainingColumn(),
    )
    with places.database_of(settings_from()) as dsn, Progress(*columns, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)

        def told(progress: Any) -> None:
            bar.update(task, completed=progress.done, total=progress.total)

        database = db.Database(dsn, max_size=1)
        try:
            applied = applying.apply(
                database, out, records=records, with_assigned=with_assigned, is_trial=is_trial, progress=told, now=clock.utc_now(), **how
            )
        finally:
            database.close()
    _tell(applied, is_trial=is_trial)


def _remembered(out: Path) -> Any:
    """The records as the run was given them, where it noted that they are."""
    inputs, report = (import_module(f"ansinh.population.{name}") for name in ("inputs", "report"))
    origin = report.recall(out)
    if origin is None:
        raise click.ClickException("Nobody has noted where the verified records are. Say --insured, or --history-alone if they are gone.")
    return inputs.open(origin.where, "insured", origin.mapping, sex_codes=origin.sex_codes, spool=origin.spool)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:,.0f} rows/s")


def _tell(applied: Any, *, is_trial: bool) -> None:
    click.echo(f"{applied.rows:,} verdicts of {applied.source}{', nothing written' if is_trial else ''}:")
    for outcome, words in _TOLD.items():
        count = applied.counts.get(outcome, 0)
        if count:
            click.echo(f"{count:>13,} {words}")
    people = sum(applied.counts.get(f"{verdict}.left", 0) for verdict in _FOR_PEOPLE)
    if people:
        click.echo(f"{people:>13,} are for people: ansinh population cases load brings those with candidates to the review desk")
    if applied.resumed == applied.rows and applied.rows:
        click.echo("All of it was brought in before; nothing was done now.")
    elif applied.resumed:
        click.echo(f"{applied.resumed:,} of them were brought in before this call, which went on from there.")
