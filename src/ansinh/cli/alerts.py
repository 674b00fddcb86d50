"""`ansinh alerts`: what was noticed about gateway accounts and nobody has looked at yet."""

import click

from ansinh import checkin
from ansinh.cli.run import settings_from
from ansinh.kit import clock, db
from ansinh.wiring import places


@click.command()
@click.option("--all", "all_of_them", is_flag=True, help="Settled ones too.")
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True, help="At most so many alerts.")
def alerts(*, all_of_them: bool, limit: int) -> None:
    """List alerts about gateway accounts, newest first; settle them in the agency's console."""
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        found = checkin.alerts(conn, only_open=not all_of_them, limit=limit)
    for each in found:
        of = each.account or "several accounts"
        person = "" if each.participant_id is None else f", participant {each.participant_id}"
        settled = f"  settled by {each.settled_by}" if each.settled_at is not None else ""
        at = each.last_at.astimezone(clock.VIETNAM)
        click.echo(f"{each.alert_no:>6}  {at:%Y-%m-%d %H:%M}  {of:<16}  {each.seen} {checkin.ALARMS[each.reason].what}{person}{settled}")
    if not found:
        click.echo("No alert is open." if not all_of_them else "No alert was ever raised.")
