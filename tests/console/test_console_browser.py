"""The console in a real browser: judged by axe, at the width of a phone, by keyboard alone, without JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from ansinh import audit, checkin
from ansinh.staff import Role
from ansinh.terms import FacilityCode
from tests.checkin.two_places import open_at, with_desks
from tests.console.busy import busy
from tests.console.conftest import GATEWAY_PASSWORD, LANGUAGE, ONE, OTHER, SESSION, Rig, facility_session, staff_session
from tests.console.proven import two_desks, visit_by_chip
from tests.console.test_console_representation import request_of_a_parent
from tests.staff.colleagues import NOW

pytestmark = pytest.mark.browser

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def _open(chromium: Any, base: str, *, language: str = "vi", **options: Any) -> Any:
    context = chromium.new_context(**{"viewport": DESKTOP, **options})
    context.add_cookies([{"name": LANGUAGE, "value": language, "url": base}])
    return context.new_page()


def _pages(rig: Rig) -> list[tuple[str, str | None]]:
    """Every page of ours with something on it: its address and the session to see it with."""
    device = audit.Actor("facility", ONE)
    with rig.database.transaction() as conn:
        day = busy(conn)
        two_desks(conn)
        by_chip = visit_by_chip(conn)
        checkin.request_officer(conn, FacilityCode(ONE), citizen_number="001180000018", full_name="Lê Thị Hỏi", by=device, now=NOW)
        facility, officer = facility_session(conn), staff_session(conn, "everything", *Role)
        with_desks(conn)
        open_at(conn, OTHER, at=NOW, number="001185000001")
        (at_two_places,) = checkin.card_findings(conn)
        asked = request_of_a_parent(conn)
    ours = ("facility", "visits", f"visits/{day.visits[ONE]}", f"visits/{by_chip}", "officers", "desks", "account")
    theirs = (
        "agency",
        "approvals",
        "compare",
        "alerts",
        "cases",
        f"cases/{day.case}",
        "cards",
        f"cards/{at_two_places.finding_no}",
        "figures?days=90",
        "accounts",
        "representation",
        f"representation/{asked}",
    )
    return [
        ("/console/sign-in", None),
        ("/console/nothing-here", None),
        *((f"/console/{path}", facility) for path in ours),
        *((f"/console/{path}", officer) for path in theirs),
        ("/console/alerts", facility),  # the page that says no
    ]


def _walked(page: Any, base: str, pages: list[tuple[str, str | None]]) -> Iterator[str]:
    """Opens one page after the other, everything on it unfolded, and gives its address."""
    for path, session in pages:
        page.context.clear_cookies(name=SESSION)
        if session is not None:
            page.context.add_cookies([{"name": SESSION, "value": session, "domain": "127.0.0.1", "path": "/console"}])
        page.goto(f"{base}{path}")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        yield path


@pytest.mark.parametrize(("language", "scheme"), [("vi", "light"), ("en", "dark")])
def test_axe_finds_nothing_wrong_on_any_page_of_the_console(rig: Rig, served: str, chromium: Any, language: str, scheme: str) -> None:
    page = _open(chromium, served, language=language, color_scheme=scheme)
    found = {}
    for path in _walked(page, served, _pages(rig)):
        violations = Axe().run(page).response["violations"]
        if violations:
            found[path] = [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations]
    assert found == {}


@pytest.mark.parametrize("width", [360, 320])
def test_no_page_of_the_console_is_wider_than_a_phone_and_fingers_find_everything(rig: Rig, served: str, chromium: Any, width: int) -> None:
    page = _open(chromium, served, viewport={"width": width, "height": 740})
    wrong = {}
    for path in _walked(page, served, _pages(rig)):
        is_wide = page.evaluate("document.documentElement.scrollWidth") > width
        small = page.evaluate(
            """[...document.querySelectorAll('header a:not(.skip), main .button, button, summary, input:not([type=hidden], [aria-hidden]), .periods a')]
               .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
               .filter(([, box]) => (box.width < 24 || box.height < 24) && box.width > 0).map(([text]) => text)"""
        )
        small = [each for each in small if 'type="radio"' not in each]  # pressed by their labels
        if is_wide or small:
            wrong[path] = (is_wide, small)
    assert wrong == {}


@pytest.mark.usefixtures("rig")
def test_a_facility_signs_in_and_registers_an_officer_with_the_keyboard_and_without_javascript(served: str, chromium: Any) -> None:
    page = _open(chromium, served, java_script_enabled=False, viewport=PHONE)
    page.goto(f"{served}/console/officers")
    page.get_by_label("Tên đăng nhập").fill(f"{ONE}_BV")
    page.get_by_label("Mật khẩu").fill(GATEWAY_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/officers")
    page.get_by_label("Họ và tên, hoặc tên kiosk").fill("Lê Thị Hỏi")
    page.keyboard.press("Tab")
    page.keyboard.type("001180000018")
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/officers?done=officer_requested")
    assert page.get_by_role("status").inner_text().startswith("Đã gửi đăng ký")
    page.get_by_text("Thu hồi").first.click()
    page.get_by_role("button", name="Thu hồi ngay").click()
    page.wait_for_url("**/console/officers?done=officer_withdrawn")
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/console/sign-in?out=1")


def test_no_page_of_the_console_asks_for_anything_from_elsewhere_or_complains(rig: Rig, served: str, chromium: Any) -> None:
    page = _open(chromium, served)
    elsewhere: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    walked = list(_walked(page, served, [each for each in _pages(rig) if each[0] not in {"/console/nothing-here", "/console/alerts"}]))
    assert len(walked) >= 12
    assert [url for url in elsewhere if not url.startswith((served, "data:"))] == []
    assert said == []
