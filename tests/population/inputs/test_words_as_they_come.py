from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from ansinh.kit.errors import Refused
from ansinh.population import inputs
from ansinh.population.canon import DECEASED, FEMALE, GONE, LIVING, MALE, UNKNOWN_SEX
from tests.population.inputs.sources import insured, parquet, population

VNI_FEMALE, TCVN3_FEMALE = b"N\xf6\xf5", b"N\xf7"


@pytest.mark.parametrize(
    "values",
    [
        pa.array([0, 1, None], pa.int8()),
        pa.array([0, 1, None], pa.int64()),
        pa.array(["0", "1", None]),
        pa.array(["nam", "nữ", "không rõ"]),
        pa.array(["NAM", "NỮ", ""]),
        pa.array(["Nam ", "Nữ", None]).dictionary_encode(),
        pa.array(["M", "F", "X"]),
        pa.array(["male", "female", None]),
        pa.array([b"Nam", TCVN3_FEMALE, b"?"]),
        pa.array([False, True, None]),
        pa.array([0.0, 1.0, None]),
    ],
    ids=lambda values: f"{values.type} {values[1]}",
)
def test_sex_is_read_from_codes_and_words(tmp_path: Path, values: Any) -> None:
    read = insured(parquet(tmp_path, {"sex": values}))
    assert read.column("sex") == [MALE, FEMALE, UNKNOWN_SEX]
    assert read.reasons == []


def test_sex_may_be_told_as_one_and_two(tmp_path: Path) -> None:
    read = insured(parquet(tmp_path, {"sex": [1, 2]}), sex_codes="1-2")
    assert read.column("sex") == [MALE, FEMALE]


def test_codes_of_the_other_convention_stop_before_anything_is_compared(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="say --sex-codes 1-2"):
        insured(parquet(tmp_path, {"sex": [1, 2]}))
    with pytest.raises(Refused, match="say --sex-codes 0-1"):
        insured(parquet(tmp_path, {"sex": [1, 0]}), sex_codes="1-2")


def test_the_mapping_gives_codes_of_a_sources_own(tmp_path: Path) -> None:
    read = insured(parquet(tmp_path, {"sex": ["7", "8", "0"]}), inputs.Mapping(sex={"7": "male", "8": "female"}))
    assert read.column("sex") == [MALE, FEMALE, UNKNOWN_SEX]
    assert read.reasons == [(2, "sex", "unknown_code")]


def test_a_place_is_one_place_however_it_is_written(tmp_path: Path) -> None:
    provinces = ["036", "36", "Nam Định", "TỈNH NAM ĐỊNH", "Tỉnh Nam Định", "nam dinh"]
    read = insured(parquet(tmp_path, {"province": provinces}))
    assert read.column("province") == [36] * len(provinces)


def test_a_ward_by_name_is_a_hash_that_no_code_can_be(tmp_path: Path) -> None:
    read = insured(parquet(tmp_path, {"ward": ["Phường Bến Nghé", "P. Bến Nghé", "BẾN NGHÉ", "Xã Bến Lức", "26740", "Phường 1", None]}))
    one, same, also, other, code, numbered, none = read.column("ward")
    assert one == same == also != other
    assert min(one, other, numbered) >= 2**30
    assert (code, none) == (26_740, 0)


def test_free_text_among_the_wards_is_told_and_left_unused(tmp_path: Path) -> None:
    read = insured(parquet(tmp_path, {"ward": [f"Số {row} đường Láng" for row in range(140_000)]}))
    assert read.tally.counts == {"ward:free_text": 140_000 - 2**17}
    assert read.column("ward")[-1] == 0


def test_the_dead_are_known_by_status_or_by_a_date_of_death(tmp_path: Path) -> None:
    columns: dict[str, Any] = {"status": ["0", "đã chết", "gone", "sống", ""], "death_date": [None, None, None, "2020-05-01", None]}
    read = population(parquet(tmp_path, columns))
    assert read.column("status") == [LIVING, DECEASED, GONE, DECEASED, LIVING]
    assert read.column("died") == [0, 0, 0, 20200501, 0]


def test_names_stay_in_the_bytes_they_came_in(tmp_path: Path) -> None:
    written = ["Nguyễn Văn An".encode(), b"Nguy\xd4n V\xa8n An", b""]
    read = insured(parquet(tmp_path, {"full_name": pa.array([*written, None], pa.binary())}))
    assert read.names == [*written, b""]
    assert read.tally.absent["full_name"] == 2
