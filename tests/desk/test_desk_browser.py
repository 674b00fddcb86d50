"""The counter's page in a real browser, live: by keyboard alone, by axe, at the width of a phone, in both languages, with cards good and bad."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from ansinh.desk import Stage
from ansinh.doors import desk as page
from ansinh.sandbox.cards import CardTrouble
from tests import browsing
from tests.desk.at_the_counter import CAN, Place
from tests.desk.conftest import CardOf

pytestmark = pytest.mark.browser
LANGUAGE = "ansinh_lang"


@pytest.fixture
def live(place_of: Callable[..., Place]) -> Iterator[tuple[Place, str]]:
    """A counter and the address of its page."""
    place = place_of()
    site = place.site(is_sandbox=True)
    with browsing.served(page.app(site)) as base:
        yield place, base
        site.closing.set()


def _open(chromium: Any, base: str, *, language: str = "vi", **options: Any) -> Any:
    context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    context.add_cookies([{"name": LANGUAGE, "value": language, "url": base}])
    shown = context.new_page()
    shown.goto(base)
    return shown


def _wrong(shown: Any) -> list[Any]:
    violations = Axe().run(shown).response["violations"]
    return [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations]


def test_a_clerk_reads_a_card_with_the_keyboard_alone_and_never_loads_a_page(
    live: tuple[Place, str], chromium: Any, card_of: CardOf
) -> None:
    place, base = live
    shown = _open(chromium, base)
    said: list[str] = []
    elsewhere: list[str] = []
    shown.on("console", lambda message: said.append(message.text))
    shown.on("request", lambda request: elsewhere.append(request.url))
    shown.evaluate("window.sameLoad = true")
    place.lay(card_of())
    shown.get_by_label("6 số cuối, hoặc mã QR").wait_for()
    assert shown.evaluate("document.activeElement.id") == "text"
    shown.keyboard.type("123456\n")
    shown.get_by_role("alert").filter(has_text="Sáu số này không mở được thẻ").wait_for()
    assert shown.evaluate("document.activeElement.id") == "text"
    shown.keyboard.type(f"{CAN}\n")
    heading = shown.get_by_role("heading", level=1, name="Thẻ thật")
    heading.wait_for()
    assert shown.evaluate("document.activeElement.textContent").startswith("Thẻ thật")
    assert shown.get_by_role("status").first.inner_text().startswith("Thẻ thật")
    assert shown.get_by_role("img", name="Ảnh trong chip của Nguyễn Thị Mẫu").evaluate("each => each.complete && each.naturalWidth > 0")
    shown.get_by_role("button", name="Người tiếp theo").press("Enter")
    shown.get_by_role("heading", name="Nhấc thẻ ra khỏi đầu đọc").wait_for()
    assert "Nguyễn Thị Mẫu" not in shown.content()
    place.slot.take()
    shown.get_by_role("heading", name="Mời đặt thẻ lên đầu đọc").wait_for()
    assert shown.evaluate("window.sameLoad")
    assert said == []
    assert [url for url in elsewhere if not url.startswith((base, "data:"))] == []


@pytest.mark.parametrize(("language", "scheme", "width"), [("vi", "light", 1280), ("en", "dark", 320)])
def test_axe_finds_nothing_wrong_at_any_stage_and_no_stage_is_wider_than_the_screen(
    live: tuple[Place, str], chromium: Any, card_of: CardOf, language: str, scheme: str, width: int
) -> None:
    place, base = live
    shown = _open(chromium, base, language=language, color_scheme=scheme, viewport={"width": width, "height": 740})
    found: dict[str, Any] = {}

    def judge(name: str, wait_for: str) -> None:
        shown.locator(wait_for).first.wait_for()
        is_wide = shown.evaluate("document.documentElement.scrollWidth") > width
        wrong = _wrong(shown)
        if wrong or is_wide:
            found[name] = (is_wide, wrong)

    judge("waiting", ".lay")
    place.lay(card_of())
    judge("asking", "#text")
    place.counter.give("nothing")
    judge("not a number", "#fault")
    place.counter.give(CAN)
    place.until(lambda view: view.stage is Stage.VERIFIED)
    judge("verified", ".verdict.good")
    place.lay(card_of(CardTrouble.CLONE))
    place.counter.give(CAN)
    judge("rejected", ".verdict.bad")
    assert found == {}


def test_a_page_whose_program_ended_says_so(place_of: Callable[..., Place], chromium: Any) -> None:
    site = place_of().site()
    with browsing.served(page.app(site)) as base:
        shown = _open(chromium, base)
        shown.get_by_role("heading", name="Mời đặt thẻ lên đầu đọc").wait_for()
        site.closing.set()
    shown.get_by_role("alert").filter(has_text="Mất liên lạc với chương trình").wait_for()


def test_a_page_whose_program_ended_forgets_the_person(place_of: Callable[..., Place], chromium: Any, card_of: CardOf) -> None:
    """Nobody else would: neither the next card nor ten minutes come where there is no program."""
    place = place_of()
    site = place.site()
    with browsing.served(page.app(site)) as base:
        shown = _open(chromium, base)
        place.read(card_of())
        shown.get_by_role("heading", level=1, name="Thẻ thật").wait_for()
        assert "Nguyễn Thị Mẫu" in shown.content()
        site.closing.set()
    shown.get_by_role("heading", level=1, name="Thẻ thật").wait_for(state="detached", timeout=60_000)
    assert "Nguyễn Thị Mẫu" not in shown.content()
    assert shown.get_by_role("alert").filter(has_text="Mất liên lạc với chương trình").is_visible()


def test_a_page_that_was_left_and_is_gone_back_to_shows_the_counter_as_it_is_now(
    live: tuple[Place, str], chromium: Any, card_of: CardOf
) -> None:
    place, base = live
    shown = _open(chromium, base)
    place.read(card_of())
    shown.get_by_role("heading", level=1, name="Thẻ thật").wait_for()
    shown.goto(f"{base}/healthz")
    place.counter.clear()
    place.until(lambda view: view.found is None)
    shown.go_back()
    shown.get_by_role("heading", name="Nhấc thẻ ra khỏi đầu đọc").wait_for()
    assert "Nguyễn Thị Mẫu" not in shown.content()


def test_what_a_clerk_typed_of_a_visit_stays_when_the_card_is_taken_away(
    place_of: Callable[..., Place], chromium: Any, card_of: CardOf
) -> None:
    place = place_of()
    site = place.site()
    place.counter._gateway = object()  # type: ignore[assignment] # the form is shown where there is one; nothing is sent here
    with browsing.served(page.app(site)) as base:
        shown = _open(chromium, base)
        place.lay(card_of())
        place.counter._challenge = None
        place.counter._gateway = None
        place.counter.give(CAN)
        place.until(lambda view: view.stage is Stage.VERIFIED)
        place.counter._gateway = object()  # type: ignore[assignment]
        shown.reload()
        shown.get_by_label("Số lượt khám").fill("BA-2026-77")
        place.slot.take()
        shown.locator(".equipment", has_text="không có").wait_for()
        assert shown.get_by_label("Số lượt khám").input_value() == "BA-2026-77"
        assert shown.evaluate("document.activeElement.id") == "visit_id"
        site.closing.set()
