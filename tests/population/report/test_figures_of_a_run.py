import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from ansinh.kit.errors import Refused
from ansinh.population import batch, report
from ansinh.terms import PROVINCES
from tests.population.report.conftest import Run, verified

AGES = (0, 6, 15, 18, 25, 35, 45, 55, 65, 80)


@pytest.fixture(scope="module")
def told(many: Run) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((many.out / report.DATA).read_text("utf-8"))
    return figures


def test_every_chapter_adds_up_to_the_records_of_the_run(many: Run, told: dict[str, Any]) -> None:
    outcomes = Counter(row["verdict"] for row in many.verdicts())
    assert told["rows"] == sum(outcomes.values()) == len(many.kept())
    assert {verdict: count for verdict, count in told["outcomes"].items() if count} == outcomes
    for chapter in ("provinces", "ages"):
        added: Counter[str] = Counter()
        for each in told[chapter].values():
            added.update(each)
        assert added == outcomes, chapter
    flow: Counter[str] = Counter()
    for each in told["flow"]:
        flow[each["verdict"]] += each["records"]
    assert flow == outcomes
    assert {verdict: sum(each.values()) for verdict, each in told["candidates"].items()} == outcomes
    assert sum(int(many_) * people for many_, people in told["duplicates"].items()) == outcomes["several_numbers"]
    assert sum(each["records"] for each in told["together"]) == sum(
        1 for row in many.verdicts() if row["verdict"] == "differs" and row["differs"]
    )


def test_everybody_is_counted_in_their_own_province_and_age(many: Run, told: dict[str, Any]) -> None:
    kept = many.kept()
    provinces: dict[str, Counter[str]] = {}
    ages: dict[str, Counter[str]] = {}
    for row in many.verdicts():
        of = kept[row["record_id"]]
        province = of["province"]
        code = "unknown" if province in {None, "00"} else f"{int(province):03d}"
        provinces.setdefault(code if code in {*PROVINCES, "unknown"} else "other", Counter())[row["verdict"]] += 1
        birth = of["birth_date"]
        born = int(birth[:4]) if birth and birth[:4].isdigit() else None
        ages.setdefault(_group(born), Counter())[row["verdict"]] += 1
    assert told["provinces"] == provinces
    assert told["ages"] == ages
    assert told["scheme"] == "63"


def _group(born: int | None) -> str:
    if born is None:
        return "unknown"
    at = max(place for place, first in enumerate(AGES) if first <= 2026 - born)
    return f"{AGES[at]}+" if at + 1 == len(AGES) else f"{AGES[at]}-{AGES[at + 1] - 1}"


def test_what_differs_is_counted_as_the_verdicts_say(many: Run, told: dict[str, Any]) -> None:
    fields: dict[str, Counter[str]] = {}
    for row in many.verdicts():
        for column in row["differs"] or ():
            fields.setdefault(column, Counter())[row["verdict"]] += 1
    assert told["fields"] == fields
    by_field = Counter[str]()
    for each in told["causes"]:
        by_field[each["field"]] += each["records"]
    assert by_field["birth"] == fields["birth_date"]["differs"]


def test_every_verdict_of_the_run_has_an_example_of_the_right_row(many: Run, told: dict[str, Any]) -> None:
    verdicts = {row["record_id"]: row["verdict"] for row in many.verdicts()}
    assert {each["verdict"] for each in told["examples"]} == set(verdicts.values())
    for each in told["examples"]:
        row = many.rows[each["row"]]
        assert verdicts[row["record_id"]] == each["verdict"]
        assert each["initials"].replace(".", "").split() == [word[0] for word in (row["full_name"] or "").split() if word[0].isalpha()]
        assert each["birth_year"] == (int(row["birth_date"][:4]) if row["birth_date"] else None)


def test_rows_without_a_verdict_and_values_that_were_not_used_are_told(told: dict[str, Any]) -> None:
    faults = {(each["column"], each["reason"]): each for each in told["unusable"]}
    assert told["left_out"] == 2
    assert not faults["record_id", "record_id_repeated"]["kept"]
    assert faults["birth_date", "no_such_day"]["examples"] == ["row 10: 31/02/19**"]
    assert faults["sex", "unknown_code"]["values"] == 2


def test_the_same_run_gives_the_same_report(many: Run) -> None:
    before = [(many.out / name).read_bytes() for name in (report.PAGE, report.DATA)]
    report.make(many.out, origin=report.recall(many.out))
    assert [(many.out / name).read_bytes() for name in (report.PAGE, report.DATA)] == before


def test_a_report_without_the_source_has_no_people_in_it_and_all_other_figures(many: Run, told: dict[str, Any], tmp_path: Path) -> None:
    out = _copied(many.out, tmp_path)
    figures = report.make(out)
    assert (figures.provinces, figures.ages, figures.examples, figures.scheme) == ({}, {}, (), "none")
    assert dict(figures.outcomes) == told["outcomes"]


def test_another_source_is_refused_by_its_number_of_records(many: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.parquet"
    pq.write_table(pq.read_table(many.insured).slice(0, 40), other)
    with pytest.raises(Refused) as refused:
        report.make(_copied(many.out, tmp_path), origin=report.Origin(where=str(other)))
    assert refused.value.code == "other_source"


def test_a_folder_without_a_finished_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        report.make(tmp_path)
    assert refused.value.code == "no_run"


def test_a_run_that_left_every_row_out_has_a_report_of_what_was_left_out(many: Run, tmp_path: Path) -> None:
    run = verified(tmp_path, [{**row, "record_id": None} for row in many.rows[:12]], many.population, many.index_dir)
    figures = report.make(run.out, origin=run.origin())
    assert (figures.rows, figures.left_out, figures.provinces, figures.examples) == (0, 12, {}, ())
    assert [(each.reason, each.values) for each in figures.unusable] == [("no_record_id", 12)]
    assert "Không có hồ sơ nào để đối chiếu" in (run.out / report.PAGE).read_text("utf-8")


def test_an_empty_run_has_a_page_that_says_so(many: Run, tmp_path: Path) -> None:
    out = _copied(many.out, tmp_path)
    for name in (batch.VERDICTS_FILE, batch.CANDIDATES_FILE, batch.REJECTED_FILE):
        pq.write_table(pq.read_table(out / name).slice(0, 0), out / name)
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    nothing = {"rows": 0, "verdicts": dict.fromkeys(summary["verdicts"], 0), "stages": {}, "shared_numbers": 0}
    (out / "summary.json").write_text(json.dumps(summary | nothing), "utf-8")
    assert report.make(out).rows == 0
    assert "Không có hồ sơ nào để đối chiếu" in (out / report.PAGE).read_text("utf-8")


def _copied(out: Path, folder: Path) -> Path:
    copied = folder / "copied"
    copied.mkdir()
    for name in (batch.VERDICTS_FILE, batch.CANDIDATES_FILE, batch.REJECTED_FILE, "summary.json", "ledger.jsonl"):
        (copied / name).write_bytes((out / name).read_bytes())
    return copied
