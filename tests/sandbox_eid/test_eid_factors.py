"""What a set of factors is worth (Decree 69/2024/ND-CP, article 20; RFC 8176)."""

from itertools import chain, combinations

import pytest

from ansinh.sandbox.eid.factors import KINDS, Factor, amr_of, level_of, would_lift
from ansinh.wire import eid

PASSWORD, CODE, APPROVAL, PASSKEY, FACE = Factor
SETS = [frozenset(chosen) for count in range(len(Factor) + 1) for chosen in combinations(Factor, count)]


@pytest.mark.parametrize(
    ("passed", "level"),
    [
        (set(), 0),
        ({PASSWORD}, 1),
        ({CODE}, 1),
        ({FACE}, 1),
        ({PASSWORD, CODE}, 2),
        ({APPROVAL}, 2),
        ({PASSKEY}, 2),
        ({PASSWORD, CODE, APPROVAL, PASSKEY}, 2),
        ({PASSWORD, FACE}, 3),
        ({CODE, FACE}, 3),
        ({PASSWORD, CODE, FACE}, 4),
        ({APPROVAL, FACE}, 4),
        ({PASSKEY, FACE}, 4),
    ],
)
def test_a_level_counts_different_kinds_of_factors(passed: set[Factor], level: int) -> None:
    assert level_of(passed) == level


@pytest.mark.parametrize("passed", SETS)
def test_another_factor_never_lowers_the_level(passed: frozenset[Factor]) -> None:
    assert all(level_of(passed | {more}) >= level_of(passed) for more in Factor)


def test_every_factor_is_of_a_kind() -> None:
    assert set(KINDS) == set(Factor)
    assert all(KINDS.values())


@pytest.mark.parametrize(
    ("passed", "amr"),
    [
        (set(), ()),
        ({PASSWORD}, ("pwd",)),
        ({CODE, PASSWORD}, ("pwd", "otp", "mfa")),
        ({APPROVAL}, ("mca", "pin", "mfa")),
        ({PASSWORD, APPROVAL}, ("pwd", "mca", "pin", "mfa")),
        ({PASSKEY}, ("swk", "user", "mfa")),
        ({FACE, PASSWORD}, ("pwd", "face", "mfa")),
    ],
)
def test_the_methods_are_named_in_one_order_and_mfa_stands_for_several_kinds(passed: set[Factor], amr: tuple[str, ...]) -> None:
    assert amr_of(passed) == amr


def demand(*acrs: str) -> tuple[eid.Assurance, ...]:
    return tuple(eid.read_demand(f"urn:ansinh:acr:{acr}") for acr in acrs)


EVERYTHING = frozenset(Factor)


@pytest.mark.parametrize(
    ("passed", "held", "account_level", "demands", "left"),
    [
        ({PASSWORD}, EVERYTHING, 2, (), ()),
        ({PASSWORD}, EVERYTHING, 2, demand("2.1"), ()),
        ({PASSWORD}, {PASSWORD, CODE}, 2, demand("2.2"), (CODE,)),
        ({PASSWORD}, {PASSWORD, CODE, APPROVAL}, 2, demand("2.2"), (CODE, APPROVAL)),
        ({PASSWORD}, EVERYTHING, 2, demand("2.3"), (FACE,)),
        ({PASSWORD}, {PASSWORD, CODE, FACE}, 2, demand("2.4"), (CODE, FACE)),
        ({APPROVAL}, EVERYTHING, 2, demand("2.4"), (FACE,)),
        ({APPROVAL}, EVERYTHING, 2, demand("2.2"), ()),
        ({PASSWORD}, {PASSWORD, CODE}, 2, demand("2.4"), ()),  # nothing it has is enough: told as reached
        ({PASSWORD}, EVERYTHING, 1, demand("2.2"), ()),  # no factor lifts the level of an account
        ({PASSWORD}, EVERYTHING, 2, demand("2.2", "1.1"), ()),  # one of several is met
        ({PASSWORD}, EVERYTHING, 1, demand("2.2", "1.2"), (CODE, APPROVAL, PASSKEY, FACE)),
    ],
)
def test_one_more_step_offers_what_brings_the_login_to_a_demand_and_nothing_else(
    passed: set[Factor], held: set[Factor], account_level: int, demands: tuple[eid.Assurance, ...], left: tuple[Factor, ...]
) -> None:
    assert would_lift(passed, held, account_level=account_level, demands=demands) == left


def test_who_takes_what_is_offered_gets_there() -> None:
    """For every set of factors, whatever is offered: taking one after the other meets the demand."""
    wanted = demand("2.4")
    for held in map(frozenset, chain.from_iterable(combinations(Factor, count) for count in range(1, len(Factor) + 1))):
        passed = frozenset({PASSWORD})
        while left := would_lift(passed, held | passed, account_level=2, demands=wanted):
            passed |= {left[0]}
        assert (level_of(passed) == 4) == (level_of(held | {PASSWORD}) == 4)
