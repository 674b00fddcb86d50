"""`ansinh share`: insurance records for the population register, all of them by file and then what changes."""

import secrets
import shutil
import sys
from pathlib import Path
from typing import Self

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from ansinh import sharing
from ansinh.cli.run import settings_from
from ansinh.kit import clock, db, http
from ansinh.kit.errors import Refused
from ansinh.sandbox import population
from ansinh.wiring import partners, places
from ansinh.wiring import sharing as wired


@click.group()
def share() -> None:
    """Share insurance records with the population register: by file, then change by change.

    Begin with `ansinh share files --out DIR` and `ansinh share deliver DIR`; from then on the register reads what changes from the
    feed (`/sharing/v1/feed`), which the worker keeps up to date.
    """


@share.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the files; new or empty.")
@click.option(
    "--from",
    "source",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A Parquet file instead of the database, as `ansinh verify` writes it; the feed knows nothing of it.",
)
@click.option("--chunk-rows", type=click.IntRange(1_000, 5_000_000), default=500_000, show_default=True, help="Records in a file.")
@click.option("--connections", type=click.IntRange(1, 16), default=2, show_default=True, help="Files written at the same time.")
def files(out: Path, source: Path | None, chunk_rows: int, connections: int) -> None:
    """Write every record into signed files: chunks of CSV, a manifest with counts and hashes, its signature.

    The files are of one moment. Making them takes minutes for tens of millions of records; interrupted, it begins anew.
    """
    settings = settings_from()
    now = clock.utc_now()
    share_id = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2).upper()}"
    with places.database_of(settings) as dsn, _progress("records") as tell:
        if source is None:
            database = db.Database(dsn, max_size=2)
            begun = sharing.begin(database, now=now)
            database.close()
            if begun:
                click.echo(
                    f"Took {begun:,} records of the register for the first share; what changes from now on is in the feed.", err=True
                )
            manifest = sharing.make_files(
                dsn,
                out,
                share_id=share_id,
                terms=wired.TERMS,
                key=wired.key(settings),
                now=now,
                chunk_rows=chunk_rows,
                connections=connections,
                progress=lambda made: tell(made.rows, made.total),
            )
        else:
            from ansinh.sharing import parquet  # noqa: PLC0415 - pyarrow is loaded where it is needed

            _room_for(source, out)
            out.mkdir(parents=True, exist_ok=True)
            chunks = parquet.write_chunks(
                source, out, chunk_rows=chunk_rows, threads=connections, progress=lambda made: tell(made.rows, made.total)
            )
            manifest = sharing.seal(dsn, out, chunks, cursor=0, share_id=share_id, terms=wired.TERMS, key=wired.key(settings), now=now)
    click.echo(f"{manifest.rows:,} records in {len(manifest.chunks)} files in {out}, share {share_id}")
    click.echo(f"Deliver them with: ansinh share deliver {out}")


@share.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def deliver(folder: Path) -> None:
    """Bring a share to the population register; run it again if it was interrupted, and it goes on."""
    settings = settings_from()
    with places.database_of(settings) as dsn, _progress("files") as tell:
        database = db.Database(dsn, max_size=2)
        try:
            receipt = sharing.deliver(
                database, folder, wired.recipient(settings), progress=lambda delivered: tell(delivered.chunks, delivered.total)
            )
        finally:
            database.close()
    click.echo(f"{receipt.rows:,} records are at the population register, counted and hashed there as here.")
    if receipt.unknown_people:
        click.echo(f"{receipt.unknown_people:,} of them are of people it does not know by that number.")


@share.command()
def collect() -> None:
    """Put into the feed what changed in the register; the worker does this by itself."""
    with places.database_of(settings_from()) as dsn:
        database = db.Database(dsn, max_size=2)
        try:
            found, swept = 0, False
            while not swept:
                once = sharing.collect(database, now=clock.utc_now())
                found, swept = found + once.changes, once.swept_all
        finally:
            database.close()
    click.echo(f"{found:,} changes; the newest has the number {once.seq:,}.")


@share.command()
def status() -> None:
    """The newest shares and how far recipients have the feed; no person in it."""
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        found = sharing.standing(conn)
    for each in found.shares:
        state = (
            f"acknowledged {each.completed_at:%Y-%m-%d %H:%M} UTC" if each.completed_at else f"{each.acknowledged} of {each.chunks} files"
        )
        click.echo(f"{each.share_id}  {each.recipient}  {each.row_count:>12,} records  {state}")
    for receipt in found.receipts:
        agrees = "agrees with us" if receipt.agrees else "DOES NOT AGREE: it must begin again from a share by file"
        click.echo(f"{receipt.recipient} holds the feed up to {receipt.cursor:,} of {found.last_change:,} and {agrees}")
    if not found.shares and not found.receipts:
        click.echo("Nothing was shared yet. Begin with: ansinh share files --out DIR")


@click.command()
def follow() -> None:
    """The population register reads the agency's feed of insurance records, once."""
    settings = settings_from()
    with places.database_of(settings) as dsn:
        database = db.Database(dsn, max_size=2)
        try:
            client = http.Client(allow_hosts=settings.hosts, max_bytes=4_000_000)
            taken = population.follow(database, wired.feed_url(settings), partners.secret(settings, wired.POPULATION), client)
            with database.transaction() as conn:
                held = population.count_insured(conn)
        finally:
            database.close()
    click.echo(f"{taken:,} changes taken and acknowledged; the population register holds {held:,} insurance records.")


def _room_for(source: Path, out: Path) -> None:
    """Raises Refused where the disk has less room than the files will need: half a share helps nobody."""
    if source.exists() and out.parent.exists():
        free, needed = shutil.disk_usage(out.parent).free, 6 * source.stat().st_size
        if free < needed:
            raise Refused("disk_full", f"the files need about {needed >> 20} MB and {out.parent} has {free >> 20} MB free", field="out")


class _progress:  # noqa: N801 - a context manager that reads as a word
    """A bar with rate and time left on a terminal, nothing elsewhere; gives a function to tell of (done, total)."""

    def __init__(self, what: str) -> None:
        columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, transient=True, disable=not sys.stderr.isatty())
        self._task = self._bar.add_task(what, total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __call__(self, done: int, total: int) -> None:
        self._bar.update(self._task, completed=done, total=total)

    def __exit__(self, *_exc: object) -> None:
        self._bar.stop()
