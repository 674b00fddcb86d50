"""The good card that every case bends: an invented person, fixed keys, signed by the test country. Made in memory, in milliseconds."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from ansinh.chip import curves, lds, mrz
from ansinh.chip.lds import File
from ansinh.chip.portrait import Kind
from ansinh.sandbox.virtual_card import Chip, ChipKey
from tests.chip import pki
from tests.chip.drawings import drawn
from tests.chip.sod_defects import good

CHIP_OID, CHIP_KEY_OID = "0.4.0.127.0.7.2.2.3.2.2", "0.4.0.127.0.7.2.2.1.2"
PACE_OID = "0.4.0.127.0.7.2.2.4.2.2"
PLAIN_SHA256 = "0.4.0.127.0.7.1.1.4.1.3"
PACE = lds.PaceInfo(PACE_OID, 2, 13)
CHIP_PROTOCOL = lds.ChipAuthentication(CHIP_OID, 1)
ACTIVE = lds.ActiveAuthentication(PLAIN_SHA256)
PRIVATE = 0x1234567890ABCDEF1234567890ABCDEF1234567890ABCDEF
ACTIVE_KEY = ec.derive_private_key(PRIVATE + 2, ec.BrainpoolP256R1())
LINES = mrz.write("001190000018", "Nguyễn Thị Mẫu", birth_date="900101", expiry_date="400101", sex="F")
DETAILS = lds.Dg13(
    citizen_number="001190000018",
    full_name="Nguyễn Thị Mẫu",
    birth_date="01/01/1990",
    gender="Nữ",
    nationality="Việt Nam",
    ethnicity="Kinh",
    religion="Không",
    residence="12 Phố Bịa Đặt, Phường Thử, Hà Nội",
    issued_on="06/05/2024",
    expires_on="01/01/2040",
)
SIZE = (120, 160)
Elements = Iterable[lds.PaceInfo | lds.ChipAuthentication | lds.ChipPublicKey | lds.ActiveAuthentication | bytes]


def chip_key_info(private: int = PRIVATE, curve: str = "brainpoolP256r1") -> bytes:
    """The public half of a key of chip authentication, as DG14 has it."""
    found = curves.named(curve)
    assert found is not None
    return curves.write_public_key(found, curves.public_key(found, private))


def chip_public_key(info: bytes | None = None, *, key_id: int | None = None) -> lds.ChipPublicKey:
    return lds.ChipPublicKey(CHIP_KEY_OID, chip_key_info() if info is None else info, key_id)


def info_of(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def private_bytes(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    """PKCS #8 in DER, as a chip keeps it."""
    return key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


@cache
def groups() -> Mapping[int, bytes]:
    """The data groups of the good card, by number."""
    return {
        1: lds.write_dg1(LINES),
        2: lds.write_dg2(drawn(Kind.JPEG), *SIZE, Kind.JPEG, sex="F"),
        13: lds.write_dg13(DETAILS),
        14: lds.write_dg14([PACE, CHIP_PROTOCOL, chip_public_key(), ACTIVE]),
        15: lds.write_dg15(info_of(ACTIVE_KEY)),
    }


@cache
def good_card() -> Chip:
    """Read and judged, this one is genuine."""
    return signed(
        Chip(
            files={File.CARD_ACCESS.fid: lds.write_card_access([CHIP_PROTOCOL, PACE])},
            can="000018",
            bac_key=LINES.key(),
            chip_key=ChipKey(curve="brainpoolP256r1", private=PRIVATE, oid=CHIP_OID),
            active_key=private_bytes(ACTIVE_KEY),
        ),
        groups(),
    )


def signed(chip: Chip, of: Mapping[int, bytes], *, on_card: Mapping[int, bytes] | None = None) -> Chip:
    """The chip with these groups, listed in EF.COM and signed by the country; `on_card` are those it has, where they are others."""
    there = of if on_card is None else on_card
    bare = {fid: raw for fid, raw in chip.files.items() if fid == File.CARD_ACCESS.fid}
    return replace(
        chip,
        files={
            **bare,
            **{File.of_group(number).fid: raw for number, raw in there.items()},
            File.COM.fid: lds.write_com(lds.Com(tuple(of))),
            File.SOD.fid: pki.sod(good(of)),
        },
    )


def with_group(number: int, raw: bytes, chip: Chip | None = None, *, on: Mapping[int, bytes] | None = None) -> Chip:
    """The good card (or one with the groups `on`) with another group in the place of one, rightly signed: what is wrong is inside."""
    return signed(chip or good_card(), dict(sorted({**(groups() if on is None else on), number: raw}.items())))


def with_file(file: File, raw: bytes | None, chip: Chip | None = None) -> Chip:
    """The card with another file in the place of one, or without it, whatever was signed."""
    card = chip or good_card()
    rest = {fid: each for fid, each in card.files.items() if fid != file.fid}
    return replace(card, files=rest if raw is None else {**rest, file.fid: raw})


def with_infos(elements: Elements, chip: Chip | None = None) -> Chip:
    """The good card with another DG14, rightly signed."""
    return with_group(14, lds.write_dg14(elements), chip)


def offering(*elements: lds.PaceInfo | bytes) -> Chip:
    """The card whose EF.CardAccess and signed DG14 offer these variants of PACE."""
    card = with_infos([*elements, CHIP_PROTOCOL, chip_public_key(), ACTIVE])
    return with_file(File.CARD_ACCESS, lds.write_card_access([CHIP_PROTOCOL, *elements]), card)


@cache
def without_pace() -> Chip:
    """An older card, which opens by basic access control alone and says so."""
    card = with_infos([CHIP_PROTOCOL, chip_public_key(), ACTIVE])
    return with_file(File.CARD_ACCESS, None, card)
