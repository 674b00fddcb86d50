"""`ansinh card serve`: an invented person's card in a virtual reader, for any program that reads cards through PC/SC."""

import signal

import click

from ansinh.chip.errors import ReaderUnavailable
from ansinh.cli.card_choices import card_choices, chosen
from ansinh.cli.run import settings_from
from ansinh.kit.errors import Refused
from ansinh.sandbox import virtual_card
from ansinh.wiring import cards

_NOTICED_WITHIN_S = 3.0


@click.command()
@click.argument("citizen_number")
@click.option(
    "--vpcd",
    "address",
    metavar="HOST:PORT",
    default=f"{virtual_card.HOST}:{virtual_card.PORT}",
    show_default=True,
    help="Where vpcd listens; its second slot is one port above.",
)
@card_choices
def serve(citizen_number: str, address: str, **choice: str) -> None:
    """Put an invented person's card into a virtual reader, and keep it there until Ctrl-C.

    Prints the three lines on the back of the card and its CAN, and whatever reads cards through PC/SC on this machine sees it. The reader is
    pcscd with vpcd (Debian: apt install pcscd vsmartcard-vpcd, then as root: pcscd --foreground).
    """
    host, port = _host_and_port(address)
    card = cards.card(settings_from(), citizen_number, **chosen(**choice))
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        insertion = virtual_card.Insertion(virtual_card.VirtualCard(card.chip), host=host, port=port)
    except ReaderUnavailable as none:
        raise Refused(none.code, none.detail, field="vpcd") from none
    try:
        click.echo("\n".join((*card.printed.mrz_lines, f"CAN {card.printed.can}")))
        click.echo(f"The card is in the reader at {host}:{port}. Ctrl-C takes it out.")
        if not insertion.is_noticed(within_s=_NOTICED_WITHIN_S):
            click.echo("The reader does not ask for it: another card is in that slot, or what listens there is no vpcd.", err=True)
        insertion.serve()
        click.echo("The reader went away.")
    except KeyboardInterrupt:
        click.echo("The card is taken out.")
    finally:
        insertion.pull()


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or not (port.isascii() and port.isdecimal()) or not 0 < int(port) < 65_536:
        raise click.BadParameter(f"{address!r} is not HOST:PORT", param_hint="--vpcd")
    return host.strip("[]"), int(port)


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt
