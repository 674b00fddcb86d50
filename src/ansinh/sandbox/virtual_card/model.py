"""What is inside a virtual card: its files, what opens it, its keys, and its ways. Invented, all of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ATR = bytes.fromhex("3B80800101")
"""A contactless card as a PC/SC reader shows it, protocol T=1."""
LOCKED = frozenset({0x0103, 0x0104})
"""Fingerprints and iris, which want terminal authentication that nobody but the ministry has: 6982."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    """How the card differs from the book. The defaults are those of the citizen card, as several programs report them (assumed).

    `select_mf`: the status word to SELECT of the master file. `pace_status`: PACE fails with this status word (a downgrade attack);
    None: it works. `opens_by_bac`: whether BAC is offered. `max_read`: bytes one READ BINARY gives at most. `past_end`: the answer to
    READ BINARY of more than there is: 6282 with what there is; 6C00 for 6Cxx with how much there is; another word as it is.
    `can_tries`: wrong CANs in a row before PACE by CAN is blocked, told as 63Cx; None: as many as one likes, told as 6300. The printed
    lines open a card whose CAN is blocked, and unblock it. `takes_extended`: whether commands with extended lengths are understood; 6700
    if not.
    """

    select_mf: int = 0x6D00
    locked: frozenset[int] = LOCKED
    pace_status: int | None = None
    opens_by_bac: bool = True
    max_read: int = 65_536
    past_end: int = 0x6282
    can_tries: int | None = 10
    takes_extended: bool = True
    atr: bytes = ATR


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipKey:
    """The static key of chip authentication. `curve` is the name of one in `ansinh.chip.curves`, or of a group in `.groups`; `oid` the protocol's."""

    curve: str
    private: int = field(repr=False)
    oid: str = "0.4.0.127.0.7.2.2.3.2.2"  # id-CA-ECDH-AES-CBC-CMAC-128 (BSI TR-03110-3)
    key_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """`files` by file identifier: EF.CardAccess 011C, EF.COM 011E, EF.SOD 011D, DG n 01nn.

    `beside` are the other files of the master file: EF.CardSecurity 011D, read once the card is open, and EF.ATR/INFO 2F01, free to read.

    `can` has six digits. `bac_key` is document number, date of birth and date of expiry (yymmdd) as BAC takes them, without
    check digits. `active_key` is a private key, PKCS #8 in DER: RSA or on a curve; None: no active authentication.
    `active_hash` is what its signatures are made with. `mapping_key` is the static key of PACE with chip authentication mapping.
    """

    files: Mapping[int, bytes] = field(repr=False)
    can: str = field(repr=False)
    bac_key: tuple[str, str, str] = field(repr=False)
    chip_key: ChipKey | None = None
    active_key: bytes | None = field(default=None, repr=False)
    active_hash: str = "sha256"
    beside: Mapping[int, bytes] = field(default_factory=dict, repr=False)
    mapping_key: ChipKey | None = None
    quirks: Quirks = Quirks()
