"""An invented family in a register, looked up by invented facilities, for the tests of the portal."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ansinh import audit, identity, register, terms
from ansinh.identity import grants
from ansinh.kit import db
from ansinh.register import Contribution, ContributionKind, Employer, Household, Membership
from ansinh.terms import PartialDate, Sex
from ansinh.wire import eid
from tests.identity.linked import linked
from tests.identity.standin import NOW, a_person
from tests.register import builders

HOUSEHOLD = "HN-0001-2026"
EMPLOYER = "TA0001A"


def contribution(first: date, last: date, **changes: Any) -> Contribution:
    values = {"kind": ContributionKind.EMPLOYEE, "base": 9_800_000, "amount": 441_000, "employer_code": EMPLOYER}
    return Contribution(first_month=first, last_month=last, **{**values, **changes})


def mother(**changes: Any) -> register.Enrolment:
    """Years of cover with one gap, a change of facility, a card before the present one, contributions of two kinds."""
    values: dict[str, Any] = {
        "verified_on": date(2026, 3, 12),
        "ethnicity": "Kinh",
        "cards": (
            builders.card(
                "DN4010123456789",
                builders.span(date(2021, 6, 1), date(2024, 12, 31)),
                builders.span(date(2025, 1, 1), date(2026, 6, 30), builders.THERE),
                builders.span(date(2026, 7, 1), date(2026, 12, 31)),
            ),
            builders.card("GD4010123456789", builders.span(date(2018, 1, 1), date(2020, 12, 31)), issued_on=date(2018, 1, 1)),
        ),
        "contributions": (
            contribution(date(2018, 1, 1), date(2020, 12, 1), kind=ContributionKind.HOUSEHOLD, employer_code=None, amount=67_050),
            contribution(date(2021, 6, 1), date(2024, 12, 1)),
            contribution(date(2025, 1, 1), date(2026, 11, 1), base=12_400_000, amount=558_000),
        ),
        "membership": Membership(household_code=HOUSEHOLD, position=1, relation="head"),
    }
    return builders.person(**{**values, **changes})


def child() -> register.Enrolment:
    return builders.person(
        full_name="Nguyễn Minh Mẫu Nhi",
        birth_date=PartialDate(2022, 5, 1),
        sex=Sex.MALE,
        identifiers=(builders.citizen("001222000002"), builders.insured("0123456780")),
        cards=(builders.card("TE1010123456780"),),
        membership=Membership(household_code=HOUSEHOLD, position=2, relation="child"),
    )


@dataclass(frozen=True)
class Family:
    mother: int
    child: int


def family(conn: db.Connection, *, facilities: bool = True, **changes: Any) -> Family:
    """Two people in one household; `changes` are the mother's. `facilities`: there are none yet."""
    if facilities:
        builders.facilities(conn)
    register.add_households(conn, [Household(code=HOUSEHOLD, address="Số 1 phố Thử")])
    register.add_employers(conn, [Employer(code=EMPLOYER, name="Công ty Cổ phần Thử Nghiệm")])
    ids = register.enrol(conn, [mother(**changes), child()])
    return Family(*ids)


def at_counter(conn: db.Connection, person: eid.EidClaims | None = None) -> None:
    """An officer links this person's electronic identity to their record, if all agrees."""
    who = person or a_person()
    linked(conn, who, _candidates(conn, who))


def logged_in(conn: db.Connection, person: eid.EidClaims | None = None, *, now: datetime = NOW, is_linked: bool = True) -> str:
    """The session token of a browser in which this person, who was at the counter before, has just logged in."""
    who = person or a_person()
    if is_linked:
        at_counter(conn, who)
    candidates = _candidates(conn, who)
    token = identity.admit(conn, who, id_token="raw.id.token", candidates=candidates, replaces=None, now=now).session_token
    assert token is not None
    return token


def represents(conn: db.Connection, token: str, child: int) -> str:
    """The person of the session token may look at the child's record: the reference of the grant."""
    session = identity.session_of(conn, token, now=NOW)
    assert session is not None
    asked = grants.request_grant(
        conn,
        session,
        kind=grants.GrantKind.MINOR,
        number=terms.CitizenNumber("001222000002"),
        name="Nguyễn Minh Mẫu Nhi",
        birth_date=PartialDate(2022, 5, 1),
        scopes=list(grants.GrantScope),
        last_day=date(2026, 12, 31),
        now=NOW,
    )
    grants.decide_request(
        conn,
        asked,
        participant_id=child,
        birth_date=PartialDate(2022, 5, 1),
        last_day=date(2026, 12, 31),
        officer="mau.cases",
        reason="Đã xem giấy khai sinh",
        now=NOW,
    )
    return asked


def _candidates(conn: db.Connection, who: eid.EidClaims) -> list[identity.Candidate]:
    found = register.candidates(conn, who.citizen_number) if identity.needs_candidates(who) else []
    return [identity.Candidate(each.participant_id, each.full_name, each.birth_date, each.deceased) for each in found]


def looked_up(conn: db.Connection, subject: int, *, minutes_ago: int, facility: str = "01001", name: str = "Bệnh viện Mẫu Một") -> None:
    event = audit.Event(
        kind="coverage.looked_up",
        at=NOW - timedelta(minutes=minutes_ago),
        actor=audit.Actor("facility", facility, name),
        subject=subject,
        purpose="treatment",
        detail={"code": "000"},
    )
    audit.append(conn, event)
