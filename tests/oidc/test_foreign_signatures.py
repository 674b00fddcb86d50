"""31: signatures of providers that use other algorithms than ours: those on the reader's list, with a key of that kind, and no other."""

import base64
import json
from typing import Any

import pytest

from ansinh import oidc
from tests.oidc.signing import Key, hmac_signed, key, public, signed, unsigned

CLAIMS = {"sub": "person-1"}
OF_KIND = {"ec": ["ES256"], "rsa": ["RS256", "PS256"], "okp": ["EdDSA", "Ed25519"]}
EVERY = [(kind, alg) for kind, algs in OF_KIND.items() for alg in algs]


def published(*keys: Key, algorithms: tuple[str, ...] = oidc.READABLE, **more: str) -> oidc.PublicKeys:
    return oidc.read_jwks({"keys": [public(each, kid=each.kid or "", **more) for each in keys]}, algorithms=algorithms)


def refusal(token: str, keys: oidc.PublicKeys) -> str:
    with pytest.raises(oidc.ProtocolError) as refused:
        oidc.read_signed(token, keys)
    return refused.value.code


@pytest.mark.parametrize(("kind", "alg"), EVERY)
def test_an_algorithm_on_the_list_is_read_with_a_key_of_its_kind(kind: str, alg: str) -> None:
    token = signed(CLAIMS, key(kind), alg=alg, kid=f"{kind}-0")
    assert oidc.read_signed(token, published(key(kind))).claims == CLAIMS


@pytest.mark.parametrize(("kind", "alg"), [(kind, alg) for kind, alg in EVERY if alg != "ES256"])
def test_31_an_algorithm_that_is_not_on_the_list_is_refused_even_with_a_good_signature(kind: str, alg: str) -> None:
    """Negative test 31."""
    token = signed(CLAIMS, key(kind), alg=alg, kid=f"{kind}-0")
    assert refusal(token, published(key(kind), algorithms=("ES256",))) == "id_token_alg"


def test_31_rs256_is_refused_where_only_ps256_is_on_the_list_though_the_key_would_do() -> None:
    """Negative test 31."""
    token = signed(CLAIMS, key("rsa"), alg="RS256", kid="rsa-0")
    assert refusal(token, published(key("rsa"), algorithms=("PS256",))) == "id_token_alg"


def test_31_a_key_that_is_published_for_one_algorithm_is_used_with_that_one_alone() -> None:
    """Negative test 31."""
    token = signed(CLAIMS, key("rsa"), alg="RS256", kid="rsa-0")
    assert refusal(token, published(key("rsa"), alg="PS256")) == "id_token_alg"


@pytest.mark.parametrize("kind", ["ec", "rsa", "okp"])
def test_31_a_public_key_is_never_an_hmac_secret(kind: str) -> None:
    """Negative test 31."""
    private: Any = key(kind)
    for secret in (json.dumps(public(private)).encode(), private.as_pem(private=False)):
        assert refusal(hmac_signed(CLAIMS, secret, kid=f"{kind}-0"), published(private)) == "id_token_alg"


def test_31_a_token_without_a_signature_is_refused() -> None:
    """Negative test 31."""
    assert refusal(unsigned(CLAIMS), published(key("rsa"))) == "id_token_alg"


@pytest.mark.parametrize("kind", ["ec", "rsa", "okp"])
def test_31_a_key_of_the_same_kind_that_is_not_published_is_refused(kind: str) -> None:
    """Negative test 31."""
    forged = signed(CLAIMS, key(kind, 1), alg=OF_KIND[kind][0], kid=f"{kind}-0")
    assert refusal(forged, published(key(kind))) == "id_token_signature"
    assert refusal(signed(CLAIMS, key(kind, 1), alg=OF_KIND[kind][0], kid=f"{kind}-1"), published(key(kind))) == "id_token_key"


def test_31_a_header_cannot_turn_a_key_of_one_kind_into_one_of_another() -> None:
    """Negative test 31."""
    token = signed(CLAIMS, key("rsa"), alg="RS256", kid="ec-0")
    assert refusal(token, published(key("ec"), key("rsa"))) == "id_token_alg"


def test_a_token_without_kid_is_read_where_one_key_of_its_algorithm_is_published() -> None:
    token = signed(CLAIMS, key("rsa"), alg="RS256")
    assert oidc.read_signed(token, published(key("ec"), key("rsa"))).claims == CLAIMS


def test_31_a_token_without_kid_is_refused_where_several_keys_could_have_made_it() -> None:
    """Negative test 31."""
    assert refusal(signed(CLAIMS, key("rsa"), alg="RS256"), published(key("rsa"), key("rsa", 1))) == "id_token_key"


def test_a_short_rsa_key_is_left_out_of_a_set() -> None:
    modulus = base64.urlsafe_b64encode(b"\xc1" * 128).rstrip(b"=").decode()  # 1024 bits
    entries = [{"kty": "RSA", "n": modulus, "e": "AQAB", "kid": "short"}, public(key("rsa"), kid="long")]
    assert set(oidc.read_jwks({"keys": entries}, algorithms=oidc.READABLE).by_kid) == {"long"}


@pytest.mark.parametrize("member", ["d", "p", "k"])
def test_31_a_set_with_a_secret_part_in_it_is_refused_whole(member: str) -> None:
    """Negative test 31."""
    with pytest.raises(oidc.ProtocolError, match="jwks_unusable"):
        oidc.read_jwks({"keys": [public(key("rsa"), kid="a") | {member: "AQAB"}]}, algorithms=oidc.READABLE)


def test_31_at_hash_is_compared_with_the_hash_of_the_tokens_own_algorithm() -> None:
    """Negative test 31. OpenID Connect Core 3.1.3.6: SHA-512 for EdDSA."""
    assert oidc.at_hash("the-token", "EdDSA") != oidc.at_hash("the-token", "RS256") == oidc.at_hash("the-token")
    assert len(oidc.at_hash("the-token", "EdDSA")) == 43
