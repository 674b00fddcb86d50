"""Attacks on whom a chip is believed: revocations that were forgotten, and certificates a card brings along."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from ansinh.chip import curves, passive, trust
from ansinh.chip.checks import Outcome
from ansinh.chip.errors import ChipError
from ansinh.chip.tlv import encode
from tests.chip import pki
from tests.chip.pki import NOW, Certified
from tests.chip.sod_defects import GROUPS, believed, by, good

DAY = timedelta(days=1)


def store(*anchors: Certified, crls: tuple[bytes, ...] = (), links: tuple[Certified, ...] = ()) -> trust.TrustStore:
    return trust.TrustStore(
        tuple(trust.Certificate.parse(each.der) for each in anchors),
        tuple(map(trust.Crl.parse, crls)),
        tuple(trust.Certificate.parse(each.der) for each in links),
    )


def revocation(signer: Certified, trusting: trust.TrustStore) -> tuple[str, str]:
    path = trust.find_path(trust.Certificate.parse(signer.der), trusting)
    check = trust.check_revocation(path, trusting, now=NOW)
    return check.outcome.value, check.reason


def test_a_signer_that_a_newer_list_leaves_out_stays_revoked() -> None:
    """An authority may drop what has ended, and with two keys each may list its own only."""
    old, new = pki.revocations(4711, this_update=NOW - 90 * DAY, next_update=NOW - 60 * DAY), pki.revocations(this_update=NOW - DAY)
    for crls in ((old, new), (new, old)):
        assert revocation(pki.signer(), store(pki.authority(), crls=crls)) == ("failed", "revoked")


def test_a_list_from_the_future_does_not_hide_what_the_present_one_revokes() -> None:
    crls = (pki.revocations(4711), pki.revocations(this_update=NOW + 30 * DAY))
    assert revocation(pki.signer(), store(pki.authority(), crls=crls)) == ("failed", "revoked")


def test_what_a_key_signed_that_its_authority_revoked_is_believed_no_more() -> None:
    """The next key says so of the old one, whose certificate is still in the store."""
    taken_back = pki.revocations(1, by=pki.NEXT_KEY)
    assert revocation(pki.signer(), store(pki.authority(), links=(pki.link(),), crls=(taken_back,))) == ("failed", "revoked")


def test_what_hangs_on_a_revoked_anchor_by_links_falls_with_it() -> None:
    renamed = pki.name(common="CSCA Renamed")
    link = pki.link(subject=renamed)
    new = pki.signer(by=pki.NEXT_KEY, issuer=renamed, begins=NOW)
    assert revocation(new, store(pki.authority(), links=(link,), crls=(pki.revocations(1),))) == ("failed", "revoked")


WEAK_CSCA = pki.ec_key(1001, digest="sha1")
"""The authority's own key, used over a hash for which whoever lets it sign one thing may have made another (SHA-1, since 2017)."""


def test_whoever_is_handed_on_to_over_a_weak_hash_vouches_for_nobody_for_certain() -> None:
    handed_on = pki.link(old=WEAK_CSCA, begins=NOW - 1200 * DAY)
    new = trust.Certificate.parse(pki.signer(by=pki.NEXT_KEY).der)
    check, path = trust.check_trust(new, store(pki.authority(), links=(handed_on,)))
    assert (check.outcome, check.reason) == (Outcome.UNDETERMINED, "weak_hash")
    assert path is not None
    further = pki.link(pki.ec_key(1004), old=pki.NEXT_KEY, serial=78)
    last = trust.Certificate.parse(pki.signer(by=pki.ec_key(1004), begins=NOW).der)
    check, _ = trust.check_trust(last, store(pki.authority(), links=(handed_on, further)))
    assert (check.outcome, check.reason) == (Outcome.UNDETERMINED, "weak_hash")


def test_a_weak_link_takes_nothing_from_a_sound_one_to_the_same_key() -> None:
    weak, sound = pki.link(old=WEAK_CSCA, begins=NOW - 1200 * DAY), pki.link(begins=NOW - 1200 * DAY)
    new = trust.Certificate.parse(pki.signer(by=pki.NEXT_KEY).der)
    check, _ = trust.check_trust(new, store(pki.authority(), links=(weak, sound)))
    assert check.outcome is Outcome.SUCCESSFUL


def test_a_list_over_a_weak_hash_revokes_and_clears_nobody() -> None:
    weak, sound = pki.revocations(by=WEAK_CSCA), pki.revocations(this_update=NOW - 30 * DAY)
    assert revocation(pki.signer(), store(pki.authority(), crls=(weak,))) == ("undetermined", "weak_hash")
    assert revocation(pki.signer(), store(pki.authority(), crls=(pki.revocations(4711, by=WEAK_CSCA),))) == ("failed", "revoked")
    assert revocation(pki.signer(), store(pki.authority(), crls=(weak, sound))) == ("successful", "")
    stale = pki.revocations(this_update=NOW - 90 * DAY, next_update=NOW - 60 * DAY)
    assert revocation(pki.signer(), store(pki.authority(), crls=(weak, stale))) == ("undetermined", "stale")


def passed(sod: bytes, trusting: trust.TrustStore | None = None) -> passive.Passive:
    return passive.authenticate(sod, GROUPS, trusting or believed(), now=NOW)


@pytest.mark.parametrize("name", ["a forged authority", "an intermediate", "the real authority too"])
def test_certificates_that_the_card_brings_along_vouch_for_nobody(name: str) -> None:
    forger = pki.ec_key(666)
    forged = pki.authority(forger)
    between = pki.certify(
        forger, pki.SIGNER_KEY, subject=pki.CSCA_NAME, issuer=pki.SIGNER_NAME, extensions=(pki.usage(5), pki.constraints())
    )
    mine = pki.signer(pki.ec_key(667), by=forger, serial=4712)
    bag = {
        "a forged authority": (mine.der, forged.der),
        "an intermediate": (mine.der, between.der, by().der),
        "the real authority too": (mine.der, pki.authority().der),
    }[name]
    found = passed(pki.sod(good(by=mine, certificates=bag)))
    assert found.check("sod_signature").outcome is Outcome.SUCCESSFUL
    assert found.check("signer_trusted").outcome is Outcome.FAILED
    assert not found.binds(1)


_NAMED: tuple[dict[str, Any], ...] = ({}, {"signer_version": 3, "identifier": encode(0x80, by().key.identifier)})


def test_a_forgers_certificate_with_the_signers_name_and_number_is_not_taken_for_it() -> None:
    """Both are enclosed and both are named by issuer and serial number, or by key identifier."""
    forger = pki.ec_key(667)
    twin = pki.signer(forger, by=pki.ec_key(666), extensions=(pki.usage(0), pki.subject_key(pki.SIGNER_KEY)))
    for order in ((twin.der, by().der), (by().der, twin.der)):
        for other in _NAMED:
            found = passed(pki.sod(good(by=twin, certificates=order, **other)))
            assert found.check("sod_signature").reason == "no_signer_certificate"


def test_an_authority_does_not_sign_documents_itself() -> None:
    for usage in (pki.usage(5, 6), pki.usage(0, 5, 6)):
        own = pki.authority(extensions=(usage, pki.constraints()))
        found = passed(pki.sod(good(by=own)), store(own))
        assert found.check("signer_trusted").reason == "wrong_key_usage"


def test_a_list_of_another_issuer_says_nothing_even_if_we_believe_that_one_too() -> None:
    """Serial numbers are an issuer's own."""
    foreign = pki.authority(pki.FOREIGN_KEY, subject=pki.FOREIGN_NAME)
    theirs = pki.revocations(4711, by=pki.FOREIGN_KEY, issuer=pki.FOREIGN_NAME)
    in_our_name = pki.revocations(4711, by=pki.FOREIGN_KEY)
    assert revocation(pki.signer(), store(pki.authority(), foreign, crls=(theirs, in_our_name))) == ("undetermined", "none")
    clearing = pki.revocations(by=pki.FOREIGN_KEY)
    both = (clearing, pki.revocations(4711))
    assert revocation(pki.signer(), store(pki.authority(), foreign, crls=both)) == ("failed", "revoked")


def refused(key: pki.Key, data: bytes, signature: bytes, *, algorithm: bytes | None = None) -> str:
    with pytest.raises(ChipError) as wrong:
        trust.verify_signature(key.info, algorithm or key.algorithm, data, signature)
    return wrong.value.code


def cube_root(number: int) -> int:
    """The smallest whole number whose cube is at least this."""
    low, high = 0, 1 << (number.bit_length() // 3 + 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if middle**3 < number else (low, middle)
    return low


def test_a_signature_made_without_the_key_whose_padding_ends_early_is_wrong() -> None:
    """Where the exponent is 3 a cube that begins as it should is found by anybody; who does not look at its end takes it (Bleichenbacher, 2006)."""
    private = rsa.generate_private_key(3, 2048)
    info = private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    key, data = pki.Key(private=private, info=info), b"what nobody signed"
    assert trust.verify_signature(info, key.algorithm, data, key.sign(data)).kind == "rsa"
    named = pki.seq(pki.seq(pki.oid(pki.HASH_OIDS["sha256"]), pki.NULL), pki.octets(hashlib.sha256(data).digest()))
    begins = b"\x00\x01" + b"\xff" * 8 + b"\x00" + named
    forged = cube_root(int.from_bytes(begins.ljust(256, b"\x00"), "big"))
    assert (forged**3).to_bytes(256, "big").startswith(begins)
    assert refused(key, data, forged.to_bytes(256, "big")) == "wrong_signature"
    for short in (key.sign(data)[1:], b"\x00" + key.sign(data)):
        assert refused(key, data, short) == "wrong_signature"


@pytest.mark.parametrize(("salt", "mask"), [(20, "sha256"), (0, "sha256"), (222, "sha256"), (32, "sha1")])
def test_a_signature_by_pss_holds_for_the_salt_and_the_mask_that_are_named_and_no_others(salt: int, mask: str) -> None:
    key, data = pki.rsa_key(is_pss=True), b"invented"
    assert isinstance(key.private, rsa.RSAPrivateKey)
    other = key.private.sign(data, padding.PSS(padding.MGF1(pki.HASHES[mask]), salt), pki.HASHES["sha256"])
    assert refused(key, data, other) == "wrong_signature"


@pytest.mark.parametrize("curve", ["brainpoolP256r1", "secp256r1", "secp521r1", "brainpoolP224r1"])
def test_a_pair_of_numbers_out_of_the_range_of_the_curve_is_no_signature(curve: str) -> None:
    """Also those that are the right ones but for the order of the curve, added or taken away."""
    found = curves.named(curve)
    assert found is not None
    public = curves.public_key(found, 4711)
    key = pki.Key(private=pki.ec_key(4711, "secp256r1").private, info=curves.write_public_key(found, public))
    n, data = found.n, b"invented"
    digest = int.from_bytes(hashlib.sha256(data).digest(), "big") >> max(0, 256 - n.bit_length())
    r = curves.public_key(found, 99).x % n
    s = pow(99, -1, n) * (digest + r * 4711) % n
    assert trust.verify_signature(key.info, key.algorithm, data, encode_pair(r, s)).kind == "ecdsa"
    for pair in ((0, 0), (r, 0), (0, s), (r, n), (n, s), (r + n, s), (r, s + n), (-r, s), (r, s - n), (1 << 4000, s)):
        assert refused(key, data, encode_pair(*pair)) in {"wrong_signature", "malformed"}
    right = encode_pair(r, s)
    for bent in (right + b"\x00", right[:1] + b"\x81" + right[1:], pki.seq(right[2:], pki.integer(1)), b""):
        assert refused(key, data, bent) in {"wrong_signature", "malformed"}


def encode_pair(r: int, s: int) -> bytes:
    return pki.seq(pki.integer(r), pki.integer(s))
