from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ansinh.cli import cli
from ansinh.kit import db
from ansinh.kit.errors import Refused
from tests.population.report.conftest import Run


def _say(*words: object) -> Result:
    return CliRunner().invoke(cli, ["population", *map(str, words)], standalone_mode=False)


@pytest.fixture
def record_id(many: Run) -> str:
    return str(next(row["record_id"] for row in many.verdicts() if row["verdict"] == "differs"))


def test_the_report_is_made_anew_from_where_the_records_were(many: Run) -> None:
    (many.out / "report.html").unlink()
    done = _say("report", many.out)
    assert done.exit_code == 0, done.output
    assert (many.out / "report.html").stat().st_size > 50_000
    assert done.stderr == ""


def test_a_record_is_explained_masked_and_written_as_a_page(many: Run, record_id: str, tmp_path: Path) -> None:
    page = tmp_path / "one.html"
    done = _say("explain", many.out, record_id, "--index", many.index_dir, "--html", page)
    assert done.exit_code == 0, done.output
    row = many.kept()[int(record_id)]
    assert "Holder of the claimed number" in done.stdout
    for text in (done.stdout, page.read_text("utf-8")):
        assert row["full_name"] not in text
        assert row["citizen_number"] not in text
    assert page.stat().st_mode & 0o077 == 0


def test_nothing_is_shown_in_the_clear_where_the_look_cannot_be_recorded(
    many: Run, record_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSINH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ANSINH_DATABASE_URL", raising=False)
    page = tmp_path / "one.html"
    done = _say("explain", many.out, record_id, "--unmasked", "--html", page)
    assert isinstance(done.exception, Refused)
    assert done.exception.code == "not_audited"
    assert done.stdout == ""
    assert not page.exists()


def test_a_look_in_the_clear_is_on_record(many: Run, record_id: str, dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSINH_DATABASE_URL", dsn)
    done = _say("explain", many.out, record_id, "--unmasked", "--insured", many.insured)
    assert done.exit_code == 0, done.output
    row = many.kept()[int(record_id)]
    assert row["full_name"] in done.stdout
    with db.connect(dsn) as conn:
        found = conn.execute("SELECT detail FROM audit.events WHERE kind = 'population.record_unmasked'").fetchall()
    assert [(detail["verdict"], many.rows[detail["row"]]["record_id"]) for (detail,) in found] == [("differs", int(record_id))]


def test_the_report_takes_what_the_review_desk_found(many: Run, dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSINH_DATABASE_URL", dsn)
    assert _say("report", many.out, "--reviews").exit_code == 0
    assert "Xem lại độc lập" in (many.out / "report.html").read_text("utf-8")
    _say("report", many.out)
