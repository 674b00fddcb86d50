"""One card at two facilities over our own interface: each is told of its own visit, and nothing of the other place."""

from typing import Any

import orjson
import pytest

from ansinh import checkin
from ansinh.kit import db
from ansinh.wire import presence
from tests.checkin.desk_statements import KEY, OTHER_KEY, sod_of, stated
from tests.visits.desk import BY_CHIP, OFFICER, THEIR_OFFICER, Desk, visit
from tests.visits.test_desk_api import MADE, NUMBER, challenge, of_desk, told_of

SOMEBODY = {"number": "001190000018", "full_name": "Lê Văn Lạ", "birth_date": "1990"}


@pytest.fixture
def both(prepared: db.Database) -> tuple[Desk, Desk]:
    """Two facilities with a desk each."""
    here, there = Desk(prepared), Desk(prepared, "79014_BV")
    assert of_desk(here, "", told_of()).status_code == 200
    assert of_desk(there, "", told_of(OTHER_KEY, officer=THEIR_OFFICER)).status_code == 200
    return here, there


def proven(desk: Desk, key: bytes, facility: str, *, number: str = NUMBER, **changes: Any) -> dict[str, Any]:
    text = challenge(desk, presence.desk_id(key)).json()["challenge"]
    statement = stated(text, at=desk.now, key=key, facility=facility, number=number, hashes={"sod": sod_of(NUMBER)})
    evidence = {**BY_CHIP, "level": "chip_authenticated", "at": MADE, "statement": statement}
    return visit(evidence=evidence, officer=OFFICER if key == KEY else THEIR_OFFICER, **changes)


def test_each_facility_is_told_that_the_card_was_elsewhere_and_neither_where(both: tuple[Desk, Desk]) -> None:
    here, there = both
    assert here.post("", proven(here, KEY, "01001")).json()["visit"]["card_elsewhere"] == []
    second = there.post("", proven(there, OTHER_KEY, "79014"))
    assert (second.status_code, second.json()["visit"]["proven_level"]) == (200, "chip_authenticated")
    assert second.json()["visit"]["card_elsewhere"] == [{"when": "before", "minutes": 1}]
    assert b"01001" not in orjson.dumps(second.json()["visit"])
    first = here.get("/HS-1").json()
    assert first["card_elsewhere"] == [{"when": "after", "minutes": 1}]
    assert b"79014" not in orjson.dumps(first)


def test_a_repeat_is_answered_as_before_the_card_was_elsewhere(both: tuple[Desk, Desk]) -> None:
    here, there = both
    told = proven(here, KEY, "01001")
    first = here.post("", told)
    there.post("", proven(there, OTHER_KEY, "79014"))
    again = here.post("", told)
    assert (again.content, again.headers["idempotent-replay"]) == (first.content, "true")


def test_a_card_of_somebody_else_is_refused_by_name_and_waits_for_the_agency(prepared: db.Database, both: tuple[Desk, Desk]) -> None:
    here, there = both
    here.post("", proven(here, KEY, "01001"))
    refused = there.post("", proven(there, OTHER_KEY, "79014", number=SOMEBODY["number"], person=SOMEBODY))
    assert refused.status_code == 422
    assert (refused.json()["title"], refused.json()["field"]) == ("statement_card_of_another", "evidence.statement")
    assert b"01001" not in refused.content
    assert there.get("/HS-1").status_code == 404
    with prepared.transaction() as conn:
        (found,) = checkin.card_findings(conn)
    assert (found.kind, found.earlier.facility_code, found.later_facility) == ("two_people", "01001", "79014")
    told: dict[str, Any] = {"evidence": BY_CHIP, "officer": THEIR_OFFICER, "person": SOMEBODY}
    assert there.post("", visit(**told)).json()["visit"]["proven_level"] is None
