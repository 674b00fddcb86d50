"""The two invented registers: lawful numbers, a population like the country's, and errors that are just what the truth says they are."""

# ruff: noqa: S608 - questions to files of its own
import unicodedata
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest

from ansinh.sandbox import registers
from ansinh.sandbox.registers import Error, households
from ansinh.terms import PROVINCES, CitizenNumber

SCALE = 0.0005


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("registers")
    registers.write(registers.Plan(out=out, scale=SCALE, threads=1))
    return out


@pytest.fixture(scope="module")
def sql(written: Path) -> Any:
    connection = duckdb.connect()
    for name in ("population", "insured", "truth"):
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM '{written / name}.parquet'")
    connection.execute(
        "CREATE TABLE pairs AS SELECT t.errors, t.citizen_number AS truly, i.* EXCLUDE (citizen_number), i.citizen_number AS claimed,"
        " p.old_id_number AS p_old, p.full_name AS p_name, p.birth_date AS p_birth, p.sex AS p_sex, p.ward AS p_ward, p.status AS p_status"
        " FROM truth t JOIN insured i USING (record_id) LEFT JOIN population p ON p.citizen_number = t.citizen_number"
    )
    return connection


def one(sql: Any, question: str) -> Any:
    return sql.execute(question).fetchone()[0]


def test_there_are_as_many_as_the_scale_asks_for(sql: Any) -> None:
    assert one(sql, "SELECT count(*) FROM population") == 49_000
    assert one(sql, "SELECT count(*) FROM insured") == one(sql, "SELECT count(DISTINCT record_id) FROM truth") == 27_520


def test_every_citizen_number_is_lawful_and_given_once(sql: Any) -> None:
    rows = sql.execute("SELECT lpad(citizen_number::text, 12, '0'), birth_date // 10000, sex FROM population").fetchall()
    assert len({number for number, _, _ in rows}) == len(rows)
    for text, year, sex in rows:
        assert text[:3] in PROVINCES
        assert (int(text[3]), text[4:6]) == (2 * (year // 100 - 19) + sex, f"{year % 100:02d}")
    assert CitizenNumber.parse(rows[0][0]).value == rows[0][0]


def test_old_numbers_are_nine_digits_of_grown_ups_and_given_once(sql: Any) -> None:
    old, distinct = sql.execute("SELECT count(old_id_number), count(DISTINCT old_id_number) FROM population").fetchone()
    assert old == distinct > 20_000
    assert one(sql, "SELECT count(*) FROM population WHERE old_id_number NOT BETWEEN 10000000 AND 399999999") == 0
    assert one(sql, "SELECT count(*) FROM population WHERE old_id_number IS NOT NULL AND birth_date > 20040000") == 0


def test_four_in_ten_are_called_nguyen_and_thousands_of_names_are_seldom(sql: Any) -> None:
    assert 0.33 < one(sql, "SELECT avg((full_name LIKE 'Nguyễn %')::int) FROM population") < 0.42
    assert 20_000 < one(sql, "SELECT count(DISTINCT full_name) FROM population") < 45_000
    assert one(sql, "SELECT max(n) FROM (SELECT count(*) n FROM population GROUP BY full_name)") < 49_000 * 0.005
    assert one(sql, "SELECT count(*) FROM population WHERE full_name LIKE 'H''%' AND sex = 1") > 0


@pytest.mark.parametrize(("since", "until", "low", "high"), [(0, 15, 21, 27), (15, 40, 35, 43), (40, 65, 25, 31), (65, 120, 7, 11)])
def test_ages_are_like_the_country_s(sql: Any, since: int, until: int, low: float, high: float) -> None:
    share = one(sql, f"SELECT avg((2026 - birth_date // 10000 BETWEEN {since} AND {until - 1})::int) * 100 FROM population")
    assert low < share < high


def test_people_live_in_34_provinces_and_most_were_born_where_they_live(sql: Any) -> None:
    assert one(sql, "SELECT count(DISTINCT province) FROM population") == 34
    in_capital = "SELECT avg((citizen_number // 1000000000 = 1)::int) FROM population WHERE province = '01'"
    assert 0.70 < one(sql, in_capital) < 0.90


def test_brothers_and_sisters_live_in_one_ward_with_one_family_name(sql: Any) -> None:
    # Rows of a household follow each other: far more neighbours share ward and family name than two people by lot would (0.18).
    shared = one(
        sql,
        "SELECT avg((split_part(full_name, ' ', 1) = split_part(next, ' ', 1))::int) FROM"
        " (SELECT full_name, lead(full_name) OVER () AS next FROM population)",
    )
    assert shared > 0.28


def test_nobody_has_the_whole_name_of_another_in_the_household() -> None:
    people = households.settle(np.random.default_rng(3), 200_000, low=0, high=1)
    alike = (people.parts[1:] == people.parts[:-1]).all(axis=1).sum()
    assert alike < 50  # two who follow each other by chance, of two households: one in eight thousand


@pytest.mark.parametrize("error", [*registers.SPELLINGS, *registers.RATES])
def test_a_class_of_error_is_about_as_frequent_as_the_table_says(sql: Any, error: Error) -> None:
    of_what = {
        Error.BIRTH_FIRST_OF_JANUARY: "p_birth % 10000 = 0",
        Error.BIRTH_FULLER: "p_birth % 10000 = 0",
        Error.OLD_NUMBER_STALE: "old_id_number IS NOT NULL",
    }.get(error, "true")
    rate = {**registers.SPELLINGS, **registers.RATES}[error]
    found, among = sql.execute(f"SELECT sum((errors & {int(error)} > 0)::int), count(*) FROM pairs WHERE {of_what}").fetchone()
    expected = rate * among
    few_have_such_syllables = error in {Error.NAME_TONE_PLACEMENT, Error.NAME_FINAL_Y}
    assert found > 0
    assert found < expected + 5 * expected**0.5
    assert few_have_such_syllables or found > expected * 0.93 - 5 * expected**0.5


def test_the_claimed_number_is_what_the_truth_says_of_it(sql: Any) -> None:
    none, typo, another, stranger = Error.NO_NUMBER.value, Error.NUMBER_TYPO.value, Error.NUMBER_OF_ANOTHER.value, Error.STRANGER.value
    touched = none | typo | another
    assert one(sql, f"SELECT count(*) FROM pairs WHERE errors & {touched | stranger} = 0 AND claimed IS DISTINCT FROM truly") == 0
    assert one(sql, f"SELECT count(*) FROM pairs WHERE (errors & {none} > 0) <> (claimed IS NULL)") == 0
    assert one(sql, f"SELECT count(*) FROM pairs WHERE errors & {typo | another} > 0 AND claimed = truly") == 0
    held = "claimed IN (SELECT citizen_number FROM population)"
    assert one(sql, f"SELECT count(*) FROM pairs WHERE errors & {another} > 0 AND NOT {held}") == 0
    assert one(sql, f"SELECT count(*) FROM pairs WHERE (errors & {stranger} > 0) <> (truly IS NULL)") == 0
    assert one(sql, f"SELECT count(*) FROM pairs WHERE errors & {stranger} > 0 AND errors & {touched} = 0 AND {held}") == 0


def test_second_records_and_nothing_else_make_a_person_appear_twice(sql: Any) -> None:
    second = one(sql, f"SELECT count(*) FROM truth WHERE errors & {Error.TWICE.value} > 0")
    assert one(sql, "SELECT count(*) - count(DISTINCT citizen_number) FROM truth WHERE citizen_number IS NOT NULL") == second


def test_what_is_not_marked_stands_as_the_population_register_has_it(sql: Any) -> None:
    name = sum(error for error in Error if (error.name or "").startswith("NAME_"))
    birth = sum(error for error in Error if (error.name or "").startswith("BIRTH_"))
    sex = Error.SEX_MISSING | Error.SEX_WRONG
    ward = Error.MOVED | Error.WARD_OLD | Error.WARD_MISSING
    for errors, record, register in (
        (name, "full_name", "p_name"),
        (birth, "birth_date", "p_birth"),
        (sex, "sex", "p_sex"),
        (ward, "ward", "p_ward"),
    ):
        whose = f"truly IS NOT NULL AND errors & {int(errors)} = 0"
        assert one(sql, f"SELECT count(*) FROM pairs WHERE {whose} AND {record} IS DISTINCT FROM {register}") == 0
        marked = f"truly IS NOT NULL AND errors & {int(errors)} > 0"
        assert one(sql, f"SELECT count(*) FROM pairs WHERE {marked} AND {record} IS NOT DISTINCT FROM {register}") == 0
    stale = "truly IS NOT NULL AND old_id_number IS NOT NULL AND p_old IS NOT NULL"
    assert (
        one(sql, f"SELECT count(*) FROM pairs WHERE {stale} AND (errors & {Error.OLD_NUMBER_STALE.value} > 0) = (old_id_number = p_old)")
        == 0
    )
    assert one(sql, f"SELECT count(*) FROM pairs WHERE truly IS NOT NULL AND (errors & {Error.DECEASED.value} > 0) <> (p_status = 1)") == 0


def test_names_are_written_as_they_are_marked(sql: Any) -> None:
    slips = Error.NAME_TYPO | Error.NAME_OTHER | Error.NAME_WORD_DROPPED
    for name, p_name, errors in sql.execute(
        f"SELECT full_name, p_name, errors FROM pairs WHERE truly IS NOT NULL AND errors & {slips.value} = 0"
    ).fetchall():
        match Error(errors) & sum(registers.SPELLINGS, Error(0)):
            case Error.NAME_UPPER:
                assert name == p_name.upper()
            case Error.NAME_NFD:
                assert name == unicodedata.normalize("NFD", p_name)
            case Error.NAME_SPACES:
                assert " ".join(name.split()) == p_name
            case Error.NAME_FINAL_Y | Error.NAME_TONE_PLACEMENT:
                assert sorted(unicodedata.normalize("NFD", name).replace("i", "y")) == sorted(
                    unicodedata.normalize("NFD", p_name).replace("i", "y")
                )


@pytest.mark.parametrize(("field", "error"), [("day and month", Error.BIRTH_SWAPPED), ("one of three", Error.BIRTH_OFF)])
def test_wrong_dates_are_dates(sql: Any, field: str, error: Error) -> None:
    rows = sql.execute(f"SELECT birth_date, p_birth FROM pairs WHERE truly IS NOT NULL AND errors & {error.value} > 0").fetchall()
    for wrong, right in rows:
        assert one(sql, f"SELECT try_strptime('{wrong}', '%Y%m%d') IS NOT NULL"), field
        if error is Error.BIRTH_SWAPPED:
            assert (wrong // 10000, wrong // 100 % 100, wrong % 100) == (right // 10000, right % 100, right // 100 % 100)


def test_what_the_bits_mean_stands_in_the_file(written: Path) -> None:
    notes = pq.read_metadata(written / "truth.parquet").metadata
    assert notes[b"error.STRANGER"] == b"1"
    assert len(notes) == len(Error)


def test_nothing_else_is_left_in_the_folder(written: Path) -> None:
    assert sorted(path.name for path in written.iterdir()) == ["insured.parquet", "population.parquet", "truth.parquet"]
