"""Which name a card gets for how its checks ended. The first line that applies counts: what makes the others meaningless stands above them."""

from collections.abc import Iterable, Mapping

from ansinh.chip.checks import Check, Outcome
from ansinh.chip.passive import hash_name
from ansinh.chip.verification.levels import hashed_group
from ansinh.chip.verification.policies import Level, Policy
from ansinh.chip.verification.verdict import Verdict

_OF_CARD_SECURITY = {
    "malformed": Verdict.MALFORMED,
    "unreadable": Verdict.MALFORMED,
    "signature_wrong": Verdict.FORGED,
    "signers_country": Verdict.FOREIGN_SIGNER,
    "other_country": Verdict.FOREIGN_SIGNER,
    "signer_not_trusted": Verdict.CLONED,
    "signer_revoked": Verdict.REVOKED_SIGNER,
    "signer_out_of_time": Verdict.EXPIRED_SIGNER,
    "stripped": Verdict.STRIPPED,
    "card_access_differs": Verdict.INCONSISTENT,
    "dg14_differs": Verdict.INCONSISTENT,
}
"""EF.CardSecurity is signed data like EF.SOD: what is wrong with it has the same name."""
_VERSIONS = "versions_differ"
"""Of EF.COM: contradicts what was signed, and takes nothing away."""


def judge(checks: Iterable[Check], level: Level, policy: Policy) -> Verdict:
    """The verdict over `checks`, which were worth `level` under `policy`."""
    by_name = {each.name: each for each in checks}
    reasons = {name: each.reason for name, each in by_name.items() if each.outcome is Outcome.FAILED}
    of_card_security = _OF_CARD_SECURITY.get(reasons.get("card_security", ""))
    return (
        _of_the_signature(reasons)
        or _of_the_data(reasons)
        or of_card_security
        or _of_the_chip(reasons)
        or _of_the_rest(reasons, by_name, level, policy)
    )


def _of_the_signature(reasons: Mapping[str, str]) -> Verdict | None:
    if "sod_structure" in reasons:
        return Verdict.INCOMPLETE if reasons["sod_structure"] in {"missing", "unreadable"} else Verdict.MALFORMED
    if "sod_signature" in reasons:
        return Verdict.FORGED
    if "country" in reasons:
        return Verdict.FOREIGN_SIGNER
    if "signer_trusted" in reasons:
        return Verdict.CLONED
    if "signer_revocation" in reasons:
        return Verdict.REVOKED_SIGNER
    return Verdict.EXPIRED_SIGNER if "signer_validity" in reasons else None


def _of_the_data(reasons: Mapping[str, str]) -> Verdict | None:
    hashes = {reason for name, reason in reasons.items() if hashed_group(name) is not None}
    if "not_in_sod" in hashes:
        return Verdict.INJECTED
    if "altered" in hashes:
        return Verdict.ALTERED
    if "missing" in hashes or reasons.get("com_against_sod") in {"missing_in_com", "not_in_sod"}:
        return Verdict.STRIPPED
    return Verdict.MALFORMED if hashes or reasons.get("com_against_sod", _VERSIONS) != _VERSIONS else None


def _of_the_chip(reasons: Mapping[str, str]) -> Verdict | None:
    chip, active = reasons.get("chip_authentication"), reasons.get("active_authentication")
    if reasons.get("chip_authentication_mapping") == "malformed":
        return Verdict.MALFORMED
    if "chip_authentication_mapping" in reasons:
        return Verdict.WRONG_CHIP_KEY
    if "stripped" in {chip, active}:
        return Verdict.STRIPPED
    if active == "weak_key":
        return Verdict.WEAK_CHIP_KEY
    if chip == "wrong_key" and active is None:
        return Verdict.WRONG_CHIP_KEY
    return Verdict.COPIED if chip or active else None


def _of_the_rest(reasons: Mapping[str, str], by_name: Mapping[str, Check], level: Level, policy: Policy) -> Verdict:
    for name, verdict in (
        ("com_against_sod", Verdict.INCONSISTENT),
        ("dg1_against_dg13", Verdict.INCONSISTENT),
        ("access", Verdict.DOWNGRADED),
        ("claimed_number", Verdict.OTHER_PERSON),
        ("card_expiry", Verdict.EXPIRED),
    ):
        if name in reasons:
            return verdict
    if any(_was_not_read(by_name.get(hash_name(group))) for group in policy.groups):
        return Verdict.INCOMPLETE
    return {Level.NONE: Verdict.UNCONFIRMED, Level.CHIP_READ: Verdict.NOT_PROVEN, Level.CHIP_AUTHENTICATED: Verdict.GENUINE}[level]


def _was_not_read(check: Check | None) -> bool:
    return check is None or check.outcome is Outcome.NOT_PERFORMED
