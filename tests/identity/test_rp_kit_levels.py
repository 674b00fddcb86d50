"""Levels at the relying party: ordered, in two dimensions, with an outcome for what nobody knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.identity import client
from ansinh.identity.client import Comparison, Level
from tests.identity.kit_parties import Watched, basic
from tests.identity.standin import a_person

LEVELS = st.builds(Level, st.integers(0, 2), st.integers(0, 4))
KNOWN = st.builds(Level, st.integers(1, 2), st.integers(1, 4))


@pytest.mark.parametrize(
    ("reached", "needed", "outcome"),
    [
        ("urn:ansinh:acr:2.2", "urn:ansinh:acr:2.2", Comparison.MET),
        ("urn:ansinh:acr:2.4", "urn:ansinh:acr:1.2", Comparison.MET),
        ("urn:ansinh:acr:1.4", "urn:ansinh:acr:2.2", Comparison.NOT_MET),
        ("urn:ansinh:acr:2.1", "urn:ansinh:acr:1.2", Comparison.NOT_MET),
        ("urn:ansinh:acr:1.1", "LoA1", Comparison.MET),
        ("urn:ansinh:acr:1.1", "LoA2", Comparison.NOT_MET),
        ("urn:ansinh:acr:0.2", "LoA1", Comparison.UNKNOWN),
        ("urn:ansinh:acr:0.1", "urn:ansinh:acr:1.2", Comparison.NOT_MET),
        ("eidas0", "urn:ansinh:acr:1.1", Comparison.UNKNOWN),
        (None, "LoA1", Comparison.UNKNOWN),
    ],
)
def test_a_level_is_met_not_met_or_unknown(reached: str | None, needed: str, outcome: Comparison) -> None:
    assert Level.reached(reached).meets(needed) is outcome


def test_only_met_counts_as_yes() -> None:
    assert [bool(each) for each in (Comparison.MET, Comparison.NOT_MET, Comparison.UNKNOWN)] == [True, False, False]


@given(st.text() | st.none())
def test_whatever_a_provider_says_was_reached_breaks_nothing(acr: str | None) -> None:
    assert Level.reached(acr).meets("urn:ansinh:acr:2.4") in set(Comparison)


@given(KNOWN, KNOWN, LEVELS)
def test_more_of_both_never_meets_less(lower: Level, higher: Level, needed: Level) -> None:
    if higher.account >= lower.account and higher.authentication >= lower.authentication and lower.meets(needed):
        assert higher.meets(needed)


def test_a_demand_nobody_understands_is_a_defect_of_the_service() -> None:
    with pytest.raises(ValueError, match="LoA1"):
        Level.needed("substantial")


@pytest.mark.parametrize(
    ("lie", "failure"), [("eidas0", client.Failure.LEVEL_UNKNOWN), ("urn:ansinh:acr:2.1", client.Failure.LEVEL_NOT_MET)]
)
def test_a_login_below_what_the_service_needs_is_no_login(lie: str, failure: client.Failure) -> None:
    """Negative test 32 at the relying party: what was asked for is held against what was reached."""
    exchange = Watched(lies={"acr": lie})
    party = basic(exchange)
    begun = party.begin(needed="urn:ansinh:acr:2.2")
    with pytest.raises(client.LoginFailedError) as failed:
        party.finish(exchange.log_in(begun.address, a_person()).encode(), browser=begun.browser)
    assert failed.value.failure is failure


def test_a_service_that_needs_no_level_takes_an_unknown_one() -> None:
    exchange = Watched(lies={"acr": "eidas0"})
    party = basic(exchange)
    begun = party.begin()
    person = party.finish(exchange.log_in(begun.address, a_person()).encode(), browser=begun.browser).person
    assert person.level == Level(0, 0)
