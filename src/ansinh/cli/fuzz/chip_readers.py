"""Every reader of bytes that come from a chip, each with files it reads well. All people in them are invented."""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from ansinh.chip import apdu, errors, groups, lds, mrz, portrait, tlv

CARD_ACCESS = bytes.fromhex("3134300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D")
_EC_KEY = bytes.fromhex("301A301306072A8648CE3D020106082A8648CE3D0301070303000461")  # the shape of a key, no point of any curve
_TAKEN = date(2025, 12, 31)
_JPEG = bytes.fromhex("FFD8FFE000104A46494600010100000100010000FFC0000B08014000F001011100FFDA0008010100003F00FFD9")
_GROUP = groups.every()[0]
_J2K = bytes.fromhex("FF4FFF510029000000000140000000F00000000000000000000000F0000000F00000000000000000000107010100000000FFD9")


@dataclass(frozen=True, slots=True)
class Reader:
    """`read` takes any bytes and may raise nothing but ChipError. It reads each of `seeds` without an error."""

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]

    def fails_on(self, data: bytes) -> Exception | None:
        """What left the reader that should not; None where it read or refused."""
        try:
            self.read(data)
        except errors.ChipError:
            return None
        except Exception as failed:  # noqa: BLE001 - this is what is looked for
            return failed
        return None


def readers() -> Mapping[str, Reader]:
    """By the name `ansinh fuzz chip --target` takes."""
    lines = mrz.write("001190000018", "Nguyễn Thị Mẫu", birth_date="900101", expiry_date="400101", sex="F")
    images = {portrait.Kind.JPEG: _JPEG, portrait.Kind.J2K: _J2K, portrait.Kind.JP2: _jp2(_J2K)}
    portraits = tuple(lds.write_dg2(image, 240, 320, kind) for kind, image in images.items())
    faces = tuple(lds.FaceImage(image, kind, 240, 320, sex="F", captured_on=_TAKEN) for kind, image in images.items())
    versions = (lds.Record.V010, lds.Record.V020, lds.Record.V030)
    objects = tuple(map(lds.write_security_object, _security_objects()))
    return {
        "tlv": Reader(_tree, (CARD_ACCESS, portraits[0], objects[0])),
        "apdu": Reader(_command_and_answer, (bytes.fromhex("00A4020C02011C"), bytes.fromhex("00B0000000FFFF"))),
        "mrz": Reader(_lines, ("".join(lines.lines).encode(),)),
        "com": Reader(lds.read_com, (lds.write_com(lds.Com((1, 2, 13, 14, 15))),)),
        "card_access": Reader(lds.read_card_access, (CARD_ACCESS,)),
        "security_infos": Reader(lds.read_card_security_infos, (lds.write_card_security_infos(_SECURITY_INFOS), CARD_ACCESS)),
        "atr_info": Reader(_lengths, (lds.write_atr_info(lds.Lengths(2_048, 65_535), others=b"\x43\x01\xf0") + bytes(9),)),
        "sod": Reader(lds.sod_content, tuple(map(lds.write_sod, objects))),
        "security_object": Reader(lds.read_security_object, objects),
        "dg1": Reader(lds.read_dg1, (lds.write_dg1(lines),)),
        "dg2": Reader(lds.read_dg2, (*portraits, lds.write_dg2(_JPEG, 240, 320, portrait.Kind.JPEG, records=tuple(lds.Record)))),
        "face_record": Reader(_face_record, tuple(lds.write_face_record([face], version) for version in versions for face in faces)),
        "face_block": Reader(lds.read_face_block, tuple(map(lds.write_face_block, faces))),
        "portrait": Reader(portrait.inspect, tuple(images.values())),
        "dg13": Reader(lds.read_dg13, tuple(lds.write_dg13(_HOLDER, variant=variant) for variant in lds.Variant)),
        "dg14": Reader(lds.read_dg14, (lds.write_dg14(_SECURITY_INFOS),)),
        "dg15": Reader(lds.read_dg15, (lds.write_dg15(_EC_KEY),)),
        "group_key": Reader(
            _group_key, tuple(groups.write_public_key(_GROUP, _GROUP.g, form=form) for form in ("pkcs3", "x942", "standardised"))
        ),
    }


_HOLDER = lds.Dg13(
    citizen_number="001190000018",
    full_name="Nguyễn Thị Mẫu",
    birth_date="01/01/1990",
    gender="Nữ",
    nationality="Việt Nam",
    ethnicity="Kinh",
    religion="Không",
    origin="Phường Mẫu, Hà Nội",
    residence="1 Phố Mẫu, Phường Mẫu, Hà Nội",
    features="Nốt ruồi C:1cm dưới mắt trái",
    issued_on="01/01/2022",
    expires_on="Không thời hạn",
    father="Nguyễn Văn Mẫu",
    mother="Trần Thị Mẫu",
    spouse="Lê Văn Mẫu",
    old_number="012345678",
    field_16="0123456789ABCDEF",
)
_SECURITY_INFOS = (
    lds.TerminalAuthentication(),
    lds.ChipAuthentication("0.4.0.127.0.7.2.2.3.2.2", 1, 1),
    lds.ChipPublicKey("0.4.0.127.0.7.2.2.1.2", _EC_KEY, 1),
    lds.PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 2, 13),
    lds.ActiveAuthentication("0.4.0.127.0.7.1.1.4.1.3"),
)


def _security_objects() -> tuple[lds.SecurityObject, ...]:
    groups = {group: hashlib.sha256(bytes((group,))).digest() for group in (1, 2, 13, 14, 15)}
    return lds.SecurityObject("sha256", groups), lds.SecurityObject("sha256", groups, version=1, lds_version="0108")


def _jp2(codestream: bytes) -> bytes:
    header = _box(b"ihdr", bytes.fromhex("000000F000000140000107070000")) + _box(b"colr", bytes.fromhex("01000000000011"))
    signature = _box(b"jP  ", b"\r\n\x87\n") + _box(b"ftyp", b"jp2 \0\0\0\0jp2 ")
    return signature + _box(b"jp2h", header) + _box(b"jp2c", codestream)


def _box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def _group_key(data: bytes) -> None:
    group, element = groups.read_public_key(data, "key")
    groups.decode_element(group, groups.encode_element(element), "key")


def _lengths(data: bytes) -> None:
    lds.announces_lengths(data)
    lds.read_atr_info(data)


def _tree(data: bytes) -> None:
    """All elements, as deep as they go."""
    left = list(tlv.parse(data, "file"))
    while left:
        node = left.pop()
        tlv.header(node.raw, "file")
        if node.is_constructed:
            left.extend(node.children("file"))


def _command_and_answer(data: bytes) -> None:
    apdu.Response.decode(data)
    apdu.Command.decode(apdu.Command.decode(data).encode())  # what is read can be written, and read again


def _lines(data: bytes) -> None:
    mrz.read(data.decode("latin-1"))


def _face_record(data: bytes) -> None:
    """The record with its own length put right, and once more with that of its first image: a fuzzer would never come past them."""
    data = data[:8] + len(data).to_bytes(4, "big") + data[12:]
    at = 17 if data[4:8] == b"030\0" else 14
    with suppress(errors.ChipError):
        lds.read_face_record(data)
    lds.read_face_record(data[:at] + (len(data) - at).to_bytes(4, "big") + data[at + 4 :] if len(data) > at else data)
