"""Opening a chip: PACE with the CAN or the printed lines, BAC with the printed lines. Each only what it is asked to be, none in place of another.

Besides the two host sides, the parts that the card's side is built from as well: keys, nonce, mapping, tokens, templates, cryptograms.
"""

from ansinh.chip.access.bac import Cryptogram, KeyPair, bac, bac_keys, bac_session, open_cryptogram, seal_cryptogram
from ansinh.chip.access.chip_mapping import CHIP_MAPPING, Claim, answer, claim_of, encrypted_claim, open_answer
from ansinh.chip.access.domains import Domain, InGroup, OnCurve, domain_of
from ansinh.chip.access.mappings import TERMINAL, map_generator, map_numbers
from ansinh.chip.access.pace import Opening, pace, pace_and_claim
from ansinh.chip.access.pace_parts import (
    Suite,
    decrypt_nonce,
    encrypt_nonce,
    nonce_bytes,
    oid_bytes,
    open_template,
    password_key,
    session_keys,
    suite,
    template,
    token,
)
from ansinh.chip.access.passwords import Can, MrzKey, Password
from ansinh.chip.access.preference import CIPHER_STRENGTH, rank

__all__ = [
    "CHIP_MAPPING",
    "CIPHER_STRENGTH",
    "TERMINAL",
    "Can",
    "Claim",
    "Cryptogram",
    "Domain",
    "InGroup",
    "KeyPair",
    "MrzKey",
    "OnCurve",
    "Opening",
    "Password",
    "Suite",
    "answer",
    "bac",
    "bac_keys",
    "bac_session",
    "claim_of",
    "decrypt_nonce",
    "domain_of",
    "encrypt_nonce",
    "encrypted_claim",
    "map_generator",
    "map_numbers",
    "nonce_bytes",
    "oid_bytes",
    "open_answer",
    "open_cryptogram",
    "open_template",
    "pace",
    "pace_and_claim",
    "password_key",
    "rank",
    "seal_cryptogram",
    "session_keys",
    "suite",
    "template",
    "token",
]
