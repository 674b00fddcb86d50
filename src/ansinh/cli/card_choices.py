"""What can be chosen of a card that the sandbox's factory makes: the same options wherever a command takes such a card."""

from collections.abc import Callable
from typing import Any

import click

from ansinh.sandbox.cards import ACTIVES, PACES, PORTRAITS, RECORDS, SIGNERS, CardTrouble

_OPTIONS = (
    click.option(
        "--trouble", type=click.Choice([each.value for each in CardTrouble]), help="What is wrong with the card (default nothing)."
    ),
    click.option("--signer", type=click.Choice(SIGNERS), default="ecdsa", show_default=True, help="Who signs what is in it."),
    click.option("--portrait", type=click.Choice(PORTRAITS), default="jpeg", show_default=True, help="Format of the portrait."),
    click.option(
        "--portrait-record",
        type=click.Choice(RECORDS),
        default="010",
        show_default=True,
        help="What the portrait stands in: ISO/IEC 19794-5 of this version, ISO/IEC 39794-5, or both.",
    ),
    click.option("--active", type=click.Choice(ACTIVES), default="ecdsa", show_default=True, help="Key of active authentication."),
    click.option(
        "--pace",
        type=click.Choice(PACES),
        default="gm",
        show_default=True,
        help="How the card opens: PACE by generic or integrated mapping on a curve, the same without one, or also by chip authentication mapping.",
    ),
)


def card_choices(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --trouble, --signer, --portrait, --portrait-record, --active and --pace; the command passes them on to `chosen`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def chosen(*, trouble: str | None, **others: str) -> dict[str, Any]:
    """What was chosen, as keyword arguments of `wiring.cards.card`."""
    return {"trouble": None if trouble is None else CardTrouble(trouble), **others}
