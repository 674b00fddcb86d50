"""Negative test 22 of the security baseline, one rule at a time (RFC 9449 section 4.3)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh import oidc
from ansinh.oidc import dpop
from tests.oidc.signing import ALGORITHM, hmac_signed, key, public, signed, unsigned

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
URL = "https://exchange.example/oauth2/token"
TOKEN = "an access token"


def claims(**changes: Any) -> dict[str, Any]:
    usual = {"jti": "an-id", "htm": "POST", "htu": URL, "iat": int(NOW.timestamp())}
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def proof(kind: str = "ec", *, header: dict[str, Any] | None = None, **changes: Any) -> str:
    head = {"typ": "dpop+jwt", "jwk": public(key(kind)), **(header or {})}
    return signed(claims(**changes), key(kind), alg=ALGORITHM[kind], **head)


def check(raw: str, *, access_token: str | None = None, url: str = URL) -> dpop.Proof:
    return dpop.check_proof(raw, method="POST", url=url, now=NOW, access_token=access_token)


@pytest.mark.parametrize("kind", ["ec", "rsa", "okp"])
def test_a_good_proof_names_the_key_it_was_made_with(kind: str) -> None:
    assert check(proof(kind)).thumbprint == key(kind).thumbprint()


def test_22_the_same_number_from_two_keys_is_two_proofs_and_from_one_key_one() -> None:
    first, again, other = check(proof("ec")), check(proof("ec", iat=int(NOW.timestamp()) - 1)), check(proof("okp"))
    assert first.replay_key == again.replay_key
    assert first.replay_key != other.replay_key


@pytest.mark.parametrize("offset_s", [-60, -10, 10, 60])
def test_clocks_may_differ_by_a_minute(offset_s: int) -> None:
    assert check(proof(iat=int((NOW + timedelta(seconds=offset_s)).timestamp())))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"iat": int(NOW.timestamp()) - 61}, "iat"),
        ({"iat": int(NOW.timestamp()) + 61}, "iat"),
        ({"iat": None}, "iat"),
        ({"iat": "now"}, "iat"),
        ({"htm": "GET"}, "htm"),
        ({"htm": "post"}, "htm"),
        ({"htu": "https://exchange.example/oauth2/userinfo"}, "htu"),
        ({"htu": "http://exchange.example/oauth2/token"}, "htu"),
        ({"htu": "https://exchange.example:8443/oauth2/token"}, "htu"),
        ({"htu": "https://a@exchange.example/oauth2/token"}, "htu"),
        ({"htu": "/oauth2/token"}, "htu"),
        ({"htu": None}, "htu"),
        ({"htu": 7}, "htu"),
        ({"jti": None}, "jti"),
        ({"jti": "x" * 300}, "jti"),
    ],
)
def test_22_a_proof_that_breaks_a_rule_is_refused(changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        check(proof(**changes))
    assert refused.value.code == "invalid_dpop_proof"
    assert rule in refused.value.detail


@pytest.mark.parametrize(
    "htu",
    [
        "https://EXCHANGE.example/oauth2/token",
        "HTTPS://exchange.example:443/oauth2/token",
        "https://exchange.example/oauth2/token?a=b",
        "https://exchange.example/oauth2/token#part",
        "https://exchange.example/oauth2/%74oken",
    ],
)
def test_22_what_the_address_looks_like_does_not_matter_and_query_and_fragment_are_not_compared(htu: str) -> None:
    assert check(proof(htu=htu)).thumbprint == key("ec").thumbprint()


@pytest.mark.parametrize(
    "raw",
    [
        proof(header={"typ": "JWT"}),
        proof(header={"jwk": key("ec").as_dict(private=True)}),
        proof(header={"jwk": public(key("ec", 1))}),
        proof(header={"jwk": {"kty": "oct", "k": "AAAA"}}),
        signed(claims(), key("ec"), alg="ES256", typ="dpop+jwt"),
        hmac_signed(claims(), b"secret", typ="dpop+jwt", jwk={"kty": "oct", "k": "c2VjcmV0"}),
        signed(claims(), key("rsa"), alg="RS256", typ="dpop+jwt", jwk=public(key("rsa"))),
        unsigned(claims()),
        "",
    ],
    ids=["typ", "private key", "another key", "symmetric key", "no key", "HS256", "RS256", "none", "nothing"],
)
def test_22_a_proof_that_is_not_signed_with_the_public_key_it_shows_is_refused(raw: str) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        check(raw)
    assert refused.value.code == "invalid_dpop_proof"


def test_22_at_a_resource_the_proof_must_name_the_token_in_base64url() -> None:
    good = dpop.token_hash(TOKEN)
    assert check(proof(ath=good), access_token=TOKEN)
    hexadecimal = "".join(f"{byte:02x}" for byte in good.encode())
    for ath in (None, hexadecimal, dpop.token_hash("another"), good + "=", 7):
        with pytest.raises(oidc.ProtocolError, match="ath"):
            check(proof(ath=ath), access_token=TOKEN)


def test_22_two_headers_are_refused() -> None:
    assert dpop.read_proof_header([]) is None
    assert dpop.read_proof_header([" a.b.c "]) == "a.b.c"
    with pytest.raises(oidc.ProtocolError, match="one DPoP header"):
        dpop.read_proof_header(["a.b.c", "a.b.c"])


@given(st.text(max_size=60), st.sampled_from(["htu", "htm", "jti", "ath"]))
def test_22_whatever_stands_in_a_claim_it_is_judged_without_an_error(text: str, name: str) -> None:
    changes: dict[str, Any] = {name: text}
    with pytest.raises(oidc.ProtocolError) as refused:
        check(proof(**changes), access_token=TOKEN)
    assert refused.value.code == "invalid_dpop_proof"
