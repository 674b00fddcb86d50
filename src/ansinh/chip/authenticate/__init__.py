"""The chip proving that it is not a copy: chip authentication with its static key, active authentication with its signature.

What either proves counts only where passive authentication binds DG14 or DG15 to a trusted signature: that is `verification`'s to see to.
"""

from ansinh.chip.authenticate.active import CHALLENGE_BYTES, MIN_RSA_BITS, challenge, check_active
from ansinh.chip.authenticate.agree import NotSupported, agreed, belongs, chip, cipher_of, rank
from ansinh.chip.authenticate.sign import sign_active

__all__ = [
    "CHALLENGE_BYTES",
    "MIN_RSA_BITS",
    "NotSupported",
    "agreed",
    "belongs",
    "challenge",
    "check_active",
    "chip",
    "cipher_of",
    "rank",
    "sign_active",
]
