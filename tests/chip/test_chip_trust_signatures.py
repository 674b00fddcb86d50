"""Signatures are believed by what the standard says of keys and algorithms, and explicit parameters only as the name of a known curve."""

import hashlib

import ecdsa
import pytest

from ansinh.chip import curves, tlv, trust
from ansinh.chip.errors import ChipError, Malformed
from ansinh.chip.tlv import encode
from tests.chip import pki
from tests.chip.pki import NULL, bits, hash_id, integer, octets, oid, rsa_key, seq

DATA = b"what is signed"


def refusal(key: pki.Key, *, algorithm: bytes | None = None, info: bytes | None = None, signature: bytes | None = None) -> str:
    signed = key.sign(DATA) if signature is None else signature
    with pytest.raises(ChipError) as refused:
        trust.verify_signature(info or key.info, algorithm or key.algorithm, DATA, signed)
    return refused.value.code


@pytest.mark.parametrize("digest", ["sha224", "sha256", "sha384", "sha512"])
@pytest.mark.parametrize(
    "curve", ["secp224r1", "secp256r1", "secp384r1", "secp521r1", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"]
)
def test_ecdsa_is_verified_on_named_and_on_explicit_curves(curve: str, digest: str) -> None:
    named, explicit = pki.ec_key(5, curve, digest=digest), pki.explicit_key(5, curve, digest=digest)
    for key in (named, explicit):
        assert trust.verify_signature(key.info, key.algorithm, DATA, key.sign(DATA)) == trust.Scheme("ecdsa", digest)
        with pytest.raises(trust.NotVerified, match="not that of the key"):
            trust.verify_signature(key.info, key.algorithm, DATA + b".", key.sign(DATA))


@pytest.mark.parametrize("name", ["brainpoolP224r1", "brainpoolP320r1"])
def test_curves_that_the_library_has_not_are_verified_all_the_same(name: str) -> None:
    curve = curves.named(name)
    assert curve is not None
    private = ecdsa.SigningKey.from_secret_exponent(
        9, {each.name: each for each in ecdsa.curves.curves}[name.replace("brainpool", "BRAINPOOL")]
    )
    info = curves.write_public_key(curve, curves.public_key(curve, 9))
    signature = private.sign_deterministic(DATA, hashfunc=hashlib.sha256, sigencode=ecdsa.util.sigencode_der)
    algorithm = pki.ec_key(5).algorithm
    assert trust.verify_signature(info, algorithm, DATA, signature).kind == "ecdsa"
    with pytest.raises(trust.NotVerified, match="not that of the key"):
        trust.verify_signature(info, algorithm, b"something else", signature)
    with pytest.raises(Malformed):
        trust.verify_signature(info, algorithm, DATA, signature + b"\x00")


@pytest.mark.parametrize("digest", ["sha224", "sha256", "sha384", "sha512"])
@pytest.mark.parametrize("is_pss", [False, True])
def test_rsa_is_verified_in_both_paddings(*, is_pss: bool, digest: str) -> None:
    key = rsa_key(digest=digest, is_pss=is_pss)
    assert trust.verify_signature(key.info, key.algorithm, DATA, key.sign(DATA)).hash == digest
    with pytest.raises(trust.NotVerified, match="not that of the key"):
        trust.verify_signature(key.info, key.algorithm, DATA + b".", key.sign(DATA))


@pytest.mark.parametrize("wrong", ["p", "a", "b", "g", "n", "h"])
def test_an_explicit_curve_with_one_other_parameter_is_refused_by_name(wrong: str) -> None:
    key = pki.explicit_key(5, wrong=wrong)
    assert refusal(key) == "explicit_parameters_unknown"


def test_an_explicit_curve_may_leave_out_its_cofactor() -> None:
    key = pki.explicit_key(5, leave_out="h")
    assert trust.verify_signature(key.info, key.algorithm, DATA, key.sign(DATA)).kind == "ecdsa"


def test_a_forgery_by_a_generator_of_ones_own_is_refused_although_its_signature_would_verify() -> None:
    """CVE-2020-0601: with the generator Q/d, the known public key Q has the private key d."""
    curve, theirs, d = curves.named("secp256r1"), pki.ec_key(5, "secp256r1"), 12345
    assert curve is not None
    public = curves.public_key(curve, 5)
    generator = curves.multiply(curve, pow(d, -1, curve.n), public)
    domain = ecdsa.ellipticcurve.CurveFp(curve.p, curve.a, curve.b, 1)
    g = ecdsa.ellipticcurve.PointJacobi(domain, generator.x, generator.y, 1, curve.n)
    forged = ecdsa.ecdsa.Private_key(ecdsa.ecdsa.Public_key(g, g * d), d).sign(int.from_bytes(hashlib.sha256(DATA).digest(), "big"), 77)
    taken_by_its_own_generator = ecdsa.ecdsa.Public_key(g, g * d)
    assert taken_by_its_own_generator.verifies(int.from_bytes(hashlib.sha256(DATA).digest(), "big"), forged)
    assert (g * d).x() == public.x

    parameters = seq(
        integer(1),
        seq(oid("1.2.840.10045.1.1"), integer(curve.p)),
        seq(octets(curve.a.to_bytes(32, "big")), octets(curve.b.to_bytes(32, "big"))),
        octets(curves.encode_point(curve, generator)),
        integer(curve.n),
        integer(1),
    )
    info = seq(seq(oid("1.2.840.10045.2.1"), parameters), bits(curves.encode_point(curve, public)))
    assert refusal(theirs, info=info, signature=seq(integer(forged.r), integer(forged.s))) == "explicit_parameters_unknown"


def test_a_curve_nobody_knows_is_refused_by_name() -> None:
    info = seq(seq(oid("1.2.840.10045.2.1"), oid("1.3.132.0.10")), bits(b"\x04" + bytes(64)))  # secp256k1
    assert refusal(pki.ec_key(5), info=info) == "unknown_curve"


def test_keys_that_are_too_weak_are_refused_whatever_they_signed() -> None:
    assert refusal(rsa_key(1024)) == "weak_key"
    assert refusal(pki.ec_key(5, "secp192r1")) == "weak_key"


def test_an_rsa_key_that_costs_too_much_time_is_refused_unused() -> None:
    big = seq(seq(oid("1.2.840.113549.1.1.1"), NULL), bits(seq(integer((1 << 16384) - 1), integer(65537))))
    odd_exponent = seq(seq(oid("1.2.840.113549.1.1.1"), NULL), bits(seq(integer((1 << 2048) - 1), integer((1 << 2000) + 1))))
    assert refusal(rsa_key(), info=big) == "weak_key"
    assert refusal(rsa_key(), info=odd_exponent) == "malformed"


def test_algorithms_that_are_broken_or_unknown_are_refused_by_name() -> None:
    assert refusal(rsa_key(digest="md5")) == "algorithm_unknown"
    assert refusal(rsa_key(), algorithm=seq(oid("1.2.3.4"), NULL)) == "algorithm_unknown"
    assert refusal(rsa_key(), algorithm=seq(oid("1.2.840.113549.1.1.1"), NULL)) == "algorithm_unknown"  # rsaEncryption names no hash


def test_a_key_signs_only_by_algorithms_of_its_kind() -> None:
    assert refusal(rsa_key(), algorithm=pki.ec_key(5).algorithm) == "algorithm_unknown"
    assert refusal(pki.ec_key(5), algorithm=rsa_key().algorithm) == "algorithm_unknown"
    for_pss_only = seq(seq(oid("1.2.840.113549.1.1.10")), *_parts(rsa_key().info)[1:])
    assert refusal(rsa_key(), info=for_pss_only) == "algorithm_unknown"
    pss = rsa_key(is_pss=True)
    assert trust.verify_signature(for_pss_only, pss.algorithm, DATA, pss.sign(DATA)).kind == "rsa_pss"


def test_sha1_is_read_and_said() -> None:
    key = pki.ec_key(5, digest="sha1")
    assert trust.verify_signature(key.info, key.algorithm, DATA, key.sign(DATA)).hash in trust.WEAK_HASHES


def test_a_bare_rsa_takes_the_hash_that_stands_beside_it() -> None:
    key = rsa_key(digest="sha384")
    bare = seq(oid("1.2.840.113549.1.1.1"), NULL)
    assert trust.verify_signature(key.info, bare, DATA, key.sign(DATA), digest="sha384") == trust.Scheme("rsa", "sha384")
    with pytest.raises(trust.NotVerified, match="another hash"):
        trust.verify_signature(key.info, key.algorithm, DATA, key.sign(DATA), digest="sha256")


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        (b"", "malformed"),
        (NULL, "malformed"),
        (seq(encode(0xA3, integer(2))), "malformed"),
        (seq(encode(0xA2, integer(4096))), "malformed"),
        (seq(encode(0xA1, seq(oid("1.2.3"), hash_id("sha256")))), "algorithm_unknown"),
        (seq(encode(0xA0, hash_id("md5"))), "algorithm_unknown"),
    ],
)
def test_parameters_of_pss_are_read_strictly(parameters: bytes, code: str) -> None:
    assert refusal(rsa_key(is_pss=True), algorithm=seq(oid("1.2.840.113549.1.1.10"), parameters)) == code


def test_left_out_parameters_of_pss_are_the_old_ones() -> None:
    assert trust.read_scheme(seq(oid("1.2.840.113549.1.1.10"), seq())) == trust.Scheme("rsa_pss", "sha1", "sha1", 20)


@pytest.mark.parametrize(
    "info",
    [
        b"",
        b"\x30\x00",
        seq(seq(), bits(b"\x04")),
        seq(seq(oid("1.2.840.10045.2.1")), bits(b"\x04")),
        seq(seq(oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")), bits(b"\x04" + b"\x01" * 64)),
        seq(seq(oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")), bits(b"\x00")),
        seq(seq(oid("1.2.840.10045.2.1"), NULL), bits(b"\x04" + bytes(64))),
    ],
)
def test_a_key_that_is_none_is_malformed(info: bytes) -> None:
    key = pki.ec_key(5)
    with pytest.raises(ChipError) as refused:
        trust.verify_signature(info, key.algorithm, DATA, key.sign(DATA))
    assert refused.value.code in {"malformed", "unknown_curve"}


@pytest.mark.parametrize("signature", [b"", b"\x30\x00", seq(integer(0), integer(0)), seq(integer(-1), integer(5)), b"\xff" * 72])
def test_a_signature_that_is_none_is_wrong(signature: bytes) -> None:
    assert refusal(pki.ec_key(5), signature=signature) == "wrong_signature"
    assert refusal(rsa_key(), signature=signature) == "wrong_signature"


def _parts(der: bytes) -> list[bytes]:
    return [each.raw for each in tlv.one(der, 0x30, "test").children("test")]
