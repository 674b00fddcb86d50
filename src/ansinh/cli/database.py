"""Commands that prepare the database: migrate, seed."""

import click

from ansinh.cli.run import settings_from
from ansinh.wiring import places, schema, welcome


@click.command()
def migrate() -> None:
    """Bring the database to the schema of this version."""
    with places.database_of(settings_from(), say=click.echo) as dsn:
        applied = schema.migrate(dsn)
        for each in applied:
            click.echo(f"applied {each.room} {each.number:04d} {each.name}")
        if not applied:
            click.echo("The schema is up to date.")


@click.command()
@click.option("--people", type=click.IntRange(min=50), help="Invented people (default 2000).")
def seed(people: int | None) -> None:
    """Fill an empty database with the sandbox: invented people, facilities, officers, employers."""
    settings = settings_from(people=people)
    with places.database_of(settings, say=click.echo) as dsn:
        schema.migrate(dsn)
        welcome.seed_if_empty(dsn, settings, say=click.echo)
