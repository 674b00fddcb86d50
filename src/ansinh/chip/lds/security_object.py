"""EF.SOD and what is signed in it: the hash of each data group (ICAO Doc 9303-10, 4.6.2 and appendix D). Verifies nothing: that is `passive`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed, Unsupported
from ansinh.chip.lds import der
from ansinh.chip.lds.files import File, content

_WHAT = "security_object"
_HASHES = {
    "1.3.14.3.2.26": ("sha1", 20),
    "2.16.840.1.101.3.4.2.4": ("sha224", 28),
    "2.16.840.1.101.3.4.2.1": ("sha256", 32),
    "2.16.840.1.101.3.4.2.2": ("sha384", 48),
    "2.16.840.1.101.3.4.2.3": ("sha512", 64),
}
_OIDS = {name: oid for oid, (name, _) in _HASHES.items()}


@dataclass(frozen=True, slots=True)
class SecurityObject:
    """`hash_algorithm` as hashlib calls it: sha1, sha224, sha256, sha384 or sha512 (whether sha1 still counts is policy).

    `hashes` by number of the data group, 1 to 16. `lds_version` has four digits and `unicode_version` six, as in EF.COM; None in objects of version 0.
    """

    hash_algorithm: str
    hashes: Mapping[int, bytes] = field(repr=False)
    version: int = 0
    lds_version: str | None = None
    unicode_version: str | None = None


def sod_content(raw: bytes) -> bytes:
    """The CMS ContentInfo inside EF.SOD, in DER as it came. Raises Malformed."""
    inside = content(raw, File.SOD).children(File.SOD.name)
    if len(inside) != 1:
        raise Malformed(File.SOD.name, "does not hold one element")
    return der.expect(inside[0], der.SEQUENCE, File.SOD.name).raw


def write_sod(cms: bytes) -> bytes:
    """EF.SOD around a CMS ContentInfo."""
    return tlv.encode(File.SOD.tag, cms)


def read_security_object(raw: bytes) -> SecurityObject:
    """An LDSSecurityObject. Raises Malformed; Unsupported for a hash that Doc 9303-12 does not know."""
    version, algorithm, hashes, *more = der.sequence(tlv.one(raw, der.SEQUENCE, _WHAT), _WHAT, at_least=3, at_most=4)
    number = der.natural(version, f"{_WHAT}.version")
    if number > 1 or (more and number == 0):
        raise Malformed(f"{_WHAT}.version", "is not 0, or 1 where versions follow")
    name, size = _algorithm(algorithm)
    return SecurityObject(name, _hashes(hashes, size), number, *(_versions(more[0]) if more else (None, None)))


def write_security_object(content: SecurityObject) -> bytes:
    """The object in DER, groups in the order given."""
    groups = (
        tlv.encode(der.SEQUENCE, der.write_natural(group), tlv.encode(der.OCTET_STRING, value)) for group, value in content.hashes.items()
    )
    parts = [
        der.write_natural(content.version),
        tlv.encode(der.SEQUENCE, der.write_oid(_OIDS[content.hash_algorithm])),
        tlv.encode(der.SEQUENCE, *groups),
    ]
    if content.lds_version is not None:
        parts.append(
            tlv.encode(der.SEQUENCE, der.write_printable(content.lds_version), der.write_printable(content.unicode_version or "040000"))
        )
    return tlv.encode(der.SEQUENCE, *parts)


def _algorithm(node: tlv.Node) -> tuple[str, int]:
    what = f"{_WHAT}.hash_algorithm"
    oid, *parameters = der.sequence(node, what, at_least=1, at_most=2)
    if parameters and der.expect(parameters[0], der.NULL, what).value:
        raise Malformed(what, "its NULL holds something")
    known = _HASHES.get(der.oid(oid, what))
    if known is None:
        raise Unsupported(what, "is none that Doc 9303-12 knows")
    return known


def _hashes(node: tlv.Node, size: int) -> Mapping[int, bytes]:
    what = f"{_WHAT}.hashes"
    hashes: dict[int, bytes] = {}
    for each in der.sequence(node, what, at_least=2, at_most=16):
        number, value = der.sequence(each, what, at_least=2, at_most=2)
        group = der.natural(number, what)
        if not 1 <= group <= 16 or group in hashes:
            raise Malformed(what, "a data group is listed twice or does not exist")
        if len(der.expect(value, der.OCTET_STRING, what).value) != size:
            raise Malformed(what, f"a hash does not have the {size} bytes of its algorithm")
        hashes[group] = value.value
    return hashes


def _versions(node: tlv.Node) -> tuple[str, str]:
    what = f"{_WHAT}.lds_version"
    lds_version, unicode_version = der.sequence(node, what, at_least=2, at_most=2)
    for each, digits in ((lds_version, 4), (unicode_version, 6)):
        if len(each.value) != digits or not der.expect(each, der.PRINTABLE_STRING, what).value.isdigit():
            raise Malformed(what, "is not four and six digits")
    return der.text(lds_version, what), der.text(unicode_version, what)
