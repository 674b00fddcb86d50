from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from ansinh.population import inputs
from tests.population.inputs.sources import insured, parquet


def _births(folder: Path, values: Any, mapping: inputs.Mapping | None = None) -> tuple[list[int], list[str]]:
    read = insured(parquet(folder, {"birth_date": values}), mapping)
    return read.column("birth"), [reason for _, _, reason in read.reasons]


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("1989-05-14", 19890514),
        ("14/05/1989", 19890514),
        ("4/5/1989", 19890504),
        ("14-05-1989", 19890514),
        ("14.05.1989", 19890514),
        ("14 / 05 / 1989", 19890514),
        ("1989/05/14", 19890514),
        ("19890514", 19890514),
        ("14051989", 19890514),
        ("20111912", 19121120),
        ("1989-05-14 00:00:00", 19890514),
        ("1989-05-14T07:30:00.000+07:00", 19890514),
        ("1989-05", 19890500),
        ("05/1989", 19890500),
        ("00/05/1989", 19890500),
        ("1989", 19890000),
        ("00/00/1950", 19500000),
        ("19500000", 19500000),
        ("198905", 19890500),
        ("29/02/2000", 20000229),
        ("01/01/1950", 19500101),  # whether it is a year in disguise is a rule's business
    ],
)
def test_a_birth_date_is_read_in_every_form(tmp_path: Path, text: str, birth: int) -> None:
    assert _births(tmp_path, [text]) == ([birth], [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/1990", "no_such_day"),
        ("29/02/1900", "no_such_day"),
        ("1990-04-31", "no_such_day"),
        ("45/13/1990", "no_such_month"),
        ("13/13/1990", "no_such_month"),
        ("01/01/1900", "placeholder"),
        ("1753-01-01", "placeholder"),
        ("9999-12-31", "placeholder"),
        ("01/05/1790", "impossible_year"),
        ("01/05/90", "two_digit_year"),
        ("yesterday", "not_a_date"),
        ("14/05/198", "not_a_date"),
        ("//", "not_a_date"),
        ("1989-05-14-01", "not_a_date"),
    ],
)
def test_a_date_that_cannot_be_one_is_told_and_its_row_goes_on(tmp_path: Path, text: str, reason: str) -> None:
    assert _births(tmp_path, [text, "1989-05-14"]) == ([0, 19890514], [reason])


@pytest.mark.parametrize("text", ["05/25/1990", "1990-25-05"])
def test_day_and_month_are_exchanged_where_only_that_is_a_date(tmp_path: Path, text: str) -> None:
    read = insured(parquet(tmp_path, {"birth_date": [text]}))
    assert read.column("birth") == [19900525]
    assert read.tally.counts == {"birth_date:day_and_month_swapped": 1}


def test_what_may_be_either_stays_as_it_is_written(tmp_path: Path) -> None:
    assert _births(tmp_path, ["05/06/1990"]) == ([19900605], [])


def test_the_mapping_says_that_months_come_first(tmp_path: Path) -> None:
    assert _births(tmp_path, ["05/06/1990"], inputs.Mapping(date_order="mdy")) == ([19900506], [])


@pytest.mark.parametrize(
    "values",
    [
        pa.array([date(1989, 5, 14), None]),
        pa.array([date(1989, 5, 14), None], pa.date64()),
        pa.array([date(1989, 5, 14), None]).cast(pa.timestamp("us")),
        pa.array([datetime(1989, 5, 13, 17, tzinfo=UTC), None], pa.timestamp("ns", tz="UTC")),
        pa.array([19890514, None], pa.int32()),
        pa.array([19890514, 0], pa.int64()),
        pa.array([19890514.0, None], pa.float64()),
        pa.array([b"14/05/1989", None], pa.binary()),
        pa.array(["14/05/1989", None]).dictionary_encode(),
    ],
    ids=lambda values: str(values.type),
)
def test_a_birth_date_is_read_from_any_type(tmp_path: Path, values: Any) -> None:
    assert _births(tmp_path, values) == ([19890514, 0], [])


def test_integers_may_lack_day_and_month(tmp_path: Path) -> None:
    values = pa.array([19890000, 19890500, 1989, 198905, 14051989, 32_642], pa.int64())
    births, _ = _births(tmp_path, values)
    assert births == [19890000, 19890500, 19890000, 19890500, 19890514, 19890514]


def test_an_evening_in_utc_is_the_next_day_in_viet_nam(tmp_path: Path) -> None:
    read = insured(parquet(tmp_path, {"birth_date": ["1989-05-13T17:00:00Z", "1989-12-31T17:00:00.000Z", "1989-05-14T16:59:59Z"]}))
    assert read.column("birth") == [19890514, 19900101, 19890514]
    assert read.tally.counts == {"birth_date:day_shifted_by_time_zone": 2}


def test_an_example_shows_what_is_wrong_and_hides_the_year(tmp_path: Path) -> None:
    read = insured(parquet(tmp_path, {"birth_date": ["31/02/1990"]}))
    assert read.tally.examples == {"birth_date:no_such_day": ["row 0: 31/02/19**"]}
