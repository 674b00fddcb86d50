"""`ansinh card`: the group of commands around a chip-based citizen card. Each command has a file of its own."""

import click

from ansinh.cli import card_folder, card_make, card_read, card_serve, card_trust


@click.group()
def card() -> None:
    """The chip-based citizen card: read it, check it, look at it; make one, and present it to a reader that is none.

    No reader at hand? `ansinh sandbox people` lists invented people, and `ansinh card read --virtual NUMBER` reads the card of one.
    """


for command in (card_read.read, card_folder.verify, card_folder.show, card_make.make, card_serve.serve, card_trust.trust_command):
    card.add_command(command)
