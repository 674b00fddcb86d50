"""The face step at the provider's pages: what it adds, what it refuses, and that it says what it compares."""

import httpx2
import pytest
from starlette.testclient import TestClient

from ansinh.sandbox import eid
from ansinh.sandbox.eid.factors import portraits
from tests.exchange.world import ISSUER, LEVEL_1, LEVEL_2, PROVIDER, Browser, World, hidden, query_of
from tests.sandbox_eid.handset import APP, AUTHENTICATE, begun, computer, handset, told
from tests.sandbox_eid.test_eid_faces import png_header

FACE = f"{ISSUER}/login-actions/face"
AT_3, AT_4 = "urn:ansinh:acr:2.3", "urn:ansinh:acr:2.4"


def portrait_of(world: World, account: eid.Account = LEVEL_2) -> bytes:
    """As its owner fetches it in the app."""
    answer = handset(world, account, allowed=False).browser.get(f"{APP}/portrait")
    assert answer.headers["content-type"] == "image/png"
    return answer.content


def step(browser: Browser, world: World, acr: str, account: eid.Account = LEVEL_2) -> httpx2.Response:
    """The page after the password."""
    return world.submit(browser, begun(browser, acr_values=acr), account)


def show(browser: Browser, page: httpx2.Response, picture: bytes, **changes: str) -> httpx2.Response:
    client: TestClient = browser.clients[PROVIDER]
    return client.post(FACE, data=hidden(page) | changes, files={"picture": ("me.png", picture, "image/png")})


def test_a_password_and_the_own_drawing_are_level_3(world: World) -> None:
    browser = computer(world)
    page = step(browser, world, AT_3)
    assert "chỉ so sánh hình vẽ" in page.text
    assert told(world, show(browser, page, portrait_of(world))) == (AT_3, ("pwd", "face", "mfa"))


def test_with_a_one_time_code_too_it_is_level_4(world: World) -> None:
    browser = computer(world)
    page = step(browser, world, AT_4)
    after_face = show(browser, page, portrait_of(world))
    assert "Thêm một bước" in after_face.text
    done = browser.post(AUTHENTICATE, hidden(after_face) | {"code": world.code_of(LEVEL_2)})
    assert told(world, done) == (AT_4, ("pwd", "otp", "face", "mfa"))


def test_somebody_elses_drawing_is_refused_and_five_are_enough(world: World) -> None:
    browser = computer(world)
    page = step(browser, world, AT_3)
    other = portraits.draw("001190000009")
    assert [show(browser, page, other).status_code for _ in range(6)] == [422] * 5 + [429]
    assert show(browser, page, portrait_of(world)).status_code == 429
    assert world.count("sandbox_eid.sessions") == 0


@pytest.mark.parametrize(
    ("picture", "said"),
    [(b"", "không phải là ảnh"), (b"<svg/>", "không phải là ảnh"), (png_header(60_000, 60_000), "quá lớn"), (bytes(1_000_001), "quá lớn")],
    ids=["nothing", "no_picture", "bomb", "bytes"],
)
def test_what_cannot_be_compared_is_said_and_lifts_nothing(world: World, picture: bytes, said: str) -> None:
    browser = computer(world)
    refused = show(browser, step(browser, world, AT_3), picture)
    assert refused.status_code == 422
    assert said in refused.text
    assert world.count("sandbox_eid.sessions") == 0


def test_a_body_beyond_the_limit_is_not_read(world: World) -> None:
    browser = computer(world)
    assert show(browser, step(browser, world, AT_3), bytes(1_100_000)).status_code == 413


def test_an_account_of_level_1_has_no_face_to_compare_with(world: World) -> None:
    browser = computer(world)
    page = world.submit(browser, begun(browser, acr_values="urn:ansinh:acr:1.2"), LEVEL_1)
    assert 'type="file"' not in page.text
    assert show(browser, page, portrait_of(world)).status_code == 400
    assert handset(world, LEVEL_1, allowed=False).browser.get(f"{APP}/portrait").status_code == 400


def test_a_face_is_no_first_step(world: World) -> None:
    browser = computer(world)
    assert show(browser, begun(browser, acr_values=AT_3), portrait_of(world)).status_code == 400


def test_a_portrait_is_shown_to_its_owner_alone(world: World) -> None:
    assert 'name="password"' in computer(world).get(f"{APP}/portrait").text


def test_14_a_picture_with_a_form_that_is_not_the_providers_own_does_nothing(world: World) -> None:
    browser = computer(world)
    page = step(browser, world, AT_3)
    assert show(browser, page, portrait_of(world), csrf="guess").status_code == 400
    assert browser.post(FACE, hidden(page)).status_code == 400  # not multipart


def test_a_level_2_demand_may_be_met_with_a_face_instead_of_a_code(world: World) -> None:
    browser = computer(world)
    done = show(browser, step(browser, world, "urn:ansinh:acr:2.2"), portrait_of(world))
    assert told(world, done)[0] == AT_3
    assert "code" in query_of(done)


def test_the_app_shows_how_far_the_account_was_proofed(world: World) -> None:
    shown = handset(world, allowed=False).screen().text
    assert "Xác minh trực tiếp ảnh và vân tay" in shown
    assert "<dd>chưa</dd>" not in shown
    assert "<dd>chưa</dd>" in handset(world, LEVEL_1, allowed=False).screen().text
