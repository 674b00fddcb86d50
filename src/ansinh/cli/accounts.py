"""`ansinh sandbox account`: what happens to an electronic identity account outside our doors, made to happen."""

from collections.abc import Callable, Iterator
from typing import Literal

import click

from ansinh import terms
from ansinh.cli.run import settings_from
from ansinh.kit import clock, db, errors
from ansinh.sandbox import eid
from ansinh.wiring import places

Event = Literal["lock", "unlock", "cancel", "death", "reissue"]

_STATES: dict[str, eid.AccountState] = {
    "lock": eid.AccountState.LOCKED,
    "unlock": eid.AccountState.ACTIVE,
    "cancel": eid.AccountState.CANCELLED,
    "death": eid.AccountState.DECEASED,
}
_SERIAL = 6  # last digits of a citizen number; what stands before says province, century, sex and year of birth


@click.command()
@click.argument("username")
@click.argument("event", type=click.Choice(["lock", "unlock", "cancel", "death", "reissue"]))
@click.option("--number", help="reissue: the new citizen number; the next free one of the same beginning if not given.")
def account(username: str, event: Event, number: str | None) -> None:
    """Lock, unlock, cancel or close USERNAME's account, or issue its citizen number again; its sessions end everywhere."""
    if number is not None and event != "reissue":
        raise click.UsageError("--number goes with reissue")
    now = clock.utc_now()
    with places.database_of(settings_from()) as dsn, db.connect(dsn) as conn:
        if event == "reissue":
            issued = _reissue(conn, username, number, lambda new: eid.reissue_number(conn, username, new, now=now))
            said = f"{username} has the citizen number {issued.value} from now on and logs in with the same user name."
        else:
            eid.change_state(conn, username, _STATES[event], now=now)
            said = f"{username} is {_STATES[event].value}."
        conn.commit()
    click.echo(said)
    click.echo("Its sessions at the provider have ended; the worker tells the relying parties.")


def _reissue(conn: db.Connection, username: str, number: str | None, issue: Callable[[terms.CitizenNumber], None]) -> terms.CitizenNumber:
    """The number that was issued. Raises NotFound, Conflict for a number somebody has, Refused for one that is none."""
    if number is not None:
        given = _parsed(number)
        issue(given)
        return given
    for candidate in _after(eid.number_of(conn, username)):
        try:
            issue(candidate)
        except errors.Conflict:
            continue
        return candidate
    raise errors.Conflict("number_taken", "no number of this beginning is free", field="citizen_number")


def _after(number: terms.CitizenNumber) -> Iterator[terms.CitizenNumber]:
    """The numbers of the same beginning, from the next one on, around."""
    beginning, serial, count = number.value[:-_SERIAL], int(number.value[-_SERIAL:]), 10**_SERIAL
    for step in range(1, count):
        yield terms.CitizenNumber.parse(f"{beginning}{(serial + step) % count:0{_SERIAL}}")


def _parsed(number: str) -> terms.CitizenNumber:
    try:
        return terms.CitizenNumber.parse(number)
    except terms.TermError as wrong:
        raise errors.Refused("number_unsound", f"this is no citizen number: {wrong.reason}", field="number") from None
