"""Desks and proven evidence over our own interface: register, challenge, open with a statement; refusals leave a trace and nothing else."""

import threading
from typing import Any

import orjson
import pytest

from ansinh import audit, checkin
from ansinh.checkin import statements
from ansinh.checkin.visit import Act
from ansinh.doors.visits.questions import EvidenceAdded, VisitTold
from ansinh.kit import db
from ansinh.wire import presence
from tests.checkin.desk_statements import DESK, KEY, OTHER_KEY, stated
from tests.visits.desk import AUDIENCE, BY_CHIP, OFFICER, PERSON, THEIR_OFFICER, Desk, later, look_up, visit

NUMBER = "001185000009"
MADE = "2026-11-20T08:02:03+07:00"


def of_desk(desk: Desk, path: str, message: Any = None) -> Any:
    url = f"/api/v1/desks{path}"
    if message is None:
        return desk.client.get(url, headers=desk.headers)
    return desk.client.post(url, content=orjson.dumps(message), headers={**desk.headers, "content-type": "application/json"})


def told_of(key: bytes = KEY, **changes: Any) -> dict[str, Any]:
    return {"name": "Quầy 1", "public_key": presence.public_jwk(key), "officer": OFFICER, **changes}


def challenge(desk: Desk, desk_id: str = DESK) -> Any:
    return desk.post("/challenges", {"desk_id": desk_id})


def by_chip(desk: Desk, *, text: str | None = None, **changes: Any) -> dict[str, Any]:
    """Evidence with a statement made now, for a fresh challenge unless one is given."""
    statement = stated(text or challenge(desk).json()["challenge"], at=desk.now, number=NUMBER, **changes)
    return {**BY_CHIP, "level": "chip_authenticated", "at": MADE, "statement": statement}


@pytest.fixture
def counter(desk: Desk) -> Desk:
    """A facility with one registered desk."""
    assert of_desk(desk, "", told_of()).status_code == 200
    return desk


def refused_statements(database: db.Database) -> list[Any]:
    with database.transaction() as conn:
        rows = conn.execute("SELECT detail, subject, actor_id FROM audit.events WHERE kind = 'desk.statement_refused'").fetchall()
    return [(row[0]["because"], row[0]["desk"], row[1], row[2]) for row in rows]


def test_a_desk_is_registered_listed_and_closed(desk: Desk) -> None:
    made = {"desk_id": DESK, "name": "Quầy 1", "registered_at": "2026-11-20T01:02:03.456789Z", "closed_at": None}
    for _ in range(2):
        assert of_desk(desk, "", told_of()).json() == made
    assert of_desk(desk, "").json() == {"desks": [made]}
    closed = of_desk(desk, f"/{DESK}/close", {"officer": OFFICER}).json()
    assert closed == {**made, "closed_at": "2026-11-20T01:02:03.456789Z"}
    assert (of_desk(desk, "", told_of()).status_code, challenge(desk).status_code) == (409, 409)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"public_key": {**presence.public_jwk(KEY), "d": "x"}}, "public_key.d"),
        ({"public_key": {**presence.public_jwk(KEY), "y": presence.public_jwk(KEY)["x"]}}, "public_key"),
        ({"officer": THEIR_OFFICER}, "officer.citizen_number"),
    ],
)
def test_what_is_wrong_with_a_desk_is_named(desk: Desk, changes: dict[str, Any], field: str) -> None:
    refused = of_desk(desk, "", told_of(**changes))
    assert (refused.status_code, refused.json()["field"]) == (422, field)
    assert of_desk(desk, "").json() == {"desks": []}


def test_a_challenge_says_for_which_gateway_and_until_when(counter: Desk) -> None:
    given = challenge(counter).json()
    assert len(given.pop("challenge")) == 43
    assert given == {"audience": AUDIENCE, "expires_at": "2026-11-20T01:12:03.456789Z"}


def test_another_facility_finds_no_desk_of_ours(prepared: db.Database, counter: Desk) -> None:
    theirs = Desk(prepared, "79014_BV")
    assert challenge(theirs).status_code == challenge(counter, "x").status_code == 404
    assert of_desk(theirs, f"/{DESK}/close", {"officer": THEIR_OFFICER}).status_code == 404
    assert of_desk(theirs, "").json() == {"desks": []}
    assert challenge(counter).status_code == 200


def test_a_visit_opened_with_a_statement_is_proven(counter: Desk) -> None:
    opened = counter.post("", visit(evidence=by_chip(counter))).json()["visit"]
    assert (opened["evidence_level"], opened["proven_level"]) == ("chip_authenticated", "chip_authenticated")
    assert opened["evidence"] == [
        {
            "level": "chip_authenticated",
            "source": "CHIP_CCCD",
            "at": "2026-11-20T01:02:03Z",
            "device": "reader 1",
            "proven": True,
            "confirmed_by": None,
        }
    ]
    assert counter.post("/HS-1/look-ups", look_up()).json()["visit"]["proven_level"] == "chip_authenticated"


def test_the_same_again_is_answered_with_the_same_bytes_and_takes_no_second_challenge(prepared: db.Database, counter: Desk) -> None:
    told = visit(evidence=by_chip(counter))
    first = counter.post("", told)
    counter.now = later(5)
    again = counter.post("", told)
    assert (again.status_code, again.content, again.headers["idempotent-replay"]) == (200, first.content, "true")
    with prepared.transaction() as conn:
        assert conn.execute("SELECT count(*), count(used_at) FROM checkin.challenges").fetchone() == (1, 1)


def test_a_statement_cannot_be_replayed_for_another_visit(counter: Desk) -> None:
    evidence = by_chip(counter)
    counter.post("", visit(evidence=evidence))
    refused = counter.post("", visit("HS-2", evidence=evidence))
    assert (refused.status_code, refused.json()["title"], refused.json()["field"]) == (
        422,
        "statement_challenge_used",
        "evidence.statement",
    )
    assert counter.get("/HS-2").status_code == 404


def test_evidence_with_a_statement_is_added_and_a_repeat_is_one(counter: Desk) -> None:
    counter.post("", visit(evidence={**BY_CHIP, "level": "qr", "source": "QR_CCCD"}))
    told = {"officer": OFFICER, "evidence": by_chip(counter)}
    added = counter.post("/HS-1/evidence", told)
    assert [each["proven"] for each in added.json()["visit"]["evidence"]] == [False, True]
    assert counter.post("/HS-1/evidence", told).content == added.content


def test_a_statement_that_is_refused_keeps_nothing_of_the_visit_and_is_audited_without_a_person(
    prepared: db.Database, counter: Desk
) -> None:
    given = challenge(counter).json()["challenge"]
    wrong = stated(given, at=counter.now, number="001185000001")
    refused = counter.post("", visit(evidence={**by_chip(counter), "statement": wrong}))
    assert (refused.status_code, refused.json()["title"]) == (422, "statement_other_person")
    assert counter.get("/HS-1").status_code == 404
    assert refused_statements(prepared) == [("statement_other_person", DESK, None, "01001")]
    opened = counter.post("", visit(evidence=by_chip(counter, text=given)))  # and its challenge is still good
    assert opened.json()["visit"]["proven_level"] == "chip_authenticated"


def test_a_text_that_is_no_statement_names_no_desk_in_the_record(prepared: db.Database, counter: Desk) -> None:
    refused = counter.post("", visit(evidence={**BY_CHIP, "statement": "no statement"}))
    assert refused.json()["field"] == "evidence.statement"
    assert refused_statements(prepared) == [("statement_unreadable", "", None, "01001")]


def test_one_challenge_sent_with_eight_visits_at_once_proves_one(prepared: db.Database, counter: Desk) -> None:
    evidence = by_chip(counter)
    answers: list[Any] = []
    start = threading.Barrier(8)

    def send(visit_id: str) -> None:
        start.wait()
        answers.append(counter.post("", visit(visit_id, evidence=evidence)))

    threads = [threading.Thread(target=send, args=(f"HS-{number}",)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(each.status_code for each in answers) == [200, *[422] * 7]
    assert {each.json()["title"] for each in answers if each.status_code == 422} == {"statement_challenge_used"}
    with prepared.transaction() as conn:
        assert conn.execute("SELECT count(*) FROM checkin.proofs").fetchone() == (1,)
        assert conn.execute("SELECT count(*) FROM checkin.visits").fetchone() == (1,)


def test_the_same_proven_visit_sent_eight_times_at_once_is_one_with_one_answer(prepared: db.Database, counter: Desk) -> None:
    told = visit(evidence=by_chip(counter))
    answers: list[Any] = []
    start = threading.Barrier(8)

    def send() -> None:
        start.wait()
        answers.append(counter.post("", told))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert {(each.status_code, each.content) for each in answers} == {(200, answers[0].content)}
    assert sum("idempotent-replay" in each.headers for each in answers) == 7
    with prepared.transaction() as conn:
        assert conn.execute("SELECT count(*) FROM checkin.evidence").fetchone() == (1,)


def test_a_desk_that_is_closed_while_a_visit_comes_is_either_believed_or_not_and_never_afterwards(counter: Desk) -> None:
    before, after = by_chip(counter), by_chip(counter)
    results: list[Any] = []
    threads = [
        threading.Thread(target=lambda: results.append(counter.post("", visit(evidence=before)))),
        threading.Thread(target=lambda: of_desk(counter, f"/{DESK}/close", {"officer": OFFICER})),
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert results[0].status_code == 200 or results[0].json()["title"] == "statement_desk_closed"
    assert counter.post("", visit("HS-2", evidence=after)).json()["title"] == "statement_desk_closed"


def test_what_a_client_of_before_says_is_still_the_same_content() -> None:
    told = VisitTold.model_validate_json(orjson.dumps(visit()))
    assert told.stated().content["evidence"] == {**BY_CHIP, "at": "2026-11-20T01:00:00Z"}
    added = EvidenceAdded.model_validate_json(orjson.dumps({"officer": OFFICER, "evidence": BY_CHIP}))
    assert set(added.content()) == {"officer", "evidence"}
    # as it was before there were statements: a visit kept then is still recognised when it is sent again
    assert statements.sha256_of_all(Act.OPEN, [told.stated()]) == "7d91eac311fe0758fd500ac1123fccbbfe0dfa21509b11408653e55172364e34"


def test_a_statement_is_kept_by_its_hash_alone(prepared: db.Database, counter: Desk) -> None:
    evidence = by_chip(counter)
    counter.post("", visit(evidence=evidence))
    with prepared.transaction() as conn:
        for table in ("statements", "proofs", "evidence"):
            for (row,) in conn.execute(f"SELECT to_jsonb(t)::text FROM checkin.{table} t").fetchall():  # noqa: S608 - our own tables
                assert evidence["statement"] not in row
                assert evidence["statement"].split(".")[1][:60] not in row


def test_a_facility_that_asks_for_challenges_without_pause_is_slowed_down(prepared: db.Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ansinh.doors.visits.desks._A_MINUTE", 2)
    desk = Desk(prepared)
    of_desk(desk, "", told_of())
    assert [challenge(desk).status_code for _ in range(3)] == [200, 200, 429]
    slowed = challenge(desk)
    assert (slowed.json()["title"], slowed.headers["retry-after"]) == ("too_many_challenges", "60")


def test_the_person_sees_that_the_chip_was_read_and_by_which_facility(prepared: db.Database, counter: Desk) -> None:
    counter.post("", visit(evidence=by_chip(counter)))
    counter.post("/HS-1/look-ups", look_up())
    with prepared.transaction() as conn:
        visit_kept = checkin.visit_of(conn, "HS-1", facility_code="01001")
        assert visit_kept.participant_id is not None
        entries = {each.kind: each for each in audit.about(conn, visit_kept.participant_id)}
    assert entries["visit.evidence_added"].detail["proof"] == 1
    assert entries["coverage.looked_up"].detail["presence"] == "chip_authenticated"
    assert entries["coverage.looked_up"].actor.name == "Bệnh viện Mẫu Một"


def test_a_key_of_a_desk_of_another_facility_proves_nothing_here(prepared: db.Database, counter: Desk) -> None:
    theirs = Desk(prepared, "79014_BV")
    of_desk(theirs, "", told_of(OTHER_KEY, officer=THEIR_OFFICER))
    text = challenge(theirs, presence.desk_id(OTHER_KEY)).json()["challenge"]
    evidence = by_chip(counter, text=text, key=OTHER_KEY)
    assert counter.post("", visit(evidence=evidence)).json()["title"] == "statement_desk_unknown"
    assert theirs.post("", visit(officer=THEIR_OFFICER, evidence=evidence)).json()["title"] == "statement_other_facility"


def test_a_visit_named_by_an_insurance_card_is_proven_by_the_citizen_number_in_the_chip(counter: Desk) -> None:
    assert PERSON["number"] != NUMBER
    opened = counter.post("", visit(evidence=by_chip(counter))).json()["visit"]
    assert (opened["person_known"], opened["proven_level"]) == (True, "chip_authenticated")
