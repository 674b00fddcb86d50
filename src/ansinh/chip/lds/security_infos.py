"""EF.CardAccess, EF.CardSecurity and DG14: which protocols the chip speaks, and its keys (ICAO Doc 9303-11, 9.2; BSI TR-03110-3, A.1).

Says what stands there and in which order; which of it is good enough is decided by `access` and `authenticate`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed
from ansinh.chip.lds import der
from ansinh.chip.lds.files import File, content

_BSI_SMARTCARD = "0.4.0.127.0.7.2.2."
_ID_PK, _ID_CA, _ID_PACE = _BSI_SMARTCARD + "1.", _BSI_SMARTCARD + "3.", _BSI_SMARTCARD + "4."
_PROTOCOL_ARCS = 11  # id-CA-ECDH-AES-CBC-CMAC-128 and its like; one arc less names domain parameters
_ID_TERMINAL_AUTHENTICATION = _BSI_SMARTCARD + "2"
_ID_ACTIVE_AUTHENTICATION = "2.23.136.1.1.5"
_MAX_ELEMENTS = 64


@dataclass(frozen=True, slots=True)
class PaceInfo:
    """`parameter_id` names standardised domain parameters; None: the card means its own."""

    oid: str
    version: int
    parameter_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChipAuthentication:
    """`key_id` names the key among several; None where the chip has one."""

    oid: str
    version: int
    key_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChipPublicKey:
    """`public_key_info` is a SubjectPublicKeyInfo in DER, as it came."""

    oid: str
    public_key_info: bytes = field(repr=False)
    key_id: int | None = None


@dataclass(frozen=True, slots=True)
class ActiveAuthentication:
    """`signature_oid` is how an ECDSA key signs (BSI TR-03111, plain signatures)."""

    signature_oid: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class TerminalAuthentication:
    """That fingerprints want a terminal with certificates. Written by the sandbox; read, it is one of the others."""

    version: int = 1


Element = PaceInfo | ChipAuthentication | ChipPublicKey | ActiveAuthentication | TerminalAuthentication | bytes
"""What a writer takes; bytes are an element in DER, written as they are."""


@dataclass(frozen=True, slots=True)
class SecurityInfos:
    """Each kind in the order of the file. `active_authentication` is the signature's object identifier; `others` counts what is not ours."""

    pace: tuple[PaceInfo, ...] = ()
    chip_authentication: tuple[ChipAuthentication, ...] = ()
    chip_keys: tuple[ChipPublicKey, ...] = ()
    active_authentication: str | None = None
    others: int = 0


def read_card_access(raw: bytes) -> SecurityInfos:
    """What EF.CardAccess offers. Raises Malformed. Zeros that fill a file up behind its end are not part of what a reader passes here."""
    return _infos(content(raw, File.CARD_ACCESS), File.CARD_ACCESS.name)


def read_dg14(raw: bytes) -> SecurityInfos:
    """What DG14 says. Raises Malformed."""
    inside = content(raw, File.DG14).children(File.DG14.name)
    if len(inside) != 1:
        raise Malformed(File.DG14.name, "does not hold one set")
    return _infos(der.expect(inside[0], der.SET, File.DG14.name), File.DG14.name)


def read_security_infos(raw: bytes, what: str) -> SecurityInfos:
    """What a set of them says that is all of `raw`, as it is signed in EF.CardSecurity. Raises Malformed."""
    return _infos(tlv.one(raw, der.SET, what), what)


def write_card_access(elements: Iterable[Element]) -> bytes:
    """The file, its elements in the order given."""
    return tlv.encode(der.SET, *map(_write, elements))


def write_dg14(elements: Iterable[Element]) -> bytes:
    """The file, its elements in the order given: a reader hashes what it reads, whatever DER says about sets."""
    return tlv.encode(File.DG14.tag, write_card_access(elements))


def _infos(outer: tlv.Node, what: str) -> SecurityInfos:
    elements = outer.children(what)
    if len(elements) > _MAX_ELEMENTS:
        raise Malformed(what, f"has more than {_MAX_ELEMENTS} elements")
    found = [_info(each, what) for each in elements]
    active = [each.signature_oid for each in found if isinstance(each, ActiveAuthentication)]
    if len(active) > 1:
        raise Malformed(f"{what}.active_authentication", "is there more than once")
    return SecurityInfos(
        pace=tuple(each for each in found if isinstance(each, PaceInfo)),
        chip_authentication=tuple(each for each in found if isinstance(each, ChipAuthentication)),
        chip_keys=tuple(each for each in found if isinstance(each, ChipPublicKey)),
        active_authentication=active[0] if active else None,
        others=sum(each is None for each in found),
    )


def _info(node: tlv.Node, what: str) -> PaceInfo | ChipAuthentication | ChipPublicKey | ActiveAuthentication | None:
    parts = der.sequence(node, what, at_least=1, at_most=16)
    oid = der.oid(parts[0], what)
    is_protocol = oid.count(".") == _PROTOCOL_ARCS - 1
    if oid.startswith(_ID_PACE) and is_protocol:
        version, parameter_id = _version_and_id(parts, f"{what}.pace")
        return PaceInfo(oid, version, parameter_id)
    if oid.startswith(_ID_CA) and is_protocol:
        version, key_id = _version_and_id(parts, f"{what}.chip_authentication")
        return ChipAuthentication(oid, version, key_id)
    if oid.startswith(_ID_PK):
        return _key(oid, parts, f"{what}.chip_key")
    if oid == _ID_ACTIVE_AUTHENTICATION:
        return _active(parts, f"{what}.active_authentication")
    return None


def _version_and_id(parts: Sequence[tlv.Node], what: str) -> tuple[int, int | None]:
    if not 2 <= len(parts) <= 3:
        raise Malformed(what, f"has {len(parts)} elements")
    return der.natural(parts[1], what), der.natural(parts[2], what) if len(parts) == 3 else None


def _key(oid: str, parts: Sequence[tlv.Node], what: str) -> ChipPublicKey:
    if not 2 <= len(parts) <= 3:
        raise Malformed(what, f"has {len(parts)} elements")
    return ChipPublicKey(oid, public_key_info(parts[1], what), der.natural(parts[2], what) if len(parts) == 3 else None)


def _active(parts: Sequence[tlv.Node], what: str) -> ActiveAuthentication:
    if len(parts) != 3:
        raise Malformed(what, f"has {len(parts)} elements")
    return ActiveAuthentication(der.oid(parts[2], what), der.natural(parts[1], what))


def public_key_info(node: tlv.Node, what: str) -> bytes:
    """A SubjectPublicKeyInfo as it came: an algorithm and a bit string. Raises Malformed for another shape; the key itself is not looked at."""
    algorithm, key = der.sequence(node, what, at_least=2, at_most=2)
    der.oid(der.sequence(algorithm, what, at_least=1, at_most=2)[0], what)
    if not der.expect(key, der.BIT_STRING, what).value.startswith(b"\0"):
        raise Malformed(what, "its bit string is not whole bytes")
    return node.raw


def _write(element: Element) -> bytes:
    match element:
        case bytes():
            return element
        case PaceInfo(oid, version, identifier) | ChipAuthentication(oid, version, identifier):
            parts = [der.write_oid(oid), der.write_natural(version), *_optional(identifier)]
        case ChipPublicKey(oid, public_key, identifier):
            parts = [der.write_oid(oid), public_key, *_optional(identifier)]
        case ActiveAuthentication(signature_oid, version):
            parts = [der.write_oid(_ID_ACTIVE_AUTHENTICATION), der.write_natural(version), der.write_oid(signature_oid)]
        case TerminalAuthentication(version):
            parts = [der.write_oid(_ID_TERMINAL_AUTHENTICATION), der.write_natural(version)]
    return tlv.encode(der.SEQUENCE, *parts)


def _optional(number: int | None) -> list[bytes]:
    return [] if number is None else [der.write_natural(number)]
