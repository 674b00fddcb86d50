"""m and u are measured again from pairs whose truth is known."""

import math
import random
from collections import Counter

import pytest

from ansinh.population import rules
from ansinh.population.rules import estimate, tables

READ = rules.current()
ALIKE = {"number": "missing", "old": "missing", "name": "exact", "birth": "equal", "sex": "equal", "province": "missing", "ward": "missing"}


def levels(**chosen: str) -> int:
    return tables.pack(READ, {**ALIKE, "status": "living", **chosen})


def of(estimates: list[estimate.Estimate], field: str, level: str) -> estimate.Estimate:
    return next(each for each in estimates if (each.field, each.level) == (field, level))


def test_a_share_has_the_interval_of_wilson() -> None:
    found = estimate.share(0, 100)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0, 0.037)
    assert (round(estimate.share(50, 100).low, 4), round(estimate.share(50, 100).high, 4)) == (0.4038, 0.5962)
    assert (estimate.share(0, 0).low, estimate.share(0, 0).high) == (0.0, 1.0)


def test_m_is_the_share_among_pairs_where_the_field_says_anything() -> None:
    same = {levels(): 90, levels(birth="swapped"): 10, levels(birth="missing"): 900}
    swapped = of(estimate.m_of_decided(READ, same), "birth", "swapped")
    assert (swapped.measured.count, swapped.measured.of, swapped.measured.share) == (10, 100, 0.1)
    assert swapped.file_is_outside
    assert swapped.weight_low is not None
    assert swapped.weight_high is not None
    assert swapped.weight_low < round(100 * math.log2(0.1 / 1.3e-5)) < swapped.weight_high


def test_by_number_a_field_is_counted_only_where_the_others_agree() -> None:
    found = {
        levels(number="equal"): 950,
        levels(number="equal", birth="off_by_one"): 50,
        levels(number="equal", name="different", birth="different"): 500,  # somebody else's number: says nothing of how dates are written
        levels(number="equal", name="different"): 20,
    }
    measured = estimate.m_of_found_by_number(READ, found)
    assert of(measured, "birth", "off_by_one").measured.share == 0.05
    assert of(measured, "birth", "different").measured.count == 0
    assert of(measured, "name", "different").measured.share == pytest.approx(20 / 970)


def test_u_is_measured_on_strangers_and_not_for_names() -> None:
    strangers = {levels(name="different", birth="different", sex="different"): 480, levels(name="different", birth="different"): 520}
    measured = estimate.u_of_strangers(READ, strangers)
    assert of(measured, "sex", "equal").measured.share == 0.52
    assert of(measured, "sex", "equal").in_file == 0.5
    assert not [each for each in measured if each.field == "name" and each.level != "different"]


def test_without_anybody_deciding_the_share_of_the_same_person_and_m_are_found() -> None:
    chance = random.Random(3)
    pairs = Counter[tuple[int, int]]()
    for _ in range(20_000):
        if chance.random() < 0.2:
            birth = "equal" if chance.random() < 0.9 else "swapped"
            pairs[levels(birth=birth, old="equal" if chance.random() < 0.8 else "different"), 1200] += 1
        else:
            pairs[
                levels(
                    name="different",
                    birth=chance.choice(["different", "same_year"]),
                    old="different",
                    sex=chance.choice(["equal", "different"]),
                ),
                0,
            ] += 1
    share, measured = estimate.expectation_maximisation(READ, pairs)
    assert share == pytest.approx(0.2, abs=0.01)
    assert of(measured, "birth", "swapped").measured.share == pytest.approx(0.1, abs=0.02)
    assert of(measured, "old", "equal").measured.share == pytest.approx(0.8, abs=0.03)
