"""A scanned text read for a reception desk: what it says, what was mended, what cannot be read."""

from datetime import date
from typing import Any

import orjson
import pytest

from ansinh.terms import CitizenNumber, PartialDate, Sex
from ansinh.wire import qr
from tests.visits.desk import PERSON, Desk

CARD = qr.format_citizen_qr(
    qr.CitizenQr(
        citizen_number=CitizenNumber("001185000001"),
        full_name="Nguyễn Thị Mẫu",
        birth_date=PartialDate(1985, 3, 9),
        sex=Sex.FEMALE,
        residence="Số 1 phố Thử",
        issued_on=date(2024, 5, 6),
    )
)


def scan(desk: Desk, text: Any, **headers: str) -> Any:
    sent = {**desk.headers, "content-type": "application/json", **headers}
    return desk.client.post("/api/v1/scans", content=orjson.dumps({"text": text}), headers=sent)


def test_a_citizen_card_is_read_into_what_a_look_up_asks_for(desk: Desk) -> None:
    told = scan(desk, CARD).json()
    assert (told["kind"], told["number"], told["full_name"], told["birth_date"]) == (
        "citizen_card",
        "001185000001",
        "Nguyễn Thị Mẫu",
        "1985-03-09",
    )
    assert (told["mended"], told["unread"], told["advice"]) == ([], [], "")


def test_a_number_alone_is_one(desk: Desk) -> None:
    assert scan(desk, PERSON["number"]).json()["kind"] == "card_number"


def test_a_text_that_leads_to_nobody_is_refused_with_what_to_do_and_without_repeating_it(desk: Desk) -> None:
    answer = scan(desk, "what is this")
    assert (answer.status_code, answer.json()["field"]) == (422, "text")
    assert "keyboard" in answer.json()["detail"]
    assert "what is this" not in answer.text


@pytest.mark.parametrize("text", ["", "x" * 2001, 7, None])
def test_what_is_no_text_of_a_scanner_is_refused_by_the_name_of_the_field(desk: Desk, text: object) -> None:
    answer = scan(desk, text)
    assert (answer.status_code, answer.json()["field"]) == (422, "text")


def test_only_a_facility_may_ask(desk: Desk) -> None:
    assert scan(desk, CARD, accessToken="x").status_code == 401


def test_an_account_that_scans_without_pause_is_slowed_down(desk: Desk) -> None:
    statuses = {scan(desk, "0123456789").status_code for _ in range(601)}
    assert statuses == {200, 429}
