"""No number is given to anybody on name, birth, sex and place alone: seen over every combination of levels there is."""

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest

from ansinh.population import rules
from ansinh.population.rules import compiled, generated, safety, tables

PEOPLE = 98_000_000


@compiled.kernel
def _answers(levels: npt.NDArray[np.int64], claimed: int, out: npt.NDArray[np.int64]) -> None:
    for i in range(len(levels)):
        out[i] = compiled.at_search(levels[i], 1 << 40, 1 << 40, 1, claimed)


def _all_levels() -> npt.NDArray[np.int64]:
    fields = rules.current().fields
    grids = np.meshgrid(*(np.arange(len(field.levels), dtype=np.int64) << 4 * field.place for field in fields), indexing="ij")
    every: npt.NDArray[np.int64] = np.add.reduce(grids).ravel()
    return every


def test_over_all_levels_whatever_gets_a_number_holds_a_second_identifier_and_a_name_of_several_syllables() -> None:
    every = _all_levels()
    out = np.zeros(len(every), dtype=np.int64)
    reached = set[int]()
    for claimed in range(len(rules.CLAIMS)):
        _answers(every, claimed, out)
        reached |= set(every[(out == generated.ASSIGNED) | (out == generated.DECEASED)].tolist())
    assert len(every) == np.prod([len(field.levels) for field in rules.current().fields])
    assert len(reached) > 0
    for levels in reached:
        pair = {name: level.id for name, level in tables.unpack(rules.current(), levels).items()}
        assert pair["old"] == "equal" or pair["number"] in {"one_digit", "two_digits"}
        assert pair["name"] in {"exact", "same", "bare"}
        assert pair["sex"] != "different"


def test_the_proof_finds_what_it_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert safety.prove(rules.current()) > 0
    monkeypatch.setattr(generated, "at_search", lambda *_: generated.ASSIGNED)
    with pytest.raises(AssertionError, match="second identifier"):
        safety.prove(rules.current())


def test_name_birth_sex_province_and_ward_of_the_rarest_name_are_only_candidates() -> None:
    levels = tables.pack(
        rules.current(),
        {
            "number": "missing",
            "old": "missing",
            "name": "exact",
            "birth": "equal",
            "sex": "equal",
            "province": "equal",
            "ward": "equal",
            "status": "living",
        },
    )
    score = rules.score(levels, 1, PEOPLE)
    assert score > generated.ASSIGN_SCORE
    assert rules.RESULTS[rules.at_search(levels, score, rules.NO_RIVAL, 1, generated.CLAIM_NONE)] == "candidates"


def test_only_what_would_verify_or_has_one_slip_in_the_birth_gets_a_number() -> None:
    read = rules.current()
    for levels in safety.reach_a_number(read):
        pair = tables.unpack(read, levels)
        assert tables.meets(read, "confirmed", pair) or pair["birth"].id in {"swapped", "off_by_one"}


@pytest.mark.parametrize("second", [{"old": "equal", "number": "missing"}, {"old": "missing", "number": "one_digit"}])
def test_a_second_identifier_beside_a_common_name_and_the_birth_finds_the_number(second: dict[str, str]) -> None:
    common = {"name": "exact", "birth": "equal", "sex": "equal", "province": "missing", "ward": "missing", "status": "living"}
    levels = tables.pack(rules.current(), {**common, **second})
    score = rules.score(levels, 170_000, PEOPLE)
    assert rules.RESULTS[rules.at_search(levels, score, rules.NO_RIVAL, 1, generated.CLAIM_UNKNOWN)] == "assigned"
    assert rules.RESULTS[rules.at_search(levels, score, generated.ASSIGN_MARGIN - 1, 2, generated.CLAIM_UNKNOWN)] == "candidates"


def test_two_wrong_digits_beside_the_most_common_name_are_too_little() -> None:
    chosen = {
        "number": "two_digits",
        "old": "missing",
        "name": "exact",
        "birth": "equal",
        "sex": "equal",
        "province": "missing",
        "ward": "missing",
    }
    levels = tables.pack(rules.current(), {**chosen, "status": "living"})
    common, rare = rules.score(levels, 170_000, PEOPLE), rules.score(levels, 1_000, PEOPLE)
    assert rules.RESULTS[rules.at_search(levels, common, rules.NO_RIVAL, 1, generated.CLAIM_UNKNOWN)] == "candidates"
    assert rules.RESULTS[rules.at_search(levels, rare, rules.NO_RIVAL, 1, generated.CLAIM_UNKNOWN)] == "assigned"


def test_what_became_of_the_claimed_number_decides_where_nobody_is_found() -> None:
    found = {claimed: rules.RESULTS[rules.at_search(0, 0, 0, 0, code)] for code, claimed in enumerate(rules.CLAIMS)}
    assert found == {"none": "not_found", "unknown": "not_found", "doubt": "candidates", "someone_else": "someone_else"}


def test_a_score_falls_with_the_size_of_the_register_and_with_the_bearers_of_the_name() -> None:
    levels = tables.pack(rules.current(), {"number": "missing", "old": "equal", "name": "exact", "birth": "equal", "sex": "equal"})
    assert rules.score(levels, 1_000, 1_000_000) > rules.score(levels, 98_000, 98_000_000)
    for few, many in product((1, 10, 1_000), (20_000, 170_000)):
        assert rules.score(levels, few, PEOPLE) > rules.score(levels, many, PEOPLE)


@pytest.mark.parametrize(("bearers", "bits"), [(98_000_000, 0), (49_000_000, 1), (49_000_001, 0), (170_000, 9), (93, 20), (1, 20)])
def test_rarity_counts_whole_bits_rounded_down(bearers: int, bits: int) -> None:
    assert rules.rarity(bearers, PEOPLE) == 100 * bits


@pytest.mark.parametrize(("people", "bits"), [(1, 0), (2, 1), (3, 2), (1_024, 10), (1_025, 11), (98_000_000, 27), (1 << 39, 39)])
def test_the_register_speaks_against_a_pair_in_whole_bits_rounded_up(people: int, bits: int) -> None:
    assert rules.prior(people) == 100 * bits
