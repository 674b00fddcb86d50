"""The logical data structure: every file of the chip that is read here, from its raw bytes and back (ICAO Doc 9303-10).

Readers take a file as it came from the card, header included; whatever the bytes, no exception but Malformed (and Unsupported, which is one)
leaves them. Writers give such files. Nothing here verifies a signature or a hash: that is `passive`.
"""

from ansinh.chip.lds.atr_info import ATR_INFO, Lengths, announces_file, announces_lengths, read_atr_info, write_atr_info
from ansinh.chip.lds.card_security import (
    SECURITY_OBJECT,
    card_security_content,
    read_card_security_infos,
    write_card_security,
    write_card_security_infos,
)
from ansinh.chip.lds.com import Com, read_com, write_com
from ansinh.chip.lds.dg1 import read_dg1, write_dg1
from ansinh.chip.lds.dg2 import read_dg2, write_dg2
from ansinh.chip.lds.dg13 import Dg13, Variant, read_dg13, write_dg13
from ansinh.chip.lds.dg15 import read_dg15, write_dg15
from ansinh.chip.lds.face import FaceImage, Record
from ansinh.chip.lds.face_block import read_face_block, write_face_block
from ansinh.chip.lds.face_record import read_face_record, write_face_record
from ansinh.chip.lds.files import File
from ansinh.chip.lds.security_infos import (
    ActiveAuthentication,
    ChipAuthentication,
    ChipPublicKey,
    PaceInfo,
    SecurityInfos,
    TerminalAuthentication,
    read_card_access,
    read_dg14,
    write_card_access,
    write_dg14,
)
from ansinh.chip.lds.security_object import SecurityObject, read_security_object, sod_content, write_security_object, write_sod

__all__ = [
    "ATR_INFO",
    "SECURITY_OBJECT",
    "ActiveAuthentication",
    "ChipAuthentication",
    "ChipPublicKey",
    "Com",
    "Dg13",
    "FaceImage",
    "File",
    "Lengths",
    "PaceInfo",
    "Record",
    "SecurityInfos",
    "SecurityObject",
    "TerminalAuthentication",
    "Variant",
    "announces_file",
    "announces_lengths",
    "card_security_content",
    "read_atr_info",
    "read_card_access",
    "read_card_security_infos",
    "read_com",
    "read_dg1",
    "read_dg2",
    "read_dg13",
    "read_dg14",
    "read_dg15",
    "read_face_block",
    "read_face_record",
    "read_security_object",
    "sod_content",
    "write_atr_info",
    "write_card_access",
    "write_card_security",
    "write_card_security_infos",
    "write_com",
    "write_dg1",
    "write_dg2",
    "write_dg13",
    "write_dg14",
    "write_dg15",
    "write_face_block",
    "write_face_record",
    "write_security_object",
    "write_sod",
]
