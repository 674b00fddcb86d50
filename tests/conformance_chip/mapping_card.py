"""Cards with an EF.CardSecurity, and cards that prove themselves by chip authentication mapping and by nothing else."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from ansinh.chip import lds
from ansinh.chip.lds import File
from ansinh.sandbox.virtual_card import Chip, ChipKey
from tests.chip import pki
from tests.chip.pki import Message
from tests.conformance_chip.card import (
    ACTIVE,
    CHIP_KEY_OID,
    CHIP_PROTOCOL,
    PACE,
    PRIVATE,
    chip_key_info,
    chip_public_key,
    good_card,
    groups,
    signed,
    with_file,
)

MAPPING_OID = "0.4.0.127.0.7.2.2.4.6.2"
MAPPING = lds.PaceInfo(MAPPING_OID, 2, 13)
MAPPING_PRIVATE = PRIVATE + 4
MAPPING_KEY_ID = 13
USUAL: tuple[lds.PaceInfo | lds.ChipAuthentication | lds.ChipPublicKey, ...] = (CHIP_PROTOCOL, PACE, chip_public_key())
"""What the EF.CardSecurity of the good card says: what EF.CardAccess does, and the key of DG14."""


def mapping_key(private: int = MAPPING_PRIVATE, curve: str = "brainpoolP256r1") -> lds.ChipPublicKey:
    return lds.ChipPublicKey(CHIP_KEY_OID, chip_key_info(private, curve), MAPPING_KEY_ID)


def signed_infos(elements: Iterable[lds.PaceInfo | lds.ChipAuthentication | lds.ChipPublicKey | bytes] = USUAL) -> Message:
    return Message(content=lds.write_card_security_infos(elements), by=pki.signer(), content_type=lds.SECURITY_OBJECT)


def with_security(raw: bytes | None, chip: Chip | None = None) -> Chip:
    """The card with this EF.CardSecurity, or without any."""
    card = chip or good_card()
    return replace(card, beside={} if raw is None else {**card.beside, File.CARD_SECURITY.fid: raw})


def mapping_card(
    *offers: lds.PaceInfo,
    key: int = MAPPING_PRIVATE,
    held: int | None = None,
    curve: str = "brainpoolP256r1",
    message: Callable[[Message], Message] = lambda right: right,
) -> Chip:
    """A card that opens by mapping and proves its chip by nothing else: no other key in DG14, no DG15.

    `key` is the one in EF.CardSecurity, `held` the one the chip has, where it is another.
    """
    offered = offers or (MAPPING,)
    infos = lds.write_dg14([*offered])
    card = signed(good_card(), {1: groups()[1], 13: groups()[13], 14: infos})
    card = with_file(File.CARD_ACCESS, lds.write_card_access(offered), card)
    security = message(signed_infos([*offered, mapping_key(key, curve)]))
    static = ChipKey(curve=curve, private=key if held is None else held, oid=MAPPING_OID)
    return replace(with_security(security.der(), card), chip_key=None, active_key=None, mapping_key=static)


def with_other_key_in_group_14() -> Chip:
    """EF.CardSecurity and DG14 name different keys under the same number."""
    other = lds.write_dg14([PACE, CHIP_PROTOCOL, chip_public_key(), ACTIVE])
    card = signed(good_card(), {**groups(), 14: other})
    return with_security(signed_infos([CHIP_PROTOCOL, PACE, chip_public_key(chip_key_info(PRIVATE + 9))]).der(), card)
