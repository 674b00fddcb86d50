"""Seven defects of relying-party code in use at public services: the kit cannot be used that way."""

import base64
import inspect
import json
import traceback
from dataclasses import fields
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from structlog.testing import capture_logs

from ansinh import oidc
from ansinh.identity import client
from tests.identity.kit_parties import ISSUER, NOW, Watched, basic
from tests.identity.standin import _PEM, a_person

PERSON = a_person("001185000001", subject="person-1", full_name="Nguyễn Thị Mẫu")


def _walk(exchange: Watched, *, more: str = "", **begin: str) -> client.SignedIn:
    party = basic(exchange)
    begun = party.begin(**begin)  # type: ignore[arg-type]
    return party.finish((exchange.log_in(begun.address, PERSON) + more).encode(), browser=begun.browser)


def test_defect_1_an_identity_posted_by_the_browser_is_not_looked_at() -> None:
    """Negative test 37: userinfo that travels through the browser can be forged; the kit takes a code and asks the exchange."""
    forged = base64.b64encode(json.dumps({"TechID": "somebody-else", "SoDinhDanh": "001185000009"}).encode()).decode()
    found = _walk(Watched(), more="&" + urlencode({"encryptData": forged, "TechID": "somebody-else", "sub": "somebody-else"}))
    assert found.person.subject == "person-1"
    assert found.person.claims["SoDinhDanh"] == PERSON.citizen_number.value


def test_defect_1_without_a_code_there_is_nobody() -> None:
    party, exchange = basic(Watched()), Watched()
    begun = party.begin()
    state = parse_qs(urlsplit(begun.address).query)["state"][0]
    with pytest.raises(client.LoginFailedError) as failed:
        party.finish(urlencode({"state": state, "iss": ISSUER, "TechID": "somebody-else"}).encode(), browser=begun.browser)
    assert (failed.value.failure, failed.value.rule) == (client.Failure.ANSWER_INVALID, "callback_code")
    assert exchange.posted == []


def test_defect_1_nothing_in_the_kit_takes_claims() -> None:
    taken = {name for each in (client.Party.begin, client.Party.finish, client.Party.hear) for name in inspect.signature(each).parameters}
    assert taken == {
        "self", "browser", "return_path", "needed", "scopes", "fresh", "ui_locales", "query", "logout_token",
    }  # fmt: skip


def test_defect_2_state_holds_nothing_but_chance() -> None:
    party = basic(Watched())
    states = [parse_qs(urlsplit(party.begin(return_path="/record").address).query)["state"][0] for _ in range(2)]
    assert states[0] != states[1]
    assert all(len(state) == 43 and b"/record" not in base64.urlsafe_b64decode(state + "=") for state in states)


def test_defect_2_an_answer_counts_in_the_browser_that_asked_and_once() -> None:
    """Negative test 29 at the relying party: login CSRF."""
    exchange = Watched()
    party = basic(exchange)
    victim, attacker = party.begin(), party.begin()
    query = exchange.log_in(attacker.address, PERSON).encode()
    for browser in (victim.browser, None, ""):
        with pytest.raises(client.LoginFailedError) as failed:
            party.finish(query, browser=browser)
        assert failed.value.failure is client.Failure.LOGIN_UNKNOWN
    assert party.finish(query, browser=attacker.browser).person.subject == "person-1"
    with pytest.raises(client.LoginFailedError) as again:
        party.finish(query, browser=attacker.browser)
    assert again.value.failure is client.Failure.LOGIN_UNKNOWN


def test_defect_2_a_login_begun_too_long_ago_counts_no_more() -> None:
    exchange = Watched()
    party = basic(exchange)
    begun = party.begin()
    query = exchange.log_in(begun.address, PERSON).encode()
    exchange.now = NOW + timedelta(minutes=10)
    with pytest.raises(client.LoginFailedError) as failed:
        party.finish(query, browser=begun.browser)
    assert failed.value.failure is client.Failure.LOGIN_UNKNOWN


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)",
        "evil.example", "", " /record", "/record\r\nSet-Cookie: a=b", "/" + "a" * 2000, "/trang-chủ",
    ],
)  # fmt: skip
def test_defect_2_no_login_ends_on_another_site(elsewhere: str) -> None:
    assert _walk(Watched(), return_path=elsewhere).return_path == "/"


def test_defect_2_a_login_ends_where_the_person_wanted_to_go() -> None:
    assert _walk(Watched(), return_path="/record?tab=2#cards").return_path == "/record?tab=2#cards"


@pytest.mark.parametrize(
    ("lie", "rule"),
    [
        ({"nonce": "another"}, "id_token_nonce"),
        ({"aud": "another-client"}, "id_token_aud"),
        ({"iss": "https://evil.example"}, "id_token_iss"),
        ({"exp": 1}, "id_token_exp"),
        ({"at_hash": "another"}, "id_token_at_hash"),
    ],
)
def test_defect_3_the_id_token_is_always_judged(lie: dict[str, object], rule: str) -> None:
    with pytest.raises(client.LoginFailedError) as failed:
        _walk(Watched(lies=lie))
    assert (failed.value.failure, failed.value.rule) == (client.Failure.ANSWER_INVALID, rule)


def test_defect_3_an_id_token_nobody_signed_is_refused() -> None:
    exchange = Watched()
    exchange.key = _Unsigned()  # type: ignore[assignment]
    with pytest.raises(client.LoginFailedError) as failed:
        _walk(exchange)
    assert failed.value.rule == "id_token_alg"


class _Unsigned:
    def sign(self, claims: dict[str, object]) -> str:
        parts = (base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=").decode() for each in ({"alg": "none"}, claims))
        return ".".join((*parts, "c2ln"))

    def public(self) -> dict[str, object]:
        return oidc.PartyKey(_PEM).public()


def test_defect_4_people_are_known_again_by_issuer_and_subject_alone() -> None:
    """Negative test 41 at the relying party: an e-mail, a telephone number or a name that is equal makes nobody the same person."""
    one = Watched(userinfo_lies={"ThuDienTu": "chung@example.vn"})
    party = basic(one)
    keys = set()
    for subject in ("person-1", "person-2"):
        begun = party.begin()
        query = one.log_in(begun.address, a_person(subject=subject)).encode()
        one.userinfo_lies["sub"] = subject
        keys.add(party.finish(query, browser=begun.browser).person.key)
    assert keys == {(ISSUER, "person-1"), (ISSUER, "person-2")}
    assert not {"email", "phone", "name", "citizen_number"} & {each.name for each in fields(client.Person)}


def test_defect_5_the_id_token_goes_to_the_sign_out_address_and_to_no_other() -> None:
    exchange = Watched()
    party = basic(exchange)
    begun = party.begin()
    person = party.finish(exchange.log_in(begun.address, PERSON).encode(), browser=begun.browser).person
    address = party.sign_out_address(person.id_token, back_to="http://testserver/signed-out")
    assert address is not None
    assert address.startswith(f"{ISSUER}/oidc/logout?")
    assert parse_qs(urlsplit(address).query)["id_token_hint"] == [person.id_token]
    assert not any("revoke" in url for url in exchange.asked)
    assert not any(person.id_token in form.values() for form in exchange.posted)


def test_defect_6_what_is_printed_or_logged_holds_nothing_of_the_person() -> None:
    """Negative test 52 at the relying party."""
    exchange = Watched()
    party = basic(exchange)
    with capture_logs() as logged:
        begun = party.begin(needed="urn:ansinh:acr:2.2")
        found = party.finish(exchange.log_in(begun.address, PERSON).encode(), browser=begun.browser)
    printed = f"{begun!r} {found!r} {found.person} {logged}"
    for secret in (PERSON.full_name, PERSON.citizen_number.value, "person-1", found.person.id_token, begun.browser, "access-"):
        assert secret not in printed
    assert "account=2" in printed


def test_defect_6_a_failed_login_holds_nothing_of_the_person_either() -> None:
    exchange = Watched(userinfo_lies={"sub": "somebody-else"})
    with pytest.raises(client.LoginFailedError) as failed:
        _walk(exchange)
    told = "".join(traceback.format_exception(failed.value))
    assert "userinfo_sub" in told
    assert PERSON.full_name not in told
    assert PERSON.citizen_number.value not in told


def test_defect_7_no_address_carries_a_token_and_the_service_is_given_none() -> None:
    exchange = Watched()
    party = basic(exchange)
    begun = party.begin()
    found = party.finish(exchange.log_in(begun.address, PERSON).encode(), browser=begun.browser)
    addresses = [
        *exchange.asked,
        begun.address,
        party.sign_out_address(found.person.id_token, back_to="http://testserver/signed-out") or "",
    ]
    assert not any("access-" in address or "access_token" in address for address in addresses)
    assert "access-" not in str([getattr(found.person, each.name) for each in fields(found.person)])
