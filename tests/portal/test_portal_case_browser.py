"""A mismatch from beginning to end in a real browser: the person sees a code, an officer decides, the person confirms and sees the record."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ansinh.doors import console
from ansinh.staff import Role
from tests import browsing
from tests.console.conftest import SESSION as CONSOLE_SESSION
from tests.console.conftest import staff_session
from tests.identity.standin import ISSUER, a_person
from tests.portal import records
from tests.portal.conftest import Rig

pytestmark = pytest.mark.browser

STRANGER = a_person(full_name="Nguyễn Thị Mẫu Đơn")


@pytest.fixture
def desk(rig: Rig) -> Iterator[str]:
    """The base URL of the console on loopback, with the portal's clock and people."""
    with browsing.served(console.app(database=rig.database, public_url="http://127.0.0.1", is_sandbox=True, now=lambda: rig.now)) as url:
        yield url


def test_a_mismatch_is_resolved_in_the_console_and_the_person_sees_the_record_after_confirming(
    rig: Rig, served: str, desk: str, chromium: Any
) -> None:
    with rig.database.transaction() as conn:
        records.family(conn)
        officer = staff_session(conn, "khop", Role.CASES, now=rig.now)
    person = chromium.new_context(viewport={"width": 360, "height": 740}).new_page()
    _sent_by_exchange(rig, person, served)
    person.goto(f"{served}/login")
    person.wait_for_url(f"{served}/record")
    assert person.get_by_role("heading", level=1).inner_text() == "Hồ sơ đang được kiểm tra"
    reference = person.locator("code").first.inner_text()

    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": CONSOLE_SESSION, "value": officer, "url": f"{desk}/console"}])
    page = context.new_page()
    page.goto(f"{desk}/console/cases")
    _press(page, reference)
    page.wait_for_url(f"**/console/cases/{reference}")
    assert page.get_by_text("Nguyễn Thị Mẫu Đơn").is_visible()
    _tab_to(page, "finding")
    page.keyboard.press("Space")
    _tab_to(page, "reason")
    page.keyboard.type("Tên trên giấy khai sinh có thêm chữ Đơn.")
    _press(page, "Ghi quyết định")
    page.wait_for_url("**/console/cases?done=case_decided")

    _minute_passes(rig)
    person.goto(f"{served}/login")
    person.wait_for_url(f"{served}/record")
    assert person.get_by_role("heading", level=1).inner_text() == "Còn một bước nữa"
    assert person.get_by_text("Tên trên giấy khai sinh có thêm chữ Đơn.").is_visible()
    _minute_passes(rig)
    _press(person, "Xác nhận là tôi")
    person.get_by_role("heading", level=1, name="Hồ sơ của tôi").wait_for()
    assert person.get_by_text("DN 4 01 0123456789").first.is_visible()


def _minute_passes(rig: Rig) -> None:
    rig.now += timedelta(minutes=1)
    rig.standin.now = rig.now


def _sent_by_exchange(rig: Rig, page: Any, served: str) -> None:
    """Stands in for the exchange's pages: whoever is sent there logs in at once, anew each time.

    Chromium is not asked about requests that a redirect makes, so the redirect is followed here.
    """

    def answer(route: Any) -> None:
        sent = route.fetch(max_redirects=0)
        assert sent.headers["location"].startswith(f"{ISSUER}/oauth2/authorize")
        query = rig.standin.log_in(sent.headers["location"], replace(STRANGER, auth_time=rig.now))
        body = f'<meta http-equiv="refresh" content="0; url={served}/login/callback?{query}">'
        route.fulfill(status=200, content_type="text/html", headers={"set-cookie": sent.headers["set-cookie"]}, body=body)

    for path in ("/login", "/record/link"):
        page.route(f"{served}{path}", answer)


def _press(page: Any, name: str) -> None:
    """By keyboard alone."""
    _tab_to(page, name)
    page.keyboard.press("Enter")


def _tab_to(page: Any, name: str) -> None:
    for _ in range(60):
        if page.evaluate("document.activeElement.name || ''") == name or page.evaluate("document.activeElement.textContent.trim()") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not lead to {name}")
