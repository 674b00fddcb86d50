"""`ansinh staff`: the agency's own accounts for the console. Facilities sign in there with their gateway accounts."""

import click

from ansinh import staff as room
from ansinh.cli.run import settings_from
from ansinh.kit import clock, db
from ansinh.wiring import places


@click.group()
def staff() -> None:
    """The agency's accounts for the console: list, open, close."""


@staff.command(name="list")
def list_accounts() -> None:
    """Every account with its roles."""
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        found = room.accounts(conn)
    for each in found:
        click.echo(f"{each.username:<24}  {'open' if each.is_open else 'closed':<6}  {each.full_name:<28}  {', '.join(sorted(each.roles))}")
    if not found:
        click.echo("There is no account yet: ansinh staff open USERNAME --name NAME --role ROLE")


@staff.command(name="open")
@click.argument("username")
@click.option("--name", required=True, help="Name of the person, as shown and audited.")
@click.option(
    "--role", "roles", required=True, multiple=True, type=click.Choice([role.value for role in room.Role]), help="May be repeated."
)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="At least 12 characters; asked for if not given.")
def open_account(username: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Open an account for a person."""
    account = room.NewAccount(username=username, full_name=name, password=password, roles=frozenset(map(room.Role, roles)))
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        added = room.add_accounts(conn, [account], now=clock.utc_now())
        conn.commit()
    click.echo(f"Opened {username}." if added else f"There is an account {username} already; it was left as it is.")


@staff.command(name="close")
@click.argument("username")
def close_account(username: str) -> None:
    """Close an account; whoever is signed in with it no longer is."""
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        room.close_account(conn, username, now=clock.utc_now())
        conn.commit()
    click.echo(f"Closed {username}.")
