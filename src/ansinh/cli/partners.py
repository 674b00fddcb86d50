"""`ansinh exchange appoint`: who decides on the services that want to log real people in."""

from uuid import UUID

import click

from ansinh import exchange
from ansinh.cli.run import settings_from
from ansinh.kit import clock, db
from ansinh.wiring import places


@click.command()
@click.argument("number", type=click.UUID)
def appoint(number: UUID) -> None:
    """Appoint an officer who approves production clients, by the number the person reads in the registration console."""
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        exchange.registrations.appoint_officer(conn, number, by="command line", now=clock.utc_now())
        conn.commit()
    click.echo(f"Appointed {number}. What they asked for themselves, somebody else has to approve.")
