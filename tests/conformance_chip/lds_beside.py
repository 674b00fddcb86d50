"""LDS_J and LDS_K: the files beside the application, EF.CardSecurity and EF.ATR/INFO."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from ansinh.chip import lds, reading, trust
from ansinh.chip.apdu import Command
from ansinh.chip.verification import Level
from ansinh.sandbox.virtual_card import Chip, Quirks
from ansinh.sandbox.virtual_card.reply import Reply, done
from tests.chip import pki
from tests.chip.pki import Message
from tests.chip.sod_defects import believed
from tests.conformance_chip.bends import READ
from tests.conformance_chip.card import CHIP_PROTOCOL, PACE, chip_public_key, good_card
from tests.conformance_chip.mapping_card import signed_infos, with_other_key_in_group_14, with_security
from tests.conformance_chip.stand import Accepted, Bent, Expected, Found, Inside, Noted
from tests.conformance_chip.table import Case, Unit
from tests.conformance_chip.units_sources import ATR_INFO, CARD_SECURITY

_ASKED = reading.AccessPolicy(card_security=True)
_OF_ANOTHER_DAY = datetime(2019, 1, 1, tzinfo=UTC)
EXTENDED = bytes.fromhex("3B8580018073C821E0")
"""An answer to reset whose historical bytes say: extended lengths, and their limits in EF.ATR/INFO (ISO/IEC 7816-4, 12.1.1)."""
LONG_CARD = EXTENDED + bytes((0x85 ^ 0x80 ^ 0x01 ^ 0x80 ^ 0x73 ^ 0xC8 ^ 0x21 ^ 0xE0,))


def _security(
    title: str,
    change: Callable[[Message], Message] = lambda right: right,
    expect: Expected | None = None,
    *,
    chip: Callable[[], Chip] | None = None,
    store: Callable[[], trust.TrustStore] = believed,
) -> Case:
    def bent() -> Bent:
        card = chip() if chip is not None else with_security(change(signed_infos()).der())
        return Bent(chip=card, policy=_ASKED, store=store)

    return Case(title=title, card=bent, expect=expect or Accepted(), source=CARD_SECURITY)


def _failed(reason: str) -> Found:
    return Found(check="card_security", reason=reason)


def _foreign() -> pki.Certified:
    return pki.signer(by=pki.FOREIGN_KEY, subject=pki.name("UT", "Signer of Utopia"), issuer=pki.FOREIGN_NAME)


@cache
def _both_countries() -> trust.TrustStore:
    foreign = pki.authority(pki.FOREIGN_KEY, subject=pki.FOREIGN_NAME)
    anchors = tuple(trust.Certificate.parse(each.der) for each in (pki.authority(), foreign))
    listed = (pki.revocations(), pki.revocations(by=pki.FOREIGN_KEY, issuer=pki.FOREIGN_NAME))
    return trust.TrustStore(anchors, tuple(map(trust.Crl.parse, listed)))


@cache
def _one_revoked() -> trust.TrustStore:
    return trust.TrustStore((trust.Certificate.parse(pki.authority().der),), (trust.Crl.parse(pki.revocations(99)),))


_OTHER_INFOS = signed_infos([CHIP_PROTOCOL, lds.PaceInfo(PACE.oid, 2, 12), chip_public_key()])
SECURITY = (
    _security("EF.CardSecurity with the chip's keys, signed by a trusted signer"),
    _security("its signature is wrong", lambda right: replace(right, spoil=True), _failed("signature_wrong")),
    _security(
        "its signer is trusted by nobody",
        lambda right: replace(right, by=pki.signer(by=pki.ec_key(9009))),
        _failed("signer_not_trusted"),
    ),
    _security("it says something else than EF.CardAccess", lambda _: _OTHER_INFOS, _failed("card_access_differs")),
    _security(
        "EF.CardAccess names a chip authentication that is not in it",
        lambda _: signed_infos([PACE, chip_public_key()]),
        _failed("card_access_differs"),
    ),
    _security(
        "it names more than EF.CardAccess does, as it may: other keys, other protocols",
        lambda _: signed_infos([CHIP_PROTOCOL, PACE, lds.ChipAuthentication(CHIP_PROTOCOL.oid, 2, 72), chip_public_key(key_id=72)]),
    ),
    _security("it and DG14 name different keys by the same number", expect=_failed("dg14_differs"), chip=with_other_key_in_group_14),
    _security(
        "it was changed after it was signed",
        lambda right: replace(right, signed=pki.attributes(b"other", content_type=lds.SECURITY_OBJECT)),
        _failed("signature_wrong"),
    ),
    _security("it is signed as EF.SOD's content is", lambda right: replace(right, content_type=pki.LDS), _failed("malformed")),
    _security(
        "its content is no set of security infos", lambda right: replace(right, content=pki.seq(pki.integer(1))), _failed("malformed")
    ),
    _security("it has two signers", lambda right: replace(right, signers=2), _failed("signature_wrong")),
    _security("its signer's certificate is not in it", lambda right: replace(right, certificates=()), _failed("signature_wrong")),
    _security(
        "its signer may not sign documents",
        lambda right: replace(right, by=pki.signer(extensions=(pki.usage(5, 6), pki.constraints()))),
        _failed("signer_not_trusted"),
    ),
    _security(
        "its signer was not valid when it signed",
        lambda right: replace(right, at=_OF_ANOTHER_DAY),
        _failed("signer_out_of_time"),
    ),
    _security(
        "its signer is revoked, that of the data is not",
        lambda right: replace(right, by=pki.signer(serial=99)),
        _failed("signer_revoked"),
        store=_one_revoked,
    ),
    _security(
        "it is signed by another country, which is trusted as well",
        lambda right: replace(right, by=_foreign()),
        _failed("other_country"),
        store=_both_countries,
    ),
    _security(
        "it is signed by another country, which is not trusted", lambda right: replace(right, by=_foreign()), _failed("signer_not_trusted")
    ),
    _security(
        "it is signed over SHA-1",
        lambda right: replace(right, by=pki.signer(pki.ec_key(2002, digest="sha1"))),
        Found(check="card_security", reason="weak_hash", outcome="undetermined", level=Level.CHIP_AUTHENTICATED),
    ),
    _security(
        "it is cut off",
        expect=Found(check="card_security", reason="unreadable"),
        chip=lambda: with_security(signed_infos().der()[:-40]),
    ),
    _security("it has another tag", expect=_failed("unreadable"), chip=lambda: with_security(b"\x31" + signed_infos().der()[1:])),
    _security("zeros fill it up behind its end", chip=lambda: with_security(signed_infos().der() + bytes(60))),
    _security("a card without it that promises none is no worse", chip=lambda: with_security(None)),
)


def _long(title: str, raw: bytes | None, expect: Expected, *, most: int | None = None, atr: bytes = LONG_CARD) -> Case:
    """A card that says in its historical bytes that it understands extended lengths; `most` is what one READ BINARY may ask for."""

    def bent() -> Bent:
        card = replace(good_card(), quirks=Quirks(atr=atr))
        card = card if raw is None else replace(card, beside={lds.ATR_INFO: raw})
        return Bent(chip=card, inside=None if most is None else _at_most(most), groups=(1, 2, 13, 14, 15))

    return Case(title=title, card=bent, expect=expect, source=ATR_INFO)


def _at_most(most: int) -> Inside:
    """The card refuses with 6581 what asks for more, which no reader takes for a hint, and shows by another answer that it was asked at all."""

    def bend(command: Command, reply: Reply) -> Reply:
        if command.ins == READ and command.extended and (command.le or 0) > most:
            return done(status=0x6581)
        return Reply(reply.response, reply.session) if command.ins == READ else reply

    return bend


def _info(command: int, answer: int) -> bytes:
    return lds.write_atr_info(lds.Lengths(command, answer))


_FINE = Accepted(portrait="shown")
ATR = (
    _long("EF.ATR/INFO says how long commands and answers may be", _info(2_048, 2_048), _FINE, most=1_024),
    _long("it says less than the reader would ask for", _info(600, 600), _FINE, most=562),
    _long("its length information is malformed", bytes.fromhex("7F66060202FFFF0401FF"), Noted("atr_info_malformed")),
    _long("it is not there although extended lengths are announced", None, Noted("atr_info_missing"), most=223),
    _long("it says so little that short lengths are longer", _info(64, 64), _FINE, most=223),
    _long("it says nothing of lengths", bytes.fromhex("4301F0"), _FINE),
    _long("other elements stand before the lengths, and zeros behind", bytes.fromhex("4301F0") + _info(2_048, 2_048) + bytes(30), _FINE),
    _long("it names its lengths twice", _info(600, 600) * 2, Noted("atr_info_malformed")),
    _long("an element in it is longer than the file", bytes.fromhex("7F667F02020400"), Noted("atr_info_malformed")),
    _long("it is there, and nothing announces it", _info(64, 64), _FINE, most=1_024, atr=Quirks().atr),
)
UNITS = (
    Unit(name="LDS_J", about="EF.CardSecurity", highest=4, cases=SECURITY),
    Unit(name="LDS_K", about="EF.ATR/INFO", highest=4, cases=ATR),
)
