from datetime import UTC, datetime

import pytest
from joserfc import jwe
from joserfc.jwk import ECKey

from ansinh import oidc
from ansinh.oidc import userinfo_answers

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KEY = oidc.SigningKey(ECKey.generate_key("P-256").as_pem(private=True))
READER = ECKey.generate_key("P-256")
ANSWER = {"sub": "7", "HoVaTen": "Nguyễn Thị Sen"}


def signed() -> str:
    return userinfo_answers.signed_userinfo(ANSWER, KEY, issuer="https://exchange.example", client_id="portal", now=NOW)


def test_a_signed_answer_is_for_one_client_and_says_who_gave_it() -> None:
    claims = oidc.read_signed(signed(), oidc.own_keys([KEY])).claims
    assert (claims["iss"], claims["aud"], claims["sub"], claims["HoVaTen"]) == ("https://exchange.example", "portal", "7", "Nguyễn Thị Sen")


def test_an_encrypted_answer_is_read_by_its_client_and_holds_the_signed_one() -> None:
    key = userinfo_answers.read_encryption_key({**READER.as_dict(private=False), "use": "enc", "kid": "enc-1"})
    sent = userinfo_answers.encrypted_userinfo(signed(), key)
    assert sent.count(".") == 4  # a JWE has five parts
    opened = jwe.decrypt_compact(sent, READER, algorithms=["ECDH-ES+A256KW", "A256GCM"])
    assert opened.plaintext is not None
    assert oidc.read_signed(opened.plaintext.decode(), oidc.own_keys([KEY])).claims["sub"] == "7"
    assert opened.headers()["kid"] == "enc-1"


@pytest.mark.parametrize(
    "entry",
    [
        None,
        READER.as_dict(private=False),
        {**READER.as_dict(private=True), "use": "enc"},
        {**ECKey.generate_key("P-384").as_dict(private=False), "use": "enc"},
        {"use": "enc", "crv": "P-256", "kty": "EC", "x": "AA", "y": "AA"},
    ],
)
def test_a_key_that_is_not_a_public_one_for_encryption_is_refused(entry: object) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        userinfo_answers.read_encryption_key(entry)
    assert refused.value.field == "jwks"
