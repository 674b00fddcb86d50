"""The register: participants, numbers, households, employers, cards, coverage, contributions, facilities, officers, entitlement rules.

It does not talk to other institutions and does not decide what a hospital is told.
"""

from ansinh.register.model import (
    Card,
    CardState,
    CareLevel,
    Contribution,
    ContributionKind,
    CoverageSpan,
    Custody,
    Employer,
    Enrolment,
    Facility,
    FacilityRank,
    Household,
    Identifier,
    IdentifierState,
    Membership,
    Officer,
    Tier,
)

__all__ = [
    "Card",
    "CardState",
    "CareLevel",
    "Contribution",
    "ContributionKind",
    "CoverageSpan",
    "Custody",
    "Employer",
    "Enrolment",
    "Facility",
    "FacilityRank",
    "Household",
    "Identifier",
    "IdentifierState",
    "Membership",
    "Officer",
    "Tier",
]
