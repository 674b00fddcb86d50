"""Where `ansinh card read` has its card from, and what opens it: a reader, an invented person's card, a transcript. Secrets never come by argument."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import click

from ansinh.chip import access, mrz, reading, transport
from ansinh.cli.card_choices import chosen
from ansinh.cli.run import settings_from
from ansinh.kit.errors import Refused
from ansinh.sandbox import virtual_card
from ansinh.wiring import cards

KeyKind = Literal["can", "mrz"]
CAN_VARIABLE = "ANSINH_CARD_CAN"
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Source:
    """A card, what opens it, and the random bytes to read it with. `is_live`: the card is there now.

    A transcript is not, and it holds the reader's secrets: whoever has the files of a card can write one in which its chip proves everything.
    """

    card: transport.Transport
    keys: reading.Keys = field(repr=False)
    random: Callable[[int], bytes] = field(repr=False)
    is_live: bool = True


def virtual(number: str, *, kind: KeyKind, choice: dict[str, str]) -> Source:
    """An invented person's card, in this process, opened with what is printed on it (or with another number in ANSINH_CARD_CAN)."""
    made = cards.card(settings_from(), number, **chosen(**choice))
    lines = access.MrzKey(*mrz.read(made.printed.mrz_lines).key())
    digits = os.environ.get(CAN_VARIABLE) or made.printed.can
    keys = reading.Keys(can=access.Can(digits) if kind == "can" else None, mrz=lines)
    return Source(virtual_card.VirtualCard(made.chip, name="virtual card in this process"), keys, os.urandom)


def in_reader(name: str | None, *, kind: KeyKind, lines: Path | None, wait_s: float) -> Source:
    """The card in a reader. The key is asked for first, so that nobody waits for a card that cannot be opened."""
    keys = asked(kind, lines=lines)
    click.echo(f"Waiting for a card, at most {wait_s:g} seconds ...", err=True)
    return Source(transport.pcsc.connect(name, timeout_s=wait_s), keys, os.urandom)


def recorded(file: Path, *, kind: KeyKind, lines: Path | None) -> Source:
    """The card of a transcript. Raises Refused for a file that cannot be read."""
    try:
        card = transport.recorded.Replay(transport.recorded.load(file))
    except OSError as wrong:
        raise Refused("file_unusable", f"{file}: {wrong.strerror}", field="transcript") from wrong
    return Source(card, asked(kind, lines=lines), card.random, is_live=False)


def asked(kind: KeyKind, *, lines: Path | None) -> reading.Keys:
    """The key from a file, the environment, or the person at the keyboard, who does not see it echoed."""
    if lines is not None or kind == "mrz":
        return reading.Keys(mrz=_lines(lines))
    digits = os.environ.get(CAN_VARIABLE) or _prompt("Card access number: the last six digits of the number on the card")
    return reading.Keys(can=access.Can(digits.strip()))


def _lines(file: Path | None) -> access.MrzKey:
    if file is None:
        text = [_prompt(f"Line {number} of the three on the back of the card") for number in (1, 2, 3)]
    else:
        text = _text(file).split()[:3]
    return access.MrzKey(*mrz.read([line.strip().upper() for line in text]).key())


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")[:_LONGEST]
    except (OSError, ValueError) as wrong:
        raise Refused("file_unusable", f"{file}: cannot be read as three lines of text", field="mrz") from wrong


def _prompt(what: str) -> str:
    """What is typed, without an echo; or the next line of what is piped in. Raises Refused where there is neither."""
    if sys.stdin.isatty():
        answer: Any = click.prompt(what, hide_input=True, err=True)
        return str(answer)
    line = sys.stdin.readline().strip()
    if not line:
        raise Refused("no_key", f"nothing to open the card with: type or pipe it in, or put it into {CAN_VARIABLE}", field="can")
    return line
