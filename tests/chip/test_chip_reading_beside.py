"""The files beside the application: when they are asked for, what they change of a reading, and what they never cost."""

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh import sandbox
from ansinh.chip import access, lds, reading, trust, verification
from ansinh.chip.apdu import Command
from ansinh.chip.checks import Outcome
from ansinh.chip.errors import AccessDenied, Malformed
from ansinh.chip.lds import File
from ansinh.chip.reading.files import LONG_PIECE
from ansinh.chip.verification import Level, Verdict
from ansinh.sandbox.cards import Factory
from ansinh.sandbox.virtual_card import Chip, Quirks, VirtualCard
from ansinh.sandbox.virtual_card.reply import Reply
from tests.chip import pki
from tests.chip.pki import NOW
from tests.chip.sod_defects import believed
from tests.conformance_chip.lds_beside import LONG_CARD
from tests.conformance_chip.mapping_card import MAPPING_PRIVATE, mapping_card, signed_infos, with_security

_CARD_SECURITY = bytes.fromhex("011D")
_ATR_INFO = bytes.fromhex("2F01")


class _Heard(VirtualCard):
    """A card that remembers each command it was sent, protection taken off."""

    def __init__(self, chip: Chip) -> None:
        super().__init__(chip)
        self.asked: list[Command] = []

    def _do(self, command: Command, room: int) -> Reply:
        self.asked.append(command)
        return super()._do(command, room)

    def selected(self) -> list[bytes]:
        """By identifier, until the application is selected."""
        before = [each for each in self.asked if each.ins == 0xA4]
        at = next((n for n, each in enumerate(before) if each.p1 == 0x04), len(before))
        return [each.data for each in before[:at]]


def _read(
    chip: Chip, *, policy: reading.AccessPolicy | None = None, groups: tuple[int, ...] = (1, 13, 14, 15)
) -> tuple[reading.Reading, _Heard]:
    card = _Heard(chip)
    keys = reading.Keys(can=access.Can(chip.can), mrz=access.MrzKey(*chip.bac_key))
    read = reading.read(card, keys, policy=policy or reading.AccessPolicy(), random=os.urandom, clock=time.monotonic, groups=groups)
    return read, card


def _judged(read: reading.Reading) -> verification.Verified:
    return verification.verify(read, believed(), policy=verification.Policy.hospital(), now=NOW)


@pytest.fixture(scope="module")
def chip(card_factory: Factory, holders: Sequence[sandbox.Person]) -> Chip:
    return card_factory.personalise(holders[0])


def test_a_usual_card_is_asked_for_nothing_beside_its_application_but_how_it_opens(chip: Chip) -> None:
    read, card = _read(chip)
    assert card.selected() == [File.CARD_ACCESS.fid.to_bytes(2, "big")]
    assert (read.chip_mapping.outcome, read.notes) == (Outcome.NOT_PERFORMED, ())
    names = [each.name for each in _judged(read).checks]
    assert not {"card_security", "chip_authentication_mapping"} & set(names)


def test_a_card_without_mapping_is_asked_for_its_signed_keys_only_where_a_policy_says_so(chip: Chip) -> None:
    read, card = _read(chip, policy=reading.AccessPolicy(card_security=True))
    assert card.selected()[-1] == _CARD_SECURITY
    assert File.CARD_SECURITY in read.missing
    check = _judged(read).check("card_security")
    assert check is not None
    assert (check.outcome, check.reason) == (Outcome.NOT_PERFORMED, "not_there")


def test_a_card_that_opens_by_mapping_is_proven_by_that_alone() -> None:
    read, card = _read(mapping_card())
    assert card.selected()[-1] == _CARD_SECURITY
    judged = _judged(read)
    assert (judged.level, judged.verdict) == (Level.CHIP_AUTHENTICATED, Verdict.GENUINE)
    assert read.chip_authentication.outcome is Outcome.NOT_PERFORMED
    assert read.files[File.CARD_SECURITY] != read.files[File.SOD]


def test_a_policy_may_prefer_the_other_mapping_of_a_card_that_has_both(card_factory: Factory, holders: Sequence[sandbox.Person]) -> None:
    both = card_factory.personalise(holders[0], pace="cam")
    assert _read(both)[0].chip_mapping.outcome is Outcome.SUCCESSFUL
    read, card = _read(both, policy=reading.AccessPolicy(chip_mapping=False))
    assert read.chip_mapping.outcome is Outcome.NOT_PERFORMED
    assert _CARD_SECURITY not in card.selected()


def test_a_claim_that_is_wrong_ends_the_reading_whatever_policy_there_is_and_nothing_more_is_asked() -> None:
    card = _Heard(mapping_card(held=MAPPING_PRIVATE + 1))
    keys = reading.Keys(can=access.Can("000018"), mrz=access.MrzKey(*mapping_card().bac_key))
    policy = reading.AccessPolicy(after_pace_failure=True)
    with pytest.raises(AccessDenied) as denied:
        reading.read(card, keys, policy=policy, random=os.urandom, clock=time.monotonic)
    assert denied.value.code == "mapping_wrong_key"
    assert not any(each.ins == 0xA4 and each.p1 == 0x04 for each in card.asked)
    named = verification.not_opened(denied.value, policy=verification.Policy.hospital())
    assert named is not None
    assert (named.verdict, named.level) == (Verdict.WRONG_CHIP_KEY, Level.NONE)


def test_a_proof_by_mapping_is_of_the_moment_and_a_kept_reading_has_it_no_more(tmp_path: Path) -> None:
    read, _ = _read(mapping_card())
    reading.save(read, tmp_path / "kept")
    kept = reading.load(tmp_path / "kept")
    assert kept.files[File.CARD_SECURITY] == read.files[File.CARD_SECURITY]
    assert (kept.chip_mapping.outcome, kept.chip_mapping.reason) == (Outcome.NOT_PERFORMED, "not_repeatable")
    for told in (kept, reading.of_another_time(read), reading.of_files(read.files)):
        judged = _judged(told)
        assert judged.level is Level.CHIP_READ
        check = judged.check("card_security")
        assert check is not None
        assert check.outcome is Outcome.SUCCESSFUL


def test_a_proof_by_mapping_counts_for_nothing_where_nobody_is_trusted() -> None:
    read, _ = _read(mapping_card())
    judged = verification.verify(read, trust.TrustStore((), ()), policy=verification.Policy.hospital(), now=NOW)
    ended = {each.name: (each.outcome, each.reason) for each in judged.checks}
    assert ended["card_security"] == (Outcome.UNDETERMINED, "no_anchors")
    assert ended["chip_authentication_mapping"] == (Outcome.UNDETERMINED, "key_not_signed")
    assert judged.level is Level.NONE


def test_a_revocation_list_that_is_missing_leaves_open_what_the_signer_of_the_keys_signed_too() -> None:
    other = pki.signer(serial=4712, issuer=pki.CSCA_NAME)
    read, _ = _read(with_security(replace(signed_infos(), by=other).der()), policy=reading.AccessPolicy(card_security=True))
    store = trust.TrustStore((trust.Certificate.parse(pki.authority().der),), (trust.Crl.parse(pki.revocations()),))
    for crls, level in ((store.crls, Level.CHIP_AUTHENTICATED), ((), Level.NONE)):
        strict = verification.verify(read, replace(store, crls=crls), policy=verification.Policy.strict(), now=NOW)
        check = strict.check("signer_revocation")
        assert check is not None
        assert (check.outcome is Outcome.SUCCESSFUL) == (level is not Level.NONE)


def test_a_card_that_announces_lengths_is_asked_for_them_once_and_then_no_further() -> None:
    raw = lds.write_atr_info(lds.Lengths(600, 600))
    long = replace(mapping_card(), quirks=Quirks(atr=LONG_CARD))
    read, card = _read(replace(long, beside={**long.beside, lds.ATR_INFO: raw}))
    assert card.selected().count(_ATR_INFO) == 1
    asked = {each.le or 0 for each in card.asked if each.ins == 0xB0 and each.extended}
    assert 223 < max(asked) <= 600 - 37 < LONG_PIECE
    assert _judged(read).level is Level.CHIP_AUTHENTICATED
    missing, card = _read(long)
    assert missing.notes == ("atr_info_missing",)
    inside = card.asked[next(n for n, each in enumerate(card.asked) if each.ins == 0xA4 and each.p1 == 0x04) :]
    assert not any(each.ins == 0xB0 and each.extended for each in inside)


def test_a_card_that_takes_long_commands_and_promises_no_file_of_lengths_is_read_with_them() -> None:
    atr = bytes.fromhex("3B8580018073C821C02B")
    assert lds.announces_lengths(atr)
    assert not lds.announces_file(atr)
    read, card = _read(replace(mapping_card(), quirks=Quirks(atr=atr)))
    assert read.notes == ("atr_info_missing",)
    assert card.asked[-1].extended


@pytest.mark.parametrize(
    ("atr", "announced"),
    [
        (LONG_CARD.hex(), True),
        ("3B80800101", False),
        ("3B8580018073C82180", False),
        ("3B8480018073C821" + "00", False),
        ("3B85800100" + "73C82140" + "00", True),
        ("3B8580011073C8214000", False),
        ("3B89800180318073C82140900000", True),
        ("3BFF9500FFC00A1F438031E073F62113572B", False),
        ("3B", False),
        ("", False),
        ("3BF0", False),
        ("3B8F", False),
    ],
)
def test_what_the_historical_bytes_announce(atr: str, announced: bool) -> None:
    assert lds.announces_lengths(bytes.fromhex(atr)) is announced


@given(st.binary(max_size=40))
def test_whatever_a_card_says_at_reset_announces_lengths_or_does_not(atr: bytes) -> None:
    assert lds.announces_lengths(atr) in {True, False}


@given(st.binary(max_size=60), st.sampled_from([b"", bytes.fromhex("7F66"), bytes.fromhex("7F660802020400"), b"\x43\x01"]))
def test_whatever_stands_in_the_file_of_lengths_is_read_or_is_malformed(tail: bytes, head: bytes) -> None:
    try:
        found = lds.read_atr_info(head + tail)
    except Malformed:
        return
    assert found is None or min(found.command, found.answer) >= 0


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=120), st.integers(0, 800), st.integers(1, 3))
def test_whatever_stands_in_the_file_of_signed_keys_is_named_and_gives_no_level(put: bytes, at: int, cut: int) -> None:
    right = signed_infos().der()
    raw = right[: at % len(right)] + put + right[at % len(right) + cut :]
    if raw == right:
        return
    read, _ = _OPENED
    check = _judged(replace(read, files={**read.files, File.CARD_SECURITY: raw})).check("card_security")
    assert check is not None
    assert check.outcome is not Outcome.SUCCESSFUL


_OPENED = _read(with_security(signed_infos().der()), policy=reading.AccessPolicy(card_security=True))
