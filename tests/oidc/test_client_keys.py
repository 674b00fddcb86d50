import base64
from typing import Any

import pytest
from joserfc.jwk import ECKey

from ansinh import oidc
from ansinh.oidc import client_keys
from tests.oidc.signing import ALGORITHM, hmac_signed, key, public, signed, unsigned


@pytest.mark.parametrize("kind", ["ec", "rsa", "okp"])
def test_a_token_signed_with_each_kind_of_key_is_good(kind: str) -> None:
    read = client_keys.read_public_key(public(key(kind)))
    assert read is not None
    token = client_keys.verify(signed({"sub": "a"}, key(kind), alg=ALGORITHM[kind]), read)
    assert token is not None
    assert token.claims == {"sub": "a"}


@pytest.mark.parametrize("kind", ["ec", "rsa", "okp"])
def test_a_token_of_another_key_of_the_same_kind_is_not_good(kind: str) -> None:
    read = client_keys.read_public_key(public(key(kind)))
    assert read is not None
    assert client_keys.verify(signed({"sub": "a"}, key(kind, 1), alg=ALGORITHM[kind]), read) is None


def test_algorithms_that_are_not_on_the_list_are_not_good() -> None:
    rsa, ec = client_keys.read_public_key(public(key("rsa"))), client_keys.read_public_key(public(key("ec")))
    assert rsa is not None
    assert ec is not None
    assert client_keys.verify(signed({"sub": "a"}, key("rsa"), alg="RS256"), rsa) is None
    assert client_keys.verify(unsigned({"sub": "a"}), ec) is None
    assert client_keys.verify(hmac_signed({"sub": "a"}, key("ec").as_pem(private=False)), ec) is None  # the public key taken for a secret


@pytest.mark.parametrize("name", ["jku", "x5u", "x5c", "crit", "b64"])
def test_a_header_that_names_an_address_or_an_extension_is_not_read(name: str) -> None:
    value: Any = ["http://127.0.0.1:9/keys"] if name in {"x5c", "crit"} else "http://127.0.0.1:9/keys"
    good = signed({"sub": "a"}, key("ec"), alg="ES256")
    header = {"alg": "ES256", name: value}
    forged = f"{unsigned(header).split('.')[1]}.{good.split('.')[1]}.{good.split('.')[2]}"
    assert client_keys.read_header(good) is not None
    assert client_keys.read_header(forged) is None


@pytest.mark.parametrize(
    "text", ["", "a", "a.b", "a.b.c.d", "..", "é.e.e", "e30.e30.", "W10.e30.AA", "x" * 20_000 + ".e30.AA", "eyJhIjoxfQ==.e30"]
)
def test_what_is_no_signed_token_has_no_header(text: str) -> None:
    assert client_keys.read_header(text) is None
    assert client_keys.unproven_claims(text) == {}


@pytest.mark.parametrize(
    "entry",
    [
        None,
        [],
        {},
        {"kty": "EC"},
        {"kty": "oct", "k": "c2VjcmV0"},
        public(key("ec"), use="enc"),
        public(key("rsa"), alg="RS256"),
        public(key("ec"), alg="PS256"),
        key("ec").as_dict(private=True),
        key("rsa").as_dict(private=True),
        public(ECKey.generate_key("P-384")),
        {"kty": "RSA", "e": "AQAB", "n": base64.urlsafe_b64encode(b"\xc1" * 128).decode().rstrip("=")},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256", "x": 1, "y": "AA"},
        {"kty": ["EC"]},
    ],
)
def test_what_is_not_a_public_key_of_a_supported_kind_is_not_read(entry: object) -> None:
    assert client_keys.read_public_key(entry) is None


def test_a_key_set_is_read_by_kid_and_a_key_without_one_by_its_thumbprint() -> None:
    keys = client_keys.read_client_keys({"keys": [public(key("ec"), kid="first"), public(key("rsa"))]})
    assert set(keys) == {"first", key("rsa").thumbprint()}
    assert client_keys.find(keys, "first") is keys["first"]
    assert client_keys.find(keys, None) is None
    assert client_keys.find(keys, "../first") is None
    assert client_keys.find({"first": keys["first"]}, None) is keys["first"]


@pytest.mark.parametrize(
    "document",
    [
        None,
        {},
        {"keys": []},
        {"keys": "all"},
        {"keys": [public(key("ec"))] * 2},
        {"keys": [public(key("ec")), {"kty": "oct", "k": "AA"}]},
        {"keys": [public(key("ec"), kid=str(number)) for number in range(11)]},
        {"keys": [public(key("ec"), kid="")]},
    ],
)
def test_a_key_set_that_is_none_or_holds_what_it_may_not_is_refused_by_the_name_of_the_field(document: object) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        client_keys.read_client_keys(document)
    assert (refused.value.code, refused.value.field) == ("invalid_client_metadata", "jwks")
