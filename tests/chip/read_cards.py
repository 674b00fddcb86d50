"""Reads a virtual card as a desk does, in the least words."""

import os
import time
from collections.abc import Callable
from typing import Any

from ansinh import sandbox
from ansinh.chip import access, mrz, reading
from ansinh.chip.transport import Transport
from ansinh.sandbox.cards import CardTrouble, Factory
from ansinh.sandbox.virtual_card import Chip, VirtualCard


def read_chip(chip: Chip, *, wrap: Callable[[Transport], Transport] = lambda card: card, **choice: Any) -> reading.Reading:
    """The reading of a chip, opened with all the keys there are, or with `keys`."""
    return read_card(wrap(VirtualCard(chip)), keys=choice.pop("keys", keys_of(chip)), **choice)


def read_card(card: Transport, *, keys: reading.Keys, **choice: Any) -> reading.Reading:
    return reading.read(card, keys, **{"random": os.urandom, "clock": time.monotonic, **choice})


def keys_of(chip: Chip) -> reading.Keys:
    return reading.Keys(can=access.Can(chip.can), mrz=access.MrzKey(*chip.bac_key))


def lines_of(chip: Chip) -> reading.Keys:
    return reading.Keys(mrz=access.MrzKey(*chip.bac_key))


def card_of(factory: Factory, person: sandbox.Person, trouble: CardTrouble | None) -> Chip:
    """The card, with the key that is printed on it."""
    chip = factory.personalise(person, trouble=trouble)
    assert mrz.read(factory.printed(person, trouble=trouble).mrz_lines).key() == chip.bac_key
    return chip
