"""The developers' pages: registering a test facility, its calls and nobody else's, trying out, the conformance report."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient

from ansinh import checkin, register, sandbox, vendors
from ansinh.doors import gateway
from ansinh.doors.console.vendor_samples import samples
from ansinh.doors.console.words import WORDS
from ansinh.kit import clock, db
from ansinh.register import OfficerKind, OfficerState
from ansinh.staff import Role
from ansinh.terms import FacilityCode
from ansinh.wire import gateway as wire
from ansinh.wiring.seed import seed
from ansinh.wiring.workshop import SandboxWorkshop
from tests.console.conftest import FORM, ONE, OTHER, Rig, csrf_token
from tests.staff.colleagues import NOW
from tests.vendors.builders import PERSON, finished

SECRET, KEY = b"an invented secret of 32 bytes..", b"an invented key of 32 bytes....."
NEW = {"name": "Phần mềm Mẫu", "contact": "ai-do@phan-mem.example"}


class Shop:
    """A console with a workshop, and the gateway it leads to."""

    def __init__(self, rig: Rig, *, people: int = 0) -> None:
        self.rig = rig
        if people:
            seed(rig.database, sandbox.people(people, today=clock.vietnam_day(NOW)), sandbox.facilities(), now=NOW)
        self.recorder = vendors.Recorder(rig.database, mark_key=KEY, every_s=3600)
        self.workshop = SandboxWorkshop(people=max(people, 50), token_secret=SECRET, now=lambda: rig.now)
        self.console = rig.app(workshop=self.workshop)
        gate = gateway.app(
            rig.database, token_secret=SECRET, otherwise=self.console, now=lambda: rig.now, recorder=self.recorder,
            switches=gateway.Switches(old_generations=True),
        )  # fmt: skip
        self.workshop.open(gate)

    def stranger(self) -> TestClient:
        return self.rig.browser(app=self.console)

    def register(self, changes: Mapping[str, str] | None = None, *, by: TestClient | None = None) -> Any:
        browser = by or self.stranger()
        page = browser.get("/console/vendors").text
        found = re.search(r'name="form_token" value="([^"]+)"', page)
        assert found is not None
        return browser.post("/console/vendors", data={**NEW, "form_token": found[1], **(changes or {})})

    def facility(self, code: str) -> TestClient:
        signed_in = self.rig.facility(code)
        return self.rig.browser(signed_in.cookies.get("ansinh_console"), app=self.console)


@pytest.fixture
def shop(rig: Rig) -> Shop:
    return Shop(rig)


@pytest.fixture
def peopled(rig: Rig) -> Shop:
    return Shop(rig, people=60)


def credentials_on(page: str) -> dict[str, str]:
    code, username, password, *_ = re.findall(r"<code>([^<]+)</code>", page)
    return {"code": code, "username": username, "password": password}


def test_a_test_facility_gets_a_code_that_no_real_one_has_and_can_take_a_token(shop: Shop) -> None:
    given = credentials_on(shop.register().text)
    assert given["code"] == "99001"
    md5 = hashlib.md5(given["password"].encode(), usedforsecurity=False).hexdigest().upper()
    with shop.rig.database.transaction() as conn:
        token = checkin.take_token(
            conn, given["username"], password_md5=md5, caller="127.0.0.1", bind_caller=False, secret=SECRET, id_token="x", now=NOW
        )
        assert isinstance(token, checkin.Token)
        assert checkin.standing(conn, given["username"]).keeps_calls


def test_a_test_facility_has_an_officer_and_a_kiosk_who_are_approved(shop: Shop) -> None:
    shop.register()
    with shop.rig.database.transaction() as conn:
        officers = register.officers(conn, facility_code=FacilityCode.parse("99001"), state=OfficerState.APPROVED)
    assert [each.kind for each in officers] == [OfficerKind.OFFICER, OfficerKind.KIOSK]


def test_credentials_are_shown_once(shop: Shop) -> None:
    browser = shop.stranger()
    first = shop.register(by=browser)
    assert first.headers["cache-control"] == "no-store"
    token = re.findall(r'name="form_token" value="([^"]+)"', browser.get("/console/vendors").text)[0]
    data = {**NEW, "form_token": token}
    password = credentials_on(browser.post("/console/vendors", data=data).text)["password"]
    again = browser.post("/console/vendors", data=data)
    assert (again.status_code, password in again.text) == (409, False)
    with shop.rig.database.transaction() as conn:
        assert conn.execute("SELECT count(*) FROM vendors.facilities").fetchone() == (2,)


def test_two_registrations_get_two_codes(shop: Shop) -> None:
    assert [credentials_on(shop.register().text)["code"] for _ in range(2)] == ["99001", "99002"]


def test_a_registration_that_cannot_be_says_which_field_is_wrong(shop: Shop) -> None:
    for field, value in (("name", "x"), ("name", "x" * 81), ("contact", "nobody"), ("contact", "a@b.c d")):
        refused = shop.register({field: value})
        assert refused.status_code == 409
        assert f'id="{field}-wrong"' in refused.text


def test_a_registration_form_of_another_page_is_not_taken(shop: Shop) -> None:
    browser = shop.stranger()
    browser.get("/console/vendors")
    assert browser.post("/console/vendors", data={**NEW, "form_token": "from elsewhere"}).status_code == 409
    assert browser.cookies.get(FORM)


def test_one_address_registers_ten_an_hour(shop: Shop) -> None:
    assert [shop.register().status_code for _ in range(11)] == [200] * 10 + [429]


def test_the_codes_kept_for_tests_come_to_an_end(shop: Shop) -> None:
    with shop.rig.database.transaction() as conn:
        conn.execute(
            "INSERT INTO vendors.facilities VALUES (%(code)s, 'x', 'x', 'x', now())", {"code": str(99_000 + vendors.MOST_FACILITIES)}
        )
    assert shop.register().status_code == 409


def test_outside_a_sandbox_nobody_registers_anything(rig: Rig) -> None:
    browser = rig.browser(app=rig.app(is_sandbox=False))
    assert browser.get("/console/vendors").status_code == 404
    assert "/console/vendors" not in browser.get("/console/sign-in").text


def test_every_example_is_answered_with_the_code_it_stands_under(peopled: Shop) -> None:
    peopled.register()
    browser = peopled.facility("99001")
    assert len(peopled.workshop.examples()) > 20
    page = browser.get("/console/developers/endpoints/lookup_2024").text
    officer = dict(re.findall(r'name="(hoTenCb|cccdCb)" value="([^"]+)"', page))
    call = wire.PUBLISHED_BY_PATH["/api/egw/kqnhanlichsukcb2024"]
    answered = {}
    for each in peopled.workshop.examples():
        fields = {"maThe": each.card, "hoTen": each.full_name, "ngaySinh": each.birth_date}
        fields |= {"hoTenCb": each.officer_name or officer["hoTenCb"], "cccdCb": each.officer_number or officer["cccdCb"]}
        reply = peopled.workshop.ask("99001_BV", call, fields, caller="127.0.0.1").reply
        answered[each.code] = orjson.loads(reply)["maKetQua"]
    assert answered == {code: code for code in answered}


def test_every_code_that_can_be_run_has_an_example() -> None:
    workshop = SandboxWorkshop(people=2_000, token_secret=SECRET, now=lambda: NOW)
    codes = {each.scenario.subject for each in vendors.judge([], {}).scenarios if each.scenario.name.startswith("code:")}
    assert codes - {each.code for each in workshop.examples()} == set()


def test_a_call_made_from_the_page_is_real_and_not_judged_as_the_clients(peopled: Shop) -> None:
    peopled.register()
    browser = peopled.facility("99001")
    page = browser.get("/console/developers/endpoints/lookup_2024?code=000").text
    form = dict(re.findall(r'<input id="\w+" name="(\w+)" value="([^"]*)"', page))
    answered = browser.post("/console/developers/endpoints/lookup_2024/try", data={**form, "csrf_token": csrf_token(page)})
    assert answered.status_code == 200
    assert "&#34;maKetQua&#34;: &#34;000&#34;" in answered.text
    peopled.recorder.flush()
    with peopled.rig.database.transaction() as conn:
        assert [each.code for each in vendors.calls_of(conn, "99001_BV")] == ["000"]
        assert vendors.report_on(conn, "99001_BV").calls == 0


def test_other_calls_are_tried_too(peopled: Shop) -> None:
    peopled.register()
    browser = peopled.facility("99001")
    for name in ("lookup_2016", "lookup_2019", "history_2025", "copayment"):
        page = browser.get(f"/console/developers/endpoints/{name}").text
        form = dict(re.findall(r'<input id="\w+" name="(\w+)" value="([^"]*)"', page))
        answered = browser.post(f"/console/developers/endpoints/{name}/try", data={**form, "csrf_token": csrf_token(page)})
        assert re.search(r"HTTP 200, \d+ ms", answered.text), name
        assert "Token không đúng" not in answered.text, name


def test_calls_that_carry_a_file_are_not_tried_from_the_page(shop: Shop) -> None:
    browser = shop.facility(ONE)
    page = browser.get("/console/developers/endpoints/check_in_3176").text
    assert "/try" not in page
    assert browser.post("/console/developers/endpoints/check_in_3176/try", data={"csrf_token": csrf_token(page)}).status_code == 404


def test_without_a_workshop_there_is_nothing_to_try_and_nobody_to_ask_for(rig: Rig) -> None:
    browser = rig.facility(ONE)
    page = browser.get("/console/developers/endpoints/lookup_2024").text
    assert "/try" not in page
    tried = browser.post("/console/developers/endpoints/lookup_2024/try", data={"csrf_token": csrf_token(page)})
    assert tried.status_code == 404
    assert browser.get("/console/developers").status_code == 200


def test_a_facility_switches_the_keeping_of_its_calls(shop: Shop) -> None:
    browser = shop.facility(ONE)
    token = csrf_token(browser.get("/console/developers").text)
    for keeps, expected in (("yes", True), ("no", False)):
        answered = browser.post("/console/developers/keeping", data={"csrf_token": token, "keeps": keeps})
        assert answered.status_code == 303
        with shop.rig.database.transaction() as conn:
            assert checkin.standing(conn, f"{ONE}_BV").keeps_calls is expected


def kept_call(database: db.Database, code: str) -> int:
    """A call of the facility is kept; its number."""
    recorder = vendors.Recorder(database, mark_key=KEY, every_s=3600)
    recorder.note(finished(account=f"{code}_BV", body={**PERSON, "soLa": "1234"}))
    recorder.flush()
    with database.transaction() as conn:
        return vendors.calls_of(conn, f"{code}_BV")[0].number


def test_a_facility_sees_its_own_calls_and_no_other(shop: Shop) -> None:
    number = kept_call(shop.rig.database, ONE)
    own, other = shop.facility(ONE), shop.facility(OTHER)
    assert own.get(f"/console/developers/calls/{number}").status_code == 200
    assert other.get(f"/console/developers/calls/{number}").status_code == 404
    assert f"/developers/calls/{number}" in own.get("/console/developers/calls").text
    for path in ("calls", "conformance"):
        page = other.get(f"/console/developers/{path}").text
        assert "soLa" not in page
        assert f"/developers/calls/{number}" not in page


def test_no_page_shows_what_was_sent(shop: Shop) -> None:
    number = kept_call(shop.rig.database, ONE)
    browser = shop.facility(ONE)
    pages = [browser.get(f"/console/developers/{path}").text for path in ("calls", f"calls/{number}", "conformance")]
    assert [value for value in (*PERSON.values(), "1234") for page in pages if f">{value}<" in page or f" {value} " in page] == []
    assert "soLa" in pages[1]


def test_the_developers_pages_are_for_facilities_that_are_signed_in(shop: Shop) -> None:
    stranger, officer = shop.stranger(), shop.rig.officer(Role.FIGURES)
    for path in ("", "/calls", "/calls/1", "/conformance", "/endpoints/lookup_2024"):
        assert stranger.get(f"/console/developers{path}").status_code == 303
        assert officer.get(f"/console/developers{path}").status_code == 403


def test_the_report_says_in_words_what_is_wrong_and_what_to_do(shop: Shop) -> None:
    kept_call(shop.rig.database, ONE)
    page = shop.facility(ONE).get("/console/developers/conformance").text
    assert WORDS["check.FIELD-03.says"][0] in page
    assert WORDS["check.FIELD-03.do"][0] in page
    assert WORDS["severity.info"][0] in page


def test_everything_the_pages_can_say_has_words() -> None:
    checks = [f"check.{name}.{part}" for name in vendors.CHECKS for part in ("says", "do")]
    calls = [f"call.{each.name}" for each in wire.PUBLISHED]
    shapes = [f"shape.{each.value}" for each in vendors.Form] + [f"note.{each.value}" for each in vendors.Note]
    calls += [f"oddity.{each.value}" for each in vendors.Oddity] + [f"body.{each.value}" for each in vendors.BodyForm]
    states = [f"label.{each.value}" for each in vendors.Label] + [f"state.{each.value}" for each in vendors.State]
    states += [f"severity.{each.value}" for each in vendors.Severity] + [f"group.{each.value}" for each in vendors.Group]
    scenarios = [f"scenario.{each.name}" for each in vendors.SCENARIOS if each.group.value in {"tokens", "trouble"}]
    assert [key for key in (*checks, *calls, *shapes, *states, *scenarios) if key not in WORDS] == []


@pytest.mark.parametrize("call", wire.PUBLISHED, ids=lambda call: call.name)
def test_examples_name_every_field_and_hold_no_secret(call: wire.PublishedCall) -> None:
    fields = {name: f"value of {name}" for name in (*call.needed, *call.in_query)} | {"password": "$PASSWORD_MD5"}
    for sample in samples(call, base_url="http://127.0.0.1:8000", account="99001_BV", fields=fields):
        assert [name for name in (*call.needed, *call.in_query) if name not in sample.text] == []
        assert call.path in sample.text
        assert not re.search(r"[0-9A-Fa-f]{32}", sample.text)
