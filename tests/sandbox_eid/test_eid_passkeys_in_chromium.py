"""Passkeys in a real browser with Chromium's virtual authenticator (CDP, domain WebAuthn), at the provider's own pages."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from starlette.types import ASGIApp, Receive, Scope, Send

from ansinh import oidc
from ansinh import provider as openid
from ansinh.kit import clock, db
from ansinh.sandbox import eid
from ansinh.sandbox.eid.factors import portraits
from tests.browsing import served
from tests.exchange.world import LEVEL_2, PROVIDER_KEY, UPSTREAM_CLIENT, UPSTREAM_SECRET, VERIFIER

pytestmark = pytest.mark.browser
AT_2, AT_3 = "urn:ansinh:acr:2.2", "urn:ansinh:acr:2.3"


@pytest.fixture
def realm(database: db.Database) -> Iterator[str]:
    """The realm of a provider that is served by name."""
    made: list[ASGIApp] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await made[0](scope, receive, send)  # made once its address is known

    with served(app) as address:
        origin = address.replace("127.0.0.1", "localhost")
        made.append(eid.build_app(database=database, base_url=origin, signing_keys=[PROVIDER_KEY]))
        with database.transaction() as conn:
            client = replace(UPSTREAM_CLIENT, redirect_uris=(f"{origin}/back",))
            openid.register_client(conn, origin + eid.REALM, client, secret=UPSTREAM_SECRET, now=clock.utc_now())
            eid.open_accounts(conn, [LEVEL_2])
        yield origin + eid.REALM


def login(realm: str, **more: str) -> str:
    request = {
        "response_type": "code",
        "client_id": UPSTREAM_CLIENT.client_id,
        "redirect_uri": realm.removesuffix(eid.REALM) + "/back",
        "scope": "openid",
        "code_challenge": oidc.challenge_of(VERIFIER),
        "code_challenge_method": "S256",
        **more,
    }
    return oidc.with_query(f"{realm}/protocol/openid-connect/auth", dict(request))


def device(chromium: Any, *, width: int = 1280, verifies: bool = True, **options: Any) -> Any:
    """A page of a device whose authenticator is unlocked by its owner, or, where it does not verify, by nobody."""
    page = chromium.new_context(viewport={"width": width, "height": 800}, locale="vi-VN", **options).new_page()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    added = session.send(
        "WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": verifies, "automaticPresenceSimulation": True}}
    )
    assert added["authenticatorId"]
    return page


def open_app(page: Any, realm: str) -> None:
    page.goto(f"{realm}/app")
    page.get_by_label("Số định danh cá nhân").fill(LEVEL_2.username)
    page.get_by_label("Mật khẩu").fill(LEVEL_2.password)
    page.get_by_role("button", name="Mở ứng dụng").click()


def begin_passkey(page: Any, realm: str) -> None:
    open_app(page, realm)
    page.get_by_role("link", name="Khóa truy cập (passkey) của tôi").click()
    page.get_by_label("Tên của khóa").fill("Máy tính ở nhà")
    page.get_by_label("Mật khẩu").fill(LEVEL_2.password)
    page.get_by_role("button", name="Tiếp tục").click()


def make_passkey(page: Any, realm: str) -> None:
    begin_passkey(page, realm)
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    page.get_by_text("Đã thêm khóa truy cập").wait_for()


def give_password(page: Any) -> None:
    page.get_by_label("Số định danh cá nhân").fill(LEVEL_2.username)
    page.get_by_label("Mật khẩu").fill(LEVEL_2.password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def level_of_session(database: db.Database) -> int:
    with database.transaction() as conn:
        rows = conn.execute("SELECT authentication_level FROM sandbox_eid.sessions").fetchall()
    assert len(rows) == 1
    return int(rows[0][0])


def test_a_passkey_is_made_and_steps_a_login_up_from_authentication_level_1_to_2(realm: str, chromium: Any, database: db.Database) -> None:
    page = device(chromium)
    make_passkey(page, realm)
    page.goto(login(realm))
    give_password(page)
    page.wait_for_url("**/back?**")
    assert level_of_session(database) == 1
    page.goto(login(realm, acr_values=AT_2))
    give_password(page)
    page.get_by_role("heading", name="Khóa truy cập (passkey)").wait_for()
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.wait_for_url("**/back?**")
    assert level_of_session(database) == 2


def test_a_passkey_alone_logs_in_without_a_name(realm: str, chromium: Any, database: db.Database) -> None:
    page = device(chromium)
    make_passkey(page, realm)
    page.goto(login(realm, acr_values=AT_2))
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.wait_for_url("**/back?**")
    assert level_of_session(database) == 2
    page.goto(f"{realm}/app/passkeys")
    assert "chưa dùng" not in page.content()


def test_48_a_device_nobody_unlocks_makes_no_passkey_and_the_page_says_so(realm: str, chromium: Any) -> None:
    page = device(chromium, verifies=False)
    begin_passkey(page, realm)
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    page.get_by_text("Không dùng được khóa truy cập").wait_for()


def test_a_device_without_a_passkey_is_told_and_may_go_another_way(realm: str, chromium: Any) -> None:
    page = device(chromium)
    page.goto(login(realm))
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.get_by_text("Không dùng được khóa truy cập").wait_for()
    give_password(page)
    page.wait_for_url("**/back?**")


def test_the_face_step_takes_a_file_and_reaches_level_3_without_scripts(
    realm: str, chromium: Any, database: db.Database, tmp_path: Path
) -> None:
    (tmp_path / "portrait.png").write_bytes(portraits.draw(LEVEL_2.username))
    page = chromium.new_context(locale="vi-VN", java_script_enabled=False).new_page()
    page.goto(login(realm, acr_values=AT_3))
    give_password(page)
    page.get_by_label("Ảnh").set_input_files(tmp_path / "portrait.png")
    page.get_by_role("button", name="So sánh").click()
    page.wait_for_url("**/back?**")
    assert level_of_session(database) == 3


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_wrong_on_the_pages_of_passkeys_and_faces_and_none_is_wider_than_its_window(
    realm: str, chromium: Any, width: int
) -> None:
    page = device(chromium, width=width, bypass_csp=True)

    def judge() -> None:
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    begin_passkey(page, realm)
    judge()
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    page.get_by_text("Đã thêm khóa truy cập").wait_for()
    judge()
    page.goto(f"{realm}/app")
    judge()
    page.goto(login(realm, acr_values=AT_3))
    judge()
    give_password(page)
    page.get_by_role("heading", name="Khuôn mặt").wait_for()
    judge()
