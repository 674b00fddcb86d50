"""Code lists that fields of the claim tables are taken from, with the meaning in our own words."""

from collections.abc import Mapping
from types import MappingProxyType

EMERGENCY = "2"
TRANSFERS = frozenset({"1.3"})
"""Visit categories of a person who comes with a transfer paper."""

VISIT_CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "1.1": "at the facility of initial registration",
        "1.2": "primary level",
        "1.3": "with transfer paper",
        "1.4": "temporary stay or change of residence",
        "1.5": "with re-visit paper",
        "1.6": "organ donor right after donation",
        "1.7": "newborn right after birth",
        "1.8": "tuberculosis, until 2025-06-30",
        "1.9": "HIV, until 2025-06-30",
        "1.10": "COVID-19, until 2025-06-30",
        "1.11": "other primary-level facility",
        "1.12": "basic level under 50 points, or provisionally basic",
        "1.13": "basic level, 50 to 70 points, outpatient",
        "1.14": "basic level that was province or central level before 2025, outpatient",
        "1.15": "basic level, inpatient",
        "1.16": "basic level, disease of annex II",
        "1.17": "specialised level, disease of annex I",
        "1.18": "specialised level that was province level before 2025, outpatient",
        EMERGENCY: "emergency",
        "3.1": "own choice, central level before 2025",
        "3.2": "own choice, province level before 2025",
        "3.3": "own choice, district level before 2025",
        "3.4": "own choice, until 2025-06-30",
        "3.5": "own choice, province level, outpatient, until 2025-06-30",
        "3.6": "ethnic minority or poor in hard areas or on islands, specialised level",
        "3.7": "own choice, until 2025-06-30",
        "7": "drugs on appointment in an epidemic or after force majeure",
        "7.1": "drugs on appointment, until 2025-06-30",
        "7.2": "drugs collected by another person",
        "7.3": "drugs collected at another facility",
        "7.4": "drugs sent by the facility",
        "8": "withdraws a claim",
        "9": "not an insured visit",
        "10": "meaning not seen",
    }
)
"""MA_DOITUONG_KCB: decision 3276/QĐ-BYT of 2025, and what decision 824/QĐ-BYT of 2023 had before it."""

CARE_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "01": "examination",
        "02": "outpatient course",
        "03": "inpatient",
        "04": "day treatment",
        "05": "long-term outpatient, visit and drugs",
        "06": "kept at a commune station, regional polyclinic or maternity house",
        "07": "drugs on appointment without a visit",
        "08": "long-term outpatient with services",
        "09": "inpatient under 4 hours",
        "10": "other",
        "11": "mobile care",
        "12": "home care",
        "13": "family medicine",
        "14": "remote care",
        "15": "periodic health check",
        "16": "screening",
    }
)
"""MA_LOAI_KCB."""
STAYS = frozenset({"02", "03", "04", "06"})
"""Kinds of care that go on for days."""
