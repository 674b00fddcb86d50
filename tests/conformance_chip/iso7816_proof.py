"""ISO7816_D and _F: the chip proves itself, by chip authentication and by active authentication."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace

from asn1crypto import keys
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from ansinh.chip import groups as groups_of
from ansinh.chip import lds
from ansinh.chip.apdu import Command
from ansinh.chip.lds import File
from ansinh.chip.verification import Level
from ansinh.sandbox.virtual_card import Chip, ChipKey
from ansinh.sandbox.virtual_card.reply import Reply, done
from tests.chip import pki
from tests.chip.sod_defects import good
from tests.conformance_chip import bends
from tests.conformance_chip.bends import CHIP, answering, at_step, data, refusing
from tests.conformance_chip.card import (
    ACTIVE,
    ACTIVE_KEY,
    CHIP_OID,
    CHIP_PROTOCOL,
    PACE,
    PRIVATE,
    Elements,
    chip_key_info,
    chip_public_key,
    good_card,
    groups,
    info_of,
    private_bytes,
    signed,
    with_file,
    with_infos,
)
from tests.conformance_chip.stand import Accepted, Bent, Ended, Expected, Found, Inside
from tests.conformance_chip.table import Case, Unit

_CA, _CA_3, _AA = "BSI TR-03110-1, 3.4", "BSI TR-03110-3, B.2", "ICAO Doc 9303-11, 6.1"
_CA_DH, _X9_42 = "ICAO Doc 9303-11, 6.2.3.1", "ICAO Doc 9303-11, 8.5, note 2"
_STEM = "0.4.0.127.0.7.2.2.3"


def _chip(title: str, chip: Callable[[], Chip], expect: Expected, source: str, **more: str) -> Case:
    return Case(title=title, card=lambda: Bent(chip=chip()), expect=expect, source=source, **more)


def _bent(title: str, inside: Callable[[], Inside], expect: Expected, source: str, plan: str = "") -> Case:
    return Case(title=title, card=lambda: Bent(chip=good_card(), inside=inside()), expect=expect, source=source, plan=plan)


def _with_key(*, curve: str = "brainpoolP256r1", oid: str = CHIP_OID, key_id: int | None = None) -> Callable[[], Chip]:
    """A chip with another key of chip authentication, rightly signed."""

    def make() -> Chip:
        elements: Elements = [
            PACE,
            lds.ChipAuthentication(oid, 1, key_id),
            chip_public_key(chip_key_info(curve=curve), key_id=key_id),
            ACTIVE,
        ]
        return replace(with_infos(elements), chip_key=ChipKey(curve=curve, private=PRIVATE, oid=oid, key_id=key_id))

    return make


def _telling(*elements: lds.ChipAuthentication | lds.ChipPublicKey | bytes) -> Callable[[], Chip]:
    """A chip whose signed DG14 says this of chip authentication."""
    return lambda: with_infos([PACE, *elements, ACTIVE])


def _told(info: Callable[[], bytes]) -> Callable[[], Chip]:
    return lambda: with_infos([PACE, CHIP_PROTOCOL, chip_public_key(info()), ACTIVE])


_GROUP = groups_of.every()[0]


def _in_group(
    number: int, *, last: int = 2, form: str = "pkcs3", told: int | None = None, group: groups_of.Group | None = None
) -> Callable[[], Chip]:
    """A chip with a key without a curve, rightly signed. `told` and `group` are what DG14 says of it, where that is something else."""

    def make() -> Chip:
        own = groups_of.every()[number]
        public = groups_of.public_key(own, PRIVATE) if told is None else told
        info = groups_of.write_public_key(own if group is None else group, public, form=form)
        oid = f"{_STEM}.1.{last}"
        key = lds.ChipPublicKey("0.4.0.127.0.7.2.2.1.1", info)
        return replace(
            with_infos([PACE, lds.ChipAuthentication(oid, 1), key, ACTIVE]), chip_key=ChipKey(curve=own.name, private=PRIVATE, oid=oid)
        )

    return make


def _explicit(wrong: str = "") -> bytes:
    return pki.explicit_key(PRIVATE, wrong=wrong).info


def _off_curve() -> bytes:
    info = chip_key_info()
    return info[:-1] + bytes((info[-1] ^ 1,))


def _cut_off() -> bytes:
    key = keys.PublicKeyInfo.load(chip_key_info())
    return bytes(
        keys.PublicKeyInfo({"algorithm": key["algorithm"], "public_key": keys.ECPointBitString(bytes(key["public_key"])[:-1])}).dump()
    )


def _at_infinity() -> bytes:
    key = keys.PublicKeyInfo.load(chip_key_info())
    return bytes(keys.PublicKeyInfo({"algorithm": key["algorithm"], "public_key": keys.ECPointBitString(b"\0")}).dump())


def _keeps_old_keys() -> Inside:
    """A card that agrees to new keys in words, and goes on under the old ones."""
    return lambda command, reply: Reply(reply.response) if bends.step_of(command) == CHIP else reply


def _says(answer: bytes) -> Inside:
    """The card answers its key agreement so, and stays under the old keys."""
    return lambda command, reply: data(answer) if bends.step_of(command) == CHIP else reply


_WRONG = Found(check="chip_authentication", reason="wrong_key")
_REFUSED = Found(check="chip_authentication", reason="refused")
_NO_KEY = Found(check="chip_authentication", reason="malformed")
CHIP_AUTHENTICATION = (
    _chip("ECDH, AES-128, brainpoolP256r1", good_card, Accepted(), _CA),
    _chip("ECDH, 3DES, by MSE:Set KAT", _with_key(oid=f"{_STEM}.2.1"), Accepted(), _CA_3),
    _chip("ECDH, AES-192", _with_key(oid=f"{_STEM}.2.3"), Accepted(), _CA),
    _chip("ECDH, AES-256", _with_key(oid=f"{_STEM}.2.4"), Accepted(), _CA),
    _chip("a NIST curve", _with_key(curve="secp256r1"), Accepted(), _CA),
    _chip("a curve of 512 bits", _with_key(curve="brainpoolP512r1", oid=f"{_STEM}.2.4"), Accepted(), _CA),
    _chip("a key with an identifier, which is named to the card", _with_key(key_id=3), Accepted(), _CA_3),
    _chip(
        "the key's curve is written out in full",
        _told(_explicit),
        Accepted(),
        "ICAO Doc 9303-12, 4.4; RFC 3279, 2.3.5",
    ),
    _bent(
        "after chip authentication the old session keys are no longer taken",
        _keeps_old_keys,
        _WRONG,
        _CA,
        plan="ISO7816_D_09",
    ),
    _chip(
        "protocol and key do not belong together",
        _telling(lds.ChipAuthentication(CHIP_OID, 1, 7), chip_public_key(key_id=8)),
        Found(check="chip_authentication", reason="no_key"),
        _CA_3,
    ),
    _chip("a protocol and no key", _telling(CHIP_PROTOCOL), Found(check="chip_authentication", reason="no_key"), _CA_3),
    _chip(
        "the card does not know the key that its DG14 names",
        _telling(lds.ChipAuthentication(CHIP_OID, 1, 7), chip_public_key(key_id=7)),
        _REFUSED,
        _CA_3,
    ),
    _chip("the key is a point off its curve", _told(_off_curve), _NO_KEY, _CA),
    _chip("the key is a byte too short", _told(_cut_off), _NO_KEY, _CA),
    _chip("the key is the point at infinity", _told(_at_infinity), _NO_KEY, _CA),
    _chip("the key told is another than the chip has", _told(lambda: chip_key_info(PRIVATE + 1)), _WRONG, _CA),
    _chip("the chip has no key at all", lambda: replace(good_card(), chip_key=None), _REFUSED, _CA),
    _chip(
        "written out in full, with another generator",
        _told(lambda: _explicit("g")),
        Found(check="chip_authentication", reason="explicit_parameters_unknown", outcome="undetermined", level=Level.CHIP_AUTHENTICATED),
        "ICAO Doc 9303-12, 4.4 (CVE-2020-0601)",
    ),
    _chip(
        "the chip proves itself by a key that nobody who is believed signed",
        lambda: with_file(File.SOD, pki.sod(good(groups(), by=pki.signer(by=pki.ec_key(666))))),
        Found(check="chip_authentication", reason="key_not_signed", outcome="undetermined"),
        "ICAO Doc 9303-11, 6.2",
    ),
    _bent("the card refuses the choice (6A80)", lambda: answering(bends.CHOOSE, done(status=0x6A80), p1p2=0x41A4), _REFUSED, _CA_3),
    _bent("the card refuses the key (6300)", lambda: refusing(CHIP, 0x6300), _REFUSED, _CA_3),
    _bent("the card answers with something inside, and keeps its keys", lambda: _says(bytes.fromhex("7C03800100")), _NO_KEY, _CA_3),
    _bent("the card answers with nothing at all, and keeps its keys", lambda: _says(b""), _NO_KEY, _CA_3),
    _bent(
        "the card answers with something inside, and takes new keys",
        lambda: at_step(CHIP, lambda *_: b""),
        Ended(code="plain_answer"),
        _CA_3,
    ),
    _chip(
        "of two protocols, the one that is not built stands first",
        _telling(lds.ChipAuthentication(f"{_STEM}.3.2", 1), CHIP_PROTOCOL, chip_public_key()),
        Accepted(),
        _CA_3,
    ),
    _chip(
        "a version of the protocol that nobody knows",
        _telling(lds.ChipAuthentication(CHIP_OID, 9), chip_public_key()),
        Found(check="chip_authentication", reason="not_supported", outcome="undetermined", level=Level.CHIP_AUTHENTICATED),
        "BSI TR-03110-3, A.1.1.2",
    ),
    _chip("Diffie-Hellman without a curve (id-CA-DH)", _in_group(0), Accepted(), _CA_DH),
    _chip("without a curve, a group of 2048 bits, AES-256", _in_group(2, last=4), Accepted(), _CA_DH),
    _chip("without a curve, 3DES, by MSE:Set KAT", _in_group(1, last=1), Accepted(), _CA_3),
    _chip(
        "without a curve, the key as cards have it that do not follow the standard (X9.42)", _in_group(0, form="x942"), Accepted(), _X9_42
    ),
    _chip("without a curve, the group by its number", _in_group(1, form="standardised"), Accepted(), "ICAO Doc 9303-11, 9.5.1"),
    _chip("without a curve, the key told is another than the chip has", _in_group(0, told=groups_of.public_key(_GROUP, 5)), _WRONG, _CA_DH),
    _chip("without a curve, the key is outside the subgroup", _in_group(0, told=_GROUP.p - _GROUP.g), _NO_KEY, _CA_DH),
    _chip("without a curve, the key is 1", _in_group(0, told=1, form="x942"), _NO_KEY, _CA_DH),
    *(
        _chip(
            f"without a curve, {what} of the card's own",
            _in_group(0, form="x942", group=group),
            Found(
                check="chip_authentication", reason="explicit_parameters_unknown", outcome="undetermined", level=Level.CHIP_AUTHENTICATED
            ),
            "as with curves (CVE-2020-0601)",
        )
        for what, group in (
            ("a prime", replace(_GROUP, p=_GROUP.p + 2)),
            ("a generator", replace(_GROUP, g=groups_of.public_key(_GROUP, 2))),
            ("an order", replace(_GROUP, q=(_GROUP.p - 1) // 2)),
        )
    ),
    _chip(
        "a protocol without a curve, and a key on one",
        _telling(lds.ChipAuthentication(f"{_STEM}.1.2", 1), chip_public_key()),
        Found(check="chip_authentication", reason="no_key"),
        "ICAO Doc 9303-11, 9.2.6",
    ),
    _chip(
        "3DES stands before AES: AES is used",
        lambda: replace(
            with_infos(
                [
                    PACE,
                    lds.ChipAuthentication(f"{_STEM}.2.1", 1, 1),
                    lds.ChipAuthentication(CHIP_OID, 1, 2),
                    chip_public_key(chip_key_info(PRIVATE + 1), key_id=1),
                    chip_public_key(key_id=2),
                    ACTIVE,
                ]
            ),
            chip_key=ChipKey(curve="brainpoolP256r1", private=PRIVATE, oid=CHIP_OID, key_id=2),
        ),
        Accepted(),
        "ICAO Doc 9303-11, 8.5",
    ),
)


def _active(make: Callable[[], Chip], inside: Callable[[], Inside] | None = None, challenge: bytes | None = None) -> Callable[[], Bent]:
    return lambda: Bent(chip=make(), inside=inside() if inside else None, challenge=challenge)


def _rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    private = pki.rsa_key(bits).private
    assert isinstance(private, rsa.RSAPrivateKey)
    return private


def _rsa(hash_name: str = "sha256", bits: int = 2048) -> Callable[[], Chip]:
    """A chip with RSA in DG15, which says its hash by the trailer; DG14 says nothing of it."""

    def make() -> Chip:
        card = replace(good_card(), active_key=private_bytes(_rsa_key(bits)), active_hash=hash_name)
        infos = lds.write_dg14([PACE, CHIP_PROTOCOL, chip_public_key()])
        return signed(card, {**groups(), 14: infos, 15: lds.write_dg15(pki.rsa_key(bits).info)})

    return make


def _on_curve(curve: ec.EllipticCurve, hash_name: str, oid: str) -> Callable[[], Chip]:
    def make() -> Chip:
        key = ec.derive_private_key(PRIVATE + 5, curve)
        card = replace(good_card(), active_key=private_bytes(key), active_hash=hash_name)
        infos = lds.write_dg14([PACE, CHIP_PROTOCOL, chip_public_key(), lds.ActiveAuthentication(oid)])
        return signed(card, {**groups(), 14: infos, 15: lds.write_dg15(info_of(key))})

    return make


def _signing(sign: Callable[[bytes], bytes]) -> Callable[[], Inside]:
    """The card answers a challenge with this signature."""
    return lambda: lambda command, reply: data(sign(command.data)) if command.ins == bends.INTERNAL else reply


def _representative(make: Callable[[bytes, int], bytes]) -> Callable[[], Inside]:
    """The card signs with its RSA key what this function makes of challenge and size: any form at all."""

    def sign(challenge: bytes) -> bytes:
        private = _rsa_key().private_numbers()
        size = _rsa_key().key_size // 8
        number = int.from_bytes(make(challenge, size), "big")
        return pow(number, private.d, private.public_numbers.n).to_bytes(size, "big")

    return _signing(sign)


def _form(challenge: bytes, size: int, *, head: bytes = b"\x6a", trailer: bytes = b"\x34\xcc") -> bytes:
    own = bytes(size - len(head) - 32 - len(trailer))
    return head + own + hashlib.sha256(own + challenge).digest() + trailer


def _in_der(challenge: bytes) -> bytes:
    return ACTIVE_KEY.sign(challenge, ec.ECDSA(hashes.SHA256()))


def _padded(challenge: bytes) -> bytes:
    return _rsa_key().sign(challenge, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())


def _without_active() -> Chip:
    """Issued without DG15: chip authentication has to do alone."""
    infos = lds.write_dg14([PACE, CHIP_PROTOCOL, chip_public_key()])
    rest: Iterable[tuple[int, bytes]] = {**groups(), 14: infos}.items()
    return replace(signed(good_card(), {number: raw for number, raw in rest if number != 15}), active_key=None)


def _played_again(command: Command, reply: Reply) -> Reply:
    """A signature that the chip once made, over another challenge."""
    if command.ins != bends.INTERNAL or not reply.response.is_ok:
        return reply
    r, s = decode_dss_signature(_in_der(b"last one"))
    return data(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def _weak() -> Chip:
    """A key whose modulus has 512 bits; nobody gets as far as a signature."""
    info = bytes(keys.PublicKeyInfo.wrap(keys.RSAPublicKey({"modulus": (1 << 511) + 111, "public_exponent": 65537}), "rsa").dump())
    return signed(good_card(), {**groups(), 15: lds.write_dg15(info)})


_FAILED = Found(check="active_authentication", reason="wrong_signature")
ACTIVE_AUTHENTICATION = (
    *(
        Case(title=f"RSA, {name} (trailer {trailer})", card=_active(_rsa(hash_name)), expect=Accepted(), source=_AA)
        for name, hash_name, trailer in (
            ("SHA-1", "sha1", "BC"),
            ("SHA-224", "sha224", "38CC"),
            ("SHA-256", "sha256", "34CC"),
            ("SHA-384", "sha384", "36CC"),
            ("SHA-512", "sha512", "35CC"),
        )
    ),
    Case(title="ECDSA, r || s, SHA-256", card=_active(good_card), expect=Accepted(), source=_AA),
    Case(
        title="ECDSA on a NIST curve of 384 bits, SHA-384",
        card=_active(_on_curve(ec.SECP384R1(), "sha384", "0.4.0.127.0.7.1.1.4.1.4")),
        expect=Accepted(),
        source=_AA,
    ),
    Case(
        title="ECDSA, the signature in DER",
        card=_active(good_card, _signing(_in_der)),
        expect=Accepted(),
        source="tolerated: some cards do",
    ),
    Case(
        title="RSA, a trailer that stands for no hash",
        card=_active(_rsa(), _representative(lambda challenge, size: _form(challenge, size, trailer=b"\x37\xcc"))),
        expect=_FAILED,
        source="ISO/IEC 9796-2",
    ),
    Case(
        title="RSA, a header that is none",
        card=_active(_rsa(), _representative(lambda challenge, size: _form(challenge, size, head=b"\x4b\xba"))),
        expect=_FAILED,
        source="ISO/IEC 9796-2",
    ),
    Case(
        title="RSA, the trailer of another hash than was used",
        card=_active(_rsa(), _representative(lambda challenge, size: _form(challenge, size, trailer=b"\x36\xcc"))),
        expect=_FAILED,
        source="ISO/IEC 9796-2",
    ),
    Case(title="RSA, a signature a byte too short", card=_active(_rsa(), _signing(lambda _: bytes(255))), expect=_FAILED, source=_AA),
    Case(
        title="RSA by PSS: chips SHALL NOT implement another scheme than the first of ISO/IEC 9796-2",
        card=_active(_rsa(), _signing(_padded)),
        expect=_FAILED,
        source="ICAO Doc 9303-11, 6.1.2.2",
    ),
    Case(
        title="ECDSA, DG14 names a signature algorithm that nobody knows",
        card=_active(_on_curve(ec.BrainpoolP256R1(), "sha256", "1.2.3.4")),
        expect=Found(check="active_authentication", reason="unknown_algorithm", outcome="undetermined", level=Level.CHIP_AUTHENTICATED),
        source="ICAO Doc 9303-11, 9.2.2",
    ),
    Case(
        title="ECDSA, DG14 names another hash than the chip uses",
        card=_active(_on_curve(ec.BrainpoolP256R1(), "sha256", "0.4.0.127.0.7.1.1.4.1.5")),
        expect=_FAILED,
        source="ICAO Doc 9303-11, 9.2.2",
    ),
    Case(
        title="the challenge is that of a party elsewhere, and is the one that is signed",
        card=_active(good_card, challenge=b"8 bytes!"),
        expect=Accepted(),
        source=_AA,
    ),
    Case(title="an old signature is played again", card=_active(good_card, lambda: _played_again), expect=_FAILED, source=_AA),
    Case(
        title="the chip refuses to sign (6D00)",
        card=_active(lambda: replace(good_card(), active_key=None)),
        expect=Found(check="active_authentication", reason="refused"),
        source=_AA,
    ),
    Case(
        title="RSA of 512 bits",
        card=_active(_weak),
        expect=Found(check="active_authentication", reason="weak_key"),
        source="floor of this reader",
    ),
    Case(title="a card issued without DG15", card=_active(_without_active), expect=Accepted(), source=_AA),
)


UNITS = (
    Unit(name="ISO7816_D", about="chip authentication", highest=15, cases=CHIP_AUTHENTICATION),
    Unit(
        name="ISO7816_E",
        about="terminal authentication",
        highest=38,
        dropped="certificates for terminals are the ministry's alone: this reader asks for nothing that wants them",
    ),
    Unit(name="ISO7816_F", about="active authentication", highest=9, cases=ACTIVE_AUTHENTICATION),
)
