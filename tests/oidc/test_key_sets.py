"""Published keys, and what is wrong with some."""

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey

from ansinh import oidc
from tests.exchange.world import new_key


def test_a_key_set_holds_public_halves_only() -> None:
    published = oidc.jwks([oidc.SigningKey(new_key())])["keys"][0]
    assert "d" not in published
    assert (published["kty"], published["crv"], published["use"], published["alg"]) == ("EC", "P-256", "sig", "ES256")


def test_the_name_of_a_key_is_its_thumbprint_and_stays() -> None:
    pem = new_key()
    assert oidc.SigningKey(pem).kid == oidc.SigningKey(pem).kid == ECKey.import_key(pem).thumbprint()


def test_keys_of_other_kinds_are_left_out() -> None:
    ours = oidc.SigningKey(new_key())
    others = [
        RSAKey.generate_key(2048).as_dict(private=False),
        ECKey.generate_key("P-384").as_dict(private=False),
        ours.public() | {"use": "enc", "kid": "enc"},
        {"kty": "post-quantum", "kid": "future"},
        {"kty": "EC", "crv": "P-256", "x": "!", "y": "!", "kid": "broken"},
    ]
    assert set(oidc.read_jwks({"keys": [*others, ours.public()]}).by_kid) == {ours.kid}


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"keys": {}},
        {"keys": ["a"]},
        {"keys": [{}] * 21},
        {"keys": [OctKey.import_key("a-symmetric-secret").as_dict(private=True)]},
        {"keys": [ECKey.generate_key("P-256").as_dict(private=True)]},
    ],
)
def test_a_set_that_cannot_be_or_holds_a_secret_is_refused(document: object) -> None:
    with pytest.raises(oidc.ProtocolError, match="jwks_unusable"):
        oidc.read_jwks(document)


def test_only_a_p256_private_key_signs() -> None:
    for pem in (ECKey.generate_key("P-384").as_pem(private=True), ECKey.import_key(new_key()).as_pem(private=False)):
        with pytest.raises(ValueError, match="P-256 private key"):
            oidc.SigningKey(pem)
