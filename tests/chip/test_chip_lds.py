"""Files of the chip: what is read, what is refused and why; writers give what readers take."""

import dataclasses

import pytest

from ansinh.chip import errors, lds, mrz, tlv
from ansinh.chip.lds import der, files
from ansinh.chip.lds.security_infos import Element

CARD_ACCESS = "3134300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D"
LINES = mrz.write("001190000018", "Nguyễn Thị Mẫu", birth_date="900101", expiry_date="400101", sex="F")
KEY = bytes.fromhex("301A301306072A8648CE3D020106082A8648CE3D0301070303000461")
PACE, CHIP, KEY_OID, ACTIVE = "0.4.0.127.0.7.2.2.4.2.2", "0.4.0.127.0.7.2.2.3.2.2", "0.4.0.127.0.7.2.2.1.2", "0.4.0.127.0.7.1.1.4.1.3"


def seq(*parts: bytes) -> bytes:
    return tlv.encode(der.SEQUENCE, *parts)


def num(number: int) -> bytes:
    return der.write_natural(number)


@pytest.mark.parametrize(
    ("file", "fid", "tag", "group", "short"),
    [
        (lds.File.CARD_ACCESS, 0x011C, 0x31, None, 0x1C),
        (lds.File.COM, 0x011E, 0x60, None, 0x1E),
        (lds.File.SOD, 0x011D, 0x77, None, 0x1D),
        (lds.File.DG1, 0x0101, 0x61, 1, 1),
        (lds.File.DG2, 0x0102, 0x75, 2, 2),
        (lds.File.DG4, 0x0104, 0x76, 4, 4),
        (lds.File.DG16, 0x0110, 0x70, 16, 16),
    ],
)
def test_files_have_the_identifiers_of_the_standard(file: lds.File, fid: int, tag: int, group: int | None, short: int) -> None:
    assert (file.fid, file.tag, file.group, file.short) == (fid, tag, group, short)
    assert lds.File.of_tag(tag) is lds.File.of_fid(fid) is file


def test_a_file_is_found_by_its_group_and_no_other_number() -> None:
    assert [lds.File.of_group(number).group for number in range(1, 17)] == list(range(1, 17))
    for number in (0, 17, -1):
        with pytest.raises(errors.Malformed):
            lds.File.of_group(number)


def test_only_a_portrait_may_be_larger_than_64_kibibytes() -> None:
    assert {file for file in lds.File if file.max_bytes > tlv.MAX_BYTES} == {lds.File.DG2}
    assert files.content(tlv.encode(0x75, bytes(100_000)), lds.File.DG2).value == bytes(100_000)
    with pytest.raises(errors.Malformed, match="at most 65536"):
        lds.read_dg13(tlv.encode(0x6D, bytes(70_000)))
    with pytest.raises(errors.Malformed, match="at most 204800"):
        lds.read_dg2(tlv.encode(0x75, bytes(210_000)))


def test_the_published_example_of_com_is_read_and_written() -> None:
    raw = bytes.fromhex("60145F0104303130365F36063034303030305C026175")  # Doc 9303-11, D.4
    assert lds.read_com(raw) == lds.Com((1, 2), "0106", "040000")
    assert lds.write_com(lds.read_com(raw)) == raw


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("60145F0104303130365F36063034303030305C026161", "COM.groups: a data group is listed twice"),
        ("60145F0104303130365F36063034303030305C026162", "file: no file has this tag"),
        ("60145F0104303130365F36063034303030305C026177", "COM.groups: lists a file that is not a data group"),
        ("60145F0104303130585F36063034303030305C026175", "COM.lds_version: is not 4 digits"),
        ("60145F0104303130365F36063034303030FF5C026175", "COM.unicode_version: is not 6 digits"),
        ("60145F36063034303030305F0104303130365C026175", "COM: does not have its three elements in order"),
        ("60105F0104303130365F3606303430303030", "COM: does not have its three elements in order"),
        ("61145F0104303130365F36063034303030305C026175", "COM: begins with tag 61 instead of 60"),
        ("60145F0104303130365F36063034303030305C02617500", "COM: is cut off where an element begins"),
        ("6000", "COM: does not have its three elements in order"),
    ],
)
def test_a_com_that_does_not_hold_is_refused_by_its_reason(raw: str, why: str) -> None:
    with pytest.raises(errors.Malformed) as refusal:
        lds.read_com(bytes.fromhex(raw))
    assert refusal.value.detail == why


def test_the_card_access_of_citizen_cards_is_read() -> None:
    infos = lds.read_card_access(bytes.fromhex(CARD_ACCESS))
    assert infos == lds.SecurityInfos(pace=(lds.PaceInfo(PACE, 2, 13),), chip_authentication=(lds.ChipAuthentication(CHIP, 1),), others=1)


def test_the_card_access_of_the_pace_example_is_read() -> None:
    raw = bytes.fromhex("31143012060A04007F0007020204020202010202010D")  # Doc 9303-11, G.1
    assert lds.read_card_access(raw) == lds.SecurityInfos(pace=(lds.PaceInfo(PACE, 2, 13),))
    assert lds.write_card_access([lds.PaceInfo(PACE, 2, 13)]) == raw


def test_the_card_access_of_citizen_cards_is_written_byte_by_byte() -> None:
    elements: list[Element] = [lds.TerminalAuthentication(), lds.ChipAuthentication(CHIP, 1), lds.PaceInfo(PACE, 2, 13)]
    assert lds.write_card_access(elements).hex().upper() == CARD_ACCESS


def test_dg14_keeps_its_order_and_what_it_does_not_know() -> None:
    elements: list[Element] = [
        lds.PaceInfo(PACE, 2),
        seq(der.write_oid("1.2.3"), num(1)),
        lds.ChipPublicKey(KEY_OID, KEY, 7),
        lds.ActiveAuthentication(ACTIVE),
        lds.ChipAuthentication(CHIP, 1, 7),
        lds.ChipPublicKey(KEY_OID, KEY),
    ]
    raw = lds.write_dg14(elements)
    infos = lds.read_dg14(raw)
    assert infos.chip_keys == (lds.ChipPublicKey(KEY_OID, KEY, 7), lds.ChipPublicKey(KEY_OID, KEY))
    assert (infos.pace, infos.chip_authentication) == ((lds.PaceInfo(PACE, 2),), (lds.ChipAuthentication(CHIP, 1, 7),))
    assert (infos.active_authentication, infos.others) == (ACTIVE, 1)
    assert raw.index(KEY) < raw.index(der.write_oid(CHIP))


def test_domain_parameters_are_no_protocols() -> None:
    """id-PACE-ECDH-GM itself names PACEDomainParameterInfo, id-CA-ECDH ChipAuthenticationDomainParameterInfo."""
    both = [seq(der.write_oid(PACE.rpartition(".")[0]), seq()), seq(der.write_oid(CHIP.rpartition(".")[0]), seq())]
    assert lds.read_dg14(lds.write_dg14(both)) == lds.SecurityInfos(others=2)


@pytest.mark.parametrize(
    ("elements", "field"),
    [
        ([b"\x02\x01\x01"], "DG14"),
        ([seq()], "DG14"),
        ([seq(num(1))], "DG14"),
        ([seq(der.write_oid(PACE))], "DG14.pace"),
        ([seq(der.write_oid(PACE), num(2), num(13), num(1))], "DG14.pace"),
        ([seq(der.write_oid(PACE), b"\x02\x01\xff")], "DG14.pace"),
        ([seq(der.write_oid(PACE), b"\x02\x00")], "DG14.pace"),
        ([seq(der.write_oid(PACE), b"\x02\x02\x00\x02")], "DG14.pace"),
        ([seq(der.write_oid(PACE), b"\x02\x09" + b"\x11" * 9)], "DG14.pace"),
        ([seq(der.write_oid(CHIP), b"\x04\x01\x01")], "DG14.chip_authentication"),
        ([seq(der.write_oid(KEY_OID), b"\x04\x01\x01")], "DG14.chip_key"),
        ([seq(der.write_oid(KEY_OID), KEY, num(1), num(1))], "DG14.chip_key"),
        ([seq(der.write_oid(KEY_OID), KEY[:-6] + b"\x03\x03\x01\x04\x61")], "DG14"),
        ([lds.ActiveAuthentication(ACTIVE), lds.ActiveAuthentication(ACTIVE)], "DG14.active_authentication"),
        ([seq(der.write_oid("2.23.136.1.1.5"), num(1))], "DG14.active_authentication"),
        ([b"\x30\x03\x06\x01\x80"], "DG14"),
        ([b"\x30\x04\x06\x02\x80\x01"], "DG14"),
        ([b"\x30\x02\x06\x00"], "DG14"),
        ([seq(der.write_oid("1.2.3"))] * 65, "DG14"),
    ],
)
def test_security_infos_that_do_not_hold_are_refused_and_named(elements: list[Element], field: str) -> None:
    with pytest.raises(errors.Malformed) as refusal:
        lds.read_dg14(lds.write_dg14(elements))
    assert refusal.value.field == field


@pytest.mark.parametrize("raw", ["6E00", "6E023000", "6E0431003100", "6E", "6E84FFFFFFFF"])
def test_a_dg14_without_its_one_set_is_refused(raw: str) -> None:
    with pytest.raises(errors.Malformed, match="DG14"):
        lds.read_dg14(bytes.fromhex(raw))


@pytest.mark.parametrize("oid", ["1.0.10646.1.0.8", "2.16.840.1.101.3.4.2.1", "0.4.0.127.0.7.2.2.4.2.2", "2.999.1", "1.39.0", "2.5"])
def test_object_identifiers_are_read_as_written(oid: str) -> None:
    assert der.oid(tlv.one(der.write_oid(oid), der.OID, "oid"), "oid") == oid


def test_the_character_set_of_dg13_has_the_bytes_seen_on_cards() -> None:
    assert der.write_oid("1.0.10646.1.0.8").hex() == "060628d316010008"


@pytest.mark.parametrize("number", [0, 1, 127, 128, 255, 256, 2**63 - 1])
def test_whole_numbers_are_read_as_written(number: int) -> None:
    assert der.natural(tlv.one(num(number), der.INTEGER, "number"), "number") == number


def test_an_object_identifier_has_at_most_64_bytes() -> None:
    assert der.oid(tlv.one(tlv.encode(der.OID, b"\x2a" * 64), der.OID, "oid"), "oid").startswith("1.2.42")
    with pytest.raises(errors.Malformed):
        der.oid(tlv.one(tlv.encode(der.OID, b"\x2a" * 65), der.OID, "oid"), "oid")


def test_dg1_holds_the_lines() -> None:
    raw = lds.write_dg1(LINES)
    assert raw[:5].hex() == "615d5f1f5a"
    assert lds.read_dg1(raw) == LINES


def test_dg1_of_a_passport_is_said_to_be_one() -> None:
    for signs in (72, 88):
        with pytest.raises(errors.Unsupported, match="three lines"):
            lds.read_dg1(tlv.encode(0x61, tlv.encode(0x5F1F, b"P" * signs)))


@pytest.mark.parametrize(
    ("inside", "field"),
    [
        (tlv.encode(0x5F1F, b"<" * 89), "DG1"),
        (tlv.encode(0x5F1F, b"<" * 90), "mrz.birth_date"),
        (tlv.encode(0x5F1F, b"\xc3" * 90), "DG1"),
        (tlv.encode(0x5F1E, b"<" * 90), "DG1"),
        (b"", "DG1"),
        (tlv.encode(0x5F1F, b"<" * 90) * 2, "DG1"),
    ],
)
def test_a_dg1_that_does_not_hold_is_refused_and_named(inside: bytes, field: str) -> None:
    with pytest.raises(errors.Malformed) as refusal:
        lds.read_dg1(tlv.encode(0x61, inside))
    assert refusal.value.field == field


def test_dg15_holds_a_key_as_it_came() -> None:
    assert lds.read_dg15(lds.write_dg15(KEY)) == KEY


@pytest.mark.parametrize("inside", [b"", KEY + KEY, KEY[:-1], seq(seq(), tlv.encode(3, b"\0")), seq(seq(der.write_oid("1.2.3"))), num(1)])
def test_a_dg15_without_its_one_key_is_refused(inside: bytes) -> None:
    with pytest.raises(errors.Malformed, match="DG15"):
        lds.read_dg15(tlv.encode(0x6F, inside))


def test_a_key_is_not_shown() -> None:
    shown = repr(lds.read_dg14(lds.write_dg14([lds.ChipPublicKey(KEY_OID, KEY)])))
    assert "\\x" not in shown


def test_shapes_of_the_chip_do_not_change() -> None:
    infos = lds.SecurityInfos()
    with pytest.raises(dataclasses.FrozenInstanceError):
        infos.others = 1  # type: ignore[misc]
