"""Where an answer may be sent."""

import pytest

from ansinh import oidc

SECRET = "a-secret-of-at-least-thirty-two-characters"


def client(*uris: str, any_port: bool = False, after_logout: tuple[str, ...] = ()) -> oidc.Client:
    return oidc.Client(
        client_id="portal",
        name="Portal",
        token_endpoint_auth_method="client_secret_basic",
        redirect_uris=uris,
        post_logout_redirect_uris=after_logout,
        loopback_any_port=any_port,
    )


def test_the_registered_address_is_accepted() -> None:
    assert oidc.may_return_to(client("https://rp.example/cb"), "https://rp.example/cb")


@pytest.mark.parametrize(
    "uri",
    [
        "https://rp.example/cb/extra",
        "https://rp.example/cb/",
        "https://rp.example/cb?x=1",
        "https://rp.example/cb?",
        "https://rp.example/cb#x",
        "https://rp.example/CB",
        "https://RP.example/cb",
        "https://rp.example/a/../cb",
        "https://rp.example/%63b",
        "https://rp.example@evil.example/cb",
        "https://evil@rp.example/cb",
        "https://rp.example:444/cb",
        "https://rp.example:443/cb",
        "https://sub.rp.example/cb",
        "https://rp.example.evil.example/cb",
        "http://rp.example/cb",
        "//rp.example/cb",
        "/cb",
        " https://rp.example/cb",
        "",
    ],
)
def test_01_an_address_that_differs_in_anything_is_refused(uri: str) -> None:
    assert not oidc.may_return_to(client("https://rp.example/cb"), uri)


@pytest.mark.parametrize("uri", ["http://127.0.0.1:51234/cb", "http://127.0.0.1/cb", "http://127.0.0.1:65535/cb"])
def test_a_program_on_this_machine_may_use_any_port_where_that_is_registered(uri: str) -> None:
    assert oidc.may_return_to(client("http://127.0.0.1/cb", any_port=True), uri)


@pytest.mark.parametrize(
    "uri",
    [
        "http://127.0.0.1:1234/other",
        "http://127.0.0.1:1234/cb?x=1",
        "http://127.0.0.1:1234/cb#x",
        "http://127.0.0.1:1234@evil.example/cb",
        "http://127.0.0.1:99999/cb",
        "http://127.0.0.1:/cb",
        "http://127.0.0.1.evil.example:1234/cb",
        "http://localhost:1234/cb",
        "http://127.0.0.2:1234/cb",
        "https://127.0.0.1:1234/cb",
    ],
)
def test_01_nothing_but_the_port_is_free_on_loopback(uri: str) -> None:
    assert not oidc.may_return_to(client("http://127.0.0.1/cb", any_port=True), uri)


def test_01_without_the_flag_the_port_is_compared_too() -> None:
    assert not oidc.may_return_to(client("http://127.0.0.1/cb"), "http://127.0.0.1:1234/cb")


def test_01_the_flag_frees_no_port_of_a_host_elsewhere() -> None:
    assert not oidc.may_return_to(client("https://rp.example/cb", any_port=True), "https://rp.example:8443/cb")


def test_44_the_address_after_sign_out_is_compared_as_strictly() -> None:
    registered = client("https://rp.example/cb", after_logout=("https://rp.example/bye",))
    assert oidc.may_return_after_logout(registered, "https://rp.example/bye")
    assert not oidc.may_return_after_logout(registered, "https://rp.example/bye/")
    assert not oidc.may_return_after_logout(registered, "https://rp.example/cb")


@pytest.mark.parametrize(
    "uri",
    [
        "http://rp.example/cb",
        "https://rp.example/*",
        "https://rp.example/cb#x",
        "https://user@rp.example/cb",
        "javascript:alert(1)",
        "https://",
        "https://rp.example:port/cb",
        "https://rp.example\\@evil.example/cb",
        "https://rp.example/c b",
    ],
)
def test_an_address_that_could_not_protect_a_login_is_not_registered(uri: str) -> None:
    with pytest.raises(oidc.ProtocolError, match="invalid_client_metadata"):
        oidc.check_registration(client(uri), SECRET)


def test_a_client_needs_an_address_the_scope_openid_and_a_long_secret() -> None:
    oidc.check_registration(client("https://rp.example/cb"), SECRET)
    for broken, secret in ((client(), SECRET), (client("https://rp.example/cb"), "short")):
        with pytest.raises(oidc.ProtocolError, match="invalid_client_metadata"):
            oidc.check_registration(broken, secret)
