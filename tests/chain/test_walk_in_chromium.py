"""One walk through everything in a real browser, as a person, a telephone and an officer: the whole chain as `ansinh dev` starts it."""

import time
from typing import Any
from urllib.parse import urlsplit

import pytest

from ansinh.wiring import crowd
from tests.chain.test_chain import PEOPLE, TODAY
from tests.chain.test_chain_by_name import Named, authorization, back, device, give_password, make_passkey, named

pytestmark = pytest.mark.browser
__all__ = ["back", "named"]  # fixtures: a system and a relying party of this module's own


def _telephone(chromium: Any, named: Named, person: dict[str, Any]) -> Any:
    """The person's telephone with the app open and logins at computers allowed."""
    page = chromium.new_context(viewport={"width": 390, "height": 800}, locale="vi-VN", has_touch=True).new_page()
    page.goto(f"{named.realm}/app")
    page.get_by_label("Số định danh cá nhân").fill(person["username"])
    page.get_by_label("Mật khẩu").fill(person["password"])
    page.get_by_role("button", name="Mở ứng dụng").click()
    page.locator("form[action$='/app/web-login'] button").click()
    return page


def _approve(web: Any, telephone: Any, named: Named) -> None:
    """What stands on the computer is scanned, and its number recognised on the telephone; the computer notices by itself."""
    code = web.locator("strong.typed").first.inner_text()
    telephone.goto(f"{named.realm}/app/scan?c={code}")
    telephone.locator("form[action$='/app/scan'] button").click()
    number = web.locator("output").inner_text()  # the computer's page moves on when the picture was scanned
    telephone.get_by_role("button", name=number, exact=True).click()


def _officer_decides(chromium: Any, named: Named, reference: str) -> None:
    colleague = next(each for each in crowd.colleagues() if each["role"] == "cases")
    page = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN").new_page()
    page.goto(f"{named.origin(0)}/console/cases/{reference}")
    page.locator("input[name=username]").fill(colleague["username"])
    page.locator("input[name=password]").fill(colleague["password"])
    page.locator("main button[type=submit]").first.click()
    page.goto(f"{named.origin(0)}/console/cases/{reference}")
    page.get_by_label("Cùng một người").check()
    page.locator("[name=reason]").first.fill("Đã xem giấy khai sinh.")
    page.get_by_role("button", name="Ghi quyết định").click()
    page.wait_for_url("**/console/cases?done=case_decided")


def _heading(page: Any) -> str:
    return str(page.get_by_role("heading", level=1).inner_text())


def _is_asked_to_log_in_by(named: Named, page: Any, address: str) -> bool:
    """Whether the provider itself shows its login page: nobody is logged in there, nor at the exchange on the way."""
    page.goto(address)
    return str(page.url).startswith(named.realm) and page.locator("input[name=password]").count() == 1


def test_approval_mismatch_officer_passkey_consent_and_sign_out_from_both_ends(named: Named, back: str, chromium: Any) -> None:
    person = next(row for row in crowd.people(PEOPLE, today=TODAY) if row["trouble"] == "name_differs")
    portal = named.origin(0)
    web, telephone = device(chromium), _telephone(chromium, named, person)

    # Logs in by approval in the app; name and record differ, so there is a case and no record.
    web.goto(f"{portal}/login")
    _approve(web, telephone, named)
    web.wait_for_url(f"{portal}/record")
    assert _heading(web) == "Hồ sơ đang được kiểm tra"
    reference = web.locator("code").first.inner_text()
    assert str(person["card_number"]) not in web.content()

    # An officer decides it in the console.
    _officer_decides(chromium, named, reference)

    # A new login with one factor: one step is missing, and the step-up with a passkey gives it.
    make_passkey(web, named, person)
    web.goto(f"{portal}/record")
    web.get_by_role("button", name="Đăng xuất").click()
    web.wait_for_url(f"{portal}/signed-out**")
    web.goto(f"{portal}/login")
    give_password(web, person)
    web.wait_for_url(f"{portal}/record")
    assert _heading(web) == "Còn một bước nữa"
    web.get_by_role("button", name="Xác nhận là tôi").click()
    give_password(web, person)
    web.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    web.wait_for_url(f"{portal}/record")
    assert _heading(web) == "Hồ sơ của tôi"
    assert "".join(person["card_number"]) in "".join(web.inner_text("main").split())

    # Another service asks; the person reads what would be sent, and agrees. No login is needed for it.
    web.goto(authorization(named, back, client_id="sandbox-consent", scope="openid profile"))
    assert urlsplit(web.url).netloc == urlsplit(named.origin(1)).netloc
    web.locator("button[value=agree]").click()
    web.wait_for_url(f"{back}**")
    assert "code=" in web.url

    # Signing out at the portal ends the portal, the exchange and the provider.
    web.goto(f"{portal}/record")
    web.get_by_role("button", name="Đăng xuất").click()
    web.wait_for_url(f"{portal}/signed-out**")
    assert web.goto(f"{portal}/record").status == 401
    assert _is_asked_to_log_in_by(named, web, f"{named.origin(1)}/my")

    # Signing out at the provider ends the portal, though nobody tells the browser.
    web.goto(f"{portal}/login")
    give_password(web, person)
    web.wait_for_url(f"{portal}/record")
    assert _heading(web) == "Hồ sơ của tôi"
    web.goto(f"{named.realm}/protocol/openid-connect/logout")
    web.locator("main button[type=submit]").first.click()
    deadline = time.monotonic() + 300
    while web.goto(f"{portal}/record").status == 200:
        assert time.monotonic() < deadline, "the portal never heard of the sign-out"
        time.sleep(0.5)
    assert web.goto(f"{portal}/record").status == 401
