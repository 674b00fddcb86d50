"""The registration console: developers log in through the exchange, register, read what went wrong; an officer decides."""

import re

import httpx2
import pytest

from ansinh import exchange, oidc, provider
from ansinh.sandbox import eid
from tests.exchange.world import EXCHANGE, EXCHANGE_KEY, LEVEL_1, LEVEL_2, PROVIDER, Browser
from tests.partners.conftest import HOME, OFFICER, SOUND, Desk, appoint, client_id_of, csrf_of, hidden, send_form

SECRET = re.compile(r"<pre[^>]*><code>([A-Za-z0-9_-]{43})</code>")


def _act(browser: Browser, path: str, **fields: str) -> httpx2.Response:
    page = browser.get(f"{HOME}/clients")
    return browser.post(f"{HOME}{path}", {"csrf_token": csrf_of(page), **fields})


def _client(desk: Desk, client_id: str) -> oidc.Client | None:
    with desk.world.database.transaction() as conn:
        return provider.find_client(conn, EXCHANGE, client_id)


def test_a_developer_logs_in_through_the_exchange_in_the_secure_profile(desk: Desk) -> None:
    browser = desk.developer()
    page = browser.get(f"{HOME}/clients")
    assert "Trần Thị Thử" in page.text
    started = next(address for address in browser.visited if "/oauth2/authorize" in address)
    assert "request_uri=" in started
    assert "state=" not in started


def test_an_account_of_level_1_does_not_get_in_and_reads_why(desk: Desk) -> None:
    browser = desk.browser()
    page = desk.world.submit(browser, browser.get(f"{HOME}/login"), LEVEL_1)
    assert page.status_code == 400
    assert "mức 2" in page.text
    assert "unmet_authentication_requirements" in page.text


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/my", "/partners/../my", ""])
def test_a_login_ends_in_the_console_whatever_the_link_said(desk: Desk, elsewhere: str) -> None:
    browser = desk.browser()
    page = browser.get(oidc.with_query(f"{HOME}/login", {"next": elsewhere}))
    desk.world.submit(browser, page, LEVEL_2)
    assert browser.visited[-1] == f"{HOME}/clients"


def test_a_login_leads_back_to_the_page_that_was_wanted(desk: Desk) -> None:
    browser = desk.browser()
    page = browser.get(f"{HOME}/new")
    desk.world.submit(browser, page, LEVEL_2)
    assert browser.visited[-1] == f"{HOME}/new"


def test_a_sandbox_client_is_registered_and_its_secret_shown_once(desk: Desk) -> None:
    browser = desk.developer()
    page = send_form(browser)
    [secret] = SECRET.findall(page.text)
    client = _client(desk, client_id_of(page))
    assert client is not None
    assert client.secret_sha256 == oidc.secret_hash(secret)
    assert secret not in browser.get(f"{HOME}/clients/{client.client_id}").text
    assert page.headers["cache-control"] == "no-store"


def test_the_same_form_sent_again_registers_nothing_and_shows_no_secret(desk: Desk) -> None:
    browser = desk.developer()
    page = browser.get(f"{HOME}/new?environment=sandbox")
    fields = {**SOUND, "environment": "sandbox", "client_id": hidden(page, "client_id"), "csrf_token": csrf_of(page)}
    browser.post(f"{HOME}/new", fields)
    again = browser.post(f"{HOME}/new", fields)
    assert SECRET.findall(again.text) == []
    assert desk.world.count("exchange.registrations") == 1


def test_every_rule_that_is_broken_is_named_and_what_was_typed_stays(desk: Desk) -> None:
    page = send_form(desk.developer(), redirect_uris="https://thuvien.vn/cb\nhttp://10.0.0.1/cb", name="", reason_HoVaTen="")
    assert page.status_code == 400
    assert "https://thuvien.vn/cb: ứng dụng thử chỉ trả kết quả" in page.text
    assert "http://10.0.0.1/cb: http chỉ được dùng với" in page.text
    assert "HoVaTen: cần nói để làm gì" in page.text
    assert "Cho mượn sách" in page.text
    assert desk.world.count("exchange.registrations") == 0


def test_a_made_key_is_shown_once_and_logs_somebody_in(desk: Desk) -> None:
    page = send_form(desk.developer(), profile="secure", auth_method="private_key_jwt")
    found = re.search(r"-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----", page.text, re.DOTALL)
    assert found is not None
    client = _client(desk, client_id_of(page))
    assert client is not None
    assert client.profile is oidc.SECURE
    assert list(client.keys) == [oidc.PartyKey(found[0].encode()).kid]


def test_a_private_key_that_is_uploaded_is_refused_and_not_repeated(desk: Desk) -> None:
    made = exchange.registrations.new_key()
    page = send_form(desk.developer(), profile="secure", auth_method="private_key_jwt", keys=made.private_pem)
    assert "khoá riêng" in page.text
    assert desk.world.count("exchange.registrations") == 0


def test_keys_are_turned_without_a_gap(desk: Desk) -> None:
    browser = desk.developer()
    client_id = client_id_of(send_form(browser, profile="secure", auth_method="private_key_jwt"))
    before = _client(desk, client_id)
    assert before is not None
    [old] = before.keys
    _act(browser, f"/clients/{client_id}/keys")
    both = _client(desk, client_id)
    assert both is not None
    assert len(both.keys) == 2
    _act(browser, f"/clients/{client_id}/keys/remove", kid=old)
    after = _client(desk, client_id)
    assert after is not None
    assert list(after.keys) == [each for each in both.keys if each != old]
    refused = _act(browser, f"/clients/{client_id}/keys/remove", kid=next(iter(after.keys)))
    assert "Không bỏ được khoá cuối cùng" in refused.text


def test_a_new_secret_ends_the_old_one_at_once(desk: Desk) -> None:
    browser = desk.developer()
    first = send_form(browser)
    second = _act(browser, f"/clients/{client_id_of(first)}/secret")
    [secret] = SECRET.findall(second.text)
    client = _client(desk, client_id_of(first))
    assert client is not None
    assert client.secret_sha256 == oidc.secret_hash(secret)
    assert SECRET.findall(first.text) != [secret]


def test_a_change_is_in_force_at_once_and_keeps_the_secret(desk: Desk) -> None:
    browser = desk.developer()
    first = send_form(browser)
    client_id = client_id_of(first)
    _act(browser, f"/clients/{client_id}/change", **{**SOUND, "redirect_uris": "http://127.0.0.1/moi"})
    client = _client(desk, client_id)
    assert client is not None
    assert client.redirect_uris == ("http://127.0.0.1/moi",)
    assert client.secret_sha256 == oidc.secret_hash(SECRET.findall(first.text)[0])


def test_a_blocked_client_is_unknown(desk: Desk) -> None:
    browser = desk.developer()
    client_id = client_id_of(send_form(browser))
    page = _act(browser, f"/clients/{client_id}/block")
    assert "Đã khoá" in page.text
    assert _client(desk, client_id) is None


@pytest.mark.parametrize("path", ["", "/change", "/logins"])
def test_another_developers_client_is_not_there(desk: Desk, path: str) -> None:
    client_id = client_id_of(send_form(desk.developer()))
    with desk.world.database.transaction() as conn:
        eid.open_accounts(conn, [OFFICER])
    assert desk.developer(OFFICER).get(f"{HOME}/clients/{client_id}{path}").status_code in {400, 404}


def test_14_a_form_without_the_token_of_the_session_changes_nothing(desk: Desk) -> None:
    browser = desk.developer()
    client_id = client_id_of(send_form(browser))
    for csrf in ("", "forged"):
        page = browser.post(f"{HOME}/clients/{client_id}/block", {"csrf_token": csrf})
        assert page.status_code == 403
    assert _client(desk, client_id) is not None


def test_pages_are_for_nobody_who_is_not_logged_in(desk: Desk) -> None:
    for path in ("/clients", "/new", "/approvals", "/clients/sb-000000000000"):
        browser = desk.browser()
        browser.get(f"{HOME}{path}")
        assert any("/oauth2/authorize" in address for address in browser.visited)


def test_28_a_sector_that_does_not_list_every_address_is_refused_at_the_form(desk: Desk) -> None:
    """Negative test 28: sector_identifier_uri mismatch -> registration refused."""
    desk.documents["http://127.0.0.1:7/good"] = ["http://127.0.0.1/callback", "http://localhost/callback"]
    desk.documents["http://127.0.0.1:7/bad"] = []
    browser = desk.developer()
    pairwise = {"subject_type": "pairwise", "redirect_uris": "http://127.0.0.1/callback\nhttp://localhost/callback"}
    assert "trên nhiều máy chủ" in send_form(browser, **pairwise).text
    assert "không liệt kê mọi địa chỉ" in send_form(browser, **pairwise, sector_identifier_uri="http://127.0.0.1:7/bad").text
    assert "Không lấy được tệp" in send_form(browser, **pairwise, sector_identifier_uri="http://127.0.0.1:7/absent").text
    assert desk.world.count("exchange.registrations") == 0
    client = _client(desk, client_id_of(send_form(browser, **pairwise, sector_identifier_uri="http://127.0.0.1:7/good")))
    assert client is not None
    assert (client.subject_type, client.sector) == ("pairwise", "127.0.0.1")


def test_36_no_sector_is_fetched_for_who_is_not_logged_in_or_has_no_token(desk: Desk) -> None:
    fields = {**SOUND, "subject_type": "pairwise", "sector_identifier_uri": "http://127.0.0.1:7/x", "csrf_token": "forged"}
    desk.browser().post(f"{HOME}/new", fields)
    desk.developer().post(f"{HOME}/new", fields)
    assert desk.outside.asked == []


def test_a_production_client_waits_for_an_officer_who_is_somebody_else(desk: Desk) -> None:
    with desk.world.database.transaction() as conn:
        eid.open_accounts(conn, [OFFICER])
    browser = desk.developer()
    client_id = client_id_of(send_form(browser, environment="production", redirect_uris="https://thuvien.vn/cb"))
    assert _client(desk, client_id) is None
    appoint(desk, browser.get(f"{HOME}/clients"))  # who asked is an officer too
    own = _stronger(desk, browser, LEVEL_2)
    assert "Phê duyệt</button>" not in own.get(f"{HOME}/approvals").text
    page = _act(own, f"/approvals/{client_id}/approve", seen=_asked_at(desk))
    assert "một cán bộ khác phải quyết định" in page.text
    other = desk.developer(OFFICER)
    appoint(desk, other.get(f"{HOME}/clients"))
    other = _stronger(desk, other, OFFICER)
    listed = other.get(f"{HOME}/approvals")
    assert "In tên lên thẻ bạn đọc" in listed.text
    _act(other, f"/approvals/{client_id}/approve", seen=hidden(listed, "seen"))
    client = _client(desk, client_id)
    assert client is not None
    assert client.redirect_uris == ("https://thuvien.vn/cb",)


def test_a_client_blocked_before_it_was_decided_on_stays_on_its_developers_pages(desk: Desk) -> None:
    browser = desk.developer()
    client_id = client_id_of(send_form(browser, environment="production", redirect_uris="https://thuvien.vn/cb"))
    assert "Đã khoá" in _act(browser, f"/clients/{client_id}/block").text
    for path in ("", f"/{client_id}"):
        assert browser.get(f"{HOME}/clients{path}").status_code == 200


def test_an_officer_steps_up_before_deciding(desk: Desk) -> None:
    browser = desk.developer()
    appoint(desk, browser.get(f"{HOME}/clients"))
    page = browser.get(f"{HOME}/approvals")
    assert page.request.url.host == "127.0.0.1"
    assert str(page.request.url).startswith(PROVIDER)  # the provider asks for one more factor


def test_the_officers_page_is_not_for_developers(desk: Desk) -> None:
    page = desk.developer().get(f"{HOME}/approvals")
    assert page.status_code == 403


def test_where_real_people_log_in_there_is_no_sandbox(desk: Desk) -> None:
    production = Desk(desk.world, is_sandbox=False)
    browser = production.developer()
    assert browser.get(f"{HOME}/new?environment=sandbox").status_code == 404
    assert "environment=sandbox" not in browser.get(f"{HOME}/clients").text


def test_the_trace_says_which_part_of_the_address_is_wrong(desk: Desk) -> None:
    browser = desk.developer()
    client_id = client_id_of(send_form(browser))
    wrong = oidc.with_query(
        f"{EXCHANGE}/oauth2/authorize",
        {"client_id": client_id, "redirect_uri": "http://127.0.0.1:5000/signin", "response_type": "code", "scope": "openid", "state": "s"},
    )
    refused = browser.get(wrong)
    page = browser.get(f"{HOME}/clients/{client_id}/logins")
    assert refused.status_code == 400
    assert "redirect_uri không phải địa chỉ đã đăng ký" in page.text
    assert "đường dẫn" in page.text
    assert "http://127.0.0.1:5000/signin" in page.text
    assert page.headers["refresh"] == "5"
    assert "refresh" not in browser.get(f"{HOME}/clients/{client_id}/logins?still=1").headers


def test_signing_out_of_the_console_signs_out_everywhere(desk: Desk) -> None:
    browser = desk.developer()
    page = browser.post(f"{HOME}/sign-out", {"csrf_token": csrf_of(browser.get(f"{HOME}/clients"))})
    assert "Bạn đã đăng xuất" in page.text
    assert any("/oidc/logout" in address for address in browser.visited)
    assert desk.world.count("exchange.console_sessions") == 0
    assert desk.world.count("exchange.sessions") == 0


def test_a_sign_out_elsewhere_ends_the_console(desk: Desk) -> None:
    browser = desk.developer()
    with desk.world.database.transaction() as conn:
        row = conn.execute("SELECT sid FROM exchange.console_sessions").fetchone()
    assert row is not None
    key = oidc.SigningKey(EXCHANGE_KEY)
    claims = oidc.logout_claims(issuer=EXCHANGE, client_id="partner-console", subject="x", sid=row[0], jti="one", now=desk.world.clock())
    token = key.sign(claims, typ=oidc.LOGOUT_TOKEN_TYPE)
    assert browser.clients[EXCHANGE].post("/partners/sign-out/told", data={"logout_token": token}).status_code == 200
    assert desk.world.count("exchange.console_sessions") == 0
    assert browser.clients[EXCHANGE].post("/partners/sign-out/told", data={"logout_token": token}).status_code == 400  # once


def test_a_login_answer_of_another_browser_opens_no_session(desk: Desk) -> None:
    attacker = desk.browser()
    back = _answer_address(desk, attacker)
    victim = desk.browser()
    page = victim.get(back)
    assert page.status_code == 400
    assert "trình duyệt khác" in page.text
    assert desk.world.count("exchange.console_sessions") == 0


def _answer_address(desk: Desk, browser: Browser) -> str:
    """Where an attacker's own login would end: kept back, to be given to somebody else."""
    page = browser.get(f"{HOME}/login")
    browser.clients[EXCHANGE].cookies.delete("ansinh_partners_login")
    desk.world.submit(browser, page, LEVEL_2)
    return next(address for address in browser.visited if address.startswith(f"{HOME}/callback"))


def _asked_at(desk: Desk) -> str:
    with desk.world.database.transaction() as conn:
        [waiting] = exchange.registrations.waiting(conn, EXCHANGE)
    assert waiting.asked_at is not None
    return waiting.asked_at.isoformat()


def _stronger(desk: Desk, browser: Browser, account: eid.Account) -> Browser:
    page = browser.get(f"{HOME}/approvals")
    if str(page.request.url).startswith(PROVIDER):
        page = desk.world.submit(browser, page, account, code=desk.world.code_of(account))
    assert page.status_code == 200, page.text
    return browser
