"""Questions and the register's answers to them, built in memory; every value can be replaced by name."""

from dataclasses import replace
from datetime import date
from typing import Any

from ansinh import checkin, register
from ansinh.terms import PartialDate, Sex, SocialInsuranceNumber
from tests.register.builders import TODAY, card, span

LAST_YEAR = span(date(2025, 1, 1), date(2025, 12, 31))
THIS_YEAR = span(date(2026, 1, 1), date(2026, 12, 31))
NEXT_YEAR = span(date(2027, 1, 1), date(2027, 12, 31))
KEY = "DN4010123456789"
OFFICER = register.KnownOfficer(officer_id=7, full_name="Trần Văn Tiếp")


def question(**changes: Any) -> checkin.Question:
    values: dict[str, Any] = {
        "key": KEY,
        "full_name": "Nguyễn Thị Mẫu",
        "birth_date": PartialDate(1985, 3, 9),
        "officer_name": "Trần Văn Tiếp",
        "officer_number": "001080000009",
        "interface": "KQNhanLichSuKCB2024",
    }
    return checkin.Question(**{**values, **changes})


def coverage(*cards: register.Card, **changes: Any) -> register.Coverage:
    values: dict[str, Any] = {
        "participant_id": 1,
        "full_name": "Nguyễn Thị Mẫu",
        "birth_date": PartialDate(1985, 3, 9),
        "sex": Sex.FEMALE,
        "address": "Số 1 phố Thử",
        "social_insurance_number": SocialInsuranceNumber("0123456789"),
        "five_years_on": date(2030, 1, 1),
        "deceased_on": None,
        "cards": cards,
    }
    return register.Coverage(**{**values, **changes})


def decide(
    *cards: register.Card,
    officer: register.KnownOfficer | None = OFFICER,
    nobody: bool = False,
    day: date = TODAY,
    about: dict[str, Any] | None = None,
    rivals: tuple[register.Coverage, ...] = (),
    **asked: Any,
) -> checkin.Decision:
    """What is decided about a person with these cards (none given: one card for this year), whose number `rivals` claim as well."""
    found = None if nobody else coverage(*(cards or (card(KEY, THIS_YEAR),)))
    if found is not None and about:
        found = replace(found, **about)
    enquiry = register.Enquiry(coverage=found, officer=officer, facility_name="", rivals=rivals)
    return checkin.decide(question(**asked), enquiry, day=day)
