"""`ansinh card make`: the files of an invented person's card, for developers who want to look at them, or to feed them to a program."""

import os
from pathlib import Path

import click

from ansinh.chip import lds
from ansinh.cli.card_choices import card_choices, chosen
from ansinh.cli.run import settings_from
from ansinh.kit.errors import Refused
from ansinh.sandbox.cards import Printed
from ansinh.wiring import cards


@click.command()
@click.argument("citizen_number")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write to; made if there is none.")
@card_choices
def make(citizen_number: str, out: Path, **choice: str) -> None:
    """Write the files of an invented person's card: one for each file of the chip, and printed.txt with what is printed on it.

    The chip's private keys are not written: `ansinh card serve` gives a card that has them.
    """
    card = cards.card(settings_from(), citizen_number, **chosen(**choice))
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        # All of the card before goes first: two cards' files must not be taken for one's, not even where this is killed.
        for name in ("printed.txt", *(f"{file.name}.bin" for file in lds.File)):
            (out / name).unlink(missing_ok=True)
        for file in lds.File:
            among = card.chip.beside if file is lds.File.CARD_SECURITY else card.chip.files
            if file.fid in among:
                _put(out / f"{file.name}.bin", among[file.fid])
        _put(out / "printed.txt", _text(card.printed).encode())
    except OSError as wrong:
        raise Refused("folder_unusable", f"{out}: {wrong.strerror}", field="out") from wrong
    click.echo(f"{len(card.chip.files) + len(card.chip.beside)} files and printed.txt in {out}")


def _text(printed: Printed) -> str:
    until = "without end" if printed.expires_on is None else f"{printed.expires_on:%d/%m/%Y}"
    days = f"Issued {printed.issued_on:%d/%m/%Y}, good until {until}"
    return "\n".join((*printed.mrz_lines, f"CAN {printed.can}", f"QR {printed.qr_text}", days, ""))


def _put(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)
