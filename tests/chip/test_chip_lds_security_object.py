"""EF.SOD and the hashes inside it: what is read, what is refused and why."""

import hashlib

import pytest
from asn1crypto import core

from ansinh.chip import errors, lds, tlv
from ansinh.chip.lds import der

SHA256 = "2.16.840.1.101.3.4.2.1"
HASHES = {group: hashlib.sha256(bytes((group,))).digest() for group in (1, 2, 13, 14)}


def seq(*parts: bytes) -> bytes:
    return tlv.encode(der.SEQUENCE, *parts)


def listed(group: int, size: int = 32) -> bytes:
    return seq(der.write_natural(group), tlv.encode(der.OCTET_STRING, bytes(size)))


def algorithm(oid: str = SHA256, *parameters: bytes) -> bytes:
    return seq(der.write_oid(oid), *parameters)


VERSIONS = seq(der.write_printable("0108"), der.write_printable("040000"))


@pytest.mark.parametrize("name", ["sha1", "sha224", "sha256", "sha384", "sha512"])
def test_every_hash_of_the_standard_is_read_as_hashlib_calls_it(name: str) -> None:
    hashes = {group: hashlib.new(name, bytes((group,))).digest() for group in (1, 2)}
    read = lds.read_security_object(lds.write_security_object(lds.SecurityObject(name, hashes)))
    assert (read.hash_algorithm, read.hashes, read.version, read.lds_version) == (name, hashes, 0, None)


def test_a_later_version_says_which_structure_it_is_of() -> None:
    written = lds.SecurityObject("sha256", HASHES, version=1, lds_version="0108", unicode_version="040000")
    assert lds.read_security_object(lds.write_security_object(written)) == written


def test_what_is_written_is_der_for_another_parser_too() -> None:
    raw = lds.write_security_object(lds.SecurityObject("sha256", HASHES))
    parsed = core.load(raw, strict=True).native
    assert (parsed["0"], list(parsed["1"].values())) == (0, [SHA256])
    assert [tuple(each.values()) for each in parsed["2"].values()] == list(HASHES.items())


def test_an_algorithm_may_have_a_null() -> None:
    raw = seq(der.write_natural(0), algorithm(SHA256, b"\x05\x00"), seq(listed(1), listed(2)))
    assert lds.read_security_object(raw).hash_algorithm == "sha256"


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ([der.write_natural(2), algorithm(), seq(listed(1), listed(2))], "version"),
        ([der.write_natural(0), algorithm(), seq(listed(1), listed(2)), VERSIONS], "version"),
        ([der.write_natural(0), algorithm("1.2.840.113549.2.5"), seq(listed(1), listed(2))], "hash_algorithm"),
        ([der.write_natural(0), algorithm(SHA256, b"\x05\x01\x00"), seq(listed(1), listed(2))], "hash_algorithm"),
        ([der.write_natural(0), algorithm(SHA256, b"\x02\x01\x00"), seq(listed(1), listed(2))], "hash_algorithm"),
        ([der.write_natural(0), algorithm(), seq(listed(1), listed(1))], "hashes"),
        ([der.write_natural(0), algorithm(), seq(listed(1), listed(17))], "hashes"),
        ([der.write_natural(0), algorithm(), seq(listed(0), listed(1))], "hashes"),
        ([der.write_natural(0), algorithm(), seq(listed(1))], "hashes"),
        ([der.write_natural(0), algorithm(), seq(listed(1), listed(2, 20))], "hashes"),
        ([der.write_natural(0), algorithm(), seq(listed(1), seq(der.write_natural(2), b"\x0c\x00"))], "hashes"),
        ([der.write_natural(1), algorithm(), seq(listed(1), listed(2)), seq(VERSIONS, VERSIONS)], "lds_version"),
        ([der.write_natural(1), algorithm(), seq(listed(1), listed(2)), seq(der.write_printable("01080"), VERSIONS)], "lds_version"),
    ],
)
def test_an_object_that_does_not_hold_is_refused_and_its_part_named(parts: list[bytes], field: str) -> None:
    with pytest.raises(errors.Malformed) as refusal:
        lds.read_security_object(seq(*parts))
    assert refusal.value.field == f"security_object.{field}"


def test_a_hash_nobody_knows_is_said_to_be_one() -> None:
    with pytest.raises(errors.Unsupported, match="none that Doc 9303-12 knows"):
        lds.read_security_object(seq(der.write_natural(0), algorithm("1.2.3.4"), seq(listed(1), listed(2))))


def test_what_is_signed_comes_out_of_the_file_as_it_went_in() -> None:
    cms = seq(der.write_oid("1.2.840.113549.1.7.2"), tlv.encode(0xA0, b""))
    assert lds.sod_content(lds.write_sod(cms)) == cms


@pytest.mark.parametrize("raw", ["7700", "7702 3100", "7704 3000 3000", "77", "6002 3000", "7703 3000", "778000"])
def test_a_sod_without_its_one_sequence_is_refused(raw: str) -> None:
    with pytest.raises(errors.Malformed, match="SOD"):
        lds.sod_content(bytes.fromhex(raw))


def test_hashes_are_not_shown() -> None:
    assert "hashes" not in repr(lds.SecurityObject("sha256", HASHES))
