"""What a desk's statement is worth, from what it says alone: the level is derived again from the checks, never taken on its word."""

from datetime import timedelta

from ansinh.checkin.presence import CLOCKS_DIFFER, Evidence, EvidenceLevel
from ansinh.chip import checks as outcomes
from ansinh.chip import verification
from ansinh.kit.errors import Refused
from ansinh.wire import ledger, presence

FIELD = "evidence.statement"
POLICIES = frozenset({"hospital", "strict"})
"""Policies under which a level counts as proven; the lenient one lets an expired card pass and is for looking at cards only."""
ACTIVE = "active_authentication"
MAPPING = "chip_authentication_mapping"
LONGEST_WAY = timedelta(minutes=15)
"""How long before the statement the check may say that it was made: reading, and the way through a program (the bound is ours)."""
_LEVELS = {
    verification.Level.CHIP_READ: EvidenceLevel.CHIP_READ,
    verification.Level.CHIP_AUTHENTICATED: EvidenceLevel.CHIP_AUTHENTICATED,
}


def worth_of(claims: presence.Claims) -> EvidenceLevel:
    """The level that its checks prove. Raises Refused for a policy that does not count here, and for a level that is not theirs.

    A chip that is said to have signed must have signed our challenge; one that is said to have proven itself by the mapping of PACE must have been
    opened by PACE.
    """
    if claims.policy not in POLICIES:
        raise Refused("statement_policy_unknown", f"policies that count: {', '.join(sorted(POLICIES))}", field=FIELD)
    told = [outcomes.Check(each.name, outcomes.Outcome(each.outcome), each.reason) for each in claims.checks]
    proven = verification.level_of(told, verification.Policy.named(claims.policy))
    if proven.value != claims.level:
        raise Refused("statement_level_wrong", f"its checks prove {proven.value}", field=FIELD)
    if claims.access == "bac" and any(each.name == MAPPING and each.outcome is outcomes.Outcome.SUCCESSFUL for each in told):
        raise Refused("statement_level_wrong", "a card opened by basic access control proves nothing by the mapping of PACE", field=FIELD)
    has_signed = any(each.name == ACTIVE and each.outcome is outcomes.Outcome.SUCCESSFUL for each in told)
    asked = None if claims.active is None else claims.active.challenge
    if (has_signed or asked is not None) and asked != presence.card_challenge(claims.challenge).hex():
        raise Refused("statement_challenge_not_signed", "the card was not asked to sign the challenge of this visit", field=FIELD)
    return _LEVELS[proven]


def require_covered(evidence: Evidence, proven: EvidenceLevel, claims: presence.Claims) -> None:
    """Raises Refused, naming the field, for evidence that says more than the statement it comes with, or was found by other means."""
    if evidence.source is not ledger.CheckedBy.CARD_CHIP:
        raise Refused("source_not_chip", f"a statement proves {ledger.CheckedBy.CARD_CHIP}", field="evidence.source")
    if evidence.level > proven:
        raise Refused("level_above_statement", f"the statement proves {proven.name.lower()}", field="evidence.level")
    ahead = evidence.at.timestamp() - claims.iat
    if not -LONGEST_WAY.total_seconds() <= ahead <= CLOCKS_DIFFER.total_seconds():
        raise Refused("at_not_of_statement", "must be the time of the reading", field="evidence.at")
