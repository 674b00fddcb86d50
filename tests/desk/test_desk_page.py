"""The counter's page for programs and for hostile pages: whose requests are taken, what a form must bring, what is shown to whom."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from ansinh.desk import Stage
from ansinh.doors import desk as page
from tests.desk.at_the_counter import CAN, NUMBER, Place
from tests.desk.conftest import CardOf

HERE = "http://127.0.0.1:8005"
HTML = {"accept": "text/html"}


def _browser(place: Place, **changes: object) -> TestClient:
    return TestClient(
        page.app(place.site(**changes)),
        base_url=HERE,
        follow_redirects=False,
        raise_server_exceptions=False,
        client=("127.0.0.1", 50000),
        headers={"origin": HERE, **HTML},
    )


def _form(**fields: str) -> dict[str, str]:
    return {"form_token": "the form token of the test", **fields}


def test_a_card_is_read_and_the_next_person_served_without_a_script(place: Place, card_of: CardOf) -> None:
    browser = _browser(place)
    assert "Mời đặt thẻ lên đầu đọc" in browser.get("/").text
    place.lay(card_of())
    assert "Nhập 6 số cuối" in browser.get("/").text
    assert browser.post("/read", data=_form(text=CAN)).headers["location"] == "/"
    place.until(lambda view: view.stage is Stage.VERIFIED)
    shown = browser.get("/").text
    assert "Thẻ thật" in shown
    assert "Nguyễn Thị Mẫu" in shown
    browser.post("/next", data=_form())
    assert "Nguyễn Thị Mẫu" not in browser.get("/").text


def test_a_page_without_a_script_asks_anew_by_itself_but_never_while_somebody_types(place: Place, card_of: CardOf) -> None:
    browser = _browser(place)
    assert '<meta http-equiv="refresh"' in browser.get("/").text
    place.lay(card_of())
    assert '<meta http-equiv="refresh"' not in browser.get("/").text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "localhost:8005"}, 200),
        ({"host": "evil.example"}, 403),
        ({"host": "127.0.0.1.evil.example:8005"}, 403),
        ({"host": ""}, 403),
        ({"host": "[::1"}, 403),
    ],
)
def test_only_this_machine_s_own_names_are_answered(place: Place, headers: dict[str, str], status: int) -> None:
    assert _browser(place).get("/", headers=headers).status_code == status


def test_another_machine_is_not_answered(place: Place) -> None:
    stranger = TestClient(page.app(place.site()), base_url=HERE, client=("192.168.1.7", 50000))
    assert stranger.get("/").status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8005"])
def test_a_form_of_another_page_is_refused_even_with_the_right_token(place: Place, card_of: CardOf, origin: str) -> None:
    place.lay(card_of())
    assert _browser(place).post("/read", data=_form(text=CAN), headers={"origin": origin}).status_code == 403
    assert place.counter.view.stage is Stage.ASKING


@pytest.mark.parametrize("token", ["", "another", "the form token of the tesT"])
def test_a_form_without_this_process_s_token_is_refused_in_words(place: Place, card_of: CardOf, token: str) -> None:
    place.lay(card_of())
    answered = _browser(place).post("/read", data={"form_token": token, "text": CAN})
    assert answered.status_code == 403
    assert "Biểu mẫu đã cũ" in answered.text
    assert place.counter.view.stage is Stage.ASKING


def test_the_portrait_is_that_of_this_reading_and_of_no_other(place: Place, card_of: CardOf) -> None:
    browser = _browser(place)
    found = place.read(card_of()).found
    assert found is not None
    shown = browser.get(f"/picture/{found.number}")
    assert (shown.status_code, shown.headers["content-type"], shown.headers["cache-control"]) == (200, "image/png", "no-store")
    assert browser.get("/picture/0000000000000000").status_code == 404
    place.counter.clear()
    assert browser.get(f"/picture/{found.number}").status_code == 404


def test_a_waiting_page_is_answered_as_soon_as_something_changes_and_when_the_service_ends(place: Place, card_of: CardOf) -> None:
    site = place.site()
    browser = TestClient(page.app(site), base_url=HERE, client=("127.0.0.1", 50000))
    before = place.counter.state[0]
    assert browser.get("/counter", params={"since": "0" if before else "1"}).status_code == 200
    place.lay(card_of())
    changed = browser.get("/counter", params={"since": str(before)})
    assert 'name="text"' in changed.text
    assert "<html" not in changed.text
    site.closing.set()
    assert browser.get("/counter", params={"since": str(place.counter.state[0])}).status_code == 204


def test_a_page_may_load_nothing_from_elsewhere_and_be_framed_by_nobody(place: Place) -> None:
    policy = _browser(place).get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_code_that_the_form_does_not_offer_is_refused(place: Place, card_of: CardOf) -> None:
    place.read(card_of())
    answered = _browser(place).post("/check-in", data=_form(visit_id="HS-1", category="99", care_kind="01"))
    assert answered.status_code == 400


def test_the_language_is_remembered_and_leads_back_to_the_counter_only(place: Place) -> None:
    browser = _browser(place)
    switched = browser.get("/language/en", params={"back": "https://evil.example/"})
    assert (switched.status_code, switched.headers["location"]) == (303, "/")
    assert "Lay the card on the reader" in browser.get("/").text


def test_what_is_typed_is_never_shown_again(place: Place, card_of: CardOf) -> None:
    browser = _browser(place)
    place.lay(card_of())
    browser.post("/read", data=_form(text='<script>alert("x")</script>'))
    shown = browser.get("/").text
    assert "không phải 6 số cuối" in shown
    assert "alert(" not in shown


def test_equipment_is_told_a_taken_port_and_a_missing_gateway(place: Place) -> None:
    shown = _browser(place, screens=page.Screens(port=8000, is_taken=True)).get("/").text
    assert "cổng 8000 đang do chương trình khác dùng" in shown
    assert "chưa khai báo: chỉ kiểm tra thẻ" in shown


def test_only_a_test_system_has_buttons_that_lay_cards(place: Place, card_of: CardOf) -> None:
    assert _browser(place).post("/virtual/take", data=_form()).status_code == 404
    laid: list[str] = []
    virtual = page.VirtualCard(slot=place.slot, lay=lambda: laid.append("card"), can=CAN)
    browser = _browser(place, virtual=virtual)
    browser.post("/virtual/put", data=_form())
    assert laid == ["card"]
    place.lay(card_of())
    browser.post("/virtual/take", data=_form())
    assert not place.slot.holds_a_card


def test_nothing_of_a_card_is_in_the_log(place_of: Callable[..., Place], card_of: CardOf, capfd: pytest.CaptureFixture[str]) -> None:
    place = place_of()
    browser = _browser(place)
    place.lay(card_of())
    browser.post("/read", data=_form(text="123456"))
    browser.post("/read", data=_form(text=NUMBER))
    place.until(lambda view: view.stage is Stage.VERIFIED)
    said = "".join(capfd.readouterr())
    assert "desk.read" in said
    assert "desk.not_read" in said
    assert not any(each in said for each in (NUMBER, CAN, "123456", "Mẫu", "1985"))
