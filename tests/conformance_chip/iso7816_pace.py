"""ISO7816_G: PACE, and EF.CardAccess that announces it."""

import os
from collections.abc import Callable
from dataclasses import replace

from ansinh.chip import access, curves, lds, reading
from ansinh.chip.apdu import Command
from ansinh.chip.lds import File
from ansinh.sandbox.virtual_card import Quirks
from ansinh.sandbox.virtual_card.reply import Reply, done
from tests.conformance_chip import bends, iso7816_pace_mapping
from tests.conformance_chip.bends import AGREEMENT, MAPPING, NONCE, TOKEN, answering, at_step, refusing
from tests.conformance_chip.card import CHIP_PROTOCOL, PACE, PACE_OID, good_card, offering, with_file
from tests.conformance_chip.iso7816_mappings import MAPPINGS, own_parameters
from tests.conformance_chip.stand import Accepted, Bent, Ended, Expected, Found, Inside
from tests.conformance_chip.table import Case, Unit

_PACE, _INFOS, _TAGS = "ICAO Doc 9303-11, 4.4", "ICAO Doc 9303-11, 9.2; BSI TR-03110-3, A.1.1.1", "ICAO Doc 9303-11, 4.4.4"
_POINTS = "BSI TR-03110-2, 3.2; ICAO Doc 9303-11, 4.4.3"
_STEM = "0.4.0.127.0.7.2.2.4"
_NUMBERS = "ISO7816_G_16..ISO7816_G_23"
_CURVE = curves.by_pace_parameter(13)
assert _CURVE is not None
_GOOD = Accepted()
_ANY = reading.AccessPolicy(after_pace_failure=True)


def _offers(title: str, *elements: lds.PaceInfo | bytes, expect: Expected = _GOOD) -> Case:
    return Case(title=title, card=lambda: Bent(chip=offering(*elements), groups=(1, 13, 14)), expect=expect, source=_INFOS)


def _bent(title: str, inside: Callable[[], Inside], at: str, *, source: str = _TAGS, plan: str = "", code: str = "pace_failed") -> Case:
    return Case(title=title, card=lambda: Bent(chip=good_card(), inside=inside()), expect=Ended(code=code, at=at), source=source, plan=plan)


def _says(step: int, answer: bytes | str) -> Callable[[], Inside]:
    raw = bytes.fromhex(answer) if isinstance(answer, str) else answer
    return lambda: at_step(step, lambda *_: raw)


def _under_tag(step: int, tag: int) -> Callable[[], Inside]:
    """The right value under another tag."""

    def change(_: bytes, answer: bytes) -> bytes:
        return access.template(tag, access.open_template(answer, answer[2], "answer"))

    return lambda: at_step(step, change)


def _with_more(step: int) -> Callable[[], Inside]:
    """The right value, and one that nobody asked for."""

    def change(_: bytes, answer: bytes) -> bytes:
        return b"\x7c" + bytes((len(answer),)) + answer[2:] + b"\x80\x00"

    return lambda: at_step(step, change)


def _point(step: int, tag: int, change: Callable[[bytes], bytes]) -> Callable[[], Inside]:
    """The card's public key as something else."""
    return lambda: at_step(step, lambda _, answer: access.template(tag, change(access.open_template(answer, tag, "answer"))))


def _mirrored(step: int, tag: int) -> Callable[[], Inside]:
    """The terminal's own key, or token, comes back."""
    return lambda: at_step(step, lambda sent, _: access.template(tag, sent))


def _off_curve(raw: bytes) -> bytes:
    return raw[:-1] + bytes((raw[-1] ^ 1,))


def _too_large(_: bytes) -> bytes:
    """A point of the curve, its x told as x + p: the same remainder, and no element of the field."""
    assert _CURVE is not None
    room = (1 << 8 * _CURVE.field_bytes) - _CURVE.p
    found = next(point for point in (curves.public_key(_CURVE, k) for k in range(1, 50)) if point.x < room)
    return b"\x04" + (found.x + _CURVE.p).to_bytes(_CURVE.field_bytes, "big") + found.y.to_bytes(_CURVE.field_bytes, "big")


def _compressed(raw: bytes) -> bytes:
    return bytes((2 + (raw[-1] & 1),)) + raw[1 : 1 + (len(raw) - 1) // 2]


def _of_other_curve(_: bytes) -> bytes:
    other = curves.by_pace_parameter(12)
    assert other is not None
    return curves.encode_point(other, curves.public_key(other, 7))


_DEFECTS: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("is a point off the curve", _off_curve),
    ("is the point at infinity", lambda _: b"\x00"),
    ("is a point of another curve", _of_other_curve),
    ("has a coordinate outside the field", _too_large),
    ("is compressed", _compressed),
    ("has both coordinates and another mark before them than 04", lambda raw: bytes((6 + (raw[-1] & 1),)) + raw[1:]),
    ("is a byte too short", lambda raw: raw[:-1]),
    ("is empty", lambda _: b""),
)


def _all_points(step: int, tag: int, name: str, at: str) -> tuple[Case, ...]:
    return tuple(
        _bent(f"the card's {name} {what}", _point(step, tag, change), at, source=_POINTS, plan=_NUMBERS) for what, change in _DEFECTS
    )


def _access_file(title: str, raw: Callable[[bytes], bytes], expect: Expected) -> Case:
    return Case(
        title=title,
        card=lambda: Bent(chip=with_file(File.CARD_ACCESS, raw(good_card().files[File.CARD_ACCESS.fid]))),
        expect=expect,
        source=_INFOS,
    )


def _pace_info(*parts: str) -> bytes:
    """An element of EF.CardAccess from its parts in hexadecimal digits."""
    inside = bytes.fromhex("060A04007F00070202040202" + "".join(parts))
    return b"\x30" + bytes((len(inside),)) + inside


_STANDARD = {
    8: "secp192r1",
    9: "brainpoolP192r1",
    10: "secp224r1",
    11: "brainpoolP224r1",
    12: "secp256r1",
    14: "brainpoolP320r1",
    15: "secp384r1",
    16: "brainpoolP384r1",
    17: "brainpoolP512r1",
    18: "secp521r1",
}
_NOT_OURS = Ended(code="pace_failed", at="not supported")
WAYS = (
    Case(title="with the card access number", card=lambda: Bent(chip=good_card()), expect=Accepted(), source=_PACE),
    Case(
        title="with the printed lines",
        card=lambda: Bent(chip=good_card(), keys=reading.Keys(mrz=access.MrzKey(*good_card().bac_key))),
        expect=Accepted(access="pace_mrz"),
        source=_PACE,
    ),
    *(_offers(f"on {name}", lds.PaceInfo(PACE_OID, 2, number)) for number, name in _STANDARD.items()),
    _offers("with 3DES", lds.PaceInfo(f"{_STEM}.2.1", 2, 13)),
    _offers("with AES-192", lds.PaceInfo(f"{_STEM}.2.3", 2, 13)),
    _offers("with AES-256", lds.PaceInfo(f"{_STEM}.2.4", 2, 13)),
    _offers("of several variants one that there is not is passed over", lds.PaceInfo(f"{_STEM}.4.2", 2, 10), PACE),
    _offers("beside elements that nobody knows", bytes.fromhex("3008060604007F000709"), PACE),
    *(
        _offers(f"{name} alone is offered", lds.PaceInfo(oid, 2, parameter))
        for name, oid, parameter in (
            ("integrated mapping on a curve", f"{_STEM}.4.2", 13),
            ("integrated mapping with AES-256", f"{_STEM}.4.4", 16),
        )
    ),
    *iso7816_pace_mapping.ALONE,
    *(
        _offers(f"{name} alone is offered", lds.PaceInfo(oid, 2, parameter))
        for name, oid, parameter in (
            ("generic mapping without a curve", f"{_STEM}.1.2", 2),
            ("integrated mapping without a curve", f"{_STEM}.3.2", 2),
        )
    ),
    Case(
        title="domain parameters of the card's own alone, with which an inspection system MUST NOT calculate",
        card=lambda: Bent(chip=offering(own_parameters(), lds.PaceInfo(PACE_OID, 2)), groups=(1, 13, 14)),
        expect=Ended(code="pace_failed", at="not standardised"),
        source="ICAO Doc 9303-11, 9.2.2",
    ),
)


def _after_master() -> Inside:
    """Another application was selected before we came: the file cannot be seen from there."""
    is_master = False

    def bend(command: Command, reply: Reply) -> Reply:
        nonlocal is_master
        if command.ins != bends.SELECT:
            return reply
        is_master = is_master or command.data == bytes.fromhex("3F00")
        return reply if is_master else done(status=0x6A82)

    return bend


CARD_ACCESS = (
    _access_file("zeros fill EF.CardAccess up behind its end", lambda raw: raw + bytes(40), _GOOD),
    Case(
        title="EF.CardAccess is found once the master file is selected, and not before",
        card=lambda: Bent(chip=replace(good_card(), quirks=Quirks(select_mf=0x9000)), inside=_after_master()),
        expect=_GOOD,
        source="ICAO Doc 9303-10, 3.11; ISO/IEC 7816-4, 11.1",
    ),
    _access_file("EF.CardAccess is cut off", lambda raw: raw[:-3], Ended(code="card_refused", at="read CARD_ACCESS")),
    _access_file(
        "an element of EF.CardAccess is longer than what holds it",
        lambda raw: raw[:3] + b"\x7f" + raw[4:],
        Ended(code="malformed", at="CARD_ACCESS"),
    ),
    _access_file("EF.CardAccess has another tag", lambda raw: b"\x30" + raw[1:], Ended(code="malformed", at="CARD_ACCESS")),
    _access_file(
        "EF.CardAccess has an indefinite length", lambda raw: b"\x31\x80" + raw[2:] + bytes(2), Ended(code="malformed", at="CARD_ACCESS")
    ),
    _access_file("an element without its version", lambda _: b"\x31\x0e" + _pace_info(), Ended(code="malformed", at="CARD_ACCESS.pace")),
    _access_file(
        "a version that is no number", lambda _: b"\x31\x11" + _pace_info("040102"), Ended(code="malformed", at="CARD_ACCESS.pace")
    ),
    _access_file("PACE of version 1", lambda _: lds.write_card_access([lds.PaceInfo(PACE_OID, 1, 13)]), _NOT_OURS),
    _access_file(
        "a parameter number that stands for nothing",
        lambda _: lds.write_card_access([lds.PaceInfo(PACE_OID, 2, 31)]),
        Ended(code="pace_failed", at="not standardised"),
    ),
    _access_file(
        "EF.CardAccess offers another curve than the signed DG14",
        lambda _: lds.write_card_access([lds.PaceInfo(PACE_OID, 2, 12)]),
        Found(check="access", reason="card_access_altered"),
    ),
    _access_file(
        "PACE is taken out of EF.CardAccess", lambda _: lds.write_card_access([CHIP_PROTOCOL]), Found(check="access", reason="pace_hidden")
    ),
    Case(
        title="EF.CardAccess is hidden, the signed DG14 offers PACE",
        card=lambda: Bent(chip=with_file(File.CARD_ACCESS, None)),
        expect=Found(check="access", reason="pace_hidden"),
        source=_INFOS,
    ),
)
RUNS = (
    _bent("the card refuses the choice (6A80)", lambda: answering(bends.CHOOSE, done(status=0x6A80)), "does not offer", source=_PACE),
    _bent(
        "the card takes no further try (63C1)",
        lambda: answering(bends.CHOOSE, done(status=0x63C1)),
        "no further try",
        source=_PACE,
        code="locked_or_blocked",
    ),
    _bent(
        "the number is blocked (6983)",
        lambda: answering(bends.CHOOSE, done(status=0x6983)),
        "no further try",
        source=_PACE,
        code="locked_or_blocked",
    ),
    _bent("the card gives no nonce (6FFF)", lambda: refusing(NONCE, 0x6FFF), "PACE nonce", source=_PACE),
    _bent("the nonce is a byte too short", _says(NONCE, access.template(0x80, bytes(15))), "PACE nonce"),
    _bent("the nonce is two blocks long", _says(NONCE, access.template(0x80, bytes(32))), "PACE nonce"),
    _bent(
        "the nonce is another than the card's own",
        _says(NONCE, access.template(0x80, os.urandom(16))),
        "password",
        source=_PACE,
        code="wrong_password",
    ),
    _bent("the nonce stands under another tag", _under_tag(NONCE, 0x90), "PACE nonce"),
    _bent("the answer to the choice of nonce is empty", _says(NONCE, "7C00"), "PACE nonce"),
    _bent("the answer is no template", _says(NONCE, "8010" + "00" * 16), "PACE nonce"),
    _bent("the answer holds the nonce and something else", _with_more(NONCE), "PACE nonce"),
    _bent("the answer is longer than its template", lambda: at_step(NONCE, lambda _, answer: answer + b"\0"), "PACE nonce"),
    _bent("the card gives no mapping (6A80)", lambda: refusing(MAPPING, 0x6A80), "PACE mapping", source=_PACE),
    _bent("the mapping key stands under another tag", _under_tag(MAPPING, 0x92), "PACE mapping"),
    _bent("the mapping key stands under the tag of the terminal's", _under_tag(MAPPING, 0x81), "PACE mapping"),
    *_all_points(MAPPING, 0x82, "mapping key", "PACE mapping"),
    _bent("the card sends the terminal's mapping key back", _mirrored(MAPPING, 0x82), "PACE mapping", source=_POINTS, plan=_NUMBERS),
    _bent("the card agrees on no key (6A80)", lambda: refusing(AGREEMENT, 0x6A80), "PACE key agreement", source=_PACE),
    _bent("the ephemeral key stands under another tag", _under_tag(AGREEMENT, 0x94), "PACE key agreement"),
    *_all_points(AGREEMENT, 0x84, "ephemeral key", "PACE key agreement"),
    _bent(
        "the card sends the terminal's ephemeral key back", _mirrored(AGREEMENT, 0x84), "PACE key agreement", source=_POINTS, plan=_NUMBERS
    ),
    _bent("the token stands under another tag", _under_tag(TOKEN, 0x96), "PACE mutual authentication"),
    _bent("the token is a byte too short", _says(TOKEN, access.template(0x86, bytes(7))), "PACE mutual authentication"),
    _bent("the token is another", _says(TOKEN, access.template(0x86, bytes(8))), "prove", source=_PACE, code="wrong_token"),
    _bent("the card sends the terminal's token back", _mirrored(TOKEN, 0x86), "prove", source=_PACE, code="wrong_token"),
    _bent("there is no token", _says(TOKEN, "7C00"), "PACE mutual authentication"),
    _bent(
        "the card refuses the terminal's token (63C2)",
        lambda: refusing(TOKEN, 0x63C2),
        "tries left: 2",
        source=_PACE,
        code="wrong_password",
    ),
    _bent("the card ends with 6FFF", lambda: refusing(TOKEN, 0x6FFF), "PACE mutual authentication", source=_PACE),
    Case(
        title="the access number is wrong",
        card=lambda: Bent(chip=good_card(), keys=reading.Keys(can=access.Can("999999"))),
        expect=Ended(code="wrong_password", at="tries left"),
        source=_PACE,
    ),
    Case(
        title="PACE fails, and a policy lets BAC take its place",
        card=lambda: Bent(chip=replace(good_card(), quirks=Quirks(pace_status=0x6FFF)), policy=_ANY),
        expect=Found(check="access", reason="downgraded"),
        source="ICAO Doc 9303-11, 4.2",
    ),
    Case(
        title="PACE fails, and no policy lets BAC take its place",
        card=lambda: Bent(chip=replace(good_card(), quirks=Quirks(pace_status=0x6FFF))),
        expect=Ended(code="pace_failed", at="6FFF"),
        source="ICAO Doc 9303-11, 4.2",
    ),
)

UNITS = (Unit(name="ISO7816_G", about="PACE", highest=41, cases=(*WAYS, *CARD_ACCESS, *RUNS, *MAPPINGS, *iso7816_pace_mapping.BENT)),)
