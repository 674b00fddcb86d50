"""Virtual cards of nobody, and the reader's words to them."""

import os
from collections.abc import Callable
from dataclasses import replace

from ansinh.chip import access, curves
from ansinh.chip.apdu import Command, Response
from ansinh.chip.messaging import Secured
from ansinh.chip.transport import Channel
from ansinh.sandbox.virtual_card import Chip, ChipKey, Quirks, VirtualCard

CARD_ACCESS = bytes.fromhex("3134300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D")
PACE_OID = "0.4.0.127.0.7.2.2.4.2.2"
CAN = "000018"
MRZ = ("190000018", "900101", "400101")
COM = bytes.fromhex("60145F0104303130375F36063034303030305C026175")
DG1 = bytes.fromhex("6103") + b"one"
DG2 = bytes.fromhex("758203E8") + bytes(range(250)) * 4
CHIP_KEY = ChipKey(curve="brainpoolP256r1", private=0x1234567890ABCDEF1234567890ABCDEF1234567890ABCDEF)
APPLICATION = bytes.fromhex("A0000002471001")


def chip(**changes: object) -> Chip:
    files = {0x011C: CARD_ACCESS, 0x011E: COM, 0x0101: DG1, 0x0102: DG2, 0x0103: b"\x63\x01\0"}
    return replace(Chip(files=files, can=CAN, bac_key=MRZ, chip_key=CHIP_KEY), **changes)  # type: ignore[arg-type]


def card(**quirks: object) -> VirtualCard:
    return VirtualCard(chip(quirks=Quirks(**quirks)))  # type: ignore[arg-type]


def say(to: VirtualCard, command: str) -> str:
    """One command in hexadecimal digits, and the answer."""
    return to.transmit(bytes.fromhex(command)).hex().upper()


def open_by_pace(to: VirtualCard, password: access.Password | None = None, *, random: Callable[[int], bytes] | None = None) -> Secured:
    """The card under the keys of PACE, its application selected."""
    plain = Channel(to).send
    session = access.pace(plain, oid=PACE_OID, parameter_id=13, password=password or access.Can(CAN), random=random or os.urandom)
    return _in_application(Secured(plain, session))


def open_by_bac(to: VirtualCard, lines: tuple[str, str, str] = MRZ) -> Secured:
    plain = Channel(to).send
    assert plain(SELECT_APPLICATION).is_ok
    return Secured(plain, access.bac(plain, key=access.MrzKey(*lines), random=os.urandom))


def select(channel: Secured, fid: int) -> Response:
    return channel.send(Command(0, 0xA4, 2, 0x0C, fid.to_bytes(2, "big")))


def read(channel: Secured, offset: int, le: int, *, extended: bool = False) -> Response:
    return channel.send(Command(0, 0xB0, offset >> 8, offset & 0xFF, le=le, extended=extended))


SELECT_APPLICATION = Command(0, 0xA4, 4, 0x0C, APPLICATION)


def chip_key_info() -> bytes:
    """The public half of the chip's key, as DG14 has it."""
    curve = curves.named(CHIP_KEY.curve)
    assert curve is not None
    return curves.write_public_key(curve, curves.public_key(curve, CHIP_KEY.private))


def spoken(answers: list[bytes]) -> Callable[[int], bytes]:
    """A source of randomness that says what it is told to, and nothing else."""

    def give(size: int) -> bytes:
        found = answers.pop(0)
        assert len(found) == size
        return found

    return give


def _in_application(channel: Secured) -> Secured:
    assert channel.send(SELECT_APPLICATION).is_ok
    return channel
