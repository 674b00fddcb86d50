"""Cases of a run are brought to the desk: the people of both sides, once each, whole pieces or none, to the office that asks."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from ansinh.cli import cli
from ansinh.kit import db, errors
from ansinh.population import caseload, inputs, review, rules
from ansinh.terms import CitizenNumber, PartialDate, Sex
from tests.population_review.invented import FIRST, LEVELS, NOW, RIGHT, WRONG, enrolled, events

TCVN3 = "NguyÔn ThÞ Hång"
INSURED = [  # record, number, old, name, birth, sex, province
    ("0123456789", WRONG, None, "Nguyễn Thị Mậu", "1985-03-09", 1, "Hà Nội"),
    ("0123456790", None, "012345678", TCVN3, "1990", 1, "079"),
    ("0123456791", RIGHT, None, "Lê Văn Xong", "1970-01-02", 0, "001"),
    ("0123456792", None, None, "Trần Văn Mất", None, 0, None),
]
POPULATION = [
    (RIGHT, None, "Nguyễn Thị Mẫu", "1985-03-09", 1, "001"),
    ("079190000007", "012345678", "Nguyễn Thị Hồng", "1990-05-06", 1, "079"),
    ("001090000005", None, "Trần Văn Mất", "1990-01-01", 0, "001"),
]
VERDICTS = [("0123456789", "candidates"), ("0123456790", "differs"), ("0123456791", "verified"), ("0123456792", "not_found")]
CANDIDATES = [
    ("0123456789", 1, RIGHT, 24.12),
    ("0123456789", 2, "001090000005", 3.5),
    ("0123456790", 0, "079190000007", 20.0),
    ("0123456791", 1, RIGHT, 40.0),  # a verdict people are not asked about
]


def _written(folder: Path) -> tuple[Path, Any, Any]:
    """A run as it is left, with the two registers it compared."""
    sides = ("citizen_number", "old_id_number", "full_name", "birth_date", "sex", "province")
    _table(folder / "insured.parquet", ("record_id", *sides), INSURED)
    _table(folder / "population.parquet", sides, POPULATION)
    out = folder / "run"
    out.mkdir()
    _table(out / "verdicts.parquet", ("record_id", "verdict", "stage"), [(*each, "scored") for each in VERDICTS])
    rows = [(record, rank, number, score, LEVELS) for record, rank, number, score in CANDIDATES]
    _table(out / "candidates.parquet", ("record_id", "rank", "citizen_number", "score", "levels"), rows)
    (out / "summary.json").write_text(json.dumps({"rules": rules.STAMP}))
    return out, inputs.open(str(folder / "insured.parquet"), "insured"), inputs.open(str(folder / "population.parquet"), "population")


def _table(path: Path, names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    pq.write_table(pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)}), path)


@pytest.fixture
def run(tmp_path: Path) -> tuple[Path, Any, Any]:
    return _written(tmp_path)


def _cases(database: db.Database) -> list[review.CaseFile]:
    with database.transaction() as conn:
        rows = conn.execute("SELECT reference FROM population.review_cases ORDER BY case_id").fetchall()
        found = [review.store.cases.case_file(conn, row[0]) for row in rows]
    return [each for each in found if each is not None]


def test_what_people_have_to_decide_comes_with_both_sides_and_nothing_else_does(database: db.Database, run: tuple[Path, Any, Any]) -> None:
    out, insured, population = run
    with database.transaction() as conn:
        participant = enrolled(conn)
    loaded = caseload.load(database, out, insured=insured, population=population, benefit={"0123456790": 5_000_000}, now=NOW)
    assert (loaded.cases, loaded.new, loaded.elsewhere, loaded.unknown) == (2, 2, 0, 1)
    first, second = _cases(database)
    assert (first.record_id, first.participant_id, first.office, first.verdict.value) == ("0123456789", participant, "001", "candidates")
    assert first.submitted == review.Person(
        full_name="Nguyễn Thị Mậu", birth=PartialDate(1985, 3, 9), sex=Sex.FEMALE, citizen_number=CitizenNumber(WRONG)
    )
    assert [(each.place, each.score, each.levels, each.person.full_name) for each in first.candidates] == [
        (1, 2412, LEVELS, "Nguyễn Thị Mẫu"),
        (2, 350, LEVELS, "Trần Văn Mất"),
    ]
    assert (second.submitted.full_name, second.submitted.birth, second.submitted.old_number) == (
        "Nguyễn Thị Hồng",
        PartialDate(1990),
        "012345678",
    )
    assert (second.office, second.priority, second.participant_id) == ("079", 5_000_000, None)
    assert [(each.is_holder, each.person.citizen_number) for each in second.candidates] == [(True, CitizenNumber("079190000007"))]
    with database.transaction() as conn:
        assert [detail["cases"] for _, _, detail in events(conn, "population.cases_loaded")] == [2]
        review.take_batch(conn, "001", by=FIRST, now=NOW)
        look = review.look(conn, first.reference, by=FIRST, now=NOW)
        assert review.compared(look.case)[0].explanation is not None


def test_a_run_is_loaded_once_office_by_office_or_whole(database: db.Database, run: tuple[Path, Any, Any]) -> None:
    out, insured, population = run

    def load(**changes: Any) -> caseload.Loaded:
        return caseload.load(database, out, insured=insured, population=population, now=NOW, **changes)

    here = load(offices=frozenset({"079"}))
    assert (here.new, here.elsewhere) == (1, 1)
    assert load().new == 1
    assert load().new == 0
    assert len(_cases(database)) == 2


def test_a_load_that_was_interrupted_goes_on_where_it_stopped(database: db.Database, run: tuple[Path, Any, Any]) -> None:
    out, insured, population = run

    def stop(progress: caseload.Progress) -> None:
        if progress.stage == "cases":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        caseload.load(database, out, insured=insured, population=population, piece_cases=1, progress=stop, now=NOW)
    assert len(_cases(database)) == 1
    told: list[caseload.Progress] = []
    assert caseload.load(database, out, insured=insured, population=population, progress=told.append, now=NOW).new == 1
    assert (told[-1].done, told[-1].resumed) == (2, 1)
    assert len({each.record_id for each in _cases(database)}) == 2
    with database.transaction() as conn:
        assert [detail["cases"] for _, _, detail in events(conn, "population.cases_loaded")] == [1, 1]


def test_a_load_that_ended_behind_its_last_piece_is_noted_as_whole_by_the_next(
    database: db.Database, run: tuple[Path, Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, insured, population = run

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(review, "finish", killed)
        with pytest.raises(KeyboardInterrupt):
            caseload.load(database, out, insured=insured, population=population, now=NOW)
    assert caseload.load(database, out, insured=insured, population=population, now=NOW).new == 0
    with database.transaction() as conn:
        assert [detail["cases"] for _, _, detail in events(conn, "population.cases_loaded")] == [2]
        assert conn.execute("SELECT complete_at FROM population.review_sources").fetchall() == [(NOW,)]


def test_a_folder_of_no_run_is_refused(database: db.Database, run: tuple[Path, Any, Any]) -> None:
    out, insured, population = run
    (out / "summary.json").write_text("{")
    with pytest.raises(errors.Refused, match="cannot be read"):
        caseload.load(database, out, insured=insured, population=population, now=NOW)
    (out / "candidates.parquet").unlink()
    with pytest.raises(errors.Refused, match="missing"):
        caseload.load(database, out, insured=insured, population=population, now=NOW)


def test_the_commands_load_a_run_tell_what_was_found_and_what_was_learnt(
    database: db.Database, dsn: str, run: tuple[Path, Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSINH_DATABASE_URL", dsn)
    folder = run[0].parent
    (folder / "benefit.csv").write_text("record_id,amount\n0123456790,5000000\n")
    sides = ["--insured", str(folder / "insured.parquet"), "--population", str(folder / "population.parquet")]
    load = ["population", "cases", "load", str(run[0]), *sides]
    told = CliRunner().invoke(cli, [*load, "--office", "079", "--benefit", str(folder / "benefit.csv")])
    assert (told.exit_code, "1 of 2 cases were brought" in told.output, "1 belong to other offices" in told.output) == (0, True, True)
    assert CliRunner().invoke(cli, [*load, "--office", "003"]).exit_code == 2
    (case,) = _cases(database)
    assert case.priority == 5_000_000
    with database.transaction() as conn:
        review.take_batch(conn, "079", by=FIRST, now=NOW)
        seen = review.look(conn, case.reference, by=FIRST, now=NOW).seen
        review.decide(conn, case.reference, finding=review.Finding.NONE, place=None, seen_as=seen, by=FIRST, now=NOW)
    assert CliRunner().invoke(cli, ["population", "cases", "results", case.source]).output.splitlines()[1] == "0123456790,none,"
    estimate = CliRunner().invoke(cli, ["population", "review", "estimate"])
    assert "0 candidates were the insured person, 1 were not" in estimate.output
