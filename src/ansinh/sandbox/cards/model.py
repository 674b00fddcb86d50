"""What can be asked of the card factory, and what stands printed on a card. Invented, all of it."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Literal

SignerName = Literal["ecdsa", "ecdsa_explicit", "rsa", "rsa_pss"]
"""Document signers of the invented country: ECDSA on brainpoolP256r1 by its name, the same curve written out, RSA-2048 by PKCS #1 v1.5
and by PSS. Which one the real card's signers use is not published."""
PortraitKind = Literal["jpeg", "jp2", "j2k"]
"""JPEG, JPEG 2000 in its boxes, a bare JPEG 2000 codestream: all three occur in travel documents."""
RecordName = Literal["010", "020", "030", "39794", "both"]
"""What the portrait stands in: ISO/IEC 19794-5 of these versions, ISO/IEC 39794-5, or both 010 and 39794-5 beside each other."""
ActiveKind = Literal["ecdsa", "rsa", "none"]
"""The key of active authentication: brainpoolP256r1, RSA-2048, or a card that has no data group 15."""
PaceName = Literal["gm", "im", "dh_gm", "dh_im", "cam"]
"""How the card opens: PACE on brainpoolP256r1 by generic mapping, as citizen cards do (assumed), or by integrated mapping; and both without a
curve, in the group of RFC 5114, 2.3, as some travel documents do; or by chip authentication mapping beside generic mapping, with an EF.CardSecurity."""
SIGNERS: tuple[SignerName, ...] = ("ecdsa", "ecdsa_explicit", "rsa", "rsa_pss")
PORTRAITS: tuple[PortraitKind, ...] = ("jpeg", "jp2", "j2k")
RECORDS: tuple[RecordName, ...] = ("010", "020", "030", "39794", "both")
ACTIVES: tuple[ActiveKind, ...] = ("ecdsa", "rsa", "none")
PACES: tuple[PaceName, ...] = ("gm", "im", "dh_gm", "dh_im", "cam")


class CardTrouble(Enum):
    """What is wrong with a card. Everything else about it is as on the good card of the same person."""

    CLONE = "clone"  # own chip keys, all signed by an impostor who calls himself like the country's authority
    COPY = "copy"  # every file as on the good card, but the chip has no private key
    ALTERED_NAME = "altered_name"  # the name in data groups 1 and 13 was changed after signing
    FOREIGN_SIGNER = "foreign_signer"  # properly signed, by another country, which the agency does not trust
    REVOKED_SIGNER = "revoked_signer"  # signed with a certificate that the country's revocation list names
    EXPIRED = "expired"  # properly signed, past its last day
    STRIPPED_COM = "stripped_com"  # EF.COM and the files are without groups 14 and 15, which the security object lists; no chip keys
    INJECTED_GROUP = "injected_group"  # data group 13 is there and in EF.COM, the security object does not list it
    DOWNGRADE = "downgrade"  # PACE fails with 6FFF, BAC works
    WRONG_CHIP_KEY = "wrong_chip_key"  # the private key of chip authentication is not the one that data group 14 tells of
    WEAK_ACTIVE_KEY = "weak_active_key"  # active authentication with RSA of 768 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What stands on the card for everybody's eyes. `can` is the last six digits of the number (assumed of the real card).

    `mrz_lines` are three of 30 signs, `qr_text` what the QR code holds. `expires_on` is inclusive; None: without end, as from the age
    of 60 (Law on Identity 26/2023/QH15, art. 21).
    """

    mrz_lines: tuple[str, str, str] = field(repr=False)
    can: str = field(repr=False)
    qr_text: str = field(repr=False)
    issued_on: date
    expires_on: date | None
