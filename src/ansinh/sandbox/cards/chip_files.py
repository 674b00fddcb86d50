"""The files of a chip, written: the data groups of a person, EF.COM, EF.SOD, the EF.CardAccess that every citizen card has, and EF.CardSecurity."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from ansinh.chip import lds, portrait
from ansinh.sandbox.cards import signed_data
from ansinh.sandbox.cards.country import Signer
from ansinh.sandbox.cards.model import PaceName
from ansinh.sandbox.cards.papers import Papers
from ansinh.sandbox.cards.pictures import Picture

CHIP_AUTHENTICATION = "0.4.0.127.0.7.2.2.3.2.2"  # id-CA-ECDH-AES-CBC-CMAC-128 (BSI TR-03110-3)
CHIP_MAPPING = "0.4.0.127.0.7.2.2.4.6.2"  # id-PACE-ECDH-CAM-AES-CBC-CMAC-128 (Doc 9303-11)
_PACE: Mapping[PaceName, lds.PaceInfo] = {
    "gm": lds.PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 2, 13),  # id-PACE-ECDH-GM-AES-CBC-CMAC-128 on brainpoolP256r1
    "im": lds.PaceInfo("0.4.0.127.0.7.2.2.4.4.2", 2, 13),  # id-PACE-ECDH-IM-AES-CBC-CMAC-128
    "dh_gm": lds.PaceInfo(
        "0.4.0.127.0.7.2.2.4.1.2", 2, 2
    ),  # id-PACE-DH-GM-AES-CBC-CMAC-128, 2048-bit group with 256-bit prime order subgroup
    "dh_im": lds.PaceInfo("0.4.0.127.0.7.2.2.4.3.2", 2, 2),  # id-PACE-DH-IM-AES-CBC-CMAC-128
    "cam": lds.PaceInfo(CHIP_MAPPING, 2, 13),
}
_MAPPING_KEY = 13  # numbered as its domain parameters are, which is how issuers tell it from the key of data group 14 (assumed)
_KEY_AGREEMENT = "0.4.0.127.0.7.2.2.1.2"  # id-PK-ECDH
_PLAIN_SHA256 = "0.4.0.127.0.7.1.1.4.1.3"  # ecdsa-plain-SHA256 (BSI TR-03111)
_PERSONALISED_AT = 3  # o'clock UTC, ten in the morning in Viet Nam


def card_access(pace: PaceName = "gm") -> bytes:
    """EF.CardAccess, with `gm` byte for byte as several unrelated programs carry it for the citizen card (assumed of every generation)."""
    return lds.write_card_access([lds.TerminalAuthentication(), lds.ChipAuthentication(CHIP_AUTHENTICATION, 1), *_offers(pace)])


def card_security(chip_key_info: bytes, mapping_key_info: bytes, signer: Signer, *, on: date) -> bytes:
    """EF.CardSecurity of a card that opens by `cam`: what its EF.CardAccess says, and both keys of the chip, signed on that day."""
    content = lds.write_card_security_infos(
        [
            lds.TerminalAuthentication(),
            lds.ChipAuthentication(CHIP_AUTHENTICATION, 1),
            *_offers("cam"),
            lds.ChipPublicKey(_KEY_AGREEMENT, chip_key_info),
            lds.ChipPublicKey(_KEY_AGREEMENT, mapping_key_info, _MAPPING_KEY),
        ]
    )
    return lds.write_card_security(
        signed_data.signed(content, key=signer.key, certificate=signer.certificate, at=_personalised(on), content_type=lds.SECURITY_OBJECT)
    )


def _offers(pace: PaceName) -> tuple[lds.PaceInfo, ...]:
    """A card with chip authentication mapping has another mapping too (Doc 9303-11, 4.4.3.3)."""
    return (_PACE["gm"], _PACE[pace]) if pace == "cam" else (_PACE[pace],)


def _personalised(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, _PERSONALISED_AT, tzinfo=UTC)


def groups(
    papers: Papers, picture: Picture, *, chip_key_info: bytes, active_key_info: bytes | None, active_is_ecdsa: bool, pace: PaceName = "gm"
) -> dict[int, bytes]:
    """Data groups 1, 2, 13, 14 and 15 by number; no 15 where `active_key_info` is None. Key infos are SubjectPublicKeyInfo in DER."""
    written = {
        **names(papers),
        2: _portrait(picture, sex=papers.lines.sex),
        14: lds.write_dg14(
            [
                *_offers(pace),
                lds.TerminalAuthentication(),
                lds.ChipAuthentication(CHIP_AUTHENTICATION, 1),
                lds.ChipPublicKey(_KEY_AGREEMENT, chip_key_info),
                *([lds.ActiveAuthentication(_PLAIN_SHA256)] if active_is_ecdsa else []),  # RSA says it by its trailer
            ]
        ),
    }
    if active_key_info is not None:
        written[15] = lds.write_dg15(active_key_info)
    return dict(sorted(written.items()))


def _portrait(picture: Picture, *, sex: str) -> bytes:
    records = (lds.Record.V010, lds.Record.G3) if picture.record == "both" else (lds.Record(picture.record),)
    return lds.write_dg2(picture.image, picture.width, picture.height, portrait.Kind(picture.kind), sex=sex, records=records)


def names(papers: Papers) -> dict[int, bytes]:
    """The two data groups that say who it is: 1, the printed lines, and 13."""
    return {1: lds.write_dg1(papers.lines), 13: lds.write_dg13(papers.vietnamese)}


def security_object(hashed: Mapping[int, bytes], signer: Signer, *, on: date) -> bytes:
    """EF.SOD: the SHA-256 of each data group, signed on that day."""
    content = lds.write_security_object(
        lds.SecurityObject("sha256", {number: hashlib.sha256(raw).digest() for number, raw in hashed.items()})
    )
    return lds.write_sod(signed_data.signed(content, key=signer.key, certificate=signer.certificate, at=_personalised(on)))


def common(numbers: Iterable[int]) -> bytes:
    """EF.COM that lists these data groups."""
    return lds.write_com(lds.Com(tuple(numbers)))
