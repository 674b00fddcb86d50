"""A verdict is explained field by field, in words, in two languages, without a value of anybody."""

import pytest

from ansinh.population import rules
from ansinh.population.rules import tables

PEOPLE = 98_000_000
CHOSEN = {
    "number": "one_digit", "old": "missing", "name": "exact", "birth": "equal", "sex": "equal", "province": "with_number", "ward": "different",
    "status": "living",
}  # fmt: skip


def explained(population: int | None = PEOPLE, **chosen: str) -> rules.Explanation:
    read = rules.current()
    levels = tables.pack(read, {**CHOSEN, **chosen})
    score = rules.score(levels, 10_000, PEOPLE)
    because = tables.row_at_search(read, levels, score, rules.NO_RIVAL, 1, rules.generated.CLAIM_UNKNOWN)
    explanation = rules.explain(read, levels, score, population=population, because=because)
    assert explanation.score == score
    return explanation


@pytest.mark.parametrize("population", [PEOPLE, None])
@pytest.mark.parametrize("name", ["exact", "bare", "alike", "different", "missing"])
def test_the_steps_add_up_to_the_score(population: int | None, name: str) -> None:
    steps = explained(population, name=name).steps
    total = 0
    for step in steps:
        total += step.weight
        assert step.total == total


def test_what_was_known_before_and_the_rarity_of_the_name_are_steps_of_their_own() -> None:
    steps = {step.id: step for step in explained().steps}
    assert (steps["before"].weight, steps["rarity"].weight) == (-2700, 1300)
    assert steps["before"].level_vi == "một trong 98.000.000 người"
    assert steps["before"].level_en == "one of 98,000,000 people"
    assert [step.id for step in explained(name="different").steps].count("rarity") == 0


def test_without_the_size_of_the_register_both_are_one_step() -> None:
    steps = {step.id: step for step in explained(None).steps}
    assert "before" not in steps
    assert steps["rarity"].weight == 1300 - 2700


def test_the_sentence_begins_with_what_was_decided_and_names_the_fields() -> None:
    said = explained()
    assert said.vi.startswith("Tìm được số định danh, có định danh thứ hai xác nhận. Khớp: họ tên, ngày sinh, giới tính")
    assert "Khác: số định danh cá nhân (sai một chữ số hoặc đảo hai chữ số liền nhau)." in said.vi
    assert "Differ, and both may be right: ward of residence" in said.en
    assert "Missing: old identity card number." in said.en


def test_a_death_is_in_the_sentence() -> None:
    assert explained(status="deceased").en.endswith("State: deceased.")
    assert "Tình trạng: đã chết." in explained(status="deceased").vi


def test_a_weight_has_a_strength_in_words() -> None:
    steps = {step.id: step for step in explained().steps}
    assert steps["number"].strength_en == "very strong evidence for"
    assert steps["ward"].strength_en == "some evidence against"
    assert steps["ward"].strength_vi == "bằng chứng vừa chống lại"
    assert steps["old"].strength_en == "says nothing"


@pytest.mark.parametrize(
    ("score", "odds"), [(0, "1 : 1"), (1000, "1,000 : 1"), (-500, "1 : 32"), (9900, "1,100,000,000 : 1"), (-100, "1 : 2")]
)
def test_a_score_is_odds(score: int, odds: str) -> None:
    assert rules.odds(score) == odds


def test_levels_of_other_rules_are_refused() -> None:
    with pytest.raises(ValueError, match="made by other rules"):
        rules.explain(rules.current(), 15, 0)
