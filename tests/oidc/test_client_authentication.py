"""Who speaks at the token endpoint."""

import base64
from typing import Literal

import pytest

from ansinh import oidc

SECRET = "s3cr3t/with+odd:characters%and spaces-0123456789"


def client(method: Literal["client_secret_basic", "client_secret_post"]) -> oidc.Client:
    return oidc.Client(
        client_id="cổng:1",
        name="Portal",
        token_endpoint_auth_method=method,
        redirect_uris=("https://rp.example/cb",),
        secret_sha256=oidc.secret_hash(SECRET),
    )


def basic(client_id: str, secret: str) -> str:
    return "Basic " + base64.b64encode(":".join(oidc.encode_for_basic(client_id, secret)).encode()).decode()


def test_a_client_is_known_by_its_header_even_with_odd_characters() -> None:
    credentials = oidc.read_credentials([basic("cổng:1", SECRET)], {})
    assert oidc.authenticate(client("client_secret_basic"), credentials).client_id == "cổng:1"


def test_a_client_is_known_by_its_form() -> None:
    credentials = oidc.read_credentials([], {"client_id": "cổng:1", "client_secret": SECRET})
    assert oidc.authenticate(client("client_secret_post"), credentials).client_id == "cổng:1"


@pytest.mark.parametrize(
    ("authorization", "form"),
    [
        ([], {}),
        ([], {"client_id": "a"}),
        (["Basic YTpi"], {"client_secret": "b"}),
        (["Basic YTpi", "Basic YTpi"], {}),
        (["Basic YTpi"], {"client_id": "somebody else"}),
        (["Bearer abc"], {}),
        (["Basic !!!"], {}),
        (["Basic " + base64.b64encode(b"no-colon").decode()], {}),
        (["Basic " + base64.b64encode(b"a\x00:b").decode()], {}),
        (["Basic " + base64.b64encode(b"\xff:b").decode()], {}),
        (["Basic"], {}),
    ],
)
def test_21_missing_doubled_or_unreadable_authentication_is_refused(authorization: list[str], form: dict[str, str]) -> None:
    with pytest.raises(oidc.ProtocolError, match="invalid_client"):
        oidc.read_credentials(authorization, form)


def test_21_the_registered_way_is_the_only_way() -> None:
    by_form = oidc.read_credentials([], {"client_id": "cổng:1", "client_secret": SECRET})
    by_header = oidc.read_credentials([basic("cổng:1", SECRET)], {})
    for registered, credentials in (("client_secret_basic", by_form), ("client_secret_post", by_header)):
        with pytest.raises(oidc.ProtocolError, match="invalid_client"):
            oidc.authenticate(client(registered), credentials)  # type: ignore[arg-type]


def test_21_an_unknown_client_and_a_wrong_secret_get_the_same_answer() -> None:
    answers = []
    for known, secret in ((None, SECRET), (client("client_secret_basic"), "wrong")):
        with pytest.raises(oidc.ProtocolError) as refused:
            oidc.authenticate(known, oidc.read_credentials([basic("cổng:1", secret)], {}))
        answers.append((refused.value.code, refused.value.detail))
    assert answers[0] == answers[1]


def test_a_client_without_a_stored_secret_cannot_be_anybody() -> None:
    empty = oidc.Client("a", "A", "client_secret_post", ("https://rp.example/cb",))
    with pytest.raises(oidc.ProtocolError, match="invalid_client"):
        oidc.authenticate(empty, oidc.Credentials("a", "", "client_secret_post"))


def test_secrets_do_not_print() -> None:
    assert SECRET not in repr(oidc.read_credentials([], {"client_id": "a", "client_secret": SECRET}))
    assert oidc.secret_hash(SECRET) not in repr(client("client_secret_post"))
