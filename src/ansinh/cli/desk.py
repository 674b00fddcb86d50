"""`ansinh desk`: the counter of a hospital that reads citizen cards, on this machine."""

import socket

import click

from ansinh.chip import verification
from ansinh.cli.card_choices import card_choices, chosen
from ansinh.cli.run import settings_from
from ansinh.kit.errors import Refused
from ansinh.wiring import cards
from ansinh.wiring import desk as wiring

_POLICIES = [name for name in verification.POLICIES if name != "lenient"]


@click.command()
@click.option("--gateway", "gateway_url", help="Base URL of the gateway (default: the agency on this machine).")
@click.option("--facility", help="Code of the facility (default: of ANSINH_DESK_USERNAME, in a sandbox the first).")
@click.option("--port", type=click.IntRange(1, 65535), default=8005, show_default=True, help="Port of the counter's page.")
@click.option(
    "--device-port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port of the service for reception screens; 0: none.",
)
@click.option("--reader", help="Name of the card reader, or a part of it (default: whichever has a card).")
@click.option(
    "--name", default=lambda: socket.gethostname()[:100], help="The facility's own name of this counter (default: of this machine)."
)
@click.option("--policy", type=click.Choice(_POLICIES), default="hospital", show_default=True, help="How strictly cards are judged.")
@click.option("--service", is_flag=True, help="Have the verification service judge each card too, and send its signed verdict along.")
@click.option("--virtual", "number", metavar="CITIZEN_NUMBER", help="No reader: the virtual card of this invented person.")
@card_choices
def desk(
    *,
    gateway_url: str | None,
    facility: str | None,
    port: int,
    device_port: int,
    reader: str | None,
    name: str,
    policy: str,
    service: bool,
    number: str | None,
    **choice: str,
) -> None:
    """Read citizen cards at a hospital's counter, check them here, and open visits with the proof; until Ctrl-C.

    The page is for this machine alone. The facility's account comes from ANSINH_DESK_USERNAME and ANSINH_DESK_PASSWORD_FILE, its officer
    from ANSINH_DESK_OFFICER_NUMBER and ANSINH_DESK_OFFICER_NAME; a sandbox has accounts of its own. See docs/desk.md.
    """
    settings = settings_from()
    if port == device_port:
        raise Refused("port_taken", "the page and the service for reception screens need two ports", field="device-port")
    card = None if number is None else cards.card(settings, number, **chosen(**choice))
    if card is not None:
        click.echo(f"Virtual card:      last six digits {card.printed.can}")
    wanted = wiring.Choice(
        gateway_url=(gateway_url or settings.vss_url).rstrip("/"),
        facility=facility,
        port=port,
        device_port=device_port,
        reader=reader,
        name=name,
        policy=policy,
        card=card,
        asks_service=service,
    )
    wiring.serve(settings, wanted, say=click.echo)
