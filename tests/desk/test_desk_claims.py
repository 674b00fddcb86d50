"""What a card says of its holder stands as somebody's identity only under a verdict that vouches for it; else it is folded away as a claim."""

import dataclasses
import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from starlette.testclient import TestClient

from ansinh import desk
from ansinh.chip import verification
from ansinh.desk import Found, Stage
from ansinh.doors import desk as page
from ansinh.doors.desk import shown
from ansinh.sandbox.cards import CardTrouble
from tests import browsing
from tests.card_names import NAMES
from tests.desk.at_the_counter import CAN, NUMBER, Place
from tests.desk.conftest import CardOf

LANGUAGE = "ansinh_lang"
FOLDED = re.compile(r'<details class="claims" id="claims">.*?</details>', re.DOTALL)
CLAIMS = "What the card claims; not proven"


def opened(place: Place) -> TestClient:
    browser = TestClient(page.app(place.site()), base_url="http://127.0.0.1:8005", client=("127.0.0.1", 50000))
    browser.cookies.set(LANGUAGE, "en")
    return browser


def found_by(place: Place) -> Found:
    found = place.counter.view.found
    assert found is not None
    return found


@pytest.mark.parametrize("trouble", list(CardTrouble))
def test_what_a_bad_card_says_of_its_holder_is_folded_away_as_a_claim_and_no_portrait_stands_beside_it(
    place: Place, card_of: CardOf, trouble: CardTrouble
) -> None:
    assert place.read(card_of(trouble)).stage is Stage.REJECTED
    found, browser = found_by(place), opened(place)
    assert found.verified.verdict is NAMES[trouble]
    html = browser.get("/").text
    person = found.verified.person
    folded = FOLDED.findall(html)
    assert len(folded) == (person is not None)
    assert all(CLAIMS in each and person is not None and person.full_name in each for each in folded)
    outside = FOLDED.sub("", html)
    for claimed in ("Nguyễn Thị Mẫu", person.full_name if person else NUMBER, NUMBER, "1985"):
        assert claimed not in outside
    assert "/picture/" not in html
    assert browser.get(f"/picture/{found.number}").status_code == 404


def test_who_the_holder_of_a_good_card_is_stands_open_with_the_portrait(place: Place, card_of: CardOf) -> None:
    place.read(card_of())
    found, browser = found_by(place), opened(place)
    html = browser.get("/").text
    assert FOLDED.findall(html) == []
    assert "Nguyễn Thị Mẫu" in html
    assert browser.get(f"/picture/{found.number}").status_code == 200


def test_a_card_that_is_good_but_disputed_or_of_no_level_vouches_for_nobody(place: Place, card_of: CardOf) -> None:
    place.read(card_of())
    found = found_by(place)
    assert shown.is_vouched(found)
    disputed = dataclasses.replace(found, opinion=desk.Opinion(desk.Standing.DISAGREES, "police", "forged"))
    worthless = dataclasses.replace(found, verified=dataclasses.replace(found.verified, level=verification.Level.NONE))
    named = [dataclasses.replace(found, verified=dataclasses.replace(found.verified, verdict=each)) for each in verification.Verdict]
    assert not shown.is_vouched(disputed)
    assert not shown.is_vouched(worthless)
    assert {each.verified.verdict for each in named if shown.is_vouched(each)} == {
        verification.Verdict.GENUINE,
        verification.Verdict.NOT_PROVEN,
    }


def test_there_is_a_claim_to_fold_away_wherever_a_trusted_signer_signed_and_none_elsewhere(place: Place, card_of: CardOf) -> None:
    claims = {each for each in CardTrouble if place.read(card_of(each)) and found_by(place).verified.person is not None}
    assert {CardTrouble.REVOKED_SIGNER, CardTrouble.EXPIRED, CardTrouble.COPY} <= claims
    assert claims.isdisjoint({CardTrouble.CLONE, CardTrouble.FOREIGN_SIGNER})


def test_a_page_without_a_script_is_not_loaded_anew_while_there_is_a_claim_to_unfold(place: Place, card_of: CardOf) -> None:
    place.read(card_of(CardTrouble.REVOKED_SIGNER))
    assert '<meta http-equiv="refresh"' not in opened(place).get("/").text


@pytest.mark.browser
@pytest.mark.parametrize("trouble", [CardTrouble.REVOKED_SIGNER, CardTrouble.EXPIRED])
def test_a_claim_is_unfolded_with_the_keyboard_and_without_javascript(
    place_of: Callable[..., Place], chromium: Any, card_of: CardOf, trouble: CardTrouble
) -> None:
    place = place_of()
    place.read(card_of(trouble))
    site = place.site()
    with browsing.served(page.app(site)) as base:
        shown_page = chromium.new_context(java_script_enabled=False).new_page()
        shown_page.goto(base)
        name = shown_page.get_by_text("Nguyễn Thị Mẫu")
        assert not name.is_visible()
        for _ in range(30):
            shown_page.keyboard.press("Tab")
            if shown_page.locator("summary:focus").count():
                break
        shown_page.keyboard.press("Enter")
        name.wait_for(state="visible")
        site.closing.set()


@pytest.mark.browser
@pytest.mark.parametrize(("language", "scheme", "width"), [("vi", "light", 1280), ("en", "dark", 320)])
def test_an_unfolded_claim_stays_unfolded_when_the_card_is_taken_away_and_axe_finds_nothing_wrong(
    place_of: Callable[..., Place], chromium: Any, card_of: CardOf, language: str, scheme: str, width: int
) -> None:
    place = place_of()
    site = place.site()
    with browsing.served(page.app(site)) as base:
        context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 740})
        context.add_cookies([{"name": LANGUAGE, "value": language, "url": base}])
        live = context.new_page()
        live.goto(base)
        place.lay(card_of(CardTrouble.REVOKED_SIGNER))
        place.counter.give(CAN)
        live.locator(".verdict.bad").wait_for()
        claims = live.locator("#claims")
        assert not claims.evaluate("each => each.open")
        live.locator("#claims summary").press("Enter")
        assert claims.evaluate("each => each.open")
        place.slot.take()
        live.locator(".equipment", has_text="không có" if language == "vi" else "none").wait_for()
        assert claims.evaluate("each => each.open")
        assert live.evaluate("document.activeElement.id") == "claims-what"
        assert live.evaluate("document.documentElement.scrollWidth") <= width
        violations = Axe().run(live).response["violations"]
        assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations] == []
        site.closing.set()
