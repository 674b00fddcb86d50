"""Data that a believed signer signed, and that are odd: nothing breaks, and nothing is believed that does not hold together."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from ansinh import sandbox
from ansinh.chip import authenticate, curves, lds, mrz, reading, tlv, trust, verification
from ansinh.chip.lds import File
from ansinh.chip.mrz.check_digits import check_digit
from ansinh.chip.verification import Level, Policy, Verdict, Verified
from ansinh.sandbox.cards import Factory
from ansinh.sandbox.virtual_card import Chip
from ansinh.terms import PartialDate
from tests.chip import pki
from tests.chip.read_cards import card_of
from tests.chip.sod_defects import believed, good
from tests.measuring import least_cpu_s


@pytest.fixture(scope="module")
def genuine(card_factory: Factory, holders: Sequence[sandbox.Person]) -> Chip:
    return card_of(card_factory, holders[0], None)


def verified(read: reading.Reading, store: trust.TrustStore) -> Verified:
    return verification.verify(read, store, policy=Policy.hospital(), now=pki.NOW)


def ended(result: Verified, name: str) -> tuple[str, str]:
    check = result.check(name)
    assert check is not None
    return check.outcome.value, check.reason


@cache
def issued(number: int = 4711) -> pki.Certified:
    return pki.signer(serial=number)


def signed(chip: Chip, changes: Mapping[File, bytes], *, by: pki.Certified | None = None) -> reading.Reading:
    """The card with these files, signed anew by a signer that is believed; read by somebody else."""
    files = {File.of_fid(fid): raw for fid, raw in {**chip.files, **{file.fid: raw for file, raw in changes.items()}}.items()}
    groups = {file.group: raw for file, raw in files.items() if file.group is not None}
    return reading.of_files({**files, File.SOD: pki.sod(good(groups, by=by or issued()))})


def lines(chip: Chip, *, birth: str = "", expiry: str = "", number: str = "", issuer: str = "VNM") -> bytes:
    """DG1 with other contents and right check digits, whatever sense they make."""
    first, second, third = lds.read_dg1(chip.files[File.DG1.fid]).lines
    number, birth, expiry = number or first[15:27], birth or second[:6], expiry or second[8:14]
    short = number[3:]
    first = f"ID{issuer}{short}{check_digit(short)}{number}<<{check_digit(number)}"
    second = f"{birth}{check_digit(birth)}{second[7]}{expiry}{check_digit(expiry)}{issuer}{'<' * 11}"
    composite = check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    return bytes.fromhex("615D5F1F5A") + (first + second + composite + third).encode()


def in_2024(chip: Chip, **changes: Any) -> bytes:
    """DG13, made while the signer of these tests signed."""
    return lds.write_dg13(replace(lds.read_dg13(chip.files[File.DG13.fid]), issued_on="06/05/2024", **changes))


def test_data_that_somebody_else_read_are_signed_and_prove_no_chip(genuine: Chip) -> None:
    result = verified(signed(genuine, {File.DG13: in_2024(genuine)}), believed())
    assert (result.level, result.verdict) == (Level.CHIP_READ, Verdict.NOT_PROVEN)


@pytest.mark.parametrize(
    "changes",
    [
        {"birth": "000231"},
        {"birth": "990230"},
        {"birth": "000229"},
        {"expiry": "310229"},
        {"expiry": "320229"},
        {"expiry": "991231"},
        {"number": "000000000000"},
        {"number": "999999999999"},
        {"issuer": "UTO"},
        {"issuer": "D<<"},
    ],
    ids=lambda each: "-".join(*each.items()),
)
def test_signed_lines_that_make_no_sense_break_nothing_and_are_worth_nothing_against_the_details(
    genuine: Chip, changes: dict[str, str]
) -> None:
    result = verified(signed(genuine, {File.DG1: lines(genuine, **changes), File.DG13: in_2024(genuine)}), believed())
    assert result.level is Level.NONE
    assert result.verdict in {Verdict.INCONSISTENT, Verdict.FOREIGN_SIGNER}


@pytest.mark.parametrize("birth", ["<<<<<<", "00<<<<", "0002<<"])
def test_of_whom_the_lines_do_not_know_the_day_the_details_tell_it(genuine: Chip, birth: str) -> None:
    result = verified(signed(genuine, {File.DG1: lines(genuine, birth=birth), File.DG13: in_2024(genuine, birth_date="1958")}), believed())
    assert result.person is not None
    assert result.person.birth_date == PartialDate(1958)


def test_a_card_that_ends_on_a_day_that_no_year_has_is_not_called_good(genuine: Chip) -> None:
    silent = in_2024(genuine, expires_on="31/02/2031")
    result = verified(signed(genuine, {File.DG1: lines(genuine, expiry="310229"), File.DG13: silent}), believed())
    assert ended(result, "card_expiry") == ("undetermined", "malformed")
    assert result.level is Level.NONE


def test_a_signer_whose_number_has_its_first_bit_set_is_told_as_it_stands(genuine: Chip) -> None:
    """Certificates with such numbers are about: read as they are written they are negative (RFC 5280 section 4.1.2.2 would have none)."""
    result = verified(signed(genuine, {File.DG13: in_2024(genuine)}, by=issued(-(1 << 127) + 5)), believed())
    assert result.signer is not None
    assert result.signer.serial == "80000000000000000000000000000005"
    assert result.level is Level.CHIP_READ


def test_large_files_of_nothing_are_judged_at_once(genuine: Chip) -> None:
    huge = tlv.encode(File.DG2.tag, bytes(File.DG2.max_bytes - 5))
    told, believes = signed(genuine, {File.DG2: huge, File.DG13: in_2024(genuine)}), believed()
    assert verified(told, believes).hashes["dg2"] == hashlib.sha256(huge).hexdigest()
    assert least_cpu_s(lambda: verified(told, believes)) < 0.5


def test_a_document_s_lines_of_another_number_than_its_details_are_inconsistent(genuine: Chip) -> None:
    other = signed(genuine, {File.DG1: lines(genuine, number="001190000018"), File.DG13: in_2024(genuine)})
    result = verified(other, believed())
    assert ended(result, "dg1_against_dg13") == ("failed", "numbers_differ")
    assert result.verdict is Verdict.INCONSISTENT
    assert mrz.read(lds.read_dg1(other.files[File.DG1]).lines).citizen_number == "001190000018"


@pytest.mark.parametrize("curve", ["brainpoolP256r1", "secp224r1"])
def test_a_signature_of_nothing_is_none(curve: str) -> None:
    """Zero, the order, and beyond it: with some verifiers one of them agrees with every key."""
    found = curves.named(curve)
    assert found is not None
    size, info = found.order_bytes, pki.ec_key(4242, curve).info
    numbers = (0, 1, found.n - 1, found.n, found.n + 1)
    for r, s in product(numbers, numbers):
        for raw in (r.to_bytes(size, "big") + s.to_bytes(size, "big"), encode_dss_signature(r, s)):
            check = authenticate.check_active(info, b"8 bytes.", raw, signature_oid="0.4.0.127.0.7.1.1.4.1.3")
            assert (check.outcome.value, check.reason) == ("failed", "wrong_signature")


def test_a_signature_by_rsa_of_nothing_is_none() -> None:
    key = pki.rsa_key(2048)
    assert isinstance(key.private, rsa.RSAPrivateKey)
    n = key.private.public_key().public_numbers().n
    for number in (0, 1, n - 1, n, n + 1):
        check = authenticate.check_active(key.info, b"8 bytes.", number.to_bytes(256, "big"), signature_oid=None)
        assert (check.outcome.value, check.reason) == ("failed", "wrong_signature")
