"""ISO7816_G, chip authentication mapping: a chip that proves itself while PACE opens it, and everything it must not get away with."""

from collections.abc import Callable
from dataclasses import replace

from ansinh.chip import access, lds, tlv
from ansinh.sandbox.virtual_card import Chip
from ansinh.sandbox.virtual_card.reply import done
from tests.conformance_chip import bends
from tests.conformance_chip.bends import TOKEN, answering, at_step, refusing, selecting_beside
from tests.conformance_chip.card import PACE, good_card, offering
from tests.conformance_chip.mapping_card import MAPPING, MAPPING_PRIVATE, mapping_card, signed_infos, with_security
from tests.conformance_chip.stand import Accepted, Bent, Ended, Expected, Found, Inside
from tests.conformance_chip.table import Case
from tests.conformance_chip.units_sources import CAM, CARD_SECURITY

_STEM = "0.4.0.127.0.7.2.2.4.6"
_GROUPS = (1, 13, 14)
_DATA = "PACE chip authentication data"
_MUTUAL = "PACE mutual authentication"


def _card(title: str, chip: Callable[[], Chip], expect: Expected, *, inside: Callable[[], Inside] | None = None, source: str = CAM) -> Case:
    def bent() -> Bent:
        return Bent(chip=chip(), inside=None if inside is None else inside(), groups=_GROUPS)

    return Case(title=title, card=bent, expect=expect, source=source)


def _answer(change: Callable[[bytes, bytes], bytes]) -> Callable[[], Inside]:
    """The last answer of PACE made anew from its token and its data."""

    def changed(_: bytes, answer: bytes) -> bytes:
        token, data = tlv.one(answer, 0x7C, "answer").children("answer")
        return change(token.value, data.value)

    return lambda: at_step(TOKEN, changed)


def _turned(data: bytes, at: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]


def _without_key() -> Chip:
    return with_security(signed_infos([MAPPING]).der(), mapping_card())


def _with_key_elsewhere() -> Chip:
    other = mapping_card(curve="brainpoolP384r1")
    return replace(mapping_card(), beside=other.beside)


ALONE = (
    _card("chip authentication mapping alone is offered", mapping_card, Accepted()),
    _card(
        "chip authentication mapping with AES-256 alone is offered",
        lambda: mapping_card(lds.PaceInfo(f"{_STEM}.4", 2, 16), curve="brainpoolP384r1"),
        Accepted(),
    ),
    _card("chip authentication mapping with AES-192", lambda: mapping_card(lds.PaceInfo(f"{_STEM}.3", 2, 13)), Accepted()),
    _card(
        "chip authentication mapping on secp521r1",
        lambda: mapping_card(lds.PaceInfo(f"{_STEM}.4", 2, 18), curve="secp521r1"),
        Accepted(),
    ),
    _card(
        "chip authentication mapping beside generic mapping is what the card is opened by", lambda: mapping_card(PACE, MAPPING), Accepted()
    ),
)
BENT = (
    _card(
        "the chip has another key than its EF.CardSecurity names",
        lambda: mapping_card(held=MAPPING_PRIVATE + 1),
        Ended(code="mapping_wrong_key"),
    ),
    _card(
        "the chip has no key for the mapping it offers", lambda: replace(mapping_card(), mapping_key=None), Ended(code="mapping_wrong_key")
    ),
    _card(
        "the key of the mapping is missing in EF.CardSecurity", _without_key, Found(check="chip_authentication_mapping", reason="no_key")
    ),
    _card(
        "the key of the mapping is on another curve than the card was opened with",
        _with_key_elsewhere,
        Found(check="chip_authentication_mapping", reason="no_key"),
    ),
    _card(
        "the card is opened by the mapping and has no EF.CardSecurity",
        lambda: with_security(None, mapping_card()),
        Found(check="card_security", reason="stripped"),
        source=CARD_SECURITY,
    ),
    _card(
        "the card is opened by the mapping and does not open EF.CardSecurity (6982)",
        mapping_card,
        Found(check="card_security", reason="stripped"),
        inside=lambda: selecting_beside(0x011D, 0x6982),
        source=CARD_SECURITY,
    ),
    _card(
        "the signature of EF.CardSecurity is wrong, and no other proof is there",
        lambda: mapping_card(message=lambda right: replace(right, spoil=True)),
        Found(check="card_security", reason="signature_wrong"),
    ),
    _card(
        "a copy of EF.CardSecurity on a card that PACE opens by generic mapping",
        lambda: replace(mapping_card(PACE, MAPPING), mapping_key=None),
        Ended(code="mapping_wrong_key"),
    ),
    _card(
        "the card sends no chip authentication data",
        mapping_card,
        Ended(code="pace_failed", at=_MUTUAL),
        inside=_answer(lambda token, _: access.answer(token, None)),
    ),
    _card(
        "the data stand before the token",
        mapping_card,
        Ended(code="pace_failed", at=_MUTUAL),
        inside=_answer(lambda token, data: tlv.encode(0x7C, tlv.encode(0x8A, data), tlv.encode(0x86, token))),
    ),
    _card(
        "the data stand under another tag",
        mapping_card,
        Ended(code="pace_failed", at=_MUTUAL),
        inside=_answer(lambda token, data: tlv.encode(0x7C, tlv.encode(0x86, token), tlv.encode(0x8B, data))),
    ),
    _card(
        "the data come twice",
        mapping_card,
        Ended(code="pace_failed", at=_MUTUAL),
        inside=_answer(lambda token, data: tlv.encode(0x7C, tlv.encode(0x86, token), *[tlv.encode(0x8A, data)] * 2)),
    ),
    _card(
        "the data are empty", mapping_card, Ended(code="pace_failed", at=_DATA), inside=_answer(lambda token, _: access.answer(token, b""))
    ),
    _card(
        "the data are no whole blocks",
        mapping_card,
        Ended(code="pace_failed", at=_DATA),
        inside=_answer(lambda token, data: access.answer(token, data[:-1])),
    ),
    _card(
        "the data are wrongly padded",
        mapping_card,
        Ended(code="pace_failed", at=_DATA),
        inside=_answer(lambda token, data: access.answer(token, _turned(data, 31))),
    ),
    _card(
        "the data are two blocks longer than a number of the curve",
        mapping_card,
        Ended(code="pace_failed", at=_DATA),
        inside=_answer(lambda token, data: access.answer(token, data[:16] * 2 + data)),
    ),
    _card(
        "the token beside right data is another",
        mapping_card,
        Ended(code="wrong_token"),
        inside=_answer(lambda _, data: access.answer(bytes(8), data)),
    ),
    _card(
        "the card sends chip authentication data that no mapping asked for",
        good_card,
        Ended(code="pace_failed", at=_MUTUAL),
        inside=lambda: at_step(TOKEN, lambda _, answer: access.answer(access.open_template(answer, 0x86, "answer"), bytes(48))),
    ),
    _card(
        "the card refuses the mapping that it offers beside generic mapping (6A80)",
        lambda: mapping_card(PACE, MAPPING),
        Ended(code="pace_failed", at="does not offer"),
        inside=lambda: answering(bends.CHOOSE, done(status=0x6A80)),
    ),
    _card(
        "the card ends the mapping with 6FFF",
        lambda: mapping_card(PACE, MAPPING),
        Ended(code="pace_failed", at=_MUTUAL),
        inside=lambda: refusing(TOKEN, 0x6FFF),
    ),
    _card(
        "chip authentication mapping without a curve",
        lambda: offering(lds.PaceInfo(f"{_STEM}.2", 2, 2)),
        Ended(code="pace_failed", at="not"),
    ),
)
