"""docs/security-identity.md and docs/conformance.md say what is in the tree."""

import ast
import re

import pytest

from tests.conformance.baseline import PARTS, TESTS, names_by_number
from tests.conformance.pages import CONFORMANCE, SECURITY, conformance_page, score
from tests.conformance.plans import BASIC_OP, BASIC_RP, FAPI2_CLIENT, FAPI2_SERVER, PLANS, Plan, name_of_test


def defined_in(plan: Plan) -> set[str]:
    tree = ast.parse((TESTS / "conformance" / plan.file).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_the_baseline_has_the_numbers_1_to_52() -> None:
    assert [attack.number for part in PARTS for attack in part.attacks] == list(range(1, 53))


def test_the_published_score_is_the_count_of_numbers_that_have_a_test() -> None:
    passed, of = score()
    assert f"**{passed} of {of} pass.**" in SECURITY.read_text()


def test_every_test_the_security_page_names_is_in_the_tree() -> None:
    named = {f"{file}::{name}" for file, name in re.findall(r"`([a-z0-9_/]+\.py)` (test_[a-z0-9_]+)", SECURITY.read_text())}
    known = {name for names in names_by_number().values() for name in names}
    assert len(named) > 100
    assert named - known == set()


def test_no_number_at_the_head_of_a_test_lies_outside_the_baseline() -> None:
    assert set(names_by_number()) <= set(range(1, 53))


def test_the_conformance_page_is_written_from_the_lists() -> None:
    assert CONFORMANCE.read_text() == conformance_page()


def test_the_lists_are_as_long_as_the_suites() -> None:
    assert [len(plan.modules) for plan in (BASIC_OP, BASIC_RP, FAPI2_SERVER, FAPI2_CLIENT)] == [38, 14, 56, 22]
    assert all(len(set(plan.modules)) == len(plan.modules) for plan in PLANS)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_every_module_has_its_test_and_every_exception_is_a_module(plan: Plan) -> None:
    expected = {name_of_test(module) for module in plan.modules}
    assert expected - defined_in(plan) == set()
    assert set(plan.others) <= set(plan.modules)
    assert all(len(why) > 20 for _, why in plan.others.values())
