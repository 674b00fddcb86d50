"""`ansinh population report` and `explain`: what a run came to as a page, and why one record got its verdict."""

import getpass
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ansinh import audit, register
from ansinh.cli.run import settings_from
from ansinh.kit import clock, db
from ansinh.kit.errors import Refused, RoomError
from ansinh.population import review as desk
from ansinh.terms import SocialInsuranceNumber, TermError
from ansinh.wiring import places

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_BAR = 24

_source_options = (
    click.option("--insured", help="The insured records of the run, where they are not where they were."),
    click.option("--mapping", type=_FILE, help="Foreign column names and codes of the insured records."),
    click.option("--sex-codes", type=click.Choice(["0-1", "1-2"]), default="0-1", show_default=True, help="Digits for male and female."),
)


def _from_sources(command: Any) -> Any:
    for option in reversed(_source_options):
        command = option(command)
    return command


@click.command()
@click.argument("out", type=_FOLDER)
@_from_sources
@click.option("--reviews", is_flag=True, help="With what the review desk found; needs the database.")
def report(out: Path, *, insured: str | None, mapping: Path | None, sex_codes: str, reviews: bool) -> None:
    """Make report.html and report.json of the run in OUT anew.

    Both hold counts and masked examples only. The page is one file: it loads nothing and runs nothing.
    """
    reports: Any = import_module("ansinh.population.report")  # numpy, pyarrow, duckdb
    origin = _origin(reports, out, insured, mapping, sex_codes)
    reviewed = _reviewed(reports) if reviews else None
    figures = reports.make(out, origin=origin, reviewed=reviewed)
    click.echo(f"{out / reports.PAGE}: {figures.rows:,} records")
    if origin is None:
        click.echo("Nobody has said where the insured records are: no provinces, no ages, no examples. Say --insured.", err=True)


@click.command()
@click.argument("out", type=_FOLDER)
@click.argument("record_id")
@_from_sources
@click.option("--index", "index_dir", type=_FOLDER, help="Folder of the population's index (default: index in OUT).")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the same as a page.")
@click.option("--unmasked", is_flag=True, help="Whole names, numbers and dates. That you looked is written to the audit log.")
def explain(
    out: Path,
    record_id: str,
    *,
    insured: str | None,
    mapping: Path | None,
    sex_codes: str,
    index_dir: Path | None,
    html: Path | None,
    unmasked: bool,
) -> None:
    """Why the record RECORD_ID got its verdict in the run of OUT: a waterfall for everybody it was compared with.

    Shown are initials, years of birth and the last three digits of numbers.
    """
    reports: Any = import_module("ansinh.population.report")
    origin = _origin(reports, out, insured, mapping, sex_codes)
    index_dir = index_dir or (out / "index" if (out / "index").is_dir() else None)
    found = reports.explain(out, record_id, origin=origin, index_dir=index_dir, unmasked=unmasked)
    if unmasked:
        _note_look(found, record_id)
    if html is not None:
        html.touch(mode=0o600)
        html.write_text(reports.page_of(found), encoding="utf-8")
    _show(found, Console(highlight=False))


def _origin(reports: Any, out: Path, insured: str | None, mapping: Path | None, sex_codes: Any) -> Any:
    if insured is None:
        return reports.recall(out)
    inputs: Any = import_module("ansinh.population.inputs")
    told = None if mapping is None else inputs.load_mapping(mapping)
    return reports.Origin(where=insured, mapping=told, sex_codes=sex_codes, spool=out / "inputs")


def _reviewed(reports: Any) -> Any:
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        found, learnt = desk.errors_found(conn), desk.learnt(conn)

    def counted(share: desk.Share) -> Any:
        return reports.Counted(hits=share.hits, trials=share.trials, low=share.exact[0], high=share.exact[1])

    return reports.Reviewed(
        first_findings_wrong=counted(found.of_first),
        by_stage={stage: counted(each) for stage, each in found.by_stage.items()},
        same=learnt.same,
        others=learnt.others,
    )


def _note_look(found: Any, record_id: str) -> None:
    """Before anything is shown; where it cannot be written, nothing is. Raises Refused("not_audited")."""
    settings = settings_from()
    detail = {"insured": found.insured[:16], "row": found.row, "verdict": found.verdict}
    event = audit.Event(
        kind="population.record_unmasked",
        at=clock.utc_now(),
        actor=audit.Actor("system", f"os:{getpass.getuser()}", getpass.getuser()),
        subject=None,
        purpose="verification",
        detail=detail,
    )
    try:
        if settings.database_url is None and not (settings.home / "postgres").exists():
            raise Refused("not_audited", "there is no database to write to")
        with places.database_of(settings) as dsn, db.connect(dsn) as conn, conn.transaction():
            audit.append(conn, replace(event, subject=_participant(conn, record_id)))
    except (RoomError, db.Error, OSError) as closed:
        said = closed.detail if isinstance(closed, RoomError) else str(closed).splitlines()[0]
        raise Refused(
            "not_audited", f"--unmasked shows people in the clear, and the look has to be recorded: {said}", field="unmasked"
        ) from None


def _participant(conn: db.Connection, record_id: str) -> int | None:
    """Whom the register knows by this id, if it is an insurance number: a person may know who saw their record."""
    try:
        number = SocialInsuranceNumber.parse(record_id.zfill(10))
    except TermError:
        return None
    found = {each.participant_id for each in register.candidates(conn, number)}
    return found.pop() if len(found) == 1 else None


def _show(found: Any, console: Console) -> None:
    console.print(f"[bold]{found.vi}[/]\n{found.en}", soft_wrap=True)
    said = [f"row {found.row:,}", f"stage {found.stage}"]
    if found.submitted is not None:
        said += [part for part in (found.submitted.name, found.submitted.birth, found.submitted.number) if part]
    if found.differs:
        said.append(f"differs: {', '.join(found.differs)}")
    console.print(Text(" · ".join(said)))
    for each in found.compared:
        console.print()
        console.print(_pair(each))
        console.print(Text(f"{each.explanation.vi}\n{each.explanation.en}"), soft_wrap=True)
    if not found.compared:
        console.print("Nobody it was compared with is kept in the run's files.")


def _pair(each: Any) -> Table:
    rank = "Holder of the claimed number" if each.rank == 0 else f"Candidate {each.rank}"
    who = ", ".join(part for part in (each.person.name, each.person.birth, each.person.number) if part)
    table = Table(title=Text(f"{rank}: {who}"), title_justify="left", box=None, pad_edge=False)
    table.add_column("")
    table.add_column("", no_wrap=True, min_width=_BAR)
    table.add_column("bits", justify="right")
    table.add_column("sum", justify="right")
    steps = each.explanation.steps
    sums = [0, *(step.total for step in steps)]
    low, wide = min(sums), (max(sums) - min(sums)) or 1
    for step in steps:
        start, end = sorted(((step.total - step.weight - low) * _BAR // wide, (step.total - low) * _BAR // wide))
        bar = Text(" " * start + "█" * max(end - start, 1 if step.weight else 0), style="blue" if step.weight >= 0 else "red")
        words = Text(f"{step.field_vi}: {step.level_vi}\n{step.field_en}: {step.level_en}")
        table.add_row(words, bar, f"{step.weight / 100:+.1f}", f"{step.total / 100:+.1f}")
    return table
