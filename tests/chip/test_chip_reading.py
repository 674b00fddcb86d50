"""A card from its first command to its last."""

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from ansinh import sandbox
from ansinh.chip import access, lds, reading, tlv
from ansinh.chip.checks import Outcome
from ansinh.chip.errors import AccessDenied, Malformed
from ansinh.chip.lds import File
from ansinh.chip.transport import faulty
from ansinh.sandbox.cards import CardTrouble, Factory
from ansinh.sandbox.virtual_card import Chip, Quirks
from tests.chip.read_cards import keys_of, lines_of, read_chip

READ = {File.CARD_ACCESS, File.COM, File.SOD, File.DG1, File.DG2, File.DG13, File.DG14, File.DG15}


@pytest.fixture(scope="module")
def chip(card_factory: Factory, holders: Sequence[sandbox.Person]) -> Chip:
    return card_factory.personalise(holders[0])


def _with(chip: Chip, file: File, raw: bytes | None) -> Chip:
    files = {fid: each for fid, each in chip.files.items() if fid != file.fid}
    return replace(chip, files=files if raw is None else {**files, file.fid: raw})


def test_every_file_is_read_as_it_stands_in_the_chip(chip: Chip) -> None:
    read = read_chip(chip)
    assert set(read.files) == READ
    assert all(raw == chip.files[file.fid] for file, raw in read.files.items())
    assert (read.access, read.pace_failed, read.missing, read.locked, read.unreadable) == ("pace_can", False, frozenset(), frozenset(), {})
    assert read.chip_authentication.outcome is Outcome.SUCCESSFUL
    assert read.active is not None


def test_the_printed_lines_open_a_card_as_well(chip: Chip) -> None:
    assert read_chip(chip, keys=lines_of(chip)).access == "pace_mrz"


@pytest.mark.parametrize("most", [65_536, 223, 100, 7])
def test_a_card_that_gives_less_at_once_than_it_is_asked_for_is_read_all_the_same(chip: Chip, most: int) -> None:
    read = read_chip(replace(chip, quirks=Quirks(max_read=most)), groups=(1, 13))
    assert read.files[File.DG13] == chip.files[File.DG13.fid]


def test_short_pieces_are_asked_for_where_long_ones_are_not_wanted(chip: Chip) -> None:
    short, long = (read_chip(chip, policy=reading.AccessPolicy(long_reads=wanted)) for wanted in (False, True))
    assert short.files == long.files
    assert short.commands > long.commands


@pytest.mark.parametrize("long_reads", [True, False])
def test_a_portrait_beyond_32_kib_is_read_to_its_end(chip: Chip, long_reads: bool) -> None:
    portrait = tlv.encode(0x75, os.urandom(70_000))
    read = read_chip(_with(chip, File.DG2, portrait), groups=(2,), policy=reading.AccessPolicy(long_reads=long_reads))
    assert read.files[File.DG2] == portrait


def test_progress_is_told_of_every_file_up_to_its_end(chip: Chip) -> None:
    told: dict[File, list[tuple[int, int]]] = {}
    read_chip(chip, progress=lambda file, done, total: told.setdefault(file, []).append((done, total)))
    assert set(told) == READ - {File.CARD_ACCESS}
    for file, steps in told.items():
        assert [done for done, _ in steps] == sorted(done for done, _ in steps), file
        assert steps[-1] == (len(chip.files[file.fid]),) * 2


def test_only_the_groups_that_were_asked_for_are_read(chip: Chip) -> None:
    read = read_chip(chip, groups=(1,))
    assert set(read.files) == {File.CARD_ACCESS, File.COM, File.SOD, File.DG1}
    assert (read.chip_authentication.outcome, read.chip_authentication.reason) == (Outcome.NOT_PERFORMED, "not_asked")


def test_fingerprints_are_never_asked_for(chip: Chip) -> None:
    assert read_chip(chip, groups=(1, 3, 4)).asked == (1,)


def test_what_a_card_does_not_have_does_not_open_or_garbles_is_named_and_the_rest_is_read(chip: Chip) -> None:
    card = _with(_with(chip, File.DG15, None), File.DG13, bytes.fromhex("6D84FFFFFFFF") + bytes(20))
    card = replace(card, files={**card.files, File.DG11.fid: b"k\x00"}, quirks=Quirks(locked=frozenset({File.DG11.fid})))
    read = read_chip(card, groups=(1, 2, 11, 13, 14, 15))
    assert (set(read.missing), set(read.locked), dict(read.unreadable)) == ({File.DG15}, {File.DG11}, {File.DG13: "malformed"})
    assert {File.DG1, File.DG2, File.DG14, File.SOD} <= set(read.files)


def test_a_card_that_offers_no_pace_opens_by_bac_where_that_is_allowed(chip: Chip) -> None:
    old = _with(chip, File.CARD_ACCESS, None)
    read = read_chip(old)
    assert (read.access, read.pace_failed) == ("bac", False)
    with pytest.raises(AccessDenied) as denied:
        read_chip(old, policy=reading.AccessPolicy(allow_bac=False))
    assert denied.value.code == "no_way_in"
    with pytest.raises(AccessDenied) as denied:
        read_chip(old, keys=reading.Keys(can=access.Can(chip.can)))
    assert denied.value.code == "no_key"


def test_pace_that_fails_never_becomes_bac_by_itself(card_factory: Factory, holders: Sequence[sandbox.Person]) -> None:
    card = card_factory.personalise(holders[0], trouble=CardTrouble.DOWNGRADE)
    with pytest.raises(AccessDenied) as denied:
        read_chip(card)
    assert denied.value.code == "pace_failed"
    read = read_chip(card, policy=reading.AccessPolicy(after_pace_failure=True))
    assert (read.access, read.pace_failed) == ("bac", True)


def test_a_variant_of_pace_that_is_not_ours_is_no_reason_for_bac(chip: Chip) -> None:
    integrated = lds.write_card_access([lds.PaceInfo("0.4.0.127.0.7.2.2.4.4.2", 2, 10)])  # on secp224r1, where there is none
    with pytest.raises(AccessDenied, match="no integrated mapping on secp224r1") as denied:
        read_chip(_with(chip, File.CARD_ACCESS, integrated))
    assert denied.value.code == "pace_failed"


def test_a_wrong_access_number_is_said_with_the_tries_that_are_left_and_opens_nothing_else(chip: Chip) -> None:
    wrong = "000000" if chip.can != "000000" else "111111"
    with pytest.raises(AccessDenied) as denied:
        read_chip(chip, keys=replace(keys_of(chip), can=access.Can(wrong)), policy=reading.AccessPolicy(after_pace_failure=True))
    assert denied.value.code == "wrong_password"
    with pytest.raises(AccessDenied) as denied:
        read_chip(chip, keys=reading.Keys())
    assert denied.value.code == "no_key"


def test_a_chip_with_another_key_is_found_out_and_read_to_the_end_under_new_keys(
    card_factory: Factory, holders: Sequence[sandbox.Person]
) -> None:
    read = read_chip(card_factory.personalise(holders[0], trouble=CardTrouble.WRONG_CHIP_KEY))
    assert (read.chip_authentication.outcome, read.chip_authentication.reason) == (Outcome.FAILED, "wrong_key")
    assert set(read.files) == READ


def test_a_copy_refuses_to_prove_itself_and_is_read_all_the_same(card_factory: Factory, holders: Sequence[sandbox.Person]) -> None:
    read = read_chip(card_factory.personalise(holders[0], trouble=CardTrouble.COPY))
    assert (read.chip_authentication.outcome, read.chip_authentication.reason) == (Outcome.FAILED, "refused")
    assert read.active is None
    assert read.active_refused == 0x6D00
    assert set(read.files) == READ


def test_a_card_without_a_security_object_has_still_proven_its_key(chip: Chip) -> None:
    read = read_chip(_with(chip, File.SOD, None))
    assert (read.chip_authentication.outcome, set(read.missing)) == (Outcome.SUCCESSFUL, {File.SOD})


@pytest.mark.parametrize("choice", [{"challenge": b"seven b"}, {"groups": (1, 17)}, {"groups": (0,)}])
def test_what_cannot_be_asked_of_a_card_is_refused_before_anything_is_sent(chip: Chip, choice: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        read_chip(chip, wrap=lambda card: faulty.Faulty(card, faulty.gone_after(0)), **choice)


def test_the_challenge_of_whoever_must_be_convinced_is_the_one_that_is_signed(chip: Chip) -> None:
    active = read_chip(chip, challenge=b"8 bytes!").active
    assert active is not None
    assert active.challenge == b"8 bytes!"


def test_nothing_that_was_read_shows_when_a_reading_is_printed(chip: Chip) -> None:
    read = read_chip(chip)
    said = repr(read) + repr(keys_of(chip))
    assert chip.can not in said
    assert all(part not in said for part in chip.bac_key)
    assert "\\x" not in said
