"""Whatever bytes a chip sends, every reader reads them or refuses them: no other exception, no long look.

A bounded part of what `ansinh fuzz chip` does by the million.
"""

import json
import random
from collections.abc import Callable, Mapping

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh.chip import errors, lds, tlv
from ansinh.cli.fuzz import fuzz
from ansinh.cli.fuzz.bending import bent
from ansinh.cli.fuzz.chip_proofs import NAMES, proofs
from ansinh.cli.fuzz.chip_readers import Reader, readers
from tests.measuring import least_cpu_s

READERS = readers()
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def flipped(chance: random.Random) -> Callable[[bytes], bytes]:
    def change(value: bytes) -> bytes:
        at, kind = chance.randrange(len(value) + 1), chance.randrange(4)
        some = chance.randbytes(chance.randrange(1, 4))
        return (value[:at] + some + value[at + (kind & 1) :], value[:at], value[at:], b"")[kind]

    return change


@pytest.mark.parametrize("name", READERS)
def test_every_reader_reads_its_own_files(name: str) -> None:
    assert READERS[name].seeds
    for seed in READERS[name].seeds:
        READERS[name].read(seed)


@pytest.mark.parametrize("name", READERS)
@few
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    assert READERS[name].fails_on(data) is None


@pytest.mark.parametrize("name", READERS)
def test_every_cut_of_a_file_is_read_or_refused(name: str) -> None:
    for seed in READERS[name].seeds:
        for length in range(len(seed)):
            assert READERS[name].fails_on(seed[:length]) is None


@pytest.mark.parametrize("name", READERS)
def test_bent_files_are_read_or_refused(name: str) -> None:
    chance = random.Random(f"{name} 1")
    change = flipped(chance)
    taken = 0
    for seed in READERS[name].seeds:
        for _ in range(400 // len(READERS[name].seeds)):
            data = bent(bent(seed, chance, change), chance, change)
            assert READERS[name].fails_on(data) is None
            taken += refusal(READERS[name], data) != ""
    assert taken > 20  # bent enough to be refused


def refusal(reader: Reader, data: bytes) -> str:
    """What the reader said; empty where it read."""
    try:
        reader.read(data)
    except errors.ChipError as refused:
        return f"{refused!s} {refused!r}"
    return ""


@pytest.fixture(scope="module")
def proving(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Reader]:
    return proofs(tmp_path_factory.mktemp("factory"))


@pytest.mark.parametrize("name", NAMES)
def test_what_proves_something_is_read_as_it_is_and_read_or_refused_when_bent(name: str, proving: Mapping[str, Reader]) -> None:
    reader, chance = proving[name], random.Random(f"{name} 2")
    change = flipped(chance)
    for seed in reader.seeds:
        reader.read(seed)
        for _ in range(40 // len(reader.seeds)):
            assert reader.fails_on(bent(seed, chance, change)) is None


def test_every_reader_of_proofs_can_be_asked_for_by_name(proving: Mapping[str, Reader]) -> None:
    assert tuple(proving) == NAMES


def test_bending_keeps_the_lengths_around_a_change_right() -> None:
    seed = READERS["dg13"].seeds[0]
    chance = random.Random(1)
    outer = [tlv.parse(bent(seed, chance, lambda value: value + b"!"), "file") for _ in range(50)]
    assert sum(len(each) == 1 and each[0].tag == 0x6D for each in outer) > 25


def test_elements_nested_as_deep_as_bytes_go_are_refused_at_once() -> None:
    deep = b"\x30\x00"
    for _ in range(10_000):
        deep = tlv.encode(0x30, deep)

    def refused() -> None:
        for name in ("dg13", "dg14", "dg15", "dg2", "card_access"):
            for tag in (0x6D, 0x6E, 0x6F, 0x75, 0x31):
                assert READERS[name].fails_on(tlv.encode(tag, deep)) is None

    assert least_cpu_s(refused) < 1


def test_as_many_elements_as_fit_are_refused_before_long() -> None:
    def refused() -> None:
        for tag, name in ((0x6D, "dg13"), (0x31, "card_access"), (0x60, "com"), (0x75, "dg2")):
            assert READERS[name].fails_on(tlv.encode(tag, b"\x30\x00" * 32_000)) is None

    assert least_cpu_s(refused) < 2


@pytest.mark.parametrize("file", list(lds.File))
@pytest.mark.parametrize("length", ["84FFFFFFFF", "847FFFFFFF", "80", "85FFFFFFFFFF", "83FFFFFF"])
def test_a_file_of_four_gigabytes_is_refused_by_its_first_bytes(file: lds.File, length: str) -> None:
    head = bytes((file.tag,)) + bytes.fromhex(length)
    with pytest.raises(errors.Malformed):
        tlv.header(head, file.name, max_bytes=file.max_bytes)
    assert all(reader.fails_on(head) is None for reader in READERS.values())


@pytest.mark.parametrize("name", READERS)
def test_a_refusal_never_repeats_what_it_read(name: str) -> None:
    secret = b"SECRETSECRET"
    said = [
        refusal(READERS[name], seed[:at] + secret + seed[at + len(secret) :])
        for seed in READERS[name].seeds
        for at in range(0, len(seed), 3)
    ]
    assert any(said)
    assert not [each for each in said if "SECRET" in each or secret.hex() in each.lower()]


def test_a_reader_that_fails_is_found() -> None:
    reader = Reader(lambda data: data[5], (bytes(6),))
    assert isinstance(reader.fails_on(b""), IndexError)
    assert reader.fails_on(bytes(6)) is None


def test_a_short_campaign_runs_and_says_what_it_tried() -> None:
    pytest.importorskip("atheris", reason="atheris is installed with the tools for development")
    said = CliRunner().invoke(fuzz, ["chip", "--target", "com", "--seconds", "1", "--json"])
    assert said.exit_code == 0
    (result,) = json.loads(said.stdout)["targets"]
    assert result["target"] == "com"
    assert result["executions"] > 1_000
    assert result["covered"] > 20
    assert result["failures"] == []
