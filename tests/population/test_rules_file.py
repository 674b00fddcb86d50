"""The file of rules is read strictly, and what is written from it is what is committed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from ansinh.cli import cli
from ansinh.population import rules

PAGE = Path(__file__).parents[2] / "docs" / "verification-rules.md"
TEXT = rules.FILE.read_text(encoding="utf-8")


def refusal(tmp_path: Path, change: Callable[[str], str]) -> str:
    changed = change(TEXT)
    assert changed != TEXT
    file = tmp_path / "rules.toml"
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(rules.RulesError) as wrong:
        rules.load(file)
    return str(wrong.value)


def test_the_generated_code_is_that_of_the_file() -> None:
    command = "ansinh population rules --write"
    assert Path(rules.generated.__file__).read_text(encoding="utf-8") == rules.generate.source(rules.load()), f"run: {command}"


def test_the_page_is_that_of_the_file() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules.page.text(rules.load()), "run: ansinh population rules --write"


def test_the_stamp_names_version_and_hash() -> None:
    assert rules.load().stamp == rules.STAMP
    assert rules.STAMP.startswith(rules.load().version + "+")


def test_a_name_nobody_knows_is_refused_with_its_place(tmp_path: Path) -> None:
    said = refusal(tmp_path, lambda text: text.replace('when = "sex_a == sex_b"', 'when = "sex_a == gender_b"'))
    lines = TEXT.splitlines()
    at = max(number for number, line in enumerate(lines[: lines.index('when = "sex_a == sex_b"')], start=1) if line == "[[field.level]]")
    assert said.startswith(f'rules.toml, line {at}: field "sex" > level "equal": `when`: `gender_b` is no feature and no term')


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("__import__('os')", "is not in the language"),
        ("name.real == 0", "is not in the language"),
        ("name == 0.5", "is not in the language"),
        ("(lambda: True)()", "is not in the language"),
        ("0 < name < 3", "is not in the language"),
        ("name / 2 == 1", "is not in the language"),
        ("name == 'x'", "is not in the language"),
        ("name ==", "is not an expression"),
        ("name + 1", "must be true or false"),
        ("name and True", "where the other is needed"),
        ("(name == 0) == 1", "where the other is needed"),
        ("abs(name == 0) == 1", "where the other is needed"),
    ],
)
def test_what_is_not_in_the_language_is_refused(tmp_path: Path, expression: str, said: str) -> None:
    assert said in refusal(tmp_path, lambda text: text.replace('when = "name == 1"', f'when = "{expression}"'))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "varies"', 'kind = "moved"', 'field "old" > level "different": `kind` must be one of agrees'),
        ("m = 0.98\n", "", 'field "number" > level "equal": needs `m` with either'),
        ("m = 0.98\n", "m = 1.98\n", "are shares, at most 1"),
        ("m = 0.98\n", 'm = "often"\n', "`m` must be a number above 0"),
        ('source = "decree137"', 'source = "decree1370"', "`source` must be one of guess"),
        ('id = "two_digits"\nvi', 'id = "one_digit"\nvi', 'field "number": there are two called `one_digit`'),
        ('name = ["bare"]', 'name = ["bear"]', "`name` must be a list of missing, one_word"),
        ('score_at_least = "assign_score"', 'score_at_least = "high"', '"assigned": `score_at_least` must name one of assign_score'),
        ("assign_margin = 1000\n", "", "thresholds: `assign_margin` is missing"),
        ('result = "doubt"\nvi', 'result = "perhaps"\nvi', "`result` must be one of verified"),
        ('meets = ["confirmed"]', 'meets = ["confirmd"]', "`meets` must be a list of confirmed, second_identifier"),
        ('result = "not_found"\n', 'result = "not_found"\nsex = ["equal"]\n', "the last line must fit every pair"),
        ("most_bits = 20", "most_bits = 0", "`most_bits` must be between 1 and 40"),
        ('when = "True"', 'when = "number == 4"', '`when` of the last level must be "True"'),
        ('claimed = ["doubt"]', 'claimd = ["doubt"]', "`claimd` means nothing here"),
        ('version = "2026.1"', "version = 2026", "`version` must be a text"),
        ("[prior]", "[priors]", "`priors` means nothing here"),
        ('claimed = ["doubt"]', 'claimed = ["doubt"', "rules.toml: Unclosed array"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in refusal(tmp_path, lambda text: text.replace(old, new, 1))


def test_every_level_says_why_and_from_where() -> None:
    read = rules.load()
    for field in read.fields:
        for level in field.levels:
            assert len(level.reason) > 10
            assert level.source in read.sources
            assert level.vi != level.en


def test_every_source_is_used() -> None:
    read = rules.load()
    used = {level.source for field in read.fields for level in field.levels}
    used |= {line.source for condition in read.conditions for line in condition.lines}
    used |= {row.source for row in (*read.at_number, *read.at_search)}
    assert used == set(read.sources)


def test_the_command_prints_what_decides() -> None:
    shown = CliRunner().invoke(cli, ["population", "rules"], env={"COLUMNS": "200"}).output
    assert "Citizen number · Số định danh cá nhân" in shown
    assert "second_identifier" in shown
    found = json.loads(CliRunner().invoke(cli, ["population", "rules", "--json"]).output)
    assert found["version"] == rules.VERSION
    assert found["weights"]["birth"]["equal"] == rules.current().field("birth").level("equal").weight


def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('version = "mine"\n', encoding="utf-8")
    result = CliRunner().invoke(cli, ["population", "rules", "--file", str(tmp_path / "mine.toml")])
    assert result.exit_code != 0
    assert "mine.toml: the table [sources] is missing" in result.output
