"""The old VssID account as a way to log in: typed on a page of ours, checked server to server, and worth what it is worth."""

import httpx2
import pytest
from starlette.testclient import TestClient

from ansinh import audit, exchange, oidc, terms
from ansinh.kit import crypto, db
from ansinh.sandbox import vssid
from tests.exchange.world import EXCHANGE, PROVIDER, Browser, InProcess, World, authorization, hidden, police, query_of

CLIENT, SECRET = "identity-exchange", "a-secret-of-the-exchange-at-the-account-service"
SERVICE = f"{PROVIDER}{vssid.PREFIX}"
NUMBER, PASSWORD = "0123456789", "mat-khau-vssid"
OLD_NUMBER = "9876543210"


def account(number: str, *, citizen_number: str | None) -> vssid.NewAccount:
    return vssid.NewAccount(
        number=terms.SocialInsuranceNumber(number),
        password=PASSWORD,
        citizen_number=None if citizen_number is None else terms.CitizenNumber(citizen_number),
        full_name="Phạm Văn Cũ",
        birth_date=terms.PartialDate(1970, 1, 2),
        sex=terms.Sex.MALE,
    )


class Counter:
    """An exchange that takes the electronic identity from all, and the old account from the portal."""

    def __init__(self, database: db.Database) -> None:
        self.world = World(database)
        self.service = vssid.build_app(database=database, clients={CLIENT: crypto.sha256_hex(SECRET)}, now=self.world.clock)
        self.world.upstreams = [
            police(InProcess(self.world.provider, PROVIDER)),
            exchange.VssidUpstream(
                base_url=SERVICE,
                client_id=CLIENT,
                client_secret=SECRET,
                redirect_uri=f"{EXCHANGE}{exchange.callback_path(vssid.CODE)}",
                http=InProcess(self.service, PROVIDER),
            ),
        ]
        self.world.exchange = self.world.another_exchange()
        self.browser = Browser({EXCHANGE: self.world.exchange})
        with database.transaction() as conn:
            conn.execute("DELETE FROM sandbox_vssid.accounts; DELETE FROM sandbox_vssid.tries")
            vssid.open_accounts(conn, [account(NUMBER, citizen_number="001170000001"), account(OLD_NUMBER, citizen_number=None)])
            day, by = self.world.clock().date(), audit.Actor("system", "tests")
            exchange.rule_upstream(
                conn,
                vssid.CODE,
                exchange.Effect.ALLOW,
                client_id="vss-portal",
                since=day,
                until=None,
                by=by,
                now=self.world.clock(),
            )

    def page(self, **request: str) -> httpx2.Response:
        return self.browser.get(authorization(**{"fidp": vssid.CODE, **request}))

    def type_in(self, page: httpx2.Response, number: str = NUMBER, password: str = PASSWORD, **more: str) -> httpx2.Response:
        return self.browser.post(f"{EXCHANGE}/commonauth/VSSID", hidden(page) | {"number": number, "password": password} | more)


@pytest.fixture
def counter(database: db.Database) -> Counter:
    return Counter(database)


def test_number_and_password_log_in_at_level_one_with_an_unknown_account(counter: Counter) -> None:
    tokens = counter.world.tokens(counter.type_in(counter.page()))
    told = counter.world.userinfo(tokens["access_token"]).json()
    assert (told["SoDinhDanh"], told["HoVaTen"], told["NgayThangNamSinh"]) == ("001170000001", "Phạm Văn Cũ", "19700102")
    assert (told["acr"], told["loginIdp"], told["amr"]) == ("urn:ansinh:acr:0.1", "VSSID", ["pwd"])


@pytest.mark.parametrize("demand", ["LoA1", "LoA2", "urn:ansinh:acr:1.0", "urn:ansinh:acr:0.2", "urn:ansinh:acr:2.2"])
def test_whoever_demands_an_account_level_or_a_second_factor_is_not_offered_it(counter: Counter, demand: str) -> None:
    refused = counter.page(acr_values=demand)
    assert refused.headers["location"].startswith(PROVIDER), "the only other way is taken, hint or no hint"


def test_a_wrong_number_and_a_wrong_password_look_the_same_and_leave_the_login_open(counter: Counter) -> None:
    page = counter.page()
    answers = [counter.type_in(page, password="khong-phai"), counter.type_in(page, number="1111111111"), counter.type_in(page, number="12")]
    assert {answer.status_code for answer in answers} == {422}
    typed = (NUMBER, "1111111111", "12")  # only what was typed may differ; the short one may stand inside a random value too
    assert len({answer.text.replace(f'"{number}"', '""') for answer, number in zip(answers, typed, strict=True)}) == 1
    assert "code" in query_of(counter.type_in(answers[-1]))


@pytest.mark.parametrize("number", [NUMBER, "1111111111"])
def test_five_wrong_tries_lock_a_number_out_whether_it_has_an_account_or_not(counter: Counter, number: str) -> None:
    page = counter.page()
    statuses = [counter.type_in(page, number=number, password=f"thu-{place}").status_code for place in range(6)]
    assert statuses == [422] * 5 + [429]
    assert counter.type_in(page, number=number).status_code == 429
    counter.world.clock.advance(15 * 60 + 1)
    late = counter.type_in(counter.page(), number=number)
    assert late.status_code == (303 if number == NUMBER else 422)


def test_one_address_does_not_walk_through_numbers(counter: Counter) -> None:
    page = counter.page()
    statuses = [counter.type_in(page, number=f"22222222{place:02}").status_code for place in range(31)]
    assert statuses == [422] * 30 + [429]


def test_14_a_form_of_another_browser_or_for_another_login_is_refused(counter: Counter) -> None:
    """Negative test 14."""
    page = counter.page()
    assert counter.type_in(page, csrf="0" * 64).status_code == 400
    other = counter.page()
    assert counter.type_in(page, csrf=hidden(other)["csrf"]).status_code == 400
    counter.browser = Browser({EXCHANGE: counter.world.exchange})
    assert counter.type_in(page).status_code == 400
    assert counter.world.count("exchange.sessions") == 0


def test_29_a_page_for_no_login_of_this_browser_is_not_shown(counter: Counter) -> None:
    """Negative test 29."""
    state = hidden(counter.page())["state"]
    assert Browser({EXCHANGE: counter.world.exchange}).get(f"{EXCHANGE}/commonauth/VSSID?state={state}").status_code == 400
    assert counter.browser.get(f"{EXCHANGE}/commonauth/VSSID?state=invented").status_code == 400


def test_30_the_state_of_a_login_elsewhere_opens_no_page_here(counter: Counter) -> None:
    """Negative test 30."""
    state = query_of(counter.page(fidp="BCA"))["state"]
    assert counter.browser.get(f"{EXCHANGE}/commonauth/VSSID?state={state}").status_code == 400


def test_a_login_is_good_once(counter: Counter) -> None:
    page = counter.page()
    assert "code" in query_of(counter.type_in(page))
    assert counter.type_in(page).status_code == 400


def test_the_person_may_go_back_without_logging_in(counter: Counter) -> None:
    assert query_of(counter.type_in(counter.page(), cancel="1"))["error"] == "access_denied"


def test_34_an_account_without_a_citizen_number_is_refused_by_the_name_of_what_is_missing(counter: Counter) -> None:
    """Negative test 34."""
    refused = query_of(counter.type_in(counter.page(), number=OLD_NUMBER))
    assert (refused["error"], "soDinhDanh is missing" in refused["error_description"]) == ("server_error", True)


def test_38_the_old_account_that_is_switched_off_meanwhile_ends_with_an_error(counter: Counter) -> None:
    """Negative test 38."""
    page = counter.page()
    with counter.world.database.transaction() as conn:
        day, by = counter.world.clock().date(), audit.Actor("system", "tests")
        exchange.rule_upstream(
            conn, vssid.CODE, exchange.Effect.DISABLE, client_id=None, since=day, until=None, by=by, now=counter.world.clock()
        )
    assert query_of(counter.type_in(page))["error"] == "access_denied"
    assert counter.world.count("exchange.sessions") == 0


def test_no_other_relying_party_is_shown_it(counter: Counter) -> None:
    page = counter.browser.get(authorization(client_id="library", redirect_uri="https://library.example/cb", fidp=vssid.CODE))
    assert page.headers["location"].startswith(PROVIDER)


def test_max_age_is_met_because_each_login_is_a_new_one(counter: Counter) -> None:
    assert "code" in query_of(counter.type_in(counter.page(max_age="0")))


def test_signing_out_ends_here_because_there_is_no_session_there(counter: Counter) -> None:
    tokens = counter.world.tokens(counter.type_in(counter.page()))
    gone = counter.browser.get(oidc.with_query(f"{EXCHANGE}/oidc/logout", {"id_token_hint": tokens["id_token"]}))
    assert gone.status_code == 200
    assert counter.world.count("exchange.sessions") == 0
    token = TestClient(counter.world.exchange, base_url=EXCHANGE).post("/commonauth/VSSID/logout", data={"logout_token": "a.b.c"})
    assert token.status_code == 400


def test_what_is_typed_stands_in_no_page_and_no_address(counter: Counter) -> None:
    page = counter.page()
    again = counter.type_in(page, password="a-secret-thing")
    assert "a-secret-thing" not in again.text
    counter.type_in(page)
    assert not any(PASSWORD in url or NUMBER in url for url in counter.browser.visited)


@pytest.mark.parametrize("auth", [None, (CLIENT, "wrong"), ("stranger", SECRET), (CLIENT, "")])
def test_the_service_answers_known_clients_alone(counter: Counter, auth: tuple[str, str] | None) -> None:
    answer = InProcess(counter.service, PROVIDER).post_form(
        f"{SERVICE}/api/dang-nhap", {"maSoBhxh": NUMBER, "matKhau": PASSWORD}, auth=auth
    )
    assert (answer.status, NUMBER.encode() in answer.body) == (403, False)


def test_accounts_are_opened_once_and_keep_their_number(counter: Counter) -> None:
    with counter.world.database.transaction() as conn:
        assert vssid.open_accounts(conn, [account(NUMBER, citizen_number="001170000001")]) == 0
