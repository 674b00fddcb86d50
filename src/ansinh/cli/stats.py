"""`ansinh stats`: the figures of the gateway, each with its definition."""

from dataclasses import asdict
from datetime import datetime, timedelta

import click
import orjson

from ansinh import checkin
from ansinh.cli.run import settings_from
from ansinh.kit import clock, db
from ansinh.wiring import places


@click.command()
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="First day; 29 days before the last one if not given.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="Last day; today if not given.")
@click.option("--facility", "facility_code", help="Only the facility with this code.")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output, nothing else.")
def stats(first: datetime | None, last: datetime | None, facility_code: str | None, *, as_json: bool) -> None:
    """Facilities on line, look-ups, and how presence is checked, from one of Viet Nam's days to another, both included."""
    last_day = clock.vietnam_day(clock.utc_now()) if last is None else last.date()
    first_day = last_day - timedelta(days=29) if first is None else first.date()
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        found = checkin.figures(conn, first_day=first_day, last_day=last_day, facility_code=facility_code)
    values = {**asdict(found), "share_on_line": str(found.share_on_line)}
    if as_json:
        click.echo(orjson.dumps({**values, "definitions": dict(checkin.DEFINITIONS)}, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS))
        return
    click.echo(f"{first_day} to {last_day}{'' if facility_code is None else f', facility {facility_code}'}\n")
    for name, definition in checkin.DEFINITIONS.items():
        value = values[name]
        shown = ", ".join(f"{key} {count:,}" for key, count in value.items()) or "-" if isinstance(value, dict) else value
        click.echo(f"{name:<30} {shown}\n{'':<30} {definition}")
