"""Commands on the audit log: verify, seal."""

import sys

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from ansinh import audit as room
from ansinh.cli.run import settings_from
from ansinh.kit import clock, crypto, db
from ansinh.wiring import places


@click.group()
def audit() -> None:
    """The audit log: what is sealed, and whether anything was changed."""


@audit.command()
def seal() -> None:
    """Close a block now, without waiting for the worker."""
    settings = settings_from()
    signer = room.Signer(crypto.load_or_create_ec_key(settings.keys / "audit.pem"))
    with places.database_of(settings) as dsn:
        database = db.Database(dsn, max_size=1)
        block = room.close_block(database, signer, witness_file=settings.witness, now=clock.utc_now())
        database.close()
    click.echo("Nothing new to seal." if block is None else f"Block {block.number} sealed: {block.events} events.")


@audit.command()
def verify() -> None:
    """Read the whole log against its seals; exit status 1 if anything was changed, removed, added or moved."""
    settings = settings_from()
    key = room.Signer(crypto.load_or_create_ec_key(settings.keys / "audit.pem")).public_key_pem
    columns = (TextColumn("verifying"), BarColumn(), TaskProgressColumn(show_speed=True), MofNCompleteColumn(), TimeRemainingColumn())
    with (
        places.database_of(settings) as dsn,
        db.connect(dsn) as conn,
        Progress(*columns, transient=True, disable=not sys.stderr.isatty()) as bar,
    ):
        task = bar.add_task("events", total=None)
        report = room.verify(
            conn, [key], witness=settings.witness, progress=lambda done, total: bar.update(task, completed=done, total=total)
        )
    for finding in report.findings:
        click.echo(f"CHANGED  {finding.text}")
    if report.findings_total > len(report.findings):
        click.echo(f"... and {report.findings_total - len(report.findings)} more findings")
    if report.last_block is None:
        click.echo(f"Nothing is sealed yet; {report.events_unsealed} events wait for the first block.")
    else:
        at = "" if report.sealed_at is None else f" at {report.sealed_at:%Y-%m-%d %H:%M:%S} UTC"
        click.echo(
            f"Sealed up to block {report.last_block}{at}: {report.events_sealed} events in {report.blocks} blocks; not yet sealed: {report.events_unsealed}."
        )
        click.echo(f"The witness confirms up to block {report.witnessed_to}." if report.witnessed_to else "No witness file was found.")
    click.echo("Clean: nothing that is sealed was changed." if report.clean else "NOT CLEAN: the log is not as it was sealed.")
    sys.exit(0 if report.clean else 1)
