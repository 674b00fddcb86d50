"""`ansinh population cases` and `review`: a run's open questions brought to the review desk, what people found, what was learnt from it."""

import csv
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from ansinh.cli.run import settings_from
from ansinh.kit import clock, db
from ansinh.population import review as desk
from ansinh.population import rules
from ansinh.terms import places as provinces
from ansinh.wiring import places

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def cases() -> None:
    """What a verification run left for people."""


@cases.command()
@click.argument("out", type=_FOLDER)
@click.option("--insured", required=True, help="The insured records of the run: the same file or query as was verified.")
@click.option("--population", required=True, help="The population register of the run.")
@click.option("--mapping", type=_FILE, help="Foreign column names and codes of the insured records.")
@click.option("--mapping-population", type=_FILE, help="The same for the population register.")
@click.option("--sex-codes", type=click.Choice(["0-1", "1-2"]), default="0-1", show_default=True, help="Digits for male and female.")
@click.option("--office", "offices", multiple=True, help="Province code of an office, such as 079; may be repeated. All if not given.")
@click.option(
    "--records",
    type=click.Choice(["insurance-numbers", "participants", "unknown"]),
    default="insurance-numbers",
    show_default=True,
    help="What the run's record ids are.",
)
@click.option("--benefit", type=_FILE, help="CSV of record_id,amount: dong at stake. The most comes first in the queue.")
def load(
    out: Path,
    *,
    insured: str,
    population: str,
    mapping: Path | None,
    mapping_population: Path | None,
    sex_codes: str,
    offices: tuple[str, ...],
    records: str,
    benefit: Path | None,
) -> None:
    """Bring the open questions of the run in OUT to the review desk. Can be interrupted and run again: nothing comes twice."""
    unknown = [each for each in offices if each not in provinces.PROVINCES]
    if unknown:
        raise click.BadParameter(f"no province has the code {unknown[0]}", param_hint="--office")
    caseload, inputs = (import_module(f"ansinh.population.{name}") for name in ("caseload", "inputs"))  # numpy, pyarrow, duckdb
    sources = {
        side: inputs.open(where, side, None if told is None else inputs.load_mapping(told), sex_codes=sex_codes)
        for side, where, told in (("insured", insured, mapping), ("population", population, mapping_population))
    }
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f}"),
        TimeRemainingColumn(),
    )
    with places.database_of(settings_from()) as dsn, Progress(*columns, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("reading", total=None)

        def told(progress: Any) -> None:
            words = {"insured": "finding the insured records", "population": "finding the candidates", "cases": "bringing cases"}
            bar.update(task, description=words[progress.stage], completed=progress.done, total=progress.total)

        database = db.Database(dsn, max_size=1)
        loaded = caseload.load(
            database,
            out,
            **sources,
            offices=frozenset(offices),
            records=records,
            benefit=None if benefit is None else _amounts(benefit),
            progress=told,
            now=clock.utc_now(),
        )
        database.close()
    click.echo(f"{loaded.new:,} of {loaded.cases:,} cases were brought to the review desk as {loaded.source}.")
    if loaded.elsewhere:
        click.echo(f"{loaded.elsewhere:,} belong to other offices.")
    if loaded.unknown:
        click.echo(f"{loaded.unknown:,} are of records that the register does not hold: ansinh population cases results {loaded.source}")


@cases.command()
@click.argument("source")
def results(source: str) -> None:
    """What people found for records of SOURCE that the register does not hold, as CSV on standard output."""
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        found = desk.results(conn, source)
    writer = csv.writer(sys.stdout)
    writer.writerow(["record_id", "outcome", "citizen_number"])
    writer.writerows([each.record_id, each.outcome, each.citizen_number or ""] for each in found)


@click.group()
def review() -> None:
    """The review desk: how sure its findings are, and what they say about the rules."""


@review.command()
def estimate() -> None:
    """How often a first finding did not stand, by the blind reviews, and what the findings say about the rules' levels."""
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        found, learnt = desk.errors_found(conn), desk.learnt(conn)
    for name, share in (("first findings that did not stand", found.of_first), ("pairs of officers who differed", found.disagreed)):
        click.echo(f"{name}: {_share(share)}")
    for stage, share in found.by_stage.items():
        click.echo(f"  {stage}: {_share(share)}")
    click.echo(
        f"{learnt.same:,} candidates were the insured person, {learnt.others:,} were not; {learnt.older:,} labels are of earlier rules"
    )
    if learnt.estimates:
        _console_table(learnt)


def _console_table(learnt: desk.Learnt) -> None:
    table = Table(title="How often the same person shows each level (m)", title_justify="left")
    for column in ("field", "level"):
        table.add_column(column)
    for column in ("rules", "measured", "95 % interval", "bits in the rules", "bits measured"):
        table.add_column(column, justify="right")
    today = rules.current()
    for each in learnt.estimates:
        field, measured = today.field(each.field), each.measured
        low, high = ("" if bits is None else f"{bits / 100:+.1f}" for bits in (each.weight_low, each.weight_high))
        table.add_row(
            field.en,
            field.level(each.level).en,
            "" if each.in_file is None else f"{each.in_file:.3f}",
            f"{measured.share:.3f}" if measured.of else "",
            f"{measured.low:.3f} – {measured.high:.3f}",
            f"{each.weight_in_file / 100:+.1f}",
            f"{low} – {high}",
            style="yellow" if each.file_is_outside else "",
        )
    Console().print(table)


def _share(share: desk.Share) -> str:
    low, high = share.exact
    return f"{share.hits:,} of {share.trials:,}, {100 * share.value:.2f} % (95 % Clopper-Pearson {100 * low:.2f} – {100 * high:.2f} %)"


def _amounts(path: Path) -> dict[str, int]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        if not {"record_id", "amount"} <= set(rows.fieldnames or ()):
            raise click.ClickException(f"{path}: the columns record_id and amount are needed")
        try:
            return {row["record_id"]: int(row["amount"]) for row in rows}
        except (ValueError, TypeError):
            raise click.ClickException(f"{path}: line {rows.line_num}: an amount is a whole number of dong") from None
