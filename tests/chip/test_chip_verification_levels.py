"""Which level a set of checks is worth: plain data in, a level out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.chip import verification
from ansinh.chip.checks import Check, Outcome, failed, not_performed, successful, undetermined
from ansinh.chip.verification import Level, Policy, level_of

GROUPS = (1, 2, 13, 14, 15)
NAMES = (
    *verification.ESSENTIAL,
    *(f"dg{group}_hash" for group in GROUPS),
    *verification.PROOFS,
    "card_security",
    "access",
    "com_against_sod",
    "dg1_against_dg13",
)
ALL_WELL = tuple(successful(name) for name in NAMES)
POLICIES = [Policy.named(name) for name in verification.POLICIES]


def _but(*others: Check) -> tuple[Check, ...]:
    named = {each.name: each for each in others}
    return tuple(named.get(each.name, each) for each in ALL_WELL)


def test_a_card_on_which_all_is_well_is_the_original() -> None:
    assert {level_of(ALL_WELL, policy) for policy in POLICIES} == {Level.CHIP_AUTHENTICATED}


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
@pytest.mark.parametrize("name", sorted(set(NAMES) - {"access", "card_expiry"}))
def test_any_check_that_failed_takes_the_level(policy: Policy, name: str) -> None:
    assert level_of(_but(failed(name, "whatever")), policy) is Level.NONE


@pytest.mark.parametrize("name", ["access", "card_expiry"])
def test_only_the_lenient_policy_shows_an_expired_or_downgraded_card_for_what_else_it_is(name: str) -> None:
    checks = _but(failed(name, "whatever"))
    assert level_of(checks, Policy.lenient()) is Level.CHIP_AUTHENTICATED
    assert level_of(checks, Policy.hospital()) is level_of(checks, Policy.strict()) is Level.NONE


def test_a_revocation_list_that_is_too_old_is_a_matter_of_policy() -> None:
    checks = _but(undetermined("signer_revocation", "stale"))
    assert level_of(checks, Policy.hospital()) is Level.CHIP_AUTHENTICATED
    assert level_of(checks, Policy.strict()) is Level.NONE


@pytest.mark.parametrize("name", verification.ESSENTIAL)
def test_an_essential_check_that_is_missing_was_not_performed(name: str) -> None:
    assert level_of([each for each in ALL_WELL if each.name != name], Policy.lenient()) is Level.NONE
    assert level_of(_but(not_performed(name, "no_path")), Policy.lenient()) is Level.NONE


def test_no_checks_are_worth_nothing() -> None:
    assert level_of([], Policy.lenient()) is Level.NONE


def test_a_check_that_is_told_twice_makes_the_set_worth_nothing() -> None:
    assert level_of([*ALL_WELL, failed("country", "other_country")], Policy.lenient()) is Level.NONE
    assert level_of([*ALL_WELL, successful("country")], Policy.lenient()) is Level.NONE


@pytest.mark.parametrize(("proof", "group"), verification.PROOFS.items())
def test_a_proof_counts_only_with_the_hash_of_its_key(proof: str, group: int) -> None:
    alone = _but(*(not_performed(name, "not_offered") for name in verification.PROOFS if name != proof))
    assert level_of(alone, Policy.hospital()) is Level.CHIP_AUTHENTICATED
    unbound = [each for each in alone if each.name != f"dg{group}_hash"]
    assert level_of(unbound, Policy.hospital()) is Level.CHIP_READ


def test_a_chip_that_did_not_prove_itself_was_only_read() -> None:
    checks = _but(
        not_performed("chip_authentication", "not_offered"),
        undetermined("active_authentication", "not_fresh"),
        undetermined("chip_authentication_mapping", "key_not_signed"),
    )
    assert level_of(checks, Policy.hospital()) is Level.CHIP_READ


@pytest.mark.parametrize("ended", [undetermined("card_security", "weak_hash"), not_performed("card_security", "not_read"), None])
def test_a_proof_by_mapping_counts_only_where_the_file_with_its_key_is_signed_as_well(ended: Check | None) -> None:
    alone = _but(not_performed("chip_authentication", "not_offered"), not_performed("active_authentication", "not_offered"))
    assert level_of(alone, Policy.strict()) is Level.CHIP_AUTHENTICATED
    open_ = [ended if each.name == "card_security" else each for each in alone]
    assert level_of([each for each in open_ if each is not None], Policy.strict()) is Level.CHIP_READ


def test_a_card_without_the_file_of_mapping_is_no_worse() -> None:
    checks = _but(not_performed("chip_authentication_mapping", "not_offered"), not_performed("card_security", "not_read"))
    assert {level_of(checks, policy) for policy in POLICIES} == {Level.CHIP_AUTHENTICATED}


@pytest.mark.parametrize(("policy", "groups"), [(Policy.hospital(), {1, 13}), (Policy.strict(), {1, 2, 13}), (Policy.lenient(), {1})])
def test_the_groups_that_a_policy_names_must_have_been_read(policy: Policy, groups: set[int]) -> None:
    for group in (1, 2, 13):
        level = level_of(_but(not_performed(f"dg{group}_hash", "not_read")), policy)
        assert (level is Level.NONE) == (group in groups)


def test_a_check_that_is_not_known_here_counts_when_it_failed_or_stayed_open() -> None:
    assert level_of([*ALL_WELL, failed("of_tomorrow", "x")], Policy.lenient()) is Level.NONE
    assert level_of([*ALL_WELL, undetermined("of_tomorrow", "x")], Policy.lenient()) is Level.NONE
    assert level_of([*ALL_WELL, successful("of_tomorrow")], Policy.strict()) is Level.CHIP_AUTHENTICATED


_WORSE = {
    Outcome.SUCCESSFUL: (Outcome.NOT_PERFORMED, Outcome.UNDETERMINED, Outcome.FAILED),
    Outcome.NOT_PERFORMED: (Outcome.FAILED,),
    Outcome.UNDETERMINED: (Outcome.FAILED,),
    Outcome.FAILED: (Outcome.FAILED,),
}


@given(
    st.lists(st.sampled_from(Outcome), min_size=len(NAMES), max_size=len(NAMES)),
    st.sampled_from(NAMES),
    st.sampled_from(POLICIES),
    st.data(),
)
def test_a_check_that_ends_worse_never_raises_a_level(outcomes: list[Outcome], name: str, policy: Policy, data: st.DataObject) -> None:
    checks = [Check(each, outcome) for each, outcome in zip(NAMES, outcomes, strict=True)]
    worse = [replace(each, outcome=data.draw(st.sampled_from(_WORSE[each.outcome]))) if each.name == name else each for each in checks]
    assert level_of(worse, policy) <= level_of(checks, policy)


def test_levels_are_ordered() -> None:
    assert Level.NONE < Level.CHIP_READ < Level.CHIP_AUTHENTICATED
    assert max(Level.CHIP_READ, Level.CHIP_AUTHENTICATED, Level.NONE) is Level.CHIP_AUTHENTICATED
    assert Level.CHIP_READ >= Level.CHIP_READ > Level.NONE <= Level.NONE


@pytest.mark.parametrize("name", ["sod_signature", "chip_authentication", "dg13_hash", "country"])
def test_no_policy_can_be_written_that_tolerates_a_forgery(name: str) -> None:
    with pytest.raises(ValueError, match="no policy may tolerate"):
        Policy(name="blind", groups=frozenset({1}), may_fail=frozenset({name}))


def test_policies_go_by_their_names() -> None:
    assert [policy.name for policy in POLICIES] == list(verification.POLICIES)
    with pytest.raises(ValueError, match="hospital, strict, lenient"):
        Policy.named("blind")
