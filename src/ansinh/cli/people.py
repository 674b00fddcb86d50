"""Commands that show the sandbox: who there is, their one-time codes, and the relying parties to try."""

import click
import orjson

from ansinh.cli import accounts, registers
from ansinh.cli.run import settings_from
from ansinh.kit import clock, db
from ansinh.sandbox import eid
from ansinh.wiring import crowd, places, rehearsal


@click.group()
def sandbox() -> None:
    """The other institutions, invented: who there is to log in as."""


@sandbox.command()
@click.option("--json", "as_json", is_flag=True, help="An array on standard output, nothing else.")
@click.option("--trouble", help="Only people with this trouble; 'none' for people without.")
@click.option("--code", help="Only people whose look-up answers this code, by their card or their citizen number.")
@click.option("--people", "count", type=click.IntRange(min=50), help="As given to `ansinh dev` or `ansinh seed` (default 2000).")
def people(*, as_json: bool, trouble: str | None, code: str | None, count: int | None) -> None:
    """The invented people: number, name, card, account, password, what a look-up answers, trouble, course of treatment."""
    rows = crowd.people(settings_from(people=count).people, today=clock.vietnam_day(clock.utc_now()))
    if trouble is not None:
        rows = [row for row in rows if (row["trouble"] or "none") == trouble]
    if code is not None:
        rows = [row for row in rows if code in {row["lookup_code"], row["lookup_code_by_citizen_number"]}]
    if as_json:
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    for row in rows:
        click.echo(
            f"{row['citizen_number']}  {row['name']:<28}  {row['birth_date']:<10}  card {row['card_number'] or '-':<15}  password {row['password'] or '-':<20}  {row['lookup_code']}  {row['trouble'] or row['course'] or ''}"
        )


@sandbox.command()
@click.option("--json", "as_json", is_flag=True, help="An array on standard output, nothing else.")
def facilities(*, as_json: bool) -> None:
    """The invented facilities: code, gateway account, officers."""
    rows = crowd.facilities()
    if as_json:
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    for row in rows:
        officer = row["officers"][0]
        click.echo(
            f"{row['facility_code']}  {row['name']:<48}  {row['username']}  password {row['password']:<18}  officer {officer['name']} {officer['citizen_number']}"
        )


@sandbox.command(name="old-accounts")
@click.option("--json", "as_json", is_flag=True, help="An array on standard output, nothing else.")
@click.option("--people", "count", type=click.IntRange(min=50), help="As given to `ansinh dev` or `ansinh seed` (default 2000).")
def vssid_accounts(*, as_json: bool, count: int | None) -> None:
    """The accounts of the old account service (VssID): social-insurance number and password."""
    rows = crowd.vssid_accounts(settings_from(people=count).people, today=clock.vietnam_day(clock.utc_now()))
    if as_json:
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    for row in rows:
        click.echo(f"{row['social_insurance_number']}  password {row['password']}  {row['name']}")


@sandbox.command()
@click.option("--json", "as_json", is_flag=True, help="An array on standard output, nothing else.")
def staff(*, as_json: bool) -> None:
    """The agency's invented staff for the console: username, password, role."""
    rows = crowd.colleagues()
    if as_json:
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    for row in rows:
        click.echo(f"{row['username']:<20}  password {row['password']:<22}  {row['role']:<14}  {row['name']}")


@sandbox.command()
@click.option("--json", "as_json", is_flag=True, help="An array on standard output, nothing else.")
def clients(*, as_json: bool) -> None:
    """The relying parties of the exchange to try an OpenID client with: one a profile, on any port of this machine."""
    rows = rehearsal.listing(settings_from())
    if as_json:
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    click.echo(f"issuer {rows[0]['issuer']}")
    for row in rows:
        held = f"secret {row['client_secret']}" if row["client_secret"] else "private key: see --json"
        click.echo(
            f"{row['client_id']:<16}  {row['profile']:<7}  {row['token_endpoint_auth_method']:<20}  {row['redirect_uris'][0]}  {held}"
        )


@sandbox.command()
@click.argument("username")
def code(username: str) -> None:
    """The one-time code USERNAME's telephone shows now (raises a login to authentication level 2)."""
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        click.echo(eid.current_code(conn, username, now=clock.utc_now()))


sandbox.add_command(accounts.account)
sandbox.add_command(registers.registers)
