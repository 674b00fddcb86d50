"""A reading in a folder: what it keeps, and what it can no longer show."""

import json
import stat
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh import sandbox
from ansinh.chip import reading, trust, verification
from ansinh.chip.errors import Malformed
from ansinh.chip.verification import Level, Policy, Verdict
from ansinh.sandbox.cards import CardTrouble, Factory
from tests.chip.read_cards import read_chip

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def kept(card_factory: Factory, holders: Sequence[sandbox.Person], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A folder with the reading of a card with a trouble, or of a good one."""

    def folder(trouble: CardTrouble | None = None) -> Path:
        path = tmp_path_factory.mktemp("kept") / "card"
        reading.save(read_chip(card_factory.personalise(holders[0], trouble=trouble)), path)
        return path

    return folder


def _verdict(folder: Path, store: trust.TrustStore) -> tuple[Verdict, Level]:
    verified = verification.verify(reading.load(folder), store, policy=Policy.hospital(), now=NOW)
    return verified.verdict, verified.level


def test_what_is_kept_is_what_was_read_and_its_owners_alone(
    card_factory: Factory, holders: Sequence[sandbox.Person], kept: Callable[..., Path]
) -> None:
    folder = kept()
    loaded = reading.load(folder)
    assert loaded.groups == {each: card_factory.personalise(holders[0]).files[0x0100 + each] for each in (1, 2, 13, 14, 15)}
    assert (loaded.access, loaded.asked, loaded.is_live) == ("pace_can", (1, 2, 13, 14, 15), False)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_folder_proves_less_than_the_card_did(kept: Callable[..., Path], trusted: trust.TrustStore) -> None:
    assert _verdict(kept(), trusted) == (Verdict.NOT_PROVEN, Level.CHIP_READ)


@pytest.mark.parametrize(
    ("trouble", "verdict"),
    [
        (CardTrouble.COPY, Verdict.COPIED),
        (CardTrouble.WRONG_CHIP_KEY, Verdict.WRONG_CHIP_KEY),
        (CardTrouble.STRIPPED_COM, Verdict.STRIPPED),
        (CardTrouble.CLONE, Verdict.CLONED),
    ],
)
def test_what_failed_in_front_of_the_reader_stays_failed(
    kept: Callable[..., Path], trusted: trust.TrustStore, trouble: CardTrouble, verdict: Verdict
) -> None:
    assert _verdict(kept(trouble), trusted) == (verdict, Level.NONE)


def test_a_folder_is_never_written_into(kept: Callable[..., Path]) -> None:
    folder = kept()
    with pytest.raises(FileExistsError):
        reading.save(reading.load(folder), folder)


def test_a_folder_without_files_of_a_card_is_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        reading.load(tmp_path)


def test_files_of_another_program_are_read_without_saying_how_they_were_got(kept: Callable[..., Path]) -> None:
    folder = kept()
    (folder / "reading.json").unlink()
    loaded = reading.load(folder)
    assert (loaded.access, loaded.active) == ("unknown", None)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(kept: Callable[..., Path]) -> None:
    folder = kept()
    (folder / "DG1.bin").write_bytes(bytes(70_000))
    with pytest.raises(Malformed, match="has more than 65536 bytes"):
        reading.load(folder)


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(["access", "asked", "missing", "unreadable", "chip_authentication", "active", "active_refused"]), value=st.none() | st.text(max_size=5) | st.integers() | st.lists(st.text(max_size=4), max_size=3) | st.just({"DG1": 5}))  # fmt: skip
def test_a_record_of_anything_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, name: str, value: object) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "DG1.bin").write_bytes(b"\x61\x00")
    how = {"access": "bac", "asked": [1], "missing": [], "locked": [], "unreadable": {}, "pace_failed": False, "active": None, "active_refused": None, "chip_authentication": ["failed", "x"]}  # fmt: skip
    (folder / "reading.json").write_text(json.dumps({**how, name: value}))
    try:
        loaded = reading.load(folder)
    except Malformed as wrong:
        assert str(wrong) == "reading.json: is not what a reading left"  # noqa: PT017 - either is right
    else:
        assert loaded.files
