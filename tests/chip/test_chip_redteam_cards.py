"""Attacks by cards: copies that hide what would give them away, keys beside the signed ones, cards changed in the middle, odd signed data."""

import hashlib
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization

from ansinh import sandbox
from ansinh.chip import curves, lds, messaging, mrz, reading, tlv, trust, verification
from ansinh.chip.apdu import Command, Response
from ansinh.chip.errors import CardGone, ChipError, SessionBroken
from ansinh.chip.lds import File
from ansinh.chip.mrz.check_digits import check_digit
from ansinh.chip.transport import recorded
from ansinh.chip.verification import Level, Policy, Verdict, Verified
from ansinh.sandbox.cards import CardTrouble, Factory
from ansinh.sandbox.virtual_card import Chip, ChipKey, Quirks, VirtualCard
from ansinh.terms import PartialDate
from tests.chip import pki
from tests.chip.read_cards import card_of, keys_of, read_card, read_chip
from tests.chip.sod_defects import believed, good

MINE = 4242
CURVE = "brainpoolP256r1"
LOCKED = frozenset({0x0103, 0x0104})
_Info = lds.PaceInfo | lds.ChipAuthentication | lds.ChipPublicKey
_CA, _PK = "0.4.0.127.0.7.2.2.3.2.2", "0.4.0.127.0.7.2.2.1.2"


@pytest.fixture(scope="module")
def holder(holders: Sequence[sandbox.Person]) -> sandbox.Person:
    return holders[0]


@pytest.fixture(scope="module")
def genuine(card_factory: Factory, holder: sandbox.Person) -> Chip:
    return card_of(card_factory, holder, None)


@pytest.fixture(scope="module")
def copy(card_factory: Factory, holder: sandbox.Person) -> Chip:
    return card_of(card_factory, holder, CardTrouble.COPY)


def verified(read: reading.Reading, store: trust.TrustStore) -> Verified:
    return verification.verify(read, store, policy=Policy.hospital(), now=pki.NOW)


def ended(result: Verified, name: str) -> tuple[str, str]:
    check = result.check(name)
    assert check is not None
    return check.outcome.value, check.reason


# Copies


@pytest.mark.parametrize("locked", [{0x010E, 0x010F}, {0x010E}, {0x010F}], ids=["both keys", "DG14", "DG15"])
@pytest.mark.parametrize("status", [0x6982, 0x6A82])
def test_a_copy_that_does_not_give_its_keys_is_no_card_that_was_read(
    copy: Chip, trusted: trust.TrustStore, locked: set[int], status: int
) -> None:
    """Keys are public: a chip that locks them (6982) hides them as much as one that says they are not there."""
    if status == 0x6982:
        hiding = replace(copy, quirks=Quirks(locked=LOCKED | locked))
    else:
        hiding = replace(copy, files={fid: raw for fid, raw in copy.files.items() if fid not in locked})
    result = verified(read_chip(hiding), trusted)
    assert result.level is Level.NONE
    assert result.verdict is Verdict.STRIPPED


def mine() -> tuple[ChipKey, bytes]:
    curve = curves.named(CURVE)
    assert curve is not None
    return ChipKey(curve=CURVE, private=MINE, key_id=7), curves.write_public_key(curve, curves.public_key(curve, MINE))


@pytest.mark.parametrize("comes_first", [True, False])
def test_a_copy_with_a_key_of_its_own_beside_the_signed_one_proves_nothing(
    copy: Chip, trusted: trust.TrustStore, *, comes_first: bool
) -> None:
    key, info = mine()
    own: tuple[_Info, ...] = (lds.ChipAuthentication(_CA, 1, 7), lds.ChipPublicKey(_PK, info, 7))
    signed = lds.read_dg14(copy.files[File.DG14.fid])
    theirs: tuple[_Info, ...] = (*signed.pace, *signed.chip_authentication, *signed.chip_keys)
    both = lds.write_dg14((*own, *theirs) if comes_first else (*theirs, *own))
    for dg14 in (both, lds.write_dg14((*signed.pace, *own))):
        forged = replace(copy, files={**copy.files, File.DG14.fid: dg14}, chip_key=key)
        result = verified(read_chip(forged), trusted)
        assert result.level is Level.NONE
        assert result.verdict is Verdict.ALTERED


def test_a_copy_that_signs_with_a_key_of_its_own_proves_nothing(copy: Chip, trusted: trust.TrustStore) -> None:
    private = pki.ec_key(MINE).private
    der = private.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    forged = replace(copy, files={**copy.files, File.DG15.fid: lds.write_dg15(pki.ec_key(MINE).info)}, active_key=der)
    result = verified(read_chip(forged), trusted)
    assert ended(result, "active_authentication") == ("undetermined", "key_not_signed")
    assert (result.level, result.verdict) == (Level.NONE, Verdict.ALTERED)


def test_the_data_of_a_copy_are_not_proven_by_another_card_s_key(
    copy: Chip, card_factory: Factory, holders: Sequence[sandbox.Person], trusted: trust.TrustStore
) -> None:
    """Everything genuine, and from two cards: each group belongs to the security object that lists it."""
    other = card_of(card_factory, holders[1], None)
    keys = {File.DG14.fid: other.files[File.DG14.fid], File.DG15.fid: other.files[File.DG15.fid]}
    for files in ({**copy.files, **keys}, {**copy.files, **keys, File.SOD.fid: other.files[File.SOD.fid]}):
        mixed = replace(copy, files=files, chip_key=other.chip_key, active_key=other.active_key)
        result = verified(read_chip(mixed), trusted)
        assert (result.level, result.verdict) == (Level.NONE, Verdict.ALTERED)


# In the middle


class Changing:
    """Another card from that command on."""

    def __init__(self, first: VirtualCard, then: VirtualCard, at: int) -> None:
        self._cards, self._left = (first, then), at

    atr, name = b"\x3b\x80\x80\x01\x01", "two cards"

    def transmit(self, command: bytes) -> bytes:
        self._left -= 1
        return self._cards[self._left < 0].transmit(command)

    def close(self) -> None:
        pass


@pytest.mark.parametrize("at", [13, 16, 20, 30])
def test_a_card_that_is_exchanged_in_the_middle_ends_the_reading_or_its_proof(
    genuine: Chip, copy: Chip, trusted: trust.TrustStore, at: int
) -> None:
    for first, then in ((genuine, copy), (copy, genuine)):
        try:
            read = read_card(Changing(VirtualCard(first), VirtualCard(then), at), keys=keys_of(genuine))
        except SessionBroken:
            continue
        assert verified(read, trusted).level is Level.NONE


class Changeable(Mapping[int, bytes]):
    """Files of a card that says something else each time it is asked for one of them."""

    def __init__(self, files: Mapping[int, bytes], changing: int, said: list[bytes]) -> None:
        self._files, self._changing, self._said = files, changing, said

    def __getitem__(self, fid: int) -> bytes:
        return self._said[0] if fid == self._changing and self._said else self._files[fid]

    def __iter__(self) -> Any:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def test_what_was_read_once_is_what_is_judged_even_if_the_card_changes_its_mind(genuine: Chip, trusted: trust.TrustStore) -> None:
    """The key that the chip proved is the one in the DG14 that is hashed."""
    key, info = mine()
    forged = lds.write_dg14([lds.ChipAuthentication(_CA, 1, 7), lds.ChipPublicKey(_PK, info, 7)])
    said = [forged]

    def forget(file: File, done: int, total: int) -> None:
        if file is File.DG14 and done == total:
            said.clear()  # from now on it gives the signed one

    two_faced = replace(genuine, files=Changeable(genuine.files, File.DG14.fid, said), chip_key=key)
    result = verified(read_chip(two_faced, progress=forget), trusted)
    assert ended(result, "dg14_hash") == ("failed", "altered")
    assert result.level is Level.NONE


def test_a_conversation_played_again_opens_nothing(genuine: Chip) -> None:
    kept = recorded.Recorder(VirtualCard(genuine), os.urandom)
    reading.read(kept, keys_of(genuine), random=kept.random, clock=time.monotonic)
    with pytest.raises(ChipError):
        read_card(Parrot([answer for _, answer in kept.transcript().exchanges]), keys=keys_of(genuine))


class Parrot:
    """Says what a card once said, whatever it is asked."""

    atr, name = b"\x3b\x80\x80\x01\x01", "parrot"

    def __init__(self, answers: Sequence[bytes | None]) -> None:
        self._answers = iter(answers)

    def transmit(self, _command: bytes) -> bytes:
        answer = next(self._answers, None)
        if answer is None:
            raise CardGone
        return answer

    def close(self) -> None:
        pass


def test_a_conversation_that_was_kept_proves_no_chip_because_whoever_wrote_it_knows_the_reader_s_secrets(
    genuine: Chip, trusted: trust.TrustStore
) -> None:
    """With the reader's random numbers, which a transcript holds, the session keys follow from the chip's public key."""
    result = verified(reading.of_another_time(read_chip(genuine)), trusted)
    assert (result.level, result.verdict) == (Level.CHIP_READ, Verdict.NOT_PROVEN)
    assert ended(result, "chip_authentication") == ("not_performed", "not_repeatable")
    assert ended(result, "active_authentication") == ("undetermined", "not_fresh")


# Signed, and odd


@cache
def issued(number: int = 4711) -> pki.Certified:
    return pki.signer(serial=number)


def signed(chip: Chip, changes: Mapping[File, bytes], *, by: pki.Certified | None = None) -> reading.Reading:
    """The card with these files, signed anew by a signer that is believed; read by somebody else."""
    files = {File.of_fid(fid): raw for fid, raw in {**chip.files, **{file.fid: raw for file, raw in changes.items()}}.items()}
    groups = {file.group: raw for file, raw in files.items() if file.group is not None}
    return reading.of_files({**files, File.SOD: pki.sod(good(groups, by=by or issued()))})


def lines(chip: Chip, *, birth: str = "", expiry: str = "", number: str = "", issuer: str = "VNM") -> bytes:
    """DG1 with other contents and right check digits, whatever sense they make."""
    first, second, third = lds.read_dg1(chip.files[File.DG1.fid]).lines
    number, birth, expiry = number or first[15:27], birth or second[:6], expiry or second[8:14]
    short = number[3:]
    first = f"ID{issuer}{short}{check_digit(short)}{number}<<{check_digit(number)}"
    second = f"{birth}{check_digit(birth)}{second[7]}{expiry}{check_digit(expiry)}{issuer}{'<' * 11}"
    composite = check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    return bytes.fromhex("615D5F1F5A") + (first + second + composite + third).encode()


def in_2024(chip: Chip, **changes: Any) -> bytes:
    """DG13, made while the signer of these tests signed."""
    return lds.write_dg13(replace(lds.read_dg13(chip.files[File.DG13.fid]), issued_on="06/05/2024", **changes))


def test_data_that_somebody_else_read_are_signed_and_prove_no_chip(genuine: Chip) -> None:
    result = verified(signed(genuine, {File.DG13: in_2024(genuine)}), believed())
    assert (result.level, result.verdict) == (Level.CHIP_READ, Verdict.NOT_PROVEN)


@pytest.mark.parametrize(
    "changes",
    [
        {"birth": "000231"},
        {"birth": "990230"},
        {"birth": "000229"},
        {"expiry": "310229"},
        {"expiry": "320229"},
        {"expiry": "991231"},
        {"number": "000000000000"},
        {"number": "999999999999"},
        {"issuer": "UTO"},
        {"issuer": "D<<"},
    ],
    ids=lambda each: "-".join(*each.items()),
)
def test_signed_lines_that_make_no_sense_break_nothing_and_are_worth_nothing_against_the_details(
    genuine: Chip, changes: dict[str, str]
) -> None:
    result = verified(signed(genuine, {File.DG1: lines(genuine, **changes), File.DG13: in_2024(genuine)}), believed())
    assert result.level is Level.NONE
    assert result.verdict in {Verdict.INCONSISTENT, Verdict.FOREIGN_SIGNER}


@pytest.mark.parametrize("birth", ["<<<<<<", "00<<<<", "0002<<"])
def test_of_whom_the_lines_do_not_know_the_day_the_details_tell_it(genuine: Chip, birth: str) -> None:
    result = verified(signed(genuine, {File.DG1: lines(genuine, birth=birth), File.DG13: in_2024(genuine, birth_date="1958")}), believed())
    assert result.person is not None
    assert result.person.birth_date == PartialDate(1958)


def test_a_card_that_ends_on_a_day_that_no_year_has_is_not_called_good(genuine: Chip) -> None:
    silent = in_2024(genuine, expires_on="31/02/2031")
    result = verified(signed(genuine, {File.DG1: lines(genuine, expiry="310229"), File.DG13: silent}), believed())
    assert ended(result, "card_expiry") == ("undetermined", "malformed")
    assert result.level is Level.NONE


def test_a_signer_whose_number_has_its_first_bit_set_is_told_as_it_stands(genuine: Chip) -> None:
    """Certificates with such numbers are about: read as they are written they are negative (RFC 5280 section 4.1.2.2 would have none)."""
    result = verified(signed(genuine, {File.DG13: in_2024(genuine)}, by=issued(-(1 << 127) + 5)), believed())
    assert result.signer is not None
    assert result.signer.serial == "80000000000000000000000000000005"
    assert result.level is Level.CHIP_READ


def test_large_files_of_nothing_are_judged_at_once(genuine: Chip) -> None:
    huge = tlv.encode(File.DG2.tag, bytes(File.DG2.max_bytes - 5))
    begun = time.process_time()
    result = verified(signed(genuine, {File.DG2: huge, File.DG13: in_2024(genuine)}), believed())
    assert result.hashes["dg2"] == hashlib.sha256(huge).hexdigest()
    assert time.process_time() - begun < 0.5


# Encrypted answers


def pair(cipher: messaging.Cipher = messaging.Cipher.AES128) -> tuple[messaging.Session, messaging.Session]:
    keys = bytes(range(cipher.key_bytes)), bytes(range(1, cipher.key_bytes + 1))
    return messaging.Session(cipher, *keys), messaging.Session(cipher, *keys)


def test_a_command_that_is_sent_back_is_no_answer() -> None:
    for command in (Command(0, 0xB0, 0, 0, le=8), Command(0, 0xA4, 2, 0x0C, b"\x01\x01"), Command(0, 0xB1, 0, 0, b"\x54\x01\x00", le=8)):
        terminal, _ = pair()
        sent = terminal.protect(command)
        with pytest.raises(SessionBroken):
            terminal.unprotect(Response(sent.data, 0x9000))


@pytest.mark.parametrize("status", [0x6100, 0x6C10, 0x6282, 0x6A82])
def test_a_status_word_inside_the_protection_is_what_counts_and_one_outside_adds_nothing(status: int) -> None:
    for outside in (status, 0x9000):
        terminal, card = pair()
        card.receive(terminal.protect(Command(0, 0xB0, 0, 0, le=8)))
        answered = card.answer(Response(b"some data", status))
        assert terminal.unprotect(Response(answered.data, outside)) == Response(b"some data", status)
    terminal, card = pair()
    card.receive(terminal.protect(Command(0, 0xB0, 0, 0, le=8)))
    with pytest.raises(SessionBroken):
        terminal.unprotect(Response(card.answer(Response(b"", 0x9000)).data, status))


@pytest.mark.parametrize("spoil", [lambda mac: mac[:-1], lambda _: b"", lambda mac: mac[:4], lambda mac: mac + b"\x00"])
def test_a_check_value_that_is_cut_or_longer_is_none(spoil: Callable[[bytes], bytes]) -> None:
    terminal, card = pair()
    card.receive(terminal.protect(Command(0, 0xB0, 0, 0, le=8)))
    data = card.answer(Response(b"", 0x9000)).data
    mac = spoil(data[-8:])
    with pytest.raises(SessionBroken):
        terminal.unprotect(Response(data[:-9] + bytes((len(mac),)) + mac, 0x9000))


def test_a_document_s_lines_of_another_number_than_its_details_are_inconsistent(genuine: Chip) -> None:
    other = signed(genuine, {File.DG1: lines(genuine, number="001190000018"), File.DG13: in_2024(genuine)})
    result = verified(other, believed())
    assert ended(result, "dg1_against_dg13") == ("failed", "numbers_differ")
    assert result.verdict is Verdict.INCONSISTENT
    assert mrz.read(lds.read_dg1(other.files[File.DG1]).lines).citizen_number == "001190000018"
