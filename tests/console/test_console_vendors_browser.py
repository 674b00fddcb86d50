"""The developers' pages in a real browser: at the width of a phone, without JavaScript, and judged by axe."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from ansinh import vendors
from tests import browsing
from tests.console.conftest import LANGUAGE, SESSION, Rig, facility_session
from tests.console.test_console_vendors import KEY, Shop
from tests.vendors.builders import COPAYMENT, PERSON, credentials, finished

pytestmark = pytest.mark.browser

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
STALE = {"maKetQua": "401", "ghiChu": "Token không đúng. Token đã hết hạn, vui lòng lấy token mới."}


@pytest.fixture
def shop(rig: Rig) -> Shop:
    return Shop(rig, people=60)


@pytest.fixture
def served(shop: Shop) -> Iterator[str]:
    """The base URL of the console with its workshop on loopback."""
    with browsing.served(shop.console) as url:
        yield url


def _session(shop: Shop) -> str:
    """A registered test facility whose client has called, well and badly, and whose developer is signed in."""
    shop.register()
    recorder = vendors.Recorder(shop.rig.database, mark_key=KEY, every_s=3600)
    for each in (
        finished(),
        finished(body={**PERSON, "maThe": " 0123456789", "soDienThoai": "0900000000", "ngaySinh": "1985-03-09"}, after_s=5),
        finished("/api//egw/KQNhanLichSuKCB2019", after_s=9),
        finished("/api/egw/checkIn", status=404, reply=b"", after_s=12, is_proven=False),
        finished(reply=STALE, after_s=20, query=credentials(token="cut")),
        finished(COPAYMENT, after_s=30, headers={"authorization": "Bearer x"}),
        finished(body=b"maThe=DN4010123456789&hoTen=Nguy\xe1\xbb\x85n Th\xe1\xbb\x8b M\xe1\xba\xabu&ngaySinh=09031985", after_s=40),
    ):
        recorder.note(each)
    recorder.flush()
    with shop.rig.database.transaction() as conn:
        return facility_session(conn, "99001", now=shop.rig.now)


def _numbers(shop: Shop) -> list[int]:
    with shop.rig.database.transaction() as conn:
        return [each.number for each in vendors.calls_of(conn, "99001_BV")]


def _pages(shop: Shop) -> list[str]:
    calls = [f"/console/developers/calls/{number}" for number in _numbers(shop)[:3]]
    endpoints = [
        f"/console/developers/endpoints/{name}" for name in ("token", "lookup_2024", "visit_details", "copayment", "check_in_3176")
    ]
    return ["/console/vendors", "/console/developers", *endpoints, "/console/developers/calls", *calls, "/console/developers/conformance"]


def _open(chromium: Any, base: str, session: str, *, language: str = "vi", **options: Any) -> Any:
    context = chromium.new_context(**{"viewport": DESKTOP, **options})
    context.add_cookies([{"name": LANGUAGE, "value": language, "url": base}, {"name": SESSION, "value": session, "url": base}])
    return context.new_page()


@pytest.mark.parametrize(("language", "scheme"), [("vi", "light"), ("en", "dark")])
def test_axe_finds_nothing_wrong_on_the_developers_pages(shop: Shop, served: str, chromium: Any, language: str, scheme: str) -> None:
    page = _open(chromium, served, _session(shop), language=language, color_scheme=scheme)
    found = {}
    for path in _pages(shop):
        page.goto(f"{served}{path}")
        violations = Axe().run(page).response["violations"]
        if violations:
            found[path] = [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations]
    assert found == {}


@pytest.mark.parametrize("width", [360, 320])
def test_no_developers_page_is_wider_than_a_phone(shop: Shop, served: str, chromium: Any, width: int) -> None:
    page = _open(chromium, served, _session(shop), viewport={"width": width, "height": 740})
    wide = []
    for path in _pages(shop):
        page.goto(f"{served}{path}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path)
    assert wide == []


def test_a_developer_registers_signs_in_and_makes_a_call_without_javascript(served: str, chromium: Any) -> None:
    page = chromium.new_context(viewport=PHONE, java_script_enabled=False).new_page()
    page.goto(f"{served}/console/sign-in")
    page.get_by_role("link", name="Đăng ký một cơ sở thử nghiệm").click()
    page.get_by_label("Tên cơ sở hoặc phần mềm").fill("Phần mềm Mẫu")
    page.get_by_label("Địa chỉ thư liên hệ").fill("ai-do@phan-mem.example")
    page.get_by_role("button", name="Đăng ký").click()
    username, password = page.locator(".credentials code").nth(1).inner_text(), page.locator(".credentials code").nth(2).inner_text()
    page.get_by_role("link", name="Đăng nhập").click()
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("link", name="Tra cứu thẻ, thế hệ 2024").click()
    page.get_by_role("button", name="Gọi", exact=True).click()
    assert re.search(r"HTTP 200", page.get_by_role("heading", name="Trả lời").inner_text())
    assert '"maKetQua": "000"' in page.locator(".answer pre").inner_text()


def test_verdicts_are_told_by_sign_and_word_too(shop: Shop, served: str, chromium: Any) -> None:
    page = _open(chromium, served, _session(shop), language="en", forced_colors="active")
    page.goto(f"{served}/console/developers/conformance")
    verdicts = {tuple(text.split()) for text in page.locator(".verdict").all_inner_texts()}
    assert {("✕", "Error"), ("!", "Warning"), ("–", "Not", "seen")} <= verdicts
