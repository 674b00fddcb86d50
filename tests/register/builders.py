"""Invented people, cards and facilities for the tests; every value can be replaced by name."""

from datetime import date
from typing import Any

from ansinh import register
from ansinh.kit import db
from ansinh.terms import CardNumber, CitizenNumber, FacilityCode, PartialDate, Sex, SocialInsuranceNumber

HERE = FacilityCode("01001")
THERE = FacilityCode("79014")
TODAY = date(2026, 11, 20)


def span(first: date = date(2026, 1, 1), last: date = date(2026, 12, 31), facility: FacilityCode = HERE) -> register.CoverageSpan:
    return register.CoverageSpan(first_day=first, last_day=last, facility_code=facility)


def card(number: str = "DN4010123456789", *spans: register.CoverageSpan, **changes: Any) -> register.Card:
    values: dict[str, Any] = {"issued_on": date(2020, 1, 1), "issued_by": "Bảo hiểm xã hội quận Ba Đình", "spans": spans or (span(),)}
    return register.Card(number=CardNumber.parse(number), **{**values, **changes})


def citizen(number: str = "001185000001", **changes: Any) -> register.Identifier:
    return register.Identifier(number=CitizenNumber.parse(number), **{"valid_from": date(2021, 1, 1), **changes})


def insured(number: str = "0123456789", **changes: Any) -> register.Identifier:
    return register.Identifier(number=SocialInsuranceNumber.parse(number), **{"valid_from": date(2010, 1, 1), **changes})


def person(**changes: Any) -> register.Enrolment:
    values: dict[str, Any] = {
        "full_name": "Nguyễn Thị Mẫu",
        "birth_date": PartialDate(1985, 3, 9),
        "sex": Sex.FEMALE,
        "address": "Số 1 phố Thử, phường Mẫu, Hà Nội",
        "identifiers": (citizen(), insured()),
        "cards": (card(),),
    }
    return register.Enrolment(**{**values, **changes})


def officer(**changes: Any) -> register.Officer:
    values: dict[str, Any] = {
        "facility_code": HERE,
        "citizen_number": CitizenNumber.parse("001080000009"),
        "full_name": "Trần Văn Tiếp",
        "first_day": date(2024, 8, 1),
        "approved_on": date(2024, 8, 2),
    }
    return register.Officer(**{**values, **changes})


def facilities(conn: db.Connection) -> None:
    """The two facilities that every person and officer here is of."""
    register.add_facilities(
        conn, [register.Facility(code=HERE, name="Bệnh viện Mẫu Một"), register.Facility(code=THERE, name="Trạm y tế Mẫu Hai")]
    )
