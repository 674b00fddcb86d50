import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from ansinh.cli import cli

PEOPLE = {
    "citizen_number": [f"0360890{row:05d}" for row in range(40)],
    "full_name": [f"Nguyễn Văn {chr(65 + row % 20)}{'nh' if row % 2 else 'an'}" for row in range(40)],
    "birth_date": [f"19{50 + row}-03-{row % 28 + 1:02d}" for row in range(40)],
}


def _verify(*words: object) -> Result:
    return CliRunner().invoke(cli, ["verify", *map(str, words)], standalone_mode=False)


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, Path]:
    """30 records of people who are in the population: as they should be but for four."""
    population, insured = tmp_path / "population.parquet", tmp_path / "insured.csv"
    pq.write_table(pa.table(PEOPLE), population)
    rows = [[f"R{row}", *(PEOPLE[name][row] for name in PEOPLE)] for row in range(30)]
    rows[3][1] = "03608900003"  # a digit is missing
    rows[4][3] = "31/02/1954"
    rows[5][0] = "R4"
    text = "\n".join([",".join(["record_id", *PEOPLE]), *(",".join(row) for row in rows), ""])
    insured.write_bytes(text.encode().replace("R7,036089000007,Nguyễn Văn".encode(), b"R7,036089000007,Nguy\xd4n V\xa8n"))
    return insured, population


@pytest.fixture
def kept_signal() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("kept_signal")
def test_two_files_become_verdicts_and_words_about_them(sources: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = _verify(*sources, "--out", out)
    assert done.exit_code == 0, done.output
    verdicts = pq.read_table(out / "verdicts.parquet").to_pylist()
    assert [row["record_id"] for row in verdicts] == [f"R{row}" for row in range(30) if row != 5]
    assert sum(row["verdict"] == "verified" for row in verdicts) >= 27
    assert "29 records against 40 people" in done.stdout
    for word in ("verified", "citizen_number", "birth_date", "31/02/19**", "TCVN3", "verdicts.parquet"):
        assert word in done.stdout
    assert "Number check: 30 of 30 rows" in done.stderr
    assert "<html" in (out / "report.html").read_text("utf-8")
    assert out.stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("kept_signal")
def test_a_finished_run_is_told_again_and_not_done_again(sources: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = _verify(*sources, "--out", out, "--json")
    written = (out / "verdicts.parquet").stat().st_mtime_ns
    again = _verify(*sources, "--out", out, "--json")
    assert orjson.loads(first.stdout)["verdicts"] == orjson.loads(again.stdout)["verdicts"]
    assert (out / "verdicts.parquet").stat().st_mtime_ns == written


@pytest.mark.usefixtures("kept_signal")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--mapping", "nowhere.toml"), "nowhere.toml cannot be read"),
        (("--expect", __file__), "is not the ledger of a finished run"),
    ],
)
def test_what_stands_in_the_way_is_said_before_anything_is_done(
    sources: tuple[Path, Path], tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    done = _verify(*sources, "--out", tmp_path / "out", *words)
    assert done.exit_code == 1
    assert said in done.stderr
    assert not (tmp_path / "out" / "verdicts.parquet").exists()


@pytest.mark.usefixtures("kept_signal")
def test_a_run_that_cannot_be_gone_on_with_is_not(sources: tuple[Path, Path], tmp_path: Path) -> None:
    insured, population = sources
    out = tmp_path / "out"
    assert _verify(insured, population, "--out", out).exit_code == 0
    insured.write_bytes(insured.read_bytes() + "R99,,Trần Bình,1990\n".encode())
    refused = _verify(insured, population, "--out", out)
    assert (refused.exit_code, "--fresh" in refused.stderr) == (1, True)
    assert _verify(insured, population, "--out", out, "--fresh").exit_code == 0
    assert pq.read_metadata(out / "verdicts.parquet").num_rows == 30


@pytest.mark.usefixtures("kept_signal")
def test_being_stopped_says_how_to_go_on(sources: tuple[Path, Path], tmp_path: Path, empty_dsn: str) -> None:
    threading.Timer(0.7, os.kill, (os.getpid(), signal.SIGTERM)).start()
    done = _verify(f"{empty_dsn}#SELECT pg_sleep(60)", sources[1], "--out", tmp_path / "out")
    assert done.exit_code == 130
    assert "the same command goes on from there" in done.stderr


@pytest.mark.usefixtures("kept_signal")
def test_a_folder_that_cannot_be_written_is_named(sources: tuple[Path, Path]) -> None:
    done = _verify(*sources, "--out", sources[0] / "out")
    assert (done.exit_code, "insured.csv/out: Not a directory" in done.stderr) == (1, True)


@pytest.mark.parametrize("size", ["6 elephants", "-1", ""])
def test_a_size_needs_a_number_and_a_unit(sources: tuple[Path, Path], tmp_path: Path, size: str) -> None:
    done = _verify(*sources, "--out", tmp_path / "out", "--memory", size)
    assert "such as 6GiB" in str(done.exception)
