"""Active authentication: signatures by RSA with recovery and on curves, right ones and all the wrong ones."""

import hashlib
import os
from collections.abc import Callable
from functools import cache

import pytest
from asn1crypto import keys
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from ansinh.chip import authenticate, curves, errors
from ansinh.chip.apdu import Command, Response
from ansinh.chip.authenticate.recovery import is_signature
from ansinh.chip.checks import Check, Outcome
from tests.chip.known_curve import explicit_info, generator_of, known, sign
from tests.chip.scripted_card import ScriptedCard

_CHALLENGE = bytes.fromhex("F173589974BF40C6")
_HASHES = ("sha1", "sha224", "sha256", "sha384", "sha512")
_PLAIN = "0.4.0.127.0.7.1.1.4.1"
_PLAIN_SHA256 = f"{_PLAIN}.3"


@cache
def _rsa() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 1024)  # noqa: S505 - quick to make, and the least that is taken


@cache
def _ec() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.BrainpoolP256R1())


def _private(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _public(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _check(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, signature: bytes, *, challenge: bytes = _CHALLENGE) -> Check:
    return authenticate.check_active(_public(key), challenge, signature, signature_oid=_PLAIN_SHA256)


def _raw(block: bytes) -> bytes:
    """What the RSA key makes of a block, whatever it is: 128 bytes."""
    numbers = _rsa().private_numbers()
    return pow(int.from_bytes(block, "big"), numbers.d, numbers.public_numbers.n).to_bytes(128, "big")


def _block(*, head: bytes = b"\x6a", own: bytes | None = None, digest: bytes | None = None, trailer: bytes = b"\x34\xcc") -> bytes:
    """A representative, 128 bytes, with SHA-256 unless told otherwise (ISO/IEC 9796-2, 8.1)."""
    size = 32 if digest is None else len(digest)
    own = os.urandom(128 - len(head) - size - len(trailer)) if own is None else own
    return head + own + (hashlib.sha256(own + _CHALLENGE).digest() if digest is None else digest) + trailer


@pytest.mark.parametrize("hash_name", _HASHES)
def test_a_signature_by_rsa_says_its_own_hash(hash_name: str) -> None:
    signature = authenticate.sign_active(_private(_rsa()), _CHALLENGE, hash_name=hash_name)
    assert len(signature) == 128
    assert _check(_rsa(), signature).outcome is Outcome.SUCCESSFUL
    assert authenticate.check_active(_public(_rsa()), _CHALLENGE, signature, signature_oid=None).outcome is Outcome.SUCCESSFUL


def test_a_signature_by_rsa_opens_to_the_form_of_the_standard() -> None:
    own = bytes(range(93))
    signature = authenticate.sign_active(_private(_rsa()), _CHALLENGE, hash_name="sha256", random=lambda size: own[:size])
    numbers = _rsa().public_key().public_numbers()
    opened = pow(int.from_bytes(signature, "big"), numbers.e, numbers.n).to_bytes(128, "big")
    assert opened == b"\x6a" + own + hashlib.sha256(own + _CHALLENGE).digest() + b"\x34\xcc"


def _sha1(own: bytes) -> bytes:
    return hashlib.sha1(own + _CHALLENGE, usedforsecurity=False).digest()


@pytest.mark.parametrize(
    "block",
    [
        _block(),
        _block(own=bytes(106), digest=_sha1(bytes(106)), trailer=b"\xbc"),
        _block(own=bytes(105), digest=_sha1(bytes(105)), trailer=b"\x33\xcc"),
        _block(head=b"\x6b" + b"\xbb" * 20 + b"\xba"),
        _block(head=b"\x6b\xba"),
        _block(head=b"\x6b" + b"\xbb" * 92 + b"\xba", own=b""),
    ],
    ids=["full", "trailer BC", "trailer 33CC", "filled", "filled by one", "nothing of its own"],
)
def test_blocks_of_the_standard_count(block: bytes) -> None:
    assert len(block) == 128
    assert _check(_rsa(), _raw(block)).outcome is Outcome.SUCCESSFUL


def test_the_smaller_root_counts_as_the_other_does() -> None:
    signature = int.from_bytes(_raw(_block()), "big")
    other = (_rsa().public_key().public_numbers().n - signature).to_bytes(128, "big")
    assert _check(_rsa(), other).outcome is Outcome.SUCCESSFUL


@pytest.mark.parametrize(
    "block",
    [
        _block(digest=bytes(32)),
        _block(trailer=b"\x35\xcc"),
        _block(trailer=b"\x31\xcc"),
        _block(trailer=b"\x99\xcc"),
        _block(trailer=b"\x34\xcd"),
        _block(trailer=b"\xbc"),
        _block(own=bytes(106), digest=_sha1(bytes(106)), trailer=b"\xcc"),
        _block(head=b"\x4a"),
        _block(head=b"\x6b"),
        _block(head=b"\x6b" + b"\xbb" * 20),
        _block(head=b"\x6b" + b"\xbb" * 20 + b"\xbc"),
        _block(head=b"\x4b\xba"),
        _block(head=b"\x6b" + b"\xbb" * 125 + b"\xba", own=b"", digest=b"", trailer=b"\xbc"),
        _block(head=b"\0"),
        b"\x6a" + b"\xbb" * 127,
        b"\0" * 127 + b"\xbc",
        b"\0\1" + b"\xff" * 92 + b"\0" + hashlib.sha256(_CHALLENGE).digest() + b"\xcc",
    ],
)
def test_other_blocks_do_not_count(block: bytes) -> None:
    check = _check(_rsa(), _raw(block[:128].ljust(128, b"\xbb")))
    assert (check.outcome, check.reason) == (Outcome.FAILED, "wrong_signature")


@pytest.mark.parametrize(
    "change", [lambda s: s[:-1], lambda s: b"\0" + s, lambda s: s[:-1] + bytes((s[-1] ^ 1,)), lambda _: b"", lambda _: bytes(128)]
)
@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_changed_signature_does_not_count(kind: str, change: Callable[[bytes], bytes]) -> None:
    key = _rsa() if kind == "rsa" else _ec()
    signature = authenticate.sign_active(_private(key), _CHALLENGE, hash_name="sha256")
    assert _check(key, signature).outcome is Outcome.SUCCESSFUL
    assert _check(key, change(signature)).reason == "wrong_signature"


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_signature_over_another_challenge_does_not_count(kind: str) -> None:
    key = _rsa() if kind == "rsa" else _ec()
    signature = authenticate.sign_active(_private(key), _CHALLENGE, hash_name="sha256")
    assert _check(key, signature, challenge=_CHALLENGE[::-1]).reason == "wrong_signature"
    assert _check(key, signature, challenge=_CHALLENGE + b"\0").reason == "wrong_signature"


def test_a_signature_that_is_larger_than_the_modulus_does_not_count() -> None:
    modulus = (1 << 1023) | 1  # with an exponent of 1 a block is its own signature, so that nothing but its size can be wrong
    block = int.from_bytes(_block(), "big")
    assert is_signature(modulus, 1, _CHALLENGE, block.to_bytes(128, "big"))
    assert not is_signature(modulus, 1, _CHALLENGE, (block + modulus).to_bytes(128, "big"))


def _rsa_info(modulus: int, exponent: int) -> bytes:
    return bytes(keys.PublicKeyInfo.wrap(keys.RSAPublicKey({"modulus": modulus, "public_exponent": exponent}), "rsa").dump())


_MODULUS = (1 << 1023) | 1


@pytest.mark.parametrize(
    ("modulus", "exponent", "reason"),
    [
        ((1 << 511) | 1, 65537, "weak_key"),
        ((1 << 1022) | 1, 65537, "weak_key"),
        (0, 65537, "weak_key"),
        (-_MODULUS, 65537, "malformed_key"),
        (_MODULUS, 1, "malformed_key"),
        (_MODULUS, 0, "malformed_key"),
        (_MODULUS, -3, "malformed_key"),
        (_MODULUS, 65536, "malformed_key"),
        (_MODULUS, (1 << 64) | 1, "malformed_key"),
        (_MODULUS - 1, 65537, "malformed_key"),
        ((1 << 8192) | 1, 65537, "malformed_key"),
    ],
)
def test_weak_and_impossible_keys_fail_before_anything_is_calculated(modulus: int, exponent: int, reason: str) -> None:
    check = authenticate.check_active(_rsa_info(modulus, exponent), _CHALLENGE, bytes(128), signature_oid=None)
    assert (check.outcome, check.reason) == (Outcome.FAILED, reason)


@pytest.mark.parametrize(
    ("hash_name", "oid"),
    [*((name, f"{_PLAIN}.{at}") for at, name in enumerate(_HASHES, 1)), ("sha1", "1.2.840.10045.4.1"), ("sha256", "1.2.840.10045.4.3.2")],
)
def test_the_hash_on_a_curve_is_the_one_that_dg14_names(hash_name: str, oid: str) -> None:
    signature = authenticate.sign_active(_private(_ec()), _CHALLENGE, hash_name=hash_name)
    other = f"{_PLAIN}.2" if hash_name != "sha224" else f"{_PLAIN}.5"
    assert len(signature) == 64
    assert authenticate.check_active(_public(_ec()), _CHALLENGE, signature, signature_oid=oid).outcome is Outcome.SUCCESSFUL
    assert authenticate.check_active(_public(_ec()), _CHALLENGE, signature, signature_oid=other).reason == "wrong_signature"


def test_a_signature_on_a_curve_in_der_is_tolerated() -> None:
    signature = authenticate.sign_active(_private(_ec()), _CHALLENGE, hash_name="sha256")
    der = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    assert _check(_ec(), der).outcome is Outcome.SUCCESSFUL
    assert _check(_ec(), der + b"\0").reason == "wrong_signature"


def test_a_signature_from_another_library_counts() -> None:
    key = ec.generate_private_key(ec.SECP521R1())
    r, s = decode_dss_signature(key.sign(_CHALLENGE, ec.ECDSA(hashes.SHA512())))
    plain = r.to_bytes(66, "big") + s.to_bytes(66, "big")
    assert authenticate.check_active(_public(key), _CHALLENGE, plain, signature_oid=f"{_PLAIN}.5").outcome is Outcome.SUCCESSFUL


@pytest.mark.parametrize("oid", [None, "", "1.2.840.113549.1.1.11", f"{_PLAIN}.9"])
def test_without_a_known_hash_nothing_is_determined(oid: str | None) -> None:
    signature = authenticate.sign_active(_private(_ec()), _CHALLENGE, hash_name="sha256")
    check = authenticate.check_active(_public(_ec()), _CHALLENGE, signature, signature_oid=oid)
    assert (check.outcome, check.reason) == (Outcome.UNDETERMINED, "unknown_algorithm")


def test_keys_for_other_algorithms_and_on_other_curves_are_undetermined() -> None:
    ed25519 = keys.PublicKeyInfo({"algorithm": {"algorithm": "ed25519"}, "public_key": keys.ECPointBitString(bytes(32))}).dump()
    on_other = _public(ec.generate_private_key(ec.SECP256K1()))
    assert authenticate.check_active(ed25519, _CHALLENGE, bytes(64), signature_oid=None).reason == "unknown_algorithm"
    assert authenticate.check_active(on_other, _CHALLENGE, bytes(64), signature_oid=_PLAIN_SHA256).reason == "unknown_curve"


@pytest.mark.parametrize("key", [b"", b"\x30\0", b"no key at all"])
def test_a_key_that_is_none_fails(key: bytes) -> None:
    check = authenticate.check_active(key, _CHALLENGE, bytes(64), signature_oid=None)
    assert (check.name, check.outcome, check.reason) == ("active_authentication", Outcome.FAILED, "malformed_key")


@given(st.integers(0, 400), st.integers(0, 255), st.integers(0, 20), st.sampled_from(["rsa", "ec"]), st.binary(max_size=150))
def test_damaged_keys_and_any_signatures_end_in_a_check(at: int, octet: int, cut: int, kind: str, signature: bytes) -> None:
    info = bytearray(_public(_rsa() if kind == "rsa" else _ec()))
    info[at % len(info)] = octet
    check = authenticate.check_active(bytes(info[: len(info) - cut]), _CHALLENGE, signature, signature_oid=_PLAIN_SHA256)
    assert check.outcome in {Outcome.FAILED, Outcome.UNDETERMINED}


def test_the_card_is_asked_with_the_challenge() -> None:
    card = ScriptedCard([b"signature"])
    assert authenticate.challenge(card.send, _CHALLENGE) == b"signature"
    assert card.asked == ["0088000008F173589974BF40C600"]


@pytest.mark.parametrize("status", [0x6700, 0x6C00])
def test_a_card_whose_signature_is_long_is_asked_with_an_extended_length(status: int) -> None:
    card = ScriptedCard([status, bytes(384)])
    assert authenticate.challenge(card.send, _CHALLENGE) == bytes(384)
    assert card.asked[1] == "00880000000008F173589974BF40C60000"


def test_a_card_may_be_asked_with_an_extended_length_at_once() -> None:
    card = ScriptedCard([0x6700])
    with pytest.raises(errors.CardRefused):
        authenticate.challenge(card.send, _CHALLENGE, extended=True)
    assert card.asked == ["00880000000008F173589974BF40C60000"]


@pytest.mark.parametrize("challenge", [b"", bytes(7), bytes(9)])
def test_a_challenge_has_eight_bytes(challenge: bytes) -> None:
    with pytest.raises(errors.Malformed):
        authenticate.challenge(ScriptedCard([]).send, challenge)


def test_a_card_that_refuses_to_sign_is_said_to() -> None:
    def send(_: Command) -> Response:
        return Response(b"", 0x6982)

    with pytest.raises(errors.CardRefused, match="active authentication"):
        authenticate.challenge(send, _CHALLENGE)


@pytest.mark.parametrize("hash_name", ["", "md5"])
def test_nothing_is_signed_with_another_hash(hash_name: str) -> None:
    with pytest.raises(ValueError, match="no such hash"):
        authenticate.sign_active(_private(_ec()), _CHALLENGE, hash_name=hash_name)


def test_a_key_on_a_small_curve_written_in_full_counts() -> None:
    curve = known("brainpoolP320r1")  # which `cryptography` has not
    private = curves.new_private(curve, os.urandom)
    info = explicit_info(curve, curves.public_key(curve, private), generator=generator_of(curve))
    r, s = sign(curve, private, hashlib.sha256(_CHALLENGE).digest())
    signature = r.to_bytes(40, "big") + s.to_bytes(40, "big")
    assert authenticate.check_active(info, _CHALLENGE, signature, signature_oid=_PLAIN_SHA256).outcome is Outcome.SUCCESSFUL
    assert authenticate.check_active(info, _CHALLENGE, signature[::-1], signature_oid=_PLAIN_SHA256).reason == "wrong_signature"
