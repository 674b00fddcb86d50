"""The agency's invented staff: one for each role, and a second for what takes two, who can sign in with what the screen says."""

from ansinh import sandbox, staff
from ansinh.kit import db
from ansinh.staff import Role
from ansinh.wiring.seed import seed
from tests.sandbox.builders import TODAY
from tests.seed.test_seed import FACILITIES, NOW


def test_there_is_somebody_for_each_role_and_nobody_with_two() -> None:
    staff_there = sandbox.colleagues()
    assert [each.role for each in staff_there] == [*Role, Role.CASES, Role.REVIEW]  # second ones, for what takes two officers
    assert len({each.username for each in staff_there} | {each.password for each in staff_there}) == 2 * len(staff_there)


def test_everybody_signs_in_with_what_is_printed(database: db.Database) -> None:
    seed(database, sandbox.people(50, today=TODAY), FACILITIES, now=NOW)
    with database.transaction() as conn:
        for each in sandbox.colleagues():
            token = staff.sign_in(conn, each.username, each.password, replaces=None, now=NOW)
            assert isinstance(token, str)
            visitor = staff.visitor_of(conn, token, now=NOW)
            assert visitor is not None
            assert (visitor.name, visitor.roles) == (each.full_name, frozenset({Role(each.role)}))
