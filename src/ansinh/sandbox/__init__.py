"""The other institutions, as stand-ins that speak the real protocols, and the invented people who live in all of them.

Imports no room of ours, so that our decisions are never tested against themselves.
"""

from ansinh.sandbox import eid, population
from ansinh.sandbox.citizens import citizen
from ansinh.sandbox.colleagues import Colleague, colleagues, listed_colleagues
from ansinh.sandbox.expectations import lookup_code, lookup_code_by_citizen_number
from ansinh.sandbox.health_facilities import facilities
from ansinh.sandbox.listing import listed_facilities, listed_people
from ansinh.sandbox.model import (
    Account,
    Card,
    CardState,
    Contribution,
    Course,
    Custody,
    Employer,
    Facility,
    FacilityRank,
    Insured,
    Officer,
    Payer,
    Person,
    Span,
    Treatment,
    Trouble,
)
from ansinh.sandbox.populace import people
from ansinh.sandbox.treatments import treatments
from ansinh.sandbox.workplaces import employers

__all__ = [
    "Account",
    "Card",
    "CardState",
    "Colleague",
    "Contribution",
    "Course",
    "Custody",
    "Employer",
    "Facility",
    "FacilityRank",
    "Insured",
    "Officer",
    "Payer",
    "Person",
    "Span",
    "Treatment",
    "Trouble",
    "citizen",
    "colleagues",
    "eid",
    "employers",
    "facilities",
    "listed_colleagues",
    "listed_facilities",
    "listed_people",
    "lookup_code",
    "lookup_code_by_citizen_number",
    "people",
    "population",
    "treatments",
]
