"""`ansinh population sync`, `changes`, `settle`, `births`, `places`: what the population register tells day by day. `ansinh sandbox happen` makes it."""

import csv
import io
import secrets
import time
from datetime import date, datetime
from pathlib import Path
from random import Random

import click

from ansinh import audit, register
from ansinh.cli.run import settings_from
from ansinh.kit import clock, db
from ansinh.kit.errors import NotFound, Refused
from ansinh.population import changes
from ansinh.sandbox import population as sandbox_population
from ansinh.terms import CitizenNumber, PartialDate, Sex, TermError
from ansinh.terms import places as provinces
from ansinh.wiring import places
from ansinh.wiring import population as wiring

_COLUMNS = ("code", "name", "kind", "province_code", "first_day", "last_day", "became")


@click.command()
@click.option("--once", is_flag=True, help="To the end of what there is, then stop.")
def sync(*, once: bool) -> None:
    """Follow the population register's changes: deaths, moves, corrections, numbers, births. Until Ctrl-C unless --once.

    The worker does this by itself every ANSINH_POPULATION_SYNC_EVERY_S seconds; both at once do nothing twice.
    """
    settings = settings_from()
    with places.database_of(settings) as dsn:
        database, feed = wiring.following_database(dsn), wiring.feed(settings)
        try:
            while True:
                report = wiring.follow(database, feed, progress=_show_progress)
                if report.taken or report.stopped or once:
                    click.echo(_sentence(report))
                if once:
                    break
                time.sleep(max(1.0, settings.population_sync_every_s))
        except KeyboardInterrupt:
            click.echo("Stopped.")
        finally:
            database.close()
    if once and report.stopped:
        raise SystemExit(1)


@click.command("changes")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many.")
@click.option("--open", "only_open", is_flag=True, help="What was left for people to decide, instead.")
def changes_command(limit: int, *, only_open: bool) -> None:
    """The last changes of the population register and what became of them; nothing that names anybody."""
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        if only_open:
            _show_open(conn, limit)
            return
        state = changes.feed_state(conn)
        found = changes.latest_changes(conn, limit=limit)
    for each in reversed(found):
        taken = each.taken_at.astimezone(clock.VIETNAM)
        click.echo(f"{each.seq:>9}  {taken:%Y-%m-%d %H:%M:%S}  {each.kind:<20}  {each.outcome.value:<15}  {each.code}".rstrip())
    asked = "never asked" if state.asked_at is None else f"asked at {state.asked_at.astimezone(clock.VIETNAM):%Y-%m-%d %H:%M:%S}"
    click.echo(f"Taken to {state.seq:,} of {state.last:,}, {asked}." + (f" STOPPED: {state.stopped_code}." if state.stopped_code else ""))


@click.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--because", required=True, help="One word of small letters and underscores, such as other_person.")
def settle(number: int, because: str) -> None:
    """Something left open (its NUMBER in `changes --open`) needs nothing more. It is on record; nothing else is changed by it."""
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        changes.settle_problem(conn, number, because=because, by=audit.Actor("agency", "command line"), now=clock.utc_now())
    click.echo(f"{number}: settled.")


@click.command()
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True, help="At most so many.")
def births(limit: int) -> None:
    """Children the population register told of who wait to be enrolled, masked; parents by participant."""
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        found = changes.waiting_births(conn, limit=limit)
    for each in found:
        parents = ", ".join(str(parent) for parent in (each.mother_id, each.father_id) if parent is not None) or "none found"
        click.echo(f"{each.birth_id:>6}  {each.citizen_number}  registered {each.registered_on.isoformat()}  parents {parents}")
    if not found:
        click.echo("No child waits.")


@click.group("places")
def places_group() -> None:
    """Wards and communes with their days, loaded from a list of yours: ansinh comes with none."""


@places_group.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default="", help="Whose list it is; the file's name if not said.")
def load(file: Path, source: str) -> None:
    """Load FILE: CSV in UTF-8 with the columns code, name, kind, province_code, first_day, last_day, became.

    kind is ward, commune, town or special_zone; days are yyyy-mm-dd, last_day and became may be empty. All of it or nothing is loaded.
    """
    wards = _wards(file)
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        changed = register.load_wards(conn, wards, source=source or file.name)
    click.echo(f"{len(wards):,} wards read, {changed:,} new or changed.")


@places_group.command("show")
@click.argument("province")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="On that day (default today).")
def show(province: str, day: datetime | None) -> None:
    """What PROVINCE (a code or a name) means on a day, what became of it, what it was made of: 63 until 30 June 2025, 34 since."""
    on = clock.vietnam_day(clock.utc_now()) if day is None else day.date()
    found = provinces.province(province, on=on)
    if found is None:
        raise NotFound("no_such_province", f"there is no province {province} on {on.isoformat()}")
    until = "" if found.last_day is None else f" until {found.last_day.isoformat()}"
    click.echo(f"{found.code} {found.name}, since {found.first_day.isoformat()}{until}")
    into = provinces.successor(found)
    if into != found:
        click.echo(f"  went into {into.code} {into.name}")
    for each in provinces.predecessors(found):
        click.echo(f"  made of {each.code} {each.name}")


@click.command()
def wards() -> None:
    """Invented wards, as CSV for `ansinh population places load`."""
    listed = io.StringIO()
    out = csv.writer(listed, lineterminator="\n")
    out.writerow(_COLUMNS)
    out.writerows((each.code, each.name, each.kind, each.province_code, each.first_day, "", "") for each in sandbox_population.WARDS)
    click.echo(listed.getvalue(), nl=False)


@click.command()
@click.argument("kind", type=click.Choice(sandbox_population.KINDS))
@click.argument("person")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="When it happened (default today).")
@click.option("--name", help="The corrected name, or the child's.")
@click.option("--birth-date", help="The corrected one, or the child's, yyyy-MM-dd.")
@click.option("--sex", type=click.Choice(["male", "female"]), help="The corrected one, or the child's.")
@click.option("--other", help="Citizen number: the entry that a merged one goes into, or the child's father.")
def happen(
    kind: str, person: str, day: datetime | None, name: str | None, birth_date: str | None, sex: str | None, other: str | None
) -> None:
    """Let KIND happen to PERSON (a citizen number) in the invented population register, which tells it in its feed.

    What is not said is invented. PERSON is the mother for born, and for number_issued somebody whose number was cancelled.
    """
    try:
        so = sandbox_population.Happening(
            day=None if day is None else day.date(),
            full_name=name,
            birth_date=None if birth_date is None else PartialDate.from_iso(birth_date, field="birth-date"),
            sex=None if sex is None else Sex(sex),
            other=None if other is None else CitizenNumber.parse(other),
        )
        number = CitizenNumber.parse(person)
    except TermError as wrong:
        raise click.ClickException(str(wrong)) from None
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        told = sandbox_population.happen(conn, kind, number, random=Random(secrets.randbits(64)), now=clock.utc_now(), so=so)  # noqa: S311
    new = getattr(told.what, "new_number", None) or (told.subject.citizen_number if kind in {"born", "number_issued"} else None)
    click.echo(f"change {told.seq}: {kind}" + (f", number {new.value}" if new is not None else ""))


@click.command("feed-trouble")
@click.argument("trouble", type=click.Choice(list(sandbox_population.TROUBLES)))
@click.option("--times", type=click.IntRange(1, 1000), default=1, show_default=True, help="So many answers are spoilt.")
def feed_trouble(trouble: str, times: int) -> None:
    """Spoil the next answers of the invented population register's feed."""
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        sandbox_population.trouble_feed(conn, trouble, times=times)
    click.echo(f"{trouble}: {sandbox_population.TROUBLES[trouble]}; {times} answer(s)")


def _show_progress(report: changes.Report) -> None:
    if report.last > report.seq or report.pages > 1:
        click.echo(f"  {report.seq:,} of {report.last:,}", err=True)


def _sentence(report: changes.Report) -> str:
    what = ", ".join(f"{outcome.value.replace('_', ' ')} {count:,}" for outcome, count in sorted(report.outcomes.items())) or "nothing new"
    told_again = f"; told again {report.repeated:,}" if report.repeated else ""
    stopped = f" Stopped ({report.stopped}): {report.detail}." if report.stopped else ""
    return f"Taken to {report.seq:,} of {report.last:,}: {what}{told_again}.{stopped}"


def _show_open(conn: db.Connection, limit: int) -> None:
    found = changes.open_problems(conn, limit=limit)
    for each in found:
        people = ", ".join(str(participant) for participant in each.participant_ids) or "-"
        cases = ", ".join(each.case_references) or "-"
        click.echo(
            f"{each.problem_id:>6}  {each.opened_at.astimezone(clock.VIETNAM):%Y-%m-%d %H:%M}  {each.source} {each.source_key}  {each.kind:<20}"
            f"  {each.code:<24}  participants {people}  cases {cases}"
        )
    if not found:
        click.echo("Nothing is left open.")


def _wards(file: Path) -> list[register.Ward]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            missing = [column for column in _COLUMNS if column not in (rows.fieldnames or ())]
            if missing:
                raise Refused("ward_unusable", f"{file} lacks the column {missing[0]}")
            return [_ward(row, number) for number, row in enumerate(rows, start=2)]
    except UnicodeDecodeError:
        raise Refused("ward_unusable", f"{file} is not UTF-8") from None


def _ward(row: dict[str, str], line: int) -> register.Ward:
    try:
        return register.Ward(
            code=row["code"].strip(),
            name=row["name"].strip(),
            kind=row["kind"].strip(),
            province_code=row["province_code"].strip().zfill(3),
            first_day=date.fromisoformat(row["first_day"].strip()),
            last_day=date.fromisoformat(row["last_day"].strip()) if row["last_day"].strip() else None,
            became=row["became"].strip(),
        )
    except (ValueError, AttributeError):
        raise Refused("ward_unusable", f"line {line}: first_day and last_day must be days, yyyy-mm-dd") from None
