from datetime import date

from ansinh import register
from ansinh.kit import db
from ansinh.terms import CitizenNumber, PartialDate, SocialInsuranceNumber
from tests.register.builders import THERE, card, citizen, facilities, insured, person, span


def test_nobody_has_no_record(conn: db.Connection) -> None:
    assert register.record_of(conn, 404) is None


def test_a_record_holds_the_person_as_the_person_may_read_it(conn: db.Connection) -> None:
    facilities(conn)
    old = citizen("001185000077", state=register.IdentifierState.REPLACED, valid_from=date(2015, 1, 1), valid_until=date(2020, 12, 31))
    [number] = register.enrol(conn, [person(identifiers=(old, citizen(), insured()), verified_on=date(2026, 1, 5))])
    record = register.record_of(conn, number)
    assert record is not None
    assert record.citizen_number == CitizenNumber("001185000001")
    assert record.social_insurance_number == SocialInsuranceNumber("0123456789")
    assert record.identifiers == (citizen(), old, insured())
    assert record.birth_date == PartialDate(1985, 3, 9)
    assert record.verified_on == date(2026, 1, 5)
    assert record.facility_names == {"01001": "Bệnh viện Mẫu Một"}


def test_cards_stand_newest_first_and_their_spans_oldest_first(conn: db.Connection) -> None:
    facilities(conn)
    older = card("DN4010123456789", span(date(2020, 1, 1), date(2020, 12, 31)), issued_on=date(2020, 1, 1))
    spans = (span(date(2021, 1, 1), date(2021, 12, 31), THERE), span(date(2022, 1, 1), date(2022, 12, 31)))
    newer = card("HT3010123456789", *spans, issued_on=date(2021, 1, 1), state=register.CardState.REVOKED, custody=register.Custody.ARMY)
    [number] = register.enrol(conn, [person(cards=(older, newer))])
    record = register.record_of(conn, number)
    assert record is not None
    assert record.cards == (newer, older)


def test_other_members_of_the_household_show_family_name_and_initials_only(conn: db.Connection) -> None:
    register.add_households(conn, [register.Household(code="H1", address="Số 1 phố Thử")])
    head = person(
        full_name="Lê Văn Chủ", identifiers=(), cards=(), membership=register.Membership(household_code="H1", position=1, relation="head")
    )
    child = person(
        full_name="Lê Thị Bé Con",
        identifiers=(),
        cards=(),
        membership=register.Membership(household_code="H1", position=2, relation="child"),
    )
    number, _ = register.enrol(conn, [head, child])
    record = register.record_of(conn, number)
    assert record is not None
    assert [(each.position, each.relation, each.name, each.is_self) for each in record.household] == [
        (1, "head", "Lê Văn Chủ", True),
        (2, "child", "Lê T. B. C.", False),
    ]


def test_contributions_stand_newest_first_with_the_employers_name(conn: db.Connection) -> None:
    register.add_employers(conn, [register.Employer(code="TA0001A", name="Công ty Mẫu")])
    own = register.Contribution(
        kind=register.ContributionKind.HOUSEHOLD, first_month=date(2024, 1, 1), last_month=date(2024, 12, 1), base=2_340_000, amount=105_300
    )
    employed = register.Contribution(
        kind=register.ContributionKind.EMPLOYEE,
        first_month=date(2025, 1, 1),
        last_month=date(2026, 10, 1),
        base=9_000_000,
        amount=405_000,
        employer_code="TA0001A",
    )
    [number] = register.enrol(conn, [person(cards=(), contributions=(own, employed))])
    record = register.record_of(conn, number)
    assert record is not None
    assert [(each.kind, each.amount, each.employer_name) for each in record.contributions] == [
        (register.ContributionKind.EMPLOYEE, 405_000, "Công ty Mẫu"),
        (register.ContributionKind.HOUSEHOLD, 105_300, ""),
    ]


def test_a_citizen_number_leads_to_every_record_that_claims_it(conn: db.Connection) -> None:
    first, second, _ = register.enrol(
        conn,
        [
            person(identifiers=(citizen(), insured("0123456789")), cards=()),
            person(
                identifiers=(citizen(state=register.IdentifierState.DISPUTED), insured("0999999999")),
                cards=(),
                deceased_on=date(2025, 1, 1),
            ),
            person(identifiers=(citizen(state=register.IdentifierState.CANCELLED),), cards=()),
        ],
    )
    found = register.candidates(conn, CitizenNumber("001185000001"))
    assert [(each.participant_id, each.deceased) for each in found] == [(first, False), (second, True)]
    assert found[1].social_insurance_number == SocialInsuranceNumber("0999999999")


def test_a_person_with_two_social_insurance_numbers_is_two_candidates(conn: db.Connection) -> None:
    register.enrol(conn, [person(identifiers=(citizen(), insured("0123456789"), insured("0999999999")), cards=())])
    found = register.candidates(conn, CitizenNumber("001185000001"))
    assert [each.social_insurance_number for each in found] == [SocialInsuranceNumber("0123456789"), SocialInsuranceNumber("0999999999")]


def test_what_the_register_returns_hides_the_person_when_printed(conn: db.Connection) -> None:
    [number] = register.enrol(conn, [person(cards=())])
    record = register.record_of(conn, number)
    printed = f"{record!r} {register.candidates(conn, CitizenNumber('001185000001'))!r}"
    assert not [each for each in ("Mẫu", "phố Thử", "001185000001", "0123456789", "1985-03-09") if each in printed]
