from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.kit.errors import NotFound, Refused
from ansinh.population import report, rules
from ansinh.population.report.record import source_row
from tests.population.report.conftest import Run

VERDICTS = ("verified", "differs", "assigned", "candidates", "someone_else", "several_numbers", "not_found", "deceased")


def _one(many: Run, verdict: str) -> str:
    return str(next(row["record_id"] for row in many.verdicts() if row["verdict"] == verdict))


def _explained(many: Run, record_id: str, *, unmasked: bool = False) -> report.Explained:
    return report.explain(many.out, record_id, origin=many.origin(), index_dir=many.index_dir, unmasked=unmasked)


def test_the_bars_of_every_waterfall_add_up_to_its_score_and_start_where_the_last_one_ended(many: Run) -> None:
    for row in many.verdicts()[::150]:
        for each in _explained(many, str(row["record_id"])).compared:
            steps = each.explanation.steps
            assert all(after.total - after.weight == before.total for before, after in pairwise(steps))
            assert steps[-1].total == each.score


def test_a_pair_that_is_in_no_file_is_compared_again_to_the_score_it_had(many: Run) -> None:
    verified = [row for row in many.verdicts() if row["verdict"] == "verified" and row["score"] is not None][::200]
    assert len(verified) > 3
    for row in verified:
        (pair,) = _explained(many, str(row["record_id"])).compared
        weight = sum(step.weight for step in pair.explanation.steps if step.id not in {"before", "rarity"})
        rarity = sum(step.weight for step in pair.explanation.steps if step.id == "rarity")
        assert weight + rarity - rules.generated.prior(2_400) == round(row["score"] * 100)
        assert 0 <= rarity <= 100 * rules.current().most_rarity_bits


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_is_told_with_the_row_it_is_about(many: Run, verdict: str) -> None:
    record_id = _one(many, verdict)
    found = _explained(many, record_id)
    assert found.verdict == verdict
    assert str(many.rows[found.row]["record_id"]) == record_id
    assert verdict == "not_found" or found.compared


def test_masked_shows_no_name_no_number_and_no_day(many: Run) -> None:
    record_id = _one(many, "differs")
    row = many.kept()[int(record_id)]
    page = report.page_of(_explained(many, record_id))
    for hidden in (row["full_name"], row["citizen_number"], row["birth_date"], record_id, row["citizen_number"][:6]):
        assert hidden not in page
    assert f"••{row['citizen_number'][-3:]}" in page


def test_unmasked_shows_the_record_as_it_was_read(many: Run) -> None:
    record_id = _one(many, "differs")
    row = many.kept()[int(record_id)]
    shown = _explained(many, record_id, unmasked=True).submitted
    assert shown is not None
    assert (shown.name, shown.number) == (row["full_name"], row["citizen_number"])
    assert shown.birth == "05/05/1950"


def test_without_the_source_and_the_index_the_waterfall_is_the_same(many: Run) -> None:
    record_id = _one(many, "assigned")
    bare = report.explain(many.out, record_id)
    assert bare.submitted is None
    assert [each.explanation.steps for each in bare.compared] == [each.explanation.steps for each in _explained(many, record_id).compared]
    assert {each.person.name for each in bare.compared} == {""}


def test_a_record_behind_rows_that_were_left_out_is_still_found(many: Run) -> None:
    last = many.rows[-1]["record_id"]
    assert _explained(many, str(last)).row == len(many.rows) - 1


@pytest.mark.parametrize("record_id", ["1", "R-7", "<b>", "9" * 30])
def test_an_id_that_the_run_does_not_have_is_said_to_be_unknown(many: Run, record_id: str) -> None:
    with pytest.raises(NotFound):
        _explained(many, record_id)


def test_a_folder_that_holds_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        report.explain(tmp_path, "1")
    assert refused.value.code == "no_run"


@given(st.lists(st.booleans(), min_size=1, max_size=40).filter(any))
def test_the_row_of_a_verdict_skips_the_rows_that_have_none(kept: list[bool]) -> None:
    left_out = np.array([row for row, is_kept in enumerate(kept) if not is_kept], np.int64)
    rows = [row for row, is_kept in enumerate(kept) if is_kept]
    assert [source_row(place, left_out) for place in range(len(rows))] == rows
