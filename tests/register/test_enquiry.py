from datetime import date

import pytest

from ansinh import register
from ansinh.kit import db
from ansinh.terms import CitizenNumber, FacilityCode
from tests.register.builders import HERE, TODAY, card, citizen, facilities, insured, officer, person, span


def ask(conn: db.Connection, key: str, **changes: str) -> register.Enquiry:
    return register.enquire(conn, key, **{"facility_code": "01001", "officer_number": "001080000009", **changes}, day=TODAY)


@pytest.mark.parametrize("key", ["DN4010123456789", "0123456789", "001185000001"])
def test_card_social_insurance_and_citizen_number_lead_to_the_same_person(conn: db.Connection, key: str) -> None:
    facilities(conn)
    [number] = register.enrol(conn, [person()])
    found = ask(conn, key).coverage
    assert found is not None
    assert found.participant_id == number
    assert found.cards == (card(),)
    assert found.social_insurance_number == insured().number


@pytest.mark.parametrize("key", ["DN4019999999999", "9999999999", "001199999999", "", "x" * 300, "'; --"])
def test_an_unknown_key_leads_to_nobody(conn: db.Connection, key: str) -> None:
    facilities(conn)
    register.enrol(conn, [person()])
    assert ask(conn, key).coverage is None


def test_a_card_number_misread_in_front_leads_to_the_person_of_its_last_ten_characters(conn: db.Connection) -> None:
    facilities(conn)
    [number] = register.enrol(conn, [person()])
    found = ask(conn, "DN4790123456789").coverage
    assert found is not None
    assert found.participant_id == number


def test_the_card_itself_wins_over_the_number_in_it(conn: db.Connection) -> None:
    facilities(conn)
    holder, _ = register.enrol(conn, [person(identifiers=(citizen(),)), person(identifiers=(insured(),), cards=(card("HT3010000000009"),))])
    found = ask(conn, "DN4010123456789").coverage
    assert found is not None
    assert found.participant_id == holder


def test_a_replaced_number_still_leads_to_its_person(conn: db.Connection) -> None:
    old = citizen("001185000077", state=register.IdentifierState.REPLACED, valid_until=date(2023, 1, 1))
    [number] = register.enrol(conn, [person(identifiers=(old, citizen()), cards=())])
    found = ask(conn, "001185000077").coverage
    assert found is not None
    assert found.participant_id == number


def test_a_replaced_number_given_to_another_person_leads_to_the_other(conn: db.Connection) -> None:
    _, holder = register.enrol(
        conn,
        [
            person(identifiers=(citizen(state=register.IdentifierState.REPLACED),), cards=()),
            person(identifiers=(citizen(),), cards=()),
        ],
    )
    found = ask(conn, "001185000001").coverage
    assert found is not None
    assert found.participant_id == holder


DISPUTED = register.IdentifierState.DISPUTED


def test_of_several_who_dispute_a_number_the_first_entered_is_found_and_the_others_are_its_rivals(conn: db.Connection) -> None:
    facilities(conn)
    numbers = register.enrol(
        conn,
        [
            person(identifiers=(citizen(state=DISPUTED),), cards=(card("DN4010123456781"), card("HS4010123456781"))),
            person(identifiers=(citizen(state=DISPUTED),), cards=(), full_name="Lê Thị Khác"),
            person(identifiers=(citizen(state=register.IdentifierState.REPLACED),), cards=()),
        ],
    )
    found = ask(conn, "001185000001")
    assert found.coverage is not None
    assert [each.participant_id for each in (found.coverage, *found.rivals)] == numbers[:2]
    assert [len(each.cards) for each in (found.coverage, *found.rivals)] == [2, 0]


def test_whoever_holds_a_number_as_active_has_no_rivals(conn: db.Connection) -> None:
    _, holder = register.enrol(conn, [person(identifiers=(citizen(state=DISPUTED),), cards=()), person(identifiers=(citizen(),), cards=())])
    found = ask(conn, "001185000001")
    assert found.coverage is not None
    assert (found.coverage.participant_id, found.rivals) == (holder, ())


def test_a_card_leads_to_its_holder_though_others_dispute_the_number_in_it(conn: db.Connection) -> None:
    facilities(conn)
    disputed = insured(state=DISPUTED)
    _, holder = register.enrol(conn, [person(identifiers=(disputed,), cards=()), person(identifiers=(disputed,))])
    found = ask(conn, "DN4010123456789")
    assert found.coverage is not None
    assert (found.coverage.participant_id, found.rivals) == (holder, ())


@pytest.mark.parametrize("state", register.CardState)
def test_a_card_is_read_in_the_state_it_was_entered_in(conn: db.Connection, state: register.CardState) -> None:
    facilities(conn)
    register.enrol(conn, [person(cards=(card(state=state),))])
    found = ask(conn, "DN4010123456789").coverage
    assert found is not None
    assert [each.state for each in found.cards] == [state]


def test_a_cancelled_number_leads_to_nobody(conn: db.Connection) -> None:
    register.enrol(conn, [person(identifiers=(citizen(state=register.IdentifierState.CANCELLED),), cards=())])
    assert ask(conn, "001185000001").coverage is None


def test_a_person_without_a_card_is_found_with_no_cards(conn: db.Connection) -> None:
    register.enrol(conn, [person(cards=())])
    found = ask(conn, "001185000001").coverage
    assert found is not None
    assert found.cards == ()


ENDED, NOW, COMING = (span(date(year, 1, 1), date(year, 12, 31)) for year in (2025, 2026, 2027))


@pytest.mark.parametrize(
    ("asked", "spans", "other", "read"),
    [
        ("card", (ENDED, NOW, COMING), (ENDED,), ({NOW, COMING}, set())),
        ("card", (ENDED, COMING), (NOW,), ({ENDED, COMING}, {NOW})),
        ("card", (ENDED,), (ENDED, NOW), ({ENDED}, {ENDED, NOW})),
        ("person", (ENDED, NOW), (ENDED,), ({NOW}, set())),
        ("person", (ENDED, COMING), (ENDED,), ({ENDED, COMING}, {ENDED})),
        ("person", (ENDED,), (ENDED,), ({ENDED}, {ENDED})),
    ],
)
def test_ended_spans_are_read_only_where_nothing_asked_for_is_in_force(
    conn: db.Connection,
    asked: str,
    spans: tuple[register.CoverageSpan, ...],
    other: tuple[register.CoverageSpan, ...],
    read: tuple[set[register.CoverageSpan], set[register.CoverageSpan]],
) -> None:
    facilities(conn)
    register.enrol(conn, [person(cards=(card("DN4010123456789", *spans), card("HT3010123456789", *other)))])
    found = ask(conn, "DN4010123456789" if asked == "card" else "001185000001").coverage
    assert found is not None
    by_number = {each.number.value: set(each.spans) for each in found.cards}
    assert (by_number["DN4010123456789"], by_number["HT3010123456789"]) == read


def test_a_person_without_a_card_goes_by_the_number_in_force(conn: db.Connection) -> None:
    old = insured("0999999999", state=register.IdentifierState.REPLACED)
    register.enrol(conn, [person(identifiers=(old, citizen(), insured()), cards=())])
    found = ask(conn, "001185000001").coverage
    assert found is not None
    assert found.social_insurance_number == insured().number


def test_an_approved_officer_of_the_facility_is_known(conn: db.Connection) -> None:
    facilities(conn)
    register.add_officers(conn, [officer()])
    known = ask(conn, "9999999999").officer
    assert known is not None
    assert known.full_name == "Trần Văn Tiếp"


@pytest.mark.parametrize(
    "registered",
    [
        officer(approved_on=None),
        officer(approved_on=date(2026, 11, 21)),
        officer(first_day=date(2026, 11, 21)),
        officer(last_day=date(2026, 11, 19)),
        officer(facility_code=FacilityCode("79014")),
        officer(citizen_number=CitizenNumber.parse("001080000008")),
    ],
)
def test_an_officer_not_approved_not_in_service_or_of_another_facility_is_not_known(
    conn: db.Connection, registered: register.Officer
) -> None:
    facilities(conn)
    register.add_officers(conn, [registered])
    assert ask(conn, "9999999999").officer is None


def test_an_officer_is_known_on_the_last_day(conn: db.Connection) -> None:
    facilities(conn)
    register.add_officers(conn, [officer(last_day=TODAY, first_day=TODAY, approved_on=TODAY, facility_code=HERE)])
    assert ask(conn, "9999999999").officer is not None


def test_neither_read_of_a_person_ever_scans_a_large_table(database: db.Database) -> None:
    with database.transaction() as conn:
        facilities(conn)
        register.add_officers(conn, [officer(citizen_number=CitizenNumber(f"0010800{each:05d}")) for each in range(3000)])
        register.enrol(
            conn,
            [
                person(identifiers=(citizen(f"0011850{each:05d}"), insured(f"01{each:08d}")), cards=(card(f"DN40101{each:08d}"),))
                for each in range(3000)
            ],
        )
    statements = _large_reads()
    assert set(statements) == {"hot", "cold"}
    with database.transaction() as conn:
        conn.execute("ANALYZE")
        conn.execute("SET LOCAL plan_cache_mode = force_generic_plan")  # the plan that a prepared statement settles on
        asked = {
            "key": "001185000007", "number": "001185000007", "facility_code": "01001", "officer_number": "1", "day": TODAY, "most": 5,
        }  # fmt: skip
        for statement in statements.values():
            plan = "\n".join(row[0] for row in conn.execute("EXPLAIN " + statement, asked).fetchall())
            scanned = {line.split(" on ")[1].split()[0] for line in plan.splitlines() if "Seq Scan on" in line}
            assert scanned <= {"facilities"}, plan  # forty rows; the whole table is one page


def _large_reads() -> dict[str, str]:
    """The statements that join people with their cards, by whether they look for the officer too."""
    import ast
    import inspect

    from ansinh.register.store import enquiry

    texts = [
        node.value
        for node in ast.walk(ast.parse(inspect.getsource(enquiry)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "SELECT p.participant_id" in node.value
    ]
    return {"hot" if "officers" in text else "cold": text for text in texts}
