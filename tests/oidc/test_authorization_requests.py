"""What an authorization request may say."""

from datetime import UTC, datetime, timedelta

import pytest

from ansinh import oidc

CLIENT = oidc.Client(
    client_id="portal",
    name="Portal",
    token_endpoint_auth_method="client_secret_basic",
    redirect_uris=("https://rp.example/cb",),
    scopes=("openid", "profile"),
)
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # RFC 7636 appendix B
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def request(**changes: str | None) -> dict[str, str]:
    params: dict[str, str | None] = {
        "response_type": "code",
        "client_id": "portal",
        "redirect_uri": "https://rp.example/cb",
        "scope": "openid",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **changes,
    }
    return {name: value for name, value in params.items() if value is not None}


def read(**changes: str | None) -> oidc.AuthorizationRequest:
    return oidc.read_authorization(request(**changes), CLIENT)


def test_a_sound_request_is_read_whole() -> None:
    found = read(state="s", nonce="n", prompt="login", max_age="60", acr_values="LoA2 LoA1", ui_locales="en vi")
    assert found.acr_values == ("LoA2", "LoA1")
    assert (found.state, found.nonce, found.prompts, found.max_age_s, found.ui_locales) == ("s", "n", ("login",), 60, ("en", "vi"))


def test_a_request_survives_being_kept_as_json() -> None:
    found = read(state="s", acr_values="LoA1", max_age="0", prompt="login")
    assert oidc.AuthorizationRequest.from_json(found.as_json() | {"scopes": list(found.scopes)}) == found


def test_an_unknown_parameter_is_no_error_and_a_login_hint_is_not_kept() -> None:
    assert "001190000001" not in repr(read(login_hint="001190000001", display="popup", whatever="1"))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "id_token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"response_mode": "form_post"}, "invalid_request"),
    ],
)
def test_03_only_the_code_flow_is_served(changes: dict[str, str | None], error: str) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        read(**changes)
    assert refused.value.code == error


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None},
        {"code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge": "too-short"},
        {"code_challenge": CHALLENGE + "="},
    ],
)
def test_04_a_code_challenge_with_s256_is_required(changes: dict[str, str | None]) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        read(**changes)
    assert refused.value.code == "invalid_request"


def test_06_a_scope_that_is_not_registered_is_dropped() -> None:
    assert read(scope="openid email profile address").scopes == ("openid", "profile")


def test_a_request_without_the_scope_openid_is_refused() -> None:
    with pytest.raises(oidc.ProtocolError, match="invalid_scope"):
        read(scope="profile")


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("request", "request_not_supported"),
        ("request_uri", "request_uri_not_supported"),
        ("registration", "registration_not_supported"),
        ("claims", "invalid_request"),
    ],
)
def test_12_a_parameter_that_would_change_the_question_is_not_ignored(name: str, error: str) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        read(**{name: "https://rp.example/request.jwt"})
    assert refused.value.code == error


@pytest.mark.parametrize(
    "changes",
    [
        {"prompt": "none login"},
        {"prompt": "unknown"},
        {"max_age": "-1"},
        {"max_age": "1.5"},
        {"max_age": "9" * 30},
        {"state": "đường"},
        {"state": "s" * 1025},
        {"nonce": "đường"},
        {"nonce": "n" * 1025},
    ],
)
def test_a_malformed_value_is_refused(changes: dict[str, str | None]) -> None:
    with pytest.raises(oidc.ProtocolError, match="invalid_request"):
        read(**changes)


def test_a_state_that_may_not_be_echoed_is_not_echoed() -> None:
    assert oidc.state_of({"state": "đường"}) is None
    assert oidc.state_of({"state": "s"}) == "s"


def test_01_a_wrong_address_and_02_an_unknown_client_are_told_apart_from_errors_for_the_client() -> None:
    for client, params, code in (
        (None, request(), "invalid_client"),
        (CLIENT, request(redirect_uri="https://evil.example/cb"), "invalid_redirect_uri"),
        (CLIENT, request(redirect_uri=None), "invalid_redirect_uri"),
    ):
        with pytest.raises(oidc.ProtocolError) as refused:
            oidc.redirect_uri_of(params, client)
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("changes", "age_s", "accepted"),
    [
        ({}, 100_000, True),
        ({"max_age": "60"}, 60, True),
        ({"max_age": "60"}, 61, False),
        ({"max_age": "0"}, 0, False),
        ({"prompt": "login"}, 0, False),
        ({"prompt": "select_account"}, 0, False),
        ({"prompt": "consent"}, 100_000, True),
    ],
)
def test_11_an_old_login_answers_only_a_request_that_allows_its_age(changes: dict[str, str | None], age_s: int, *, accepted: bool) -> None:
    assert read(**changes).accepts_login_of(NOW - timedelta(seconds=age_s), now=NOW) is accepted


def test_11_a_login_of_unknown_age_is_too_old_for_any_max_age() -> None:
    assert not read(max_age="100000").accepts_login_of(None, now=NOW)
    assert read().accepts_login_of(None, now=NOW)
