"""The little that staff see of a person."""

from ansinh import register
from ansinh.kit import db
from ansinh.register import IdentifierState
from ansinh.terms import PartialDate, SocialInsuranceNumber
from tests.register import builders


def test_a_brief_says_which_person_it_is_and_no_more(conn: db.Connection) -> None:
    builders.facilities(conn)
    first, second = register.enrol(
        conn, [builders.person(), builders.person(full_name="Lê An", identifiers=(builders.citizen("001185000002"),), cards=())]
    )
    found = register.briefs(conn, [second, first, 999_999])
    assert [(each.participant_id, each.full_name, each.short_name) for each in found] == [
        (first, "Nguyễn Thị Mẫu", "Nguyễn T. M."),
        (second, "Lê An", "Lê A."),
    ]
    assert found[0].birth_date == PartialDate(1985, 3, 9)
    assert [each.social_insurance_number for each in found] == [SocialInsuranceNumber("0123456789"), None]
    assert "Mẫu" not in repr(found[0])


def test_an_active_number_comes_before_a_disputed_one(conn: db.Connection) -> None:
    builders.facilities(conn)
    disputed = builders.insured("0000000001", state=IdentifierState.DISPUTED)
    (number,) = register.enrol(conn, [builders.person(identifiers=(disputed, builders.insured()))])
    assert register.briefs(conn, [number])[0].social_insurance_number == SocialInsuranceNumber("0123456789")


def test_nobody_asked_for_is_nobody_told(conn: db.Connection) -> None:
    assert register.briefs(conn, []) == []
