"""Attacks by cards: copies that hide what would give them away, keys beside the signed ones, cards changed in the middle."""

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh import sandbox
from ansinh.chip import curves, lds, reading, trust, verification
from ansinh.chip.errors import CardGone, ChipError, SessionBroken
from ansinh.chip.lds import File
from ansinh.chip.transport import recorded
from ansinh.chip.verification import Level, Policy, Verdict, Verified
from ansinh.sandbox.cards import CardTrouble, Factory
from ansinh.sandbox.virtual_card import Chip, ChipKey, Quirks, VirtualCard
from tests.chip import pki
from tests.chip.read_cards import card_of, keys_of, read_card, read_chip

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


class Between:
    """Somebody between reader and card who does something to some of the answers."""

    atr, name = b"\x3b\x80\x80\x01\x01", "between"

    def __init__(self, card: VirtualCard, chance: Random) -> None:
        self._card, self._chance, self._heard, self._count = card, chance, [b"\x90\x00"], 0
        self._at, self._many, self._how = chance.randrange(45), chance.choice([1, 1, 2, 5]), chance.randrange(8)

    def transmit(self, command: bytes) -> bytes:
        answer = self._card.transmit(command)
        if 0 <= self._count - self._at < self._many:
            answer = self._done_to(answer, command)
        self._count += 1
        self._heard.append(answer)
        return answer

    def _done_to(self, answer: bytes, command: bytes) -> bytes:
        at, bit = self._chance.randrange(len(answer)), 1 << self._chance.randrange(8)
        return (
            answer[:at] + bytes((answer[at] ^ bit,)) + answer[at + 1 :],
            answer[:at],
            answer[at:],
            self._chance.choice(self._heard),
            answer[:-2] + self._chance.choice([b"\x90\x00", b"\x61\x10", b"\x6c\x10", b"\x62\x82", b"\x6a\x82", b"\x69\x82"]),
            self._chance.choice([b"\x90\x00", b"\x69\x82", b"\x6a\x82"]),
            command + b"\x90\x00",
            self._card.transmit(command),
        )[self._how]

    def close(self) -> None:
        pass


@pytest.mark.parametrize("is_copy", [False, True])
def test_whoever_stands_between_reader_and_card_changes_nothing_that_counts(
    genuine: Chip, copy: Chip, trusted: trust.TrustStore, *, is_copy: bool
) -> None:
    """The reading ends with an error of the chip, or tells of the card as it is; a copy never becomes an original."""
    chance, chip = Random(f"between {is_copy}"), copy if is_copy else genuine
    ends: set[object] = set()
    for _ in range(50):
        try:
            read = read_card(Between(VirtualCard(chip), chance), keys=keys_of(chip))
        except ChipError as wrong:
            ends.add(type(wrong))
            continue
        result = verified(read, trusted)
        ends.add(result.verdict)
        told = {file: raw for file, raw in read.files.items() if file not in {File.CARD_ACCESS, File.COM}}  # which nobody signs
        assert result.level is Level.NONE or (not is_copy and all(raw == chip.files[file.fid] for file, raw in told.items()))
    assert SessionBroken in ends
    assert (Verdict.COPIED if is_copy else Verdict.GENUINE) in ends


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, 3_000), how=st.sampled_from(["turn", "cut", "twice", "other"]), octet=st.integers(0, 255))
def test_a_security_object_that_is_bent_is_worth_nothing_or_says_the_same(
    genuine: Chip, trusted: trust.TrustStore, at: int, how: str, octet: int
) -> None:
    """Some of its bytes nobody signs, as the standard has it: the list of hashes announced, and what stands around."""
    sod = genuine.files[File.SOD.fid]
    at %= len(sod)
    bent = {
        "turn": sod[:at] + bytes((sod[at] ^ (1 << octet % 8),)) + sod[at + 1 :],
        "cut": sod[:at] + sod[at + 1 + octet % 4 :],
        "twice": sod[:at] + sod[max(0, at - 1 - octet % 8) :],
        "other": sod[:at] + bytes((octet,)) + sod[at + 1 :],
    }[how]
    files = {File.of_fid(fid): raw for fid, raw in genuine.files.items()}
    whole, result = (verified(reading.of_files({**files, File.SOD: each}), trusted) for each in (sod, bent))
    if result.level is not Level.NONE:
        assert (result.level, result.checks, result.person, result.signer) == (whole.level, whole.checks, whole.person, whole.signer)
