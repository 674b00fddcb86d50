"""What a reading is worth: every check with its outcome and reason (BSI TR-03135), a policy, a level, a verdict. Reads no card, keeps nothing."""

from ansinh.chip.passive import hash_name
from ansinh.chip.verification import words
from ansinh.chip.verification.levels import ESSENTIAL, PROOFS, hashed_group, level_of
from ansinh.chip.verification.model import Person, Signer, Verified
from ansinh.chip.verification.policies import POLICIES, Level, Policy
from ansinh.chip.verification.verdict import Verdict, Words
from ansinh.chip.verification.verify import not_opened, verify

__all__ = [
    "ESSENTIAL",
    "POLICIES",
    "PROOFS",
    "Level",
    "Person",
    "Policy",
    "Signer",
    "Verdict",
    "Verified",
    "Words",
    "hash_name",
    "hashed_group",
    "level_of",
    "not_opened",
    "verify",
    "words",
]
