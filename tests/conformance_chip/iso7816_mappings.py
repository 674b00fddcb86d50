"""ISO7816_G, further: the ways of PACE beside generic mapping on a curve, and what a card may get wrong in them."""

from collections.abc import Callable

from ansinh.chip import access, groups, lds, tlv
from ansinh.chip.apdu import Command
from ansinh.sandbox.virtual_card.reply import Reply
from tests.chip import pki
from tests.conformance_chip import bends
from tests.conformance_chip.bends import AGREEMENT, MAPPING, TOKEN, at_step, refusing
from tests.conformance_chip.card import PACE, PRIVATE, offering
from tests.conformance_chip.stand import Accepted, Bent, Ended, Expected, Inside, said
from tests.conformance_chip.table import Case

STEM = "0.4.0.127.0.7.2.2.4"
_MAPPING, _IN_CLEAR, _PARAMETERS = "ICAO Doc 9303-11, 4.4.3.3", "ICAO Doc 9303-11, 4.4.5.2", "ICAO Doc 9303-11, 9.5.1"
_ELEMENTS, _INTEGERS = "ICAO Doc 9303-11, 4.4.3.3.1 and 9.6 (RFC 2631)", "ICAO Doc 9303-11, 9.4.1 and 9.4.3"
_GROUP = groups.every()[0]
_STEPS = ((MAPPING, 0x82, "mapping key", "PACE mapping"), (AGREEMENT, 0x84, "ephemeral key", "PACE key agreement"))


def info(kind: int, last: int, parameter_id: int | None) -> lds.PaceInfo:
    """A PACEInfo: 1 DH-GM, 2 ECDH-GM, 3 DH-IM, 4 ECDH-IM; 1 3DES, 2 to 4 AES."""
    return lds.PaceInfo(f"{STEM}.{kind}.{last}", 2, parameter_id)


def own_parameters() -> bytes:
    """PACEDomainParameterInfo with a curve of the card's own: one that is known, but for its generator."""
    algorithm, _ = tlv.one(pki.explicit_key(PRIVATE, wrong="g").info, 0x30, "key").children("key")
    return tlv.encode(0x30, bytes.fromhex("060904007F000702020402"), algorithm.raw)


def _way(title: str, *elements: lds.PaceInfo | bytes, expect: Expected | None = None, source: str = _MAPPING) -> Case:
    return Case(title=title, card=lambda: Bent(chip=offering(*elements), groups=(1, 13, 14)), expect=expect or Accepted(), source=source)


def _bent(title: str, offer: lds.PaceInfo, inside: Callable[[], Inside], at: str, source: str, code: str = "pace_failed") -> Case:
    return Case(title=title, card=lambda: Bent(chip=offering(offer), inside=inside()), expect=Ended(code=code, at=at), source=source)


def _chosen_with(offer: lds.PaceInfo) -> Inside:
    """Says what the card says, and is only seen to speak if the reader chose this variant."""
    wanted = tlv.encode(0x80, access.oid_bytes(offer.oid))

    def bend(command: Command, reply: Reply) -> Reply:
        return said(reply.response.data, reply) if command.ins == bends.CHOOSE and command.data.startswith(wanted) else reply

    return bend


def _strongest(title: str, strongest: lds.PaceInfo, *others: lds.PaceInfo) -> Case:
    return Case(
        title=title,
        card=lambda: Bent(chip=offering(*others, strongest), inside=_chosen_with(strongest), groups=(1, 13, 14)),
        expect=Accepted(),
        source="rule of this reader",
    )


_WAYS = (
    *(
        _way(f"integrated mapping on a curve, {name}", info(4, last, parameter))
        for name, last, parameter in (
            ("3DES", 1, 13),
            ("AES-192", 3, 15),
            ("a NIST curve", 2, 12),
            ("AES-256, a curve of 512 bits", 4, 17),
            ("AES-256, a curve of 521 bits", 4, 18),
        )
    ),
    *(_way(f"generic mapping without a curve, group {number}, {name}", info(1, last, number)) for number, last, name in ((0, 1, "3DES"), (1, 3, "AES-192"), (2, 4, "AES-256"))),
    *(_way(f"integrated mapping without a curve, group {number}, {name}", info(3, last, number)) for number, last, name in ((0, 1, "3DES"), (1, 3, "AES-192"), (2, 4, "AES-256"))),
    _way(
        "integrated mapping on the one curve that has none, secp224r1",
        info(4, 2, 10),
        expect=Ended(code="pace_failed", at="no integrated mapping on secp224r1"),
        source=_PARAMETERS,
    ),
    *(
        _way(f"{name}", offer, expect=Ended(code="pace_failed", at="not standardised"), source=_PARAMETERS)
        for name, offer in (
            ("a variant on curves with the number of a group", info(2, 2, 0)),
            ("a variant on groups with the number of a curve", info(1, 2, 13)),
            ("integrated mapping on groups with a number that stands for nothing", info(3, 2, 3)),
        )
    ),
    _way("domain parameters of the card's own beside a standardised curve", own_parameters(), PACE, source="ICAO Doc 9303-11, 9.2.2"),
    _strongest("of several variants the one with the strongest cipher is used", info(2, 4, 16), info(2, 1, 16), info(2, 2, 16)),
    _strongest("a strong cipher in a weak group comes after a curve that holds", PACE, info(1, 4, 0), info(3, 4, 0)),
)  # fmt: skip


def _element(step: int, tag: int, raw: bytes) -> Callable[[], Inside]:
    return lambda: at_step(step, lambda *_: access.template(tag, raw))


def _of_small_order() -> int:
    """An element whose order divides (p - 1) / q, and is small."""
    order = next(each for each in range(3, 100_000, 2) if (_GROUP.p - 1) % each == 0)
    return next(found for found in (pow(base, (_GROUP.p - 1) // order, _GROUP.p) for base in range(2, 100)) if found != 1)


_GOOD = groups.public_key(_GROUP, 4711)
_WRONG: tuple[tuple[str, bytes, str], ...] = (
    ("is 1", b"\1", _ELEMENTS),
    ("is p - 1", groups.encode_element(_GROUP.p - 1), _ELEMENTS),
    ("is p", groups.encode_element(_GROUP.p), _ELEMENTS),
    ("is an element told as itself and p", groups.encode_element(_GROUP.p + _GOOD), _ELEMENTS),
    ("has a small order", groups.encode_element(_of_small_order()), _ELEMENTS),
    ("has twice the order of the generator", groups.encode_element(_GROUP.p - _GOOD), _ELEMENTS),
    ("begins with a zero", b"\0" + groups.encode_element(_GOOD)[1:], _INTEGERS),
    ("is longer than the prime", groups.encode_element(_GOOD) + b"\0", _INTEGERS),
    ("is empty", b"", _INTEGERS),
)
_NUMBER = "number of its own"
_RUNS = (
    *(
        _bent(f"without a curve: the card's {name} {what}", info(1, 2, 0), _element(step, tag, raw), at, source)
        for step, tag, name, at in _STEPS
        for what, raw, source in _WRONG
    ),
    *(
        _bent(
            f"without a curve: the card sends the terminal's {name} back",
            info(1, 2, 0),
            lambda step=step, tag=tag: at_step(step, lambda sent, _: access.template(tag, sent)),  # type: ignore[misc]
            at,
            _ELEMENTS,
        )
        for step, tag, name, at in _STEPS
    ),
    *(
        _bent(f"integrated mapping {where}: the card's ephemeral key {what}", info(kind, 2, parameter), _element(AGREEMENT, 0x84, raw), "PACE key agreement", source)
        for kind, parameter, where, what, raw, source in (
            (3, 0, "without a curve", "has a small order", groups.encode_element(_of_small_order()), _ELEMENTS),
            (4, 13, "on a curve", "is a point off the curve", b"\x04" + bytes(63) + b"\1", "BSI TR-03110-2, 3.2"),
        )
    ),
    *(
        case
        for kind, parameter, where in ((3, 0, "without a curve"), (4, 13, "on a curve"))
        for case in (
            _bent(f"integrated mapping {where}: the card gives a number as well", info(kind, 2, parameter), _element(MAPPING, 0x82, bytes(16)), _NUMBER, _IN_CLEAR),
            _bent(f"integrated mapping {where}: the card's empty answer has another tag", info(kind, 2, parameter), _element(MAPPING, 0x81, b""), "PACE mapping", _IN_CLEAR),
            _bent(f"integrated mapping {where}: the card says nothing at all", info(kind, 2, parameter), lambda: at_step(MAPPING, lambda *_: access.template()), "PACE mapping", _IN_CLEAR),
            _bent(f"integrated mapping {where}: the card refuses the number (6A80)", info(kind, 2, parameter), lambda: refusing(MAPPING, 0x6A80), "PACE mapping", _MAPPING),
        )
    ),
)  # fmt: skip
_AUTHORITY = bytes.fromhex("870F444554455354435643413030303033")
_REFERENCES = "ICAO Doc 9303-11, 4.4.5 and G.2"
_BESIDE_THE_TOKEN = (
    Case(
        title="the card names an authority behind its token, unasked",
        card=lambda: Bent(chip=offering(PACE), inside=at_step(TOKEN, lambda _, answer: tlv.encode(0x7C, answer[2:], _AUTHORITY)), groups=(1, 13, 14)),
        expect=Accepted(),
        source=_REFERENCES,
    ),
    _bent(
        "the card names an authority before its token",
        PACE,
        lambda: at_step(TOKEN, lambda _, answer: tlv.encode(0x7C, _AUTHORITY, answer[2:])),
        "PACE mutual authentication",
        _REFERENCES,
    ),
)  # fmt: skip
MAPPINGS = (*_WAYS, *_RUNS, *_BESIDE_THE_TOKEN)
