"""The card factory: an invented country's authority and document signers, and the cards they issue to the invented people, good and bad.

Stands for the ministry that issues citizen cards. Makes `virtual_card.Chip` values; what a chip answers is `sandbox.virtual_card`'s.
"""

from ansinh.sandbox.cards.factory import Factory
from ansinh.sandbox.cards.model import (
    ACTIVES,
    PACES,
    PORTRAITS,
    RECORDS,
    SIGNERS,
    ActiveKind,
    CardTrouble,
    PaceName,
    PortraitKind,
    Printed,
    RecordName,
    SignerName,
)

__all__ = [
    "ACTIVES",
    "PACES",
    "PORTRAITS",
    "RECORDS",
    "SIGNERS",
    "ActiveKind",
    "CardTrouble",
    "Factory",
    "PaceName",
    "PortraitKind",
    "Printed",
    "RecordName",
    "SignerName",
]
