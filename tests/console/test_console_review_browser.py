"""The review desk in a real browser: one officer by keyboard alone, the second without JavaScript; judged by axe, at the width of a phone."""

from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from ansinh import register
from ansinh.staff import Role
from ansinh.terms import CitizenNumber
from tests.console.conftest import SESSION, Rig, staff_session
from tests.console.test_console_review import a_case, a_death
from tests.population_review.invented import RIGHT, opened

pytestmark = pytest.mark.browser


def _page(chromium: Any, rig: Rig, username: str, **options: Any) -> Any:
    with rig.database.transaction() as conn:
        session = staff_session(conn, username, Role.REVIEW)
    context = chromium.new_context(**options)
    context.add_cookies([{"name": SESSION, "value": session, "domain": "127.0.0.1", "path": "/console"}])
    return context.new_page()


def _wrong(page: Any) -> list[str]:
    """What axe finds with everything unfolded, and a page wider than its window."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found = [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in Axe().run(page).response["violations"]]
    return [*found, *(["too wide"] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else [])]


def test_a_case_is_resolved_by_two_people_one_by_keyboard_and_one_without_javascript(rig: Rig, served: str, chromium: Any) -> None:
    reference, participant = a_case(rig, record="a", priority=2)
    with rig.database.transaction() as conn:
        after = opened(conn, record="b", priority=1)
    first = _page(chromium, rig, "mot", viewport={"width": 320, "height": 740})
    said: list[str] = []
    first.on("console", lambda message: said.append(message.text))
    first.goto(f"{served}/console/review")
    assert _wrong(first) == []
    first.get_by_role("button", name="Nhận 25").press("Enter")
    first.get_by_role("link", name="Bắt đầu").press("Enter")
    first.wait_for_url(f"**/{reference}")
    assert _wrong(first) == []
    first.keyboard.press("j")
    first.wait_for_url(f"**/{after}")
    first.keyboard.press("k")
    first.wait_for_url(f"**/{reference}")
    first.keyboard.press("0")
    first.keyboard.press("1")
    assert first.locator("input[name=finding]:checked").get_attribute("value") == "it_is:1"
    first.keyboard.press("Enter")
    first.wait_for_url(f"**/{after}?done=review_recorded")
    first.get_by_role("button", name="Tắt phím tắt").click()
    first.keyboard.press("?")
    assert first.locator("input[name=finding]:checked").count() == 0
    assert said == []

    second = _page(chromium, rig, "hai", java_script_enabled=False, viewport={"width": 360, "height": 740})
    second.goto(f"{served}/console/review/second")
    second.get_by_role("link", name=reference).click()
    second.get_by_role("button", name="Đồng ý", exact=True).click()
    second.wait_for_url("**/review/second?done=review_agreed")
    with rig.database.transaction() as conn:
        record = register.record_of(conn, participant)
    assert record is not None
    assert record.citizen_number == CitizenNumber(RIGHT)
    first.goto(f"{served}/console/review/estimates")
    assert _wrong(first) == []


def test_a_death_is_entered_by_keyboard_and_agreed_to_without_javascript(rig: Rig, served: str, chromium: Any) -> None:
    reference, participant = a_death(rig)
    first = _page(chromium, rig, "mot", viewport={"width": 320, "height": 740}, locale="en-GB")
    first.goto(f"{served}/console/review")
    first.get_by_role("button", name="Nhận 25").press("Enter")
    first.get_by_role("link", name="Bắt đầu").press("Enter")
    first.wait_for_url(f"**/{reference}")
    assert _wrong(first) == []
    first.keyboard.press("1")
    first.keyboard.press("Enter")
    first.wait_for_selector("#deceased_on-wrong")
    assert _wrong(first) == []
    first.locator("#deceased_on").focus()
    first.keyboard.type("11112026")  # whichever the browser asks first; ones and noughts are findings elsewhere on the page
    assert first.locator("#deceased_on").input_value() == "2026-11-11"
    assert first.locator("input[name=finding]:checked").get_attribute("value") == "it_is:1"
    first.keyboard.press("Enter")
    first.wait_for_url("**/review/batch?done=review_recorded")

    second = _page(chromium, rig, "hai", java_script_enabled=False, viewport={"width": 320, "height": 740})
    second.goto(f"{served}/console/review/cases/{reference}")
    second.get_by_text("mất ngày 11/11/2026").wait_for()
    second.get_by_role("button", name="Đồng ý", exact=True).click()
    second.wait_for_url("**/review/second?done=review_agreed")
    with rig.database.transaction() as conn:
        record = register.record_of(conn, participant)
    assert record is not None
    assert record.deceased_on == date(2026, 11, 11)
