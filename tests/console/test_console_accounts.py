"""The facility's own account, and everybody's for those who administer them."""

import pytest
from starlette.testclient import TestClient

from ansinh import checkin
from ansinh.staff import Role
from tests.console.conftest import GATEWAY_PASSWORD, ONE, OTHER, SESSION, Rig, csrf_token

ACCOUNT = f"{ONE}_BV"
NEW = "mot-cau-dai-de-nho-hon"


def _posted(browser: TestClient, path: str, page: str = "/console/account", **fields: str) -> tuple[int, str]:
    answer = browser.post(f"/console/{path}", data={"csrf_token": csrf_token(browser.get(page).text), **fields})
    return answer.status_code, answer.headers.get("location", answer.text)


def _standing(rig: Rig, account: str = ACCOUNT) -> checkin.Standing:
    with rig.database.transaction() as conn:
        return checkin.standing(conn, account)


def _refusal(rig: Rig, password: str) -> checkin.LoginRefusal | None:
    with rig.database.transaction() as conn:
        return checkin.verify_account(conn, ACCOUNT, password, caller="127.0.0.1", now=rig.now)


def test_a_facility_names_its_addresses(rig: Rig) -> None:
    browser = rig.facility()
    assert _posted(browser, "account/addresses", addresses="127.0.0.1\r\n10.1.2.0/24\r\n\r\n") == (
        303,
        "/console/account?done=addresses_set",
    )
    assert list(map(str, _standing(rig).allowed_addresses)) == ["10.1.2.0/24", "127.0.0.1/32"]
    assert "10.1.2.0/24\n127.0.0.1/32</textarea>" in browser.get("/console/account").text


def test_an_empty_list_is_anywhere(rig: Rig) -> None:
    browser = rig.facility()
    _posted(browser, "account/addresses", addresses="127.0.0.1")
    _posted(browser, "account/addresses", addresses="  ")
    assert _standing(rig).allowed_addresses == ()


@pytest.mark.parametrize(
    ("addresses", "words"),
    [
        ("10.1.2.7/24", "không phải địa chỉ hay mạng"),
        ("hospital.example", "không phải địa chỉ hay mạng"),
        ("\n".join(f"10.0.0.{n}" for n in range(65)), "Nhiều nhất 64"),
        ("203.0.113.7", "tự khóa mình ở ngoài"),
    ],
)
def test_a_list_that_would_not_do_is_refused_and_kept_in_the_form(rig: Rig, addresses: str, words: str) -> None:
    browser = rig.facility()
    status, page = _posted(browser, "account/addresses", addresses=addresses)
    assert (status, words in page, addresses.splitlines()[0] in page) == (409, True, True)
    assert _standing(rig).allowed_addresses == ()
    assert browser.get("/console/account").status_code == 200


def test_a_new_password_is_good_for_gateway_and_console_and_the_old_one_for_neither(rig: Rig) -> None:
    browser = rig.facility()
    form = {"password": GATEWAY_PASSWORD, "new_password": NEW, "repeated": NEW}
    assert _posted(browser, "account/password", **form) == (303, "/console/account?done=password_changed")
    assert _refusal(rig, NEW) is None
    assert _refusal(rig, GATEWAY_PASSWORD) is checkin.LoginRefusal.NOT_KNOWN


def test_after_a_change_of_password_this_browser_stays_in_and_all_others_are_out(rig: Rig) -> None:
    browser, elsewhere, other = rig.facility(), rig.facility(), rig.facility(OTHER)
    old = browser.cookies[SESSION]
    _posted(browser, "account/password", password=GATEWAY_PASSWORD, new_password=NEW, repeated=NEW)
    assert browser.get("/console/account").status_code == 200
    assert elsewhere.get("/console/account").status_code == 303
    assert rig.browser(old).get("/console/account").status_code == 303
    assert other.get("/console/account").status_code == 200


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"password": "wrong", "new_password": NEW, "repeated": NEW}, "hiện tại không đúng"),
        ({"password": GATEWAY_PASSWORD, "new_password": "short", "repeated": "short"}, "12 đến 200"),
        ({"password": GATEWAY_PASSWORD, "new_password": NEW, "repeated": NEW + "x"}, "không giống nhau"),
        ({}, "12 đến 200"),
    ],
)
def test_a_password_is_not_changed_unless_everything_is_right(rig: Rig, form: dict[str, str], words: str) -> None:
    status, page = _posted(rig.facility(), "account/password", **form)
    assert (status, words in page) == (409, True)
    assert NEW not in page
    assert _refusal(rig, GATEWAY_PASSWORD) is None


def test_guessing_the_present_password_locks(rig: Rig) -> None:
    browser = rig.facility()
    for _ in range(checkin.FAILURES_BEFORE_LOCK):
        _, page = _posted(browser, "account/password", password="wrong", new_password=NEW, repeated=NEW)
    assert "Tạm khóa" in page
    assert _refusal(rig, GATEWAY_PASSWORD) is checkin.LoginRefusal.LOCKED


def test_a_facility_sees_and_changes_its_own_account_alone(rig: Rig) -> None:
    browser = rig.facility()
    page = browser.get(f"/console/account?account={OTHER}_BV&facility={OTHER}").text
    assert ACCOUNT in page
    assert OTHER not in page
    _posted(browser, "account/addresses", addresses="127.0.0.1", account=f"{OTHER}_BV", username=f"{OTHER}_BV")
    assert _standing(rig, f"{OTHER}_BV").allowed_addresses == ()


def test_who_administers_closes_and_reopens_and_the_facility_is_out_and_in_again(rig: Rig) -> None:
    facility, browser = rig.facility(), rig.officer(Role.ADMINISTRATION)
    done = _posted(browser, f"accounts/{ONE}/close", "/console/accounts")
    assert done == (303, "/console/accounts?done=account_closed")
    assert not _standing(rig).is_open
    assert facility.get("/console/facility").status_code == 303
    assert "Đã đóng" in browser.get("/console/accounts").text
    _posted(browser, f"accounts/{ONE}/reopen", "/console/accounts")
    assert _refusal(rig, GATEWAY_PASSWORD) is None


def test_who_administers_ends_a_lock(rig: Rig) -> None:
    for _ in range(checkin.FAILURES_BEFORE_LOCK):
        _refusal(rig, "wrong")
    browser = rig.officer(Role.ADMINISTRATION)
    assert "Tạm khóa" in browser.get("/console/accounts").text
    _posted(browser, f"accounts/{ONE}/unlock", "/console/accounts")
    assert _refusal(rig, GATEWAY_PASSWORD) is None


@pytest.mark.parametrize(("asked", "found"), [(OTHER, True), (OTHER.lower(), True), ("99999", False), ("'; --", False), ("\x00", False)])
def test_an_account_is_found_by_its_facility(rig: Rig, asked: str, found: bool) -> None:
    page = rig.officer(Role.ADMINISTRATION).get("/console/accounts", params={"facility": asked})
    assert page.status_code == 200
    assert (f"{OTHER}_BV" in page.text, ACCOUNT in page.text) == (found, False)


@pytest.mark.parametrize("code", ["99999", "x", "0100", "01001_BV", "%00"])
def test_an_account_that_is_not_there_cannot_be_closed(rig: Rig, code: str) -> None:
    assert _posted(rig.officer(Role.ADMINISTRATION), f"accounts/{code}/close", "/console/accounts")[0] == 404
