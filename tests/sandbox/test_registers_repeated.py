"""The same seed makes the same files, however many threads make them; numbers and spellings one by one."""

import hashlib
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from ansinh.sandbox import registers
from ansinh.sandbox.registers import Error, numbers, population, spelling


def hashes(out: Path) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())]


def test_threads_change_nothing_and_a_seed_changes_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(population, "CHUNK", 2_000)
    for name, seed, threads in (("one", 7, 1), ("three", 7, 3), ("other", 8, 3)):
        registers.write(registers.Plan(out=tmp_path / name, scale=0.0001, seed=seed, threads=threads))
    assert hashes(tmp_path / "one") == hashes(tmp_path / "three")
    assert not set(hashes(tmp_path / "one")) & set(hashes(tmp_path / "other"))


def test_as_text_numbers_keep_their_zeros_and_dates_their_dashes(tmp_path: Path) -> None:
    registers.write(registers.Plan(out=tmp_path / "text", scale=0.0001, as_text=True))
    registers.write(registers.Plan(out=tmp_path / "numbers", scale=0.0001))
    text = pq.read_table(tmp_path / "text" / "insured.parquet").slice(0, 500).to_pylist()
    integers = pq.read_table(tmp_path / "numbers" / "insured.parquet").slice(0, 500).to_pylist()
    for one, other in zip(text, integers, strict=True):
        assert one["record_id"] == f"{other['record_id']:010d}"
        assert one["citizen_number"] == (f"{other['citizen_number']:012d}" if other["citizen_number"] else None)
        assert one["old_id_number"] == (f"{other['old_id_number']:09d}" if other["old_id_number"] else None)
        assert one["birth_date"].replace("-", "").ljust(8, "0") == str(other["birth_date"])


@pytest.mark.parametrize("size", [1, 2, 1000, 4097])
def test_a_permutation_meets_nothing_twice(size: int) -> None:
    assert sorted(numbers.permuted(np.arange(size), size, 5)) == list(range(size))


def test_different_keys_permute_differently() -> None:
    assert list(numbers.permuted(np.arange(50), 1000, 1)) != list(numbers.permuted(np.arange(50), 1000, 2))


def test_more_people_than_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="more people"):
        numbers.citizen_numbers(np.array([0], dtype=np.uint16), np.array([1_000_000]), key=1)


@pytest.mark.parametrize(
    ("kind", "name", "as_written"),
    [
        (Error.NAME_UPPER, "Đặng Thị Thủy", "ĐẶNG THỊ THỦY"),
        (Error.NAME_BARE, "Đặng Thị Thủy", "Dang Thi Thuy"),
        (Error.NAME_TONE_PLACEMENT, "Hòa Thủy Khỏe Quý Toàn", "Hoà Thuỷ Khoẻ Quý Toàn"),
        (Error.NAME_FINAL_Y, "Lý Quý Mỹ Huy Thúy Mây", "Lí Quí Mĩ Huy Thúy Mây"),
        (Error.NAME_TCVN3, "Nguyễn Thị Hồng", "NguyÔn ThÞ Hång"),
        (Error.NAME_TCVN3, "Đỗ Ánh", "§ç ¸nh"),
        (Error.NAME_VNI, "Nguyễn Văn Đức", "Nguyeãn Vaên Ñöùc"),
        (Error.NAME_VNI, "Trần Thị Ánh", "Traàn Thò AÙnh"),
    ],
)
def test_a_name_is_written_as_those_registers_wrote_it(kind: Error, name: str, as_written: str) -> None:
    way = spelling.WAYS.index(kind)
    assert " ".join(spelling._in_way(part, way) for part in name.split()) == as_written


def test_a_slip_of_the_hand_is_never_the_name_itself() -> None:
    assert all(
        len(slips) == spelling.SLIPS and part not in slips for part in ("Nguyễn", "Y", "An", "H'Hen") for slips in [spelling._slips(part)]
    )
