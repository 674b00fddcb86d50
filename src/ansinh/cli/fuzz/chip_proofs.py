"""Every reader of bytes that prove something: certificates, lists, signatures, a whole reading; and both ends of a conversation.

Their files come from the card factory of an invented country that is made for the purpose, so they are not there for nothing: half a second.
"""

import hashlib
import itertools
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from ansinh import sandbox
from ansinh.chip import access, authenticate, curves, errors, lds, messaging, passive, reading, tlv, transport, trust, verification
from ansinh.chip.apdu import Command, Response
from ansinh.cli.fuzz.chip_readers import Reader
from ansinh.sandbox import cards, virtual_card

NAMES = ("certificate", "crl", "key", "signed_data", "card_security", "claim", "active", "verification", "session", "terminal", "card")
_NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
_TODAY = date(2026, 11, 23)
_LDS_OBJECT = "2.23.136.1.1.1"
_PIECE = 0x04
_CHALLENGE = bytes(8)
_found = curves.by_pace_parameter(13)
assert _found is not None
_CURVE, _GENERATOR = _found, curves.Point(_found.g_x, _found.g_y)
_ECDSA_SHA256 = "0.4.0.127.0.7.1.1.4.1.3"
_CHIP_MAPPING = lds.PaceInfo("0.4.0.127.0.7.2.2.4.6.2", 2, 13)
_OFFERS = (
    lds.PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 2, 13),  # ECDH, generic mapping, AES-128
    lds.PaceInfo("0.4.0.127.0.7.2.2.4.4.3", 2, 13),  # ECDH, integrated mapping, AES-192
    lds.PaceInfo("0.4.0.127.0.7.2.2.4.1.2", 2, 0),  # DH, generic mapping
    lds.PaceInfo("0.4.0.127.0.7.2.2.4.3.1", 2, 0),  # DH, integrated mapping, 3DES
)
"""The ways of PACE that a conversation is held in, beside what the card itself offers."""


def proofs(home: Path) -> Mapping[str, Reader]:
    """By name; the factory is made in `home`, an empty folder."""
    factory = cards.Factory.open(home, today=_TODAY)
    person = sandbox.people(10, today=_TODAY)[0]
    printed = factory.printed(person)
    store = trust.load_folder(factory.trust)
    chips = [factory.personalise(person, signer=signer) for signer in cards.SIGNERS]
    mapping = factory.personalise(person, pace="cam")
    beside = mapping.beside[lds.File.CARD_SECURITY.fid]
    objects = [lds.sod_content(chip.files[lds.File.SOD.fid]) for chip in chips]
    signers = [trust.verify_signed_data(trust.read_signed_data(each, content_type=_LDS_OBJECT)).by for each in objects]
    opened = [chips[0], mapping, *(_opening(chips[0], offer) for offer in _OFFERS)]
    heard = [_conversation(chip, printed.can) for chip in opened]
    return {
        "certificate": Reader(trust.Certificate.parse, tuple(each.raw for each in signers)),
        "crl": Reader(trust.Crl.parse, tuple(file.read_bytes() for file in sorted(factory.trust.glob("*.crl")))),
        "key": Reader(_key, tuple(each.public_key_info for each in signers if not _is_rsa(each))),
        "signed_data": Reader(_signed, tuple(objects)),
        "card_security": Reader(lambda data: _held_against(data, store), (beside,)),
        "claim": Reader(_claimed, (_claim(),)),
        "active": Reader(_active, (_answer_of_the_chip(chips[0]),)),
        "verification": Reader(lambda data: _verified(data, store), tuple(map(_files, (*chips, mapping)))),
        "session": Reader(_opened, (_session().answer(Response(b"an answer", 0x9000)).data,)),
        "terminal": Reader(lambda data: _read(data, printed.can), tuple(_pieces(answered) for _, answered in heard)),
        "card": Reader(
            lambda data: _spoken_to(data, _opening(mapping, *_OFFERS, _CHIP_MAPPING)), tuple(_pieces(sent) for sent, _ in heard)
        ),
    }


def _key(data: bytes) -> None:
    curve, point = curves.read_public_key(data, "key")
    curves.encode_point(curve, point)


def _signed(data: bytes) -> None:
    trust.verify_signed_data(trust.read_signed_data(data, content_type=_LDS_OBJECT))


def _held_against(data: bytes, store: trust.TrustStore) -> None:
    """What passive authentication makes of the file, which raises nothing; and the chip's claim held against the keys in it."""
    try:
        passive.check_card_security(data, store, now=_NOW)
    except errors.ChipError as refused:
        raise AssertionError("passive authentication is to say what is wrong, not to raise it") from refused
    signed = trust.read_signed_data(lds.card_security_content(data), content_type=lds.SECURITY_OBJECT)
    for key in lds.read_card_security_infos(signed.content).chip_keys:
        curves.read_public_key(key.public_key_info, "key")


def _claim() -> bytes:
    return access.answer(bytes(8), access.encrypted_claim(messaging.Cipher.AES128, bytes(16), _CURVE, static=7, mapped_with=21))


def _claimed(data: bytes) -> None:
    """The card's last answer in PACE, opened; any number of the curve is a claim, of whatever key."""
    _, encrypted = access.open_answer(data, "answer")
    claim = access.claim_of(messaging.Cipher.AES128, bytes(16), encrypted, access.OnCurve(_CURVE), _GENERATOR)
    claim.is_of(_GENERATOR)


def _active(data: bytes) -> None:
    key, signature, *_ = (*_in_pieces(data), b"", b"")
    authenticate.check_active(key, _CHALLENGE, signature, signature_oid=_ECDSA_SHA256)


def _verified(data: bytes, store: trust.TrustStore) -> None:
    """Files one after the other. Verification refuses nothing: what cannot be read is a failed check."""
    files = {lds.File.of_tag(node.tag): node.raw for node in tlv.parse(data, "files", max_bytes=1 << 20)}
    try:
        verification.verify(reading.of_files(files), store, policy=verification.Policy.hospital(), now=_NOW)
        passive.authenticate(files.get(lds.File.SOD, b""), {}, store, now=_NOW)
    except errors.ChipError as refused:
        raise AssertionError("verification is to say what is wrong, not to raise it") from refused


def _opened(data: bytes) -> None:
    _session().unprotect(Response(data, 0x9000))


def _read(data: bytes, can: str) -> None:
    """A card that answers with these pieces, one to each command, and is gone after the last."""
    keys = reading.Keys(can=access.Can(can))
    reading.read(
        _Answers(_in_pieces(data)), keys, random=_numbers("terminal"), clock=time.monotonic, groups=(1, 13, 14), challenge=_CHALLENGE
    )


def _spoken_to(data: bytes, chip: virtual_card.Chip) -> None:
    """A card that gets these pieces as commands answers each, whatever it is."""
    card = virtual_card.VirtualCard(chip, random=_numbers("card"))
    for command in _in_pieces(data)[:64]:
        Response.decode(card.transmit(command))


def _conversation(chip: virtual_card.Chip, can: str) -> tuple[list[bytes], list[bytes]]:
    """What a good card is sent, and what it answers, while it is read; the same every time."""
    heard = _Heard(virtual_card.VirtualCard(chip, random=_numbers("card")))
    reading.read(
        heard,
        reading.Keys(can=access.Can(can)),
        random=_numbers("terminal"),
        clock=time.monotonic,
        groups=(1, 13, 14),
        challenge=_CHALLENGE,
    )
    return heard.sent, heard.answered


def _opening(chip: virtual_card.Chip, *offers: lds.PaceInfo) -> virtual_card.Chip:
    """The same card, offering these ways of PACE and no other."""
    return replace(chip, files={**chip.files, lds.File.CARD_ACCESS.fid: lds.write_card_access(offers)})


def _answer_of_the_chip(chip: virtual_card.Chip) -> bytes:
    assert chip.active_key is not None
    signature = authenticate.sign_active(chip.active_key, _CHALLENGE, hash_name=chip.active_hash)
    return _pieces([lds.read_dg15(chip.files[lds.File.DG15.fid]), signature])


def _files(chip: virtual_card.Chip) -> bytes:
    return b"".join(raw for fid, raw in (*chip.files.items(), *chip.beside.items()) if fid != lds.File.DG2.fid)


def _is_rsa(certificate: trust.Certificate) -> bool:
    return b"\x2a\x86\x48\x86\xf7\x0d\x01\x01" in certificate.public_key_info


def _session() -> messaging.Session:
    return messaging.Session(messaging.Cipher.AES128, bytes(16), bytes(16))


def _pieces(values: list[bytes]) -> bytes:
    return b"".join(tlv.encode(_PIECE, value) for value in values)


def _in_pieces(data: bytes) -> list[bytes]:
    return [node.value for node in tlv.parse(data, "pieces", max_bytes=1 << 20)]


def _numbers(name: str) -> Callable[[int], bytes]:
    """The same random numbers every time, so that what was said once fits again."""
    count = itertools.count()

    def some(size: int) -> bytes:
        return hashlib.shake_256(f"{name} {next(count)}".encode()).digest(size)

    return some


class _Answers:
    """A transport that knows its answers beforehand."""

    atr = b""
    name = "answers"

    def __init__(self, answers: list[bytes]) -> None:
        self._left = iter(answers)

    def transmit(self, command: bytes) -> bytes:
        Command.decode(command)
        answer = next(self._left, None)
        if answer is None:
            raise errors.CardGone
        return answer

    def close(self) -> None: ...


class _Heard(transport.Through):
    """A transport that remembers both sides."""

    def __init__(self, card: virtual_card.VirtualCard) -> None:
        super().__init__(card)
        self.sent: list[bytes] = []
        self.answered: list[bytes] = []

    def transmit(self, command: bytes) -> bytes:
        self.sent.append(command)
        self.answered.append(self._card.transmit(command))
        return self.answered[-1]
