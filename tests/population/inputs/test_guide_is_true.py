"""docs/verification.md says what the code does."""

import re
from pathlib import Path

from ansinh.population import inputs
from ansinh.population.inputs import columns, reasons

GUIDE = (Path(__file__).parents[3] / "docs" / "verification.md").read_text("utf-8")


def test_the_mapping_file_of_the_guide_can_be_loaded(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert found is not None
    path = tmp_path / "mapping.toml"
    path.write_text(found[1], "utf-8")
    told = inputs.load_mapping(path)
    assert told.columns["citizen_number"] == "SO_DINH_DANH"
    assert told.sex == {"1": "male", "2": "female"}


def test_every_reason_for_a_rejection_is_explained() -> None:
    rejected = {name for code, name in reasons.CODES.items() if code >= reasons.REJECT and name != "no_citizen_number"}
    assert {name for name in rejected if f"`{name}`" not in GUIDE} == set()


def test_every_column_is_described_with_the_sides_that_need_it() -> None:
    for side, place in (("insured", 2), ("population", 3)):
        rows = [line.split("|") for line in GUIDE.splitlines() if line.startswith("| `") and line.count("|") == 5]
        required = {name for row in rows for name in re.findall(r"`(\w+)`", row[1]) if row[place].strip() == "required"}
        used = {name for row in rows for name in re.findall(r"`(\w+)`", row[1]) if row[place].strip() == "used"}
        assert required == set(columns.REQUIRED[side])  # type: ignore[index]
        assert used == set(columns.OPTIONAL[side])  # type: ignore[index]


def test_every_reason_has_a_sentence_and_a_name_of_its_own() -> None:
    assert reasons.CODES.keys() == reasons.SENTENCES.keys()
    assert len(set(reasons.CODES.values())) == len(reasons.CODES)
