"""Our own interface for visits: what is answered, what is refused and by which field, and what another facility learns: nothing."""

from typing import Any

import pytest

from ansinh.kit import db
from tests.visits.desk import BY_CHIP, OFFICER, OUTAGE, PERSON, THEIR_OFFICER, Desk, later, look_up, visit

OPENED = (
    b'{"outcome":"new","visit":{"visit_no":1,"visit_id":"HS-1","category":"1.1","care_kind":"01","arrived_at":"2026-11-20T00:30:00Z",'
    b'"admitted_at":null,"opened_at":"2026-11-20T01:02:03.456789Z","ended_at":null,"person_known":true,"evidence_level":"chip_read","proven_level":null,'
    b'"evidence":[{"level":"chip_read","source":"CHIP_CCCD","at":"2026-11-20T01:00:00Z","device":"reader 1","proven":false,"confirmed_by":null}],"card_elsewhere":[],"look_ups":[],"outages":[],'
    b'"awaits_look_up":false},"warnings":[]}'
)


def test_a_visit_is_opened_with_evidence(desk: Desk) -> None:
    answered = desk.post("", visit())
    assert (answered.status_code, answered.content) == (200, OPENED)
    assert "idempotent-replay" not in answered.headers


def test_a_repeat_is_answered_with_the_same_bytes_and_says_so(desk: Desk) -> None:
    desk.post("", visit())
    desk.now = later(5)
    answered = desk.post("", visit())
    assert (answered.status_code, answered.content) == (200, OPENED)
    assert answered.headers["idempotent-replay"] == "true"


def test_another_spelling_of_the_same_content_is_a_repeat(desk: Desk) -> None:
    desk.post("", visit())
    again = dict(reversed(visit(arrived_at="2026-11-20T00:30:00Z", person={**PERSON, "full_name": " Nguyễn Thị Mẫu"}).items()))
    assert desk.post("", again).headers["idempotent-replay"] == "true"


def test_other_content_is_a_correction(desk: Desk) -> None:
    desk.post("", visit())
    answered = desk.post("", visit(category="1.3"))
    assert (answered.json()["outcome"], answered.json()["visit"]["category"]) == ("corrected", "1.3")
    assert "idempotent-replay" not in answered.headers


def test_an_emergency_needs_no_evidence(desk: Desk) -> None:
    refused = desk.post("", visit(evidence=None))
    assert (refused.status_code, refused.json()["title"], refused.json()["field"]) == (422, "evidence_missing", "evidence")
    assert desk.post("", visit(evidence=None, category="2")).status_code == 200


def test_evidence_is_added_and_the_level_is_that_of_the_strongest(desk: Desk) -> None:
    desk.post("", visit())
    face = {**BY_CHIP, "level": "chip_and_face", "at": "2026-11-20T08:01:00+07:00"}
    added = desk.post("/HS-1/evidence", {"officer": OFFICER, "evidence": face})
    assert added.json()["visit"]["evidence_level"] == "chip_and_face"
    assert desk.post("/HS-1/evidence", {"officer": OFFICER, "evidence": face}).content == added.content
    assert len(desk.get("/HS-1").json()["evidence"]) == 2


def test_a_visit_is_ended_and_the_end_corrected(desk: Desk) -> None:
    desk.post("", visit())
    first = desk.post("/HS-1/end", {"ended_at": "2026-11-20T08:02:00+07:00"})
    assert (first.json()["outcome"], first.json()["visit"]["ended_at"]) == ("new", "2026-11-20T01:02:00Z")
    again = desk.post("/HS-1/end", {"ended_at": "2026-11-20T01:02:00Z"})
    assert (again.content, again.headers["idempotent-replay"]) == (first.content, "true")
    assert desk.post("/HS-1/end", {"ended_at": "2026-11-20T08:01:00+07:00"}).json()["outcome"] == "corrected"


def test_a_lookup_tells_the_cover_in_english_keys(desk: Desk) -> None:
    desk.post("", visit())
    answered = desk.post("/HS-1/look-ups", look_up()).json()
    assert {name: answered[name] for name in ("code", "sentence", "moment", "state", "old_card_number", "new_card", "history")} == {
        "code": "000",
        "sentence": "Thẻ còn giá trị sử dụng",
        "moment": "arrival",
        "state": "in_force",
        "old_card_number": None,
        "new_card": None,
        "history": None,
    }
    assert answered["person"] == {
        "full_name": "Nguyễn Thị Mẫu",
        "birth_date": "1985-03-09",
        "sex": "female",
        "address": "Số 1 phố Thử, phường Mẫu, Hà Nội",
        "social_insurance_number": "0123456789",
        "five_years_on": "2031-01-01",
    }
    assert answered["card"] == {
        "number": "DN4010123456789",
        "facility_code": "01001",
        "first_day": "2026-01-01",
        "last_day": "2026-12-31",
        "percent": 80,
        "issued_by": "Bảo hiểm xã hội quận Ba Đình",
        "living_area": "K1",
    }
    assert answered["copayment"] == {"year": 2026, "paid": 0, "threshold": 15_180_000, "exempt_from": None}
    assert answered["visit"]["look_ups"] == [{"moment": "arrival", "at": "2026-11-20T01:02:03.456789Z", "code": "000"}]


def test_history_is_told_when_it_is_asked_for(desk: Desk) -> None:
    desk.post("", visit())
    assert desk.post("/HS-1/look-ups", look_up(with_history=True)).json()["history"] == []


@pytest.mark.parametrize(
    ("number", "code", "state"),
    [
        ("DN4010123456782", "004", "in_force"),
        ("DN4010123456783", "010", "expired"),
        ("DN4010123456784", "110", "revoked"),
        ("001185000005", "130", "no_card"),
        ("QN5970123456786", "001", "managed_by_army"),
    ],
)
def test_a_lookup_says_what_state_the_card_is_in(desk: Desk, number: str, code: str, state: str) -> None:
    person = {**PERSON, "number": number, "birth_date": "2024-05-01" if code == "130" else "1985"}
    desk.post("", visit(person=person))
    answered = desk.post("/HS-1/look-ups", look_up(person=person)).json()
    assert (answered["code"], answered["state"]) == (code, state)


def test_a_refused_lookup_tells_nothing_about_anybody(desk: Desk) -> None:
    desk.post("", visit())
    answered = desk.post("/HS-1/look-ups", look_up(person={**PERSON, "full_name": "Lê Thị Khác"}, with_history=True)).json()
    assert answered["code"] == "060"
    told = {name: answered[name] for name in ("state", "person", "card", "new_card", "old_card_number", "copayment", "history")}
    assert set(told.values()) == {None}
    assert (answered["earlier_look_ups"], answered["warnings"]) == ([], [])


def test_a_lookup_for_somebody_elses_visit_is_a_conflict(desk: Desk) -> None:
    desk.post("", visit())
    other = {"number": "DN4010123456787", "full_name": 'Nguyễn "Mẫu" \\ Bảy', "birth_date": "1985"}
    refused = desk.post("/HS-1/look-ups", look_up(person=other))
    assert (refused.status_code, refused.json()["title"]) == (409, "another_person")
    assert desk.get("/HS-1").json()["look_ups"] == []


def test_a_visit_opened_while_the_gateway_was_down_awaits_its_lookup(desk: Desk) -> None:
    opened = desk.post("", visit(outage=OUTAGE)).json()["visit"]
    assert opened["awaits_look_up"]
    assert opened["outages"] == [{"since": "2026-11-20T00:10:00Z", "error_code": "502", "attempts": 3}]
    assert not desk.post("/HS-1/look-ups", look_up(outage={**OUTAGE, "attempts": 4})).json()["visit"]["awaits_look_up"]


def test_the_person_being_elsewhere_is_warned_of_at_opening_and_at_lookup(prepared: db.Database, desk: Desk) -> None:
    theirs = Desk(prepared, "79014_BV")
    theirs.post("", visit("T-1", officer=THEIR_OFFICER))
    warning = {
        "reason": "checked_in_elsewhere",
        "facility_code": "79014",
        "since": "2026-11-20T00:30:00Z",
        "sentence": "another facility checked this person in for an overlapping time",
    }
    assert desk.post("", visit()).json()["warnings"] == [warning]
    assert desk.post("/HS-1/look-ups", look_up()).json()["warnings"] == [warning]
    assert desk.post("", visit("HS-2", category="2")).json()["warnings"] == []


def test_visits_are_listed_in_the_order_of_opening(desk: Desk) -> None:
    for number in range(3):
        desk.post("", visit(f"HS-{number}"))
        desk.now = later(number + 1)
    listed = desk.get("", params={"since": "2026-11-20T08:03:00+07:00"}).json()
    assert ([each["visit_id"] for each in listed["visits"]], listed["next_after"]) == (["HS-1", "HS-2"], None)


def test_a_visit_id_may_hold_slashes_and_letters(desk: Desk) -> None:
    assert desk.post("", visit("KB/2026/Đ 01")).status_code == 200
    assert desk.get("/KB/2026/%C4%90%2001").json()["visit_id"] == "KB/2026/Đ 01"
    assert desk.post("/KB%2F2026%2F%C4%90%2001/end", {"ended_at": "2026-11-20T08:02:00+07:00"}).status_code == 200


def test_an_id_that_no_visit_can_have_is_a_problem_of_this_interface_too(desk: Desk) -> None:
    for visit_id in ("%0A%05", "%00", "x" * 101, "%20", "a%0Ab"):
        answered = desk.get(f"/{visit_id}")
        assert answered.status_code in {404, 422}
        assert answered.headers["content-type"] == "application/problem+json"


# Refusals


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"visit_id": ""}, "visit_id"),
        ({"visit_id": "x" * 101}, "visit_id"),
        ({"visit_id": "a\u0000b"}, "visit_id"),
        ({"visit_id": 7}, "visit_id"),
        ({"person": {**PERSON, "number": "123-456"}}, "person.number"),
        ({"person": {**PERSON, "full_name": " "}}, "person.full_name"),
        ({"person": {**PERSON, "birth_date": "09/03/1985"}}, "person.birth_date"),
        ({"person": {**PERSON, "secret": "x"}}, "person.secret"),
        ({"category": "5"}, "category"),
        ({"care_kind": "1"}, "care_kind"),
        ({"arrived_at": "2026-11-20T07:30:00"}, "arrived_at"),
        ({"arrived_at": "0001-01-01T00:00:00+14:00"}, "arrived_at"),
        ({"arrived_at": 1_700_000_000}, "arrived_at"),
        ({"officer": {**OFFICER, "citizen_number": "00108000000"}}, "officer.citizen_number"),
        ({"officer": {**OFFICER, "citizen_number": "001080000001"}}, "officer.citizen_number"),
        ({"officer": {**OFFICER, "full_name": "Lê Thị Khác"}}, "officer.full_name"),
        ({"evidence": {**BY_CHIP, "level": "certain"}}, "evidence.level"),
        ({"evidence": {**BY_CHIP, "level": "vneid"}}, "evidence.level"),
        ({"evidence": {**BY_CHIP, "source": "chip"}}, "evidence.source"),
        ({"evidence": {**BY_CHIP, "at": "2026-11-20T09:00:00+07:00"}}, "evidence.at"),
        ({"evidence": {**BY_CHIP, "device": "máy đọc"}}, "evidence.device"),
        ({"outage": {**OUTAGE, "attempts": 0}}, "outage.attempts"),
        ({"outage": {**OUTAGE, "since": "2026-11-20T09:00:00+07:00"}}, "outage.since"),
        ({"extra": 1}, "extra"),
    ],
)
def test_a_wrong_field_is_refused_by_its_name_and_never_with_its_value(desk: Desk, changes: dict[str, Any], field: str) -> None:
    refused = desk.post("", visit(**changes))
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    assert refused.json()["field"] == field
    for value in ("123-456", "Khác", "máy đọc", "certain", "00108000000"):
        assert value not in refused.text
    assert desk.get("", params={"since": "2026-01-01T00:00:00Z"}).json()["visits"] == []


def test_what_is_no_json_or_too_large_is_refused(desk: Desk) -> None:
    assert desk.post("", b"{").json()["title"] == "invalid_json"
    assert desk.post("", b"\xff").status_code == 400
    too_large = desk.post("", b'{"visit_id":"' + b"x" * 70_000 + b'"}')
    assert (too_large.status_code, too_large.json()["title"]) == (413, "body_too_large")


@pytest.mark.parametrize("headers", [{"accessToken": ""}, {"tokenId": ""}, {"accessToken": "x" * 96}, {"tokenId": "0"}])
def test_without_a_good_token_nothing_is_done(desk: Desk, headers: dict[str, str]) -> None:
    refused = desk.post("", visit(), headers=headers)
    assert (refused.status_code, refused.json()["title"]) == (401, "not_authenticated")
    assert desk.get("/HS-1").status_code == 404


def test_a_caller_who_keeps_coming_with_bad_tokens_is_slowed_down(prepared: db.Database) -> None:
    desk = Desk(prepared, token_failures_per_minute=2)
    statuses = [desk.get("/HS-1", headers={"tokenId": "0"}).status_code for _ in range(5)]
    assert statuses[-1] == 429


def test_one_number_looked_up_too_often_is_slowed_down(prepared: db.Database) -> None:
    desk = Desk(prepared, lookups_of_one_card=2)
    desk.post("", visit())
    statuses = [desk.post("/HS-1/look-ups", look_up()).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


# Whose visits


def test_another_facility_finds_no_visit_of_ours_by_any_way(prepared: db.Database, desk: Desk) -> None:
    desk.post("", visit())
    ours = desk.get("/HS-1").content
    theirs = Desk(prepared, "79014_BV")
    attempts = [
        theirs.get("/HS-1"),
        theirs.post("/HS-1/evidence", {"officer": THEIR_OFFICER, "evidence": BY_CHIP}),
        theirs.post("/HS-1/end", {"ended_at": "2026-11-20T08:02:00+07:00"}),
        theirs.post("/HS-1/look-ups", look_up(officer=THEIR_OFFICER)),
    ]
    missing = [theirs.get("/NO-1"), theirs.post("/NO-1/end", {"ended_at": "2026-11-20T08:02:00+07:00"})]
    assert {each.status_code for each in (*attempts, *missing)} == {404}
    assert {each.content for each in (*attempts, *missing)} == {missing[0].content}
    assert theirs.get("", params={"since": "2026-01-01T00:00:00Z"}).json() == {"visits": [], "next_after": None}
    assert theirs.get("", params={"since": "2026-01-01T00:00:00Z", "after": 1}).json()["visits"] == []
    assert desk.get("/HS-1").content == ours


def test_the_same_visit_id_at_two_facilities_is_two_visits(prepared: db.Database, desk: Desk) -> None:
    theirs = Desk(prepared, "79014_BV")
    desk.post("", visit())
    answered = theirs.post("", visit(officer=THEIR_OFFICER, category="1.5")).json()
    assert (answered["outcome"], answered["visit"]["visit_no"]) == ("new", 2)
    assert desk.get("/HS-1").json()["category"] == "1.1"
