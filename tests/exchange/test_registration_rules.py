"""What may be registered: each rule, and which one an address breaks."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey, OctKey, RSAKey

from ansinh import oidc
from ansinh.exchange import registrations
from ansinh.exchange.registrations import Draft
from ansinh.kit import errors

SOUND = Draft(
    name="Thư viện thành phố",
    purpose="Cho mượn sách theo thẻ bạn đọc",
    purpose_en="To lend books to readers",
    redirect_uris=("http://127.0.0.1/callback",),
    claims={"HoVaTen": "In tên lên thẻ bạn đọc"},
)


def _rules(draft: Draft, environment: registrations.Environment = "sandbox") -> set[tuple[str, str]]:
    return {(fault.field, fault.rule) for fault in registrations.faults_of(draft, environment)}


def test_a_sound_draft_has_no_fault() -> None:
    assert _rules(SOUND) == set()
    assert _rules(replace(SOUND, redirect_uris=("https://thuvien.vn/callback",)), "production") == set()


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("http://127.0.0.1:8080/cb", None),
        ("http://[::1]/cb", None),
        ("http://localhost/cb?x=1", None),
        ("https://app.example/cb", None),
        ("https://app.test/cb", None),
        ("https://thuvien.vn/cb", "sandbox_stays_here"),
        ("https://evil-example.com/cb", "sandbox_stays_here"),
        ("http://thuvien.vn/cb", "http_only_on_loopback"),
        ("http://127.0.0.1.evil.vn/cb", "http_only_on_loopback"),
        ("https://user:pw@app.example/cb", "no_user"),
        ("https://app.example@evil.vn/cb", "no_user"),
        ("https://app.example/cb#x", "no_fragment"),
        ("https://app.example/*", "no_wildcard"),
        ("https://app.example/a/../cb", "no_dots"),
        ("vn.thuvien.app:/cb", "not_an_address"),
        ("ftp://app.example/cb", "https_or_loopback"),
        ("javascript:alert(1)", "not_an_address"),
        ("https://app.example:99999/cb", "not_an_address"),
        ("https://app.example/\\evil", "not_an_address"),
        ("https://ứngdụng.example/cb", "not_an_address"),
        ("/cb", "not_an_address"),
    ],
)
def test_an_address_is_good_or_breaks_a_rule_that_has_a_name(address: str, rule: str | None) -> None:
    assert registrations.fault_of_address(address, "sandbox") == rule


@pytest.mark.parametrize("address", ["http://127.0.0.1/cb", "https://localhost/cb", "https://app.test/cb"])
def test_a_production_client_returns_to_no_place_that_is_nobodys(address: str) -> None:
    assert registrations.fault_of_address(address, "production") == "no_loopback_in_production"


@given(st.text(max_size=60).map(lambda text: f"https://{text}") | st.text(max_size=60))
def test_what_passes_the_rules_passes_the_protocol(address: str) -> None:
    if registrations.fault_of_address(address, "sandbox") is None:
        assert oidc.is_sound(address)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": "A"}, ("name", "name_length")),
        ({"purpose": "ngắn"}, ("purpose", "purpose_length")),
        ({"purpose_en": "a\u202eb" * 5}, ("purpose_en", "purpose_length")),
        ({"redirect_uris": ()}, ("redirect_uris", "address_missing")),
        ({"redirect_uris": ("http://127.0.0.1/a",) * 2}, ("redirect_uris", "twice")),
        ({"redirect_uris": tuple(f"http://127.0.0.1/{n}" for n in range(11))}, ("redirect_uris", "too_many_addresses")),
        ({"backchannel_logout_uri": "http://10.0.0.8/out"}, ("backchannel_logout_uri", "http_only_on_loopback")),
        ({"post_logout_redirect_uris": ("https://x.vn/",)}, ("post_logout_redirect_uris", "sandbox_stays_here")),
        ({"profile": "secure"}, ("auth_method", "method_not_of_profile")),
        ({"auth_method": "private_key_jwt"}, ("keys", "key_missing")),
        ({"claims": {"HoVaTen": ""}}, ("claims", "claim_without_reason")),
        ({"claims": {"MatKhau": "để đăng nhập"}}, ("claims", "claim_unknown")),
        ({"claims": {"TechID": "khoá tài khoản"}, "subject_type": "pairwise"}, ("claims", "claim_defeats_pairwise")),
        ({"scopes": ("profile",)}, ("scopes", "scope_unknown")),
        ({"consent_days": 366}, ("consent_days", "consent_days_range")),
        ({"default_acr": "substantial"}, ("default_acr", "level_unknown")),
    ],
)
def test_each_rule_is_named_with_its_field(changes: dict[str, Any], fault: tuple[str, str]) -> None:
    assert _rules(replace(SOUND, **changes)) == {fault}


def test_every_fault_is_found_at_once() -> None:
    assert len(_rules(replace(SOUND, name="", consent_days=-1, redirect_uris=()))) == 3


def test_28_a_sector_that_does_not_list_every_address_is_refused() -> None:
    """Negative test 28, second half: sector_identifier_uri mismatch -> registration refused."""
    draft = replace(
        SOUND,
        subject_type="pairwise",
        redirect_uris=("https://one.example/cb", "https://two.example/cb"),
        sector_identifier_uri="https://sector.example/list.json",
    )
    for listed in (None, [], ["https://one.example/cb"], {"https://one.example/cb": 1}, "https://one.example/cb", [1]):
        with pytest.raises(oidc.ProtocolError) as refused:
            registrations.sector_of(draft, listed)
        assert (refused.value.code, refused.value.field) == ("invalid_client_metadata", "sector_identifier_uri")
    assert registrations.sector_of(draft, list(draft.redirect_uris)) == "sector.example"


def test_28_addresses_on_two_hosts_need_a_sector() -> None:
    draft = replace(SOUND, subject_type="pairwise", redirect_uris=("https://one.example/cb", "https://two.example/cb"))
    with pytest.raises(oidc.ProtocolError):
        registrations.sector_of(draft, None)
    assert registrations.sector_of(replace(draft, redirect_uris=draft.redirect_uris[:1]), None) == "one.example"


def test_keys_are_read_as_a_set_as_one_key_and_as_pem() -> None:
    key = ECKey.generate_key("P-256")
    public = key.as_dict(private=False)
    for text in (json.dumps({"keys": [public]}), json.dumps(public), key.as_pem(private=False).decode()):
        [read] = registrations.read_keys(text)["keys"]
        assert (read["x"], read["y"]) == (public["x"], public["y"])
    assert registrations.read_keys(RSAKey.generate_key(2048).as_pem(private=False).decode())["keys"][0]["kty"] == "RSA"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (json.dumps(ECKey.generate_key("P-256").as_dict(private=True)), "key_private"),
        (ECKey.generate_key("P-256").as_pem(private=True).decode(), "key_private"),
        (json.dumps(OctKey.generate_key(256).as_dict(private=True)), "key_private"),
        (json.dumps(ECKey.generate_key("P-384").as_dict(private=False)), "key_unfit"),
        (json.dumps({"keys": []}), "key_unfit"),
        ("{", "key_unreadable"),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "key_unreadable"),
        ("https://client.example/jwks.json", "key_unreadable"),
        ("[" * 5000, "key_unreadable"),
    ],
)
def test_a_key_that_is_none_of_ours_to_have_is_refused(text: str, code: str) -> None:
    with pytest.raises(errors.Refused) as refused:
        registrations.read_keys(text)
    assert (refused.value.code, refused.value.field) == (code, "keys")


def test_of_an_uploaded_key_only_what_it_is_used_by_is_kept() -> None:
    public = ECKey.generate_key("P-256", {"kid": "one"}).as_dict(private=False)
    [read] = registrations.read_keys(json.dumps({**public, "use": "sig", "x5c": ["a" * 5000], "note": "\x00"}))["keys"]
    assert read == {**public, "use": "sig"}


@pytest.mark.parametrize("kid", ["a\x00b", "\ud800", "x" * 201, 7])
def test_a_name_of_a_key_that_cannot_be_kept_is_refused(kid: object) -> None:
    public = ECKey.generate_key("P-256").as_dict(private=False)
    with pytest.raises(errors.Refused, match="key_unfit"):
        registrations.read_keys(json.dumps({**public, "kid": kid}))


def test_a_made_key_can_be_registered_and_used() -> None:
    made = registrations.new_key()
    assert oidc.PartyKey(made.private_pem.encode()).kid == made.public["kid"]
    assert "d" not in made.public
    assert "PRIVATE" not in repr(made)


def test_keys_are_added_and_taken_away_but_never_the_last_one() -> None:
    one, other = registrations.new_key().public, registrations.new_key().public
    both = registrations.with_key({"keys": [one]}, other)
    assert registrations.without_key(both, one["kid"]) == {"keys": [other]}
    with pytest.raises(errors.Refused):
        registrations.without_key({"keys": [one]}, one["kid"])
    with pytest.raises(errors.NotFound):
        registrations.without_key(both, "another")


def test_a_draft_kept_comes_back_as_it_was() -> None:
    assert Draft.from_json(json.loads(json.dumps(SOUND.as_json()))) == SOUND
