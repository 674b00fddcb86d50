"""The portal in a real browser: by keyboard alone, at the width of a phone, without JavaScript, and judged by axe."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from ansinh import identity
from ansinh.identity import LoginFailure
from ansinh.kit import db
from ansinh.wire import eid
from tests.identity.standin import ISSUER, NOW, a_person
from tests.portal import records
from tests.portal.conftest import LANGUAGE, SESSION, Rig

pytestmark = pytest.mark.browser

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def _open(chromium: Any, base: str, *, session: str | None = None, language: str = "vi", **options: Any) -> Any:
    context = chromium.new_context(**{"viewport": DESKTOP, **options})
    context.add_cookies([{"name": LANGUAGE, "value": language, "url": base}])
    if session is not None:
        context.add_cookies([{"name": SESSION, "value": session, "url": base}])
    return context.new_page()


def _pages(rig: Rig) -> list[tuple[str, str | None]]:
    """Every page there is: its address and the session to see it with."""
    with rig.database.transaction() as conn:
        family = records.family(conn)
        for minutes_ago in (5, 60, 3000):
            records.looked_up(conn, family.mother, minutes_ago=minutes_ago)
        mother = records.logged_in(conn)
        reference = records.represents(conn, mother, family.child)
        without = [
            records.logged_in(conn, a_person(subject="level 1", account_level=1)),
            records.logged_in(conn, a_person("001185000099", subject="nobody")),
            records.logged_in(conn, a_person(subject="review", full_name="Trần Thị Lạ")),
            _declined(conn, a_person(subject="declined", full_name="Trần Thị Lạ Lắm")),
            records.logged_in(
                conn, a_person("001222000002", subject="first", full_name="Nguyễn Minh Mẫu Nhi", birth_date="2022-05-01"), is_linked=False
            ),
        ]
        failures = [identity.record_problem(conn, failure, issuer=ISSUER, now=NOW).reference for failure in LoginFailure]
    return [
        ("/", None),
        ("/", mother),
        ("/record", mother),
        ("/record/access", mother),
        ("/account", mother),
        ("/account", without[-2]),
        ("/representation", mother),
        (f"/represented/{reference}", mother),
        ("/record", None),
        ("/signed-out", None),
        ("/signed-out?exchange=unreachable", None),
        ("/nothing-here", None),
        *((("/record"), token) for token in without),
        *((f"/login/problem/{reference}", None) for reference in failures),
    ]


def _declined(conn: db.Connection, person: eid.EidClaims) -> str:
    """The session of somebody whom an officer found to be another person."""
    records.logged_in(conn, person)
    case = identity.open_cases(conn)[-1].reference
    found = identity.case_file(conn, case)
    assert found is not None
    identity.decide_case(
        conn,
        case,
        verdict=identity.Verdict.NOT_SAME,
        participant_id=None,
        explanation="Hai người.",
        seen=found.facts,
        officer="mau",
        now=NOW,
    )
    return records.logged_in(conn, person)


@pytest.mark.parametrize(("language", "scheme"), [("vi", "light"), ("en", "dark")])
def test_axe_finds_nothing_wrong_on_any_page(rig: Rig, served: str, chromium: Any, language: str, scheme: str) -> None:
    page = _open(chromium, served, language=language, color_scheme=scheme)
    found = {}
    for path in _walked(page, served, _pages(rig)):
        violations = Axe().run(page).response["violations"]
        if violations:
            found[path] = [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations]
    assert found == {}


def test_no_page_is_wider_than_a_phone(rig: Rig, served: str, chromium: Any) -> None:
    page = _open(chromium, served, viewport=PHONE)
    wide = [path for path in _walked(page, served, _pages(rig)) if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]]
    assert wide == []


def test_no_page_is_cut_when_text_is_twice_as_large(rig: Rig, served: str, chromium: Any) -> None:
    """WCAG 2.2, 1.4.4 and 1.4.10: a window of 1280 pixels at 400 percent is one of 320."""
    page = _open(chromium, served, viewport={"width": 320, "height": 640})
    for path in _walked(page, served, _pages(rig)[:4]):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_what_can_be_pressed_is_large_enough_for_a_finger(rig: Rig, served: str, chromium: Any) -> None:
    """WCAG 2.2, 2.5.8: 24 by 24 pixels; links inside sentences are excepted."""
    page = _open(chromium, served, viewport=PHONE)
    for path in _walked(page, served, _pages(rig)[:4]):
        small = page.evaluate(
            """[...document.querySelectorAll('header a:not(.skip), button, .button, summary')]
               .map(each => [each.textContent.trim(), each.getBoundingClientRect()])
               .filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""
        )
        assert small == [], path


def test_a_citizen_finds_the_way_with_the_keyboard_alone(rig: Rig, served: str, chromium: Any) -> None:
    with rig.database.transaction() as conn:
        records.family(conn)
        token = records.logged_in(conn)
    page = _open(chromium, served, session=token, java_script_enabled=True)
    page.goto(served)
    page.keyboard.press("Tab")
    assert _focused(page) == "Đến nội dung chính"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert _focused(page) == "Mở hồ sơ của tôi"
    page.keyboard.press("Enter")
    page.wait_for_url("**/record")
    _tab_to(page, "Xem dạng bảng")
    page.keyboard.press("Enter")
    assert page.get_by_role("cell", name="Trạm y tế Mẫu Hai").is_visible()
    page.keyboard.press("Home")
    _tab_to(page, "Ai đã xem")
    page.keyboard.press("Enter")
    page.wait_for_url("**/record/access")
    _tab_to(page, "Đăng xuất")
    assert _outline(page) == "3px"


def test_every_stop_of_the_tab_key_is_seen(rig: Rig, served: str, chromium: Any) -> None:
    with rig.database.transaction() as conn:
        records.family(conn)
        token = records.logged_in(conn)
    page = _open(chromium, served, session=token, viewport=PHONE)
    page.goto(f"{served}/record")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert _outline(page) == "3px", _focused(page)
        assert page.evaluate("document.activeElement.getBoundingClientRect().bottom > 0"), _focused(page)


def test_everything_works_without_javascript(rig: Rig, served: str, chromium: Any) -> None:
    with rig.database.transaction() as conn:
        records.family(conn)
        token = records.logged_in(conn)
    page = _open(chromium, served, session=token, java_script_enabled=False, viewport=PHONE)
    page.goto(f"{served}/record")
    page.get_by_role("link", name="English").click()
    assert page.get_by_role("heading", level=1).inner_text() == "My record"
    page.get_by_text("Show each contribution").click()
    assert page.get_by_role("cell", name="VND 12,400,000").is_visible()
    page.get_by_role("link", name="Who looked").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Who looked at my record"


def test_the_browser_lets_the_sign_out_form_lead_to_the_exchange(rig: Rig, served: str, chromium: Any) -> None:
    """Chromium holds every redirect after a form against the policy of the page it was on."""
    with rig.database.transaction() as conn:
        records.family(conn)
        token = records.logged_in(conn)
    page = _open(chromium, served, session=token)
    page.route(f"{ISSUER}/**", lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>The exchange</h1>"))
    page.goto(f"{served}/record")
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(re.compile(re.escape(f"{ISSUER}/oidc/logout")))
    assert page.get_by_role("heading", level=1).inner_text() == "The exchange"


def test_no_page_asks_for_anything_from_elsewhere_or_complains(rig: Rig, served: str, chromium: Any) -> None:
    page = _open(chromium, served)
    elsewhere: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    walked = list(_walked(page, served, _pages(rig)[:4]))
    assert len(walked) == 4
    assert [url for url in elsewhere if not url.startswith((served, "data:"))] == []
    assert said == []


def _walked(page: Any, base: str, pages: list[tuple[str, str | None]]) -> Iterator[str]:
    """Opens one page after the other, everything on it unfolded, and gives its address."""
    for path, session in pages:
        page.context.clear_cookies(name=SESSION)
        if session is not None:
            page.context.add_cookies([{"name": SESSION, "value": session, "url": base}])
        page.goto(f"{base}{path}")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        yield path


def _focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def _outline(page: Any) -> str:
    return str(page.evaluate("getComputedStyle(document.activeElement).outlineWidth"))


def _tab_to(page: Any, text: str) -> None:
    for _ in range(30):
        if _focused(page) == text:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not lead to {text}")
