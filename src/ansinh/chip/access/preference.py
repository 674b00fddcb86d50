"""Which variant of PACE, where a card offers several: the strongest that is built. A rule in tables; which of it counts first is the reader's policy.

All of them open the same files with the same password. What differs is what somebody who listened can do with it later.
"""

from ansinh.chip.access.domains import domain_of
from ansinh.chip.access.mappings import TERMINAL
from ansinh.chip.access.pace_parts import suite
from ansinh.chip.messaging import Cipher

CIPHER_STRENGTH = {Cipher.TDES: 80, Cipher.AES128: 128, Cipher.AES192: 192, Cipher.AES256: 256}
"""In bits (NIST SP 800-57 part 1, table 2; 3DES is of two keys)."""
MAPPINGS = ("ECDH-CAM", "ECDH-GM", "ECDH-IM", "DH-GM", "DH-IM")
"""Of equally strong ones: the one that proves the chip as well; then what citizen cards have (assumed) and most cards do."""


def rank(oid: str, parameter_id: int | None) -> tuple[int, int, int] | None:
    """Where a PACEInfo stands among others: the least comes first. None for one that is not built, or whose domain parameters are not standardised.

    First by the weaker of its two parts, the domain parameters and the cipher; then by the cipher; then by the mapping. What is alike
    in all of that is left in the card's order, if the sort is a stable one.
    """
    variant = suite(oid)
    if variant is None or variant.mapping not in TERMINAL:
        return None
    domain = domain_of(variant.mapping, parameter_id)
    if domain is None or (variant.mapping.endswith("-IM") and not domain.takes_any_number):
        return None
    strength = CIPHER_STRENGTH[variant.cipher]
    return -min(strength, domain.strength), -strength, MAPPINGS.index(variant.mapping)
