"""`ansinh cases`: what waits for a person in the agency, masked; and what lies behind a reference code from a page."""

import click

from ansinh import identity
from ansinh.cli.run import settings_from
from ansinh.kit import clock, db
from ansinh.kit.errors import NotFound
from ansinh.wiring import places


@click.command()
@click.argument("reference", required=False)
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True, help="At most so many cases.")
def cases(reference: str | None, limit: int) -> None:
    """List open linking cases, newest last; with REFERENCE, say what went wrong in the login that showed this code."""
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        if reference is not None:
            _show(conn, reference)
            return
        found = identity.open_cases(conn, limit=limit)
    for case in found:
        opened = case.opened_at.astimezone(clock.VIETNAM)
        people = ", ".join(str(each) for each in case.participant_ids) or "-"
        click.echo(f"{case.reference}  {opened:%Y-%m-%d %H:%M}  {case.reason.value:<28}  eID {case.citizen_number}  participants {people}")
    if not found:
        click.echo("No case is open.")


def _show(conn: db.Connection, reference: str) -> None:
    problem = identity.problem_of(conn, reference)
    if problem is None:
        raise NotFound("no_such_reference", f"no login that went wrong is kept under the code {reference}")
    click.echo(f"{problem.reference}  {problem.at.astimezone(clock.VIETNAM):%Y-%m-%d %H:%M:%S}  {problem.failure.value}")
