"""Which claims a relying party is told: what it is registered for, of that what it asked for, of that what the account's level gives."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh import oidc, provider
from ansinh.exchange import rules
from ansinh.kit import db
from ansinh.wire import eid
from tests.exchange.test_upstream_attacks import Siege
from tests.exchange.world import EXCHANGE, LEVEL_2, PORTAL_CLIENT, SECRET, World

ALL = (*eid.CLAIMS_OF_EXCHANGE, *eid.CLAIMS_OF_PROFILE, *eid.CLAIMS_OF_CONTACT)
CONTACT = {"phone_number": "+84912345678", "email": "thu@example.vn", "address": {"formatted": "12 Phố Thử, Hà Nội"}}


def sent(claims: tuple[str, ...], *, scopes: tuple[str, ...] = ("openid",), asked: tuple[str, ...] = (), level: int = 2) -> tuple[str, ...]:
    request = oidc.AuthorizationRequest("c", "https://c.example/", None, scopes, claims=asked)
    client = oidc.Client("c", "C", "client_secret_basic", ("https://c.example/",), claims=claims)
    return rules.claims_to_send(request, client, account_level=level)


def test_openid_alone_gives_the_registered_claims_of_the_exchange() -> None:
    assert sent(PORTAL_CLIENT.claims) == ("sub", *PORTAL_CLIENT.claims)


def test_profile_adds_the_registered_standard_claims() -> None:
    assert sent(("HoVaTen", "name", "birthdate")) == ("sub", "HoVaTen")
    assert sent(("HoVaTen", "name", "birthdate"), scopes=("openid", "profile")) == ("sub", "HoVaTen", "name", "birthdate")


def test_claims_asked_for_by_name_are_all_that_is_sent() -> None:
    assert sent(ALL, asked=("HoVaTen",)) == ("sub", "HoVaTen")
    assert sent(ALL, asked=("name",)) == ("sub", "name")
    assert sent(ALL, asked=("GioiTinh",), scopes=("openid", "profile")) == ("sub", "GioiTinh", "name", "birthdate", "gender")


some = st.lists(st.sampled_from((*ALL, "unheard-of")), unique=True).map(tuple)


@settings(max_examples=60)
@given(some, some, st.booleans(), st.integers(0, 2))
def test_06_27_nothing_is_sent_that_is_not_registered_or_that_the_level_does_not_give(
    registered: tuple[str, ...], asked: tuple[str, ...], profile: bool, level: int
) -> None:
    found = sent(registered, asked=asked, scopes=("openid", "profile") if profile else ("openid",), level=level)
    assert found[0] == "sub"
    assert {*found[1:]} <= {*registered}
    assert all(level >= eid.LEAST_ACCOUNT_LEVEL.get(name, 0) for name in found)


@settings(max_examples=60)
@given(some, some, st.sampled_from([None, 0, 30]), st.booleans())
def test_49_a_person_is_asked_unless_all_that_is_sent_was_agreed_to(
    registered: tuple[str, ...], agreed: tuple[str, ...], days: int | None, again: bool
) -> None:
    client = oidc.Client("c", "C", "client_secret_basic", ("https://c.example/",), claims=registered, consent_days=days)
    prompts = ("consent",) if again else ()
    request = oidc.AuthorizationRequest("c", "https://c.example/", None, ("openid",), prompts=prompts, claims=("sub", *registered))
    missing = not {*registered} <= {*agreed}
    assert rules.must_ask(client, request, ("sub", *agreed)) == (days is not None and (days == 0 or again or missing))


@pytest.fixture
def told(database: db.Database) -> Any:
    """What a client registered for everything is told of somebody whose provider knows how to reach them."""

    def ask(acr: object, **request: str) -> dict[str, Any]:
        siege = Siege(database)
        everything = dataclasses.replace(PORTAL_CLIENT, scopes=("openid", "profile"), claims=ALL)
        with database.transaction() as conn:
            provider.register_client(conn, EXCHANGE, everything, secret=SECRET, now=siege.world.clock())
        siege.provider.userinfo = CONTACT
        siege.provider.claims = {"acr": acr}
        tokens = siege.world.tokens(siege.come_back(siege.begin(**request)))
        return dict(siege.world.userinfo(tokens["access_token"]).json())

    return ask


def test_27_an_account_of_level_2_yields_what_other_databases_share(told: Any) -> None:
    found = told("urn:ansinh:acr:2.1")
    assert (found["SoDienThoai"], found["ThuDienTu"], found["DiaChi"]) == ("+84912345678", "thu@example.vn", "12 Phố Thử, Hà Nội")


@pytest.mark.parametrize("acr", ["urn:ansinh:acr:1.1", "urn:ansinh:acr:1.4", "urn:ansinh:acr:0.0", None])
def test_27_an_account_of_level_1_or_unknown_never_does_whatever_is_asked(told: Any, acr: object) -> None:
    for request in ({}, {"claims": '{"userinfo": {"SoDienThoai": {"essential": true}, "DiaChi": null, "HoVaTen": null}}'}):
        found = told(acr, **request)
        assert found["HoVaTen"] == LEVEL_2.full_name
        assert not {*eid.CLAIMS_OF_CONTACT} & found.keys()


def test_27_a_token_of_a_weaker_login_does_not_gain_when_the_session_is_stepped_up(database: db.Database) -> None:
    siege = Siege(database)
    contact = dataclasses.replace(PORTAL_CLIENT, claims=ALL)
    with database.transaction() as conn:
        provider.register_client(conn, EXCHANGE, contact, secret=SECRET, now=siege.world.clock())
    siege.provider.userinfo = CONTACT
    siege.provider.claims = {"acr": "urn:ansinh:acr:1.1"}
    weak = siege.world.tokens(siege.come_back(siege.begin()))["access_token"]
    siege.provider.claims = {"acr": "urn:ansinh:acr:2.2"}
    strong = siege.world.tokens(siege.come_back(siege.begin(acr_values="LoA2")))["access_token"]
    assert "DiaChi" in siege.world.userinfo(strong).json()
    assert "DiaChi" not in siege.world.userinfo(weak).json()


def test_standard_claims_are_those_of_openid_connect(told: Any) -> None:
    found = told("urn:ansinh:acr:2.1", scope="openid profile")
    assert (found["name"], found["birthdate"], found["gender"]) == ("Trần Thị Thử", "1990-05-02", "female")


def test_06_a_scope_that_is_not_registered_gives_nothing(world: World) -> None:
    tokens = world.tokens(world.log_in(world.browser(), request={"scope": "openid profile address phone"}))
    assert tokens["scope"] == "openid"
    assert not {*eid.CLAIMS_OF_PROFILE, *eid.CLAIMS_OF_CONTACT} & world.userinfo(tokens["access_token"]).json().keys()
