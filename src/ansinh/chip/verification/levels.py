"""Which level a set of checks is worth under a policy. A pure function of plain data: whoever is told the checks can derive it again.

What is missing from the set was not performed. Knows nothing of cards, keys or signatures.
"""

import re
from collections.abc import Iterable, Mapping

from ansinh.chip.checks import Check, Outcome
from ansinh.chip.passive import hash_name
from ansinh.chip.verification.policies import Level, Policy

ESSENTIAL = ("sod_structure", "sod_signature", "signer_trusted", "signer_validity", "signer_revocation", "country", "card_expiry")
"""What must have been asked and answered, beside the hashes of the groups that the policy names: passive authentication (ICAO 9303-11, 5.1),
and the card's last day. Whoever leaves one out of what they tell has not performed it."""
PROOFS = {"chip_authentication": 14, "active_authentication": 15, "chip_authentication_mapping": 14}
"""What proves the chip, and the group that holds its public key: a proof counts only where that group's hash agrees with the SOD.

The key of chip authentication mapping stands in EF.CardSecurity, and its group is the one in which the issuer signed that the card opens so."""
_ALSO_NEEDS = {"chip_authentication_mapping": "card_security"}
"""What else must have succeeded for a proof to count: that the file with its key is signed, and fits the rest of the card."""
_ABOUT_PROOFS = frozenset({*PROOFS, *_ALSO_NEEDS.values()})
_HASH = re.compile(r"dg([1-9]|1[0-6])_hash")


def level_of(checks: Iterable[Check], policy: Policy) -> Level:
    """The level that `checks` are worth under `policy`.

    NONE if any check failed that the policy does not tolerate, if an essential one did not succeed, or if a name stands twice.
    CHIP_AUTHENTICATED if beside that the chip proved itself by a key that the issuer signed.
    """
    given = list(checks)
    by_name = {each.name: each for each in given}
    if len(by_name) != len(given):
        return Level.NONE
    if any(each.outcome is Outcome.FAILED and each.name not in policy.may_fail for each in given):
        return Level.NONE
    if any(each.outcome is Outcome.UNDETERMINED and each.name not in policy.may_be_open and _counts(each.name) for each in given):
        return Level.NONE
    if not all(_stands(by_name.get(name), policy) for name in (*ESSENTIAL, *(hash_name(group) for group in policy.groups))):
        return Level.NONE
    if any(_proves(proof, group, by_name) for proof, group in PROOFS.items()):
        return Level.CHIP_AUTHENTICATED
    return Level.CHIP_READ


def hashed_group(name: str) -> int | None:
    """The data group whose hash a check is about; None for any other check."""
    found = _HASH.fullmatch(name)
    return int(found[1]) if found else None


def _counts(name: str) -> bool:
    """A proof of the chip that stayed open is a lower level, not none."""
    return name not in _ABOUT_PROOFS


def _proves(proof: str, group: int, by_name: Mapping[str, Check]) -> bool:
    needs = (proof, hash_name(group), *([_ALSO_NEEDS[proof]] if proof in _ALSO_NEEDS else []))
    return all(_succeeded(by_name.get(name)) for name in needs)


def _stands(check: Check | None, policy: Policy) -> bool:
    if check is None:
        return False
    tolerated = {
        Outcome.SUCCESSFUL: True,
        Outcome.UNDETERMINED: check.name in policy.may_be_open,
        Outcome.FAILED: check.name in policy.may_fail,
    }
    return tolerated.get(check.outcome, False)


def _succeeded(check: Check | None) -> bool:
    return check is not None and check.outcome is Outcome.SUCCESSFUL
