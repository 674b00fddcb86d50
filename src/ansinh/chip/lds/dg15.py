"""DG15: the public key of active authentication (ICAO Doc 9303-10, 4.7.15)."""

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed
from ansinh.chip.lds.files import File, content
from ansinh.chip.lds.security_infos import public_key_info


def read_dg15(raw: bytes) -> bytes:
    """The SubjectPublicKeyInfo in DER, as it came. Raises Malformed."""
    inside = content(raw, File.DG15).children(File.DG15.name)
    if len(inside) != 1:
        raise Malformed(File.DG15.name, "does not hold one key")
    return public_key_info(inside[0], File.DG15.name)


def write_dg15(public_key: bytes) -> bytes:
    """The file around a SubjectPublicKeyInfo in DER."""
    return tlv.encode(File.DG15.tag, public_key)
