"""Which provider a relying party's people may log in at: rules with dates, the later one counts, a switch is for all."""

from datetime import date

import pytest

from ansinh import exchange
from ansinh.exchange.upstreams import Effect, Rule, is_allowed, to_offer, usable
from ansinh.wire import eid
from tests.exchange.upstream_builders import an_upstream

DAY = date(2026, 3, 2)
OPEN, CLOSED = an_upstream("BCA", open_to_all=True), an_upstream("OLD", open_to_all=False)


def rule(
    effect: Effect, *, number: int = 1, client: str | None = "portal", since: date = DAY, until: date | None = None, of: str = "OLD"
) -> Rule:
    return Rule(number, of, client, effect, since, until)


def allowed(upstream: exchange.Upstream, *rules: Rule, client: str = "portal", day: date = DAY) -> bool:
    return is_allowed(upstream, rules, client_id=client, day=day)


def test_without_a_rule_what_was_declared_decides() -> None:
    assert allowed(OPEN)
    assert not allowed(CLOSED)


def test_a_rule_counts_on_its_first_and_its_last_day_and_on_no_other() -> None:
    week = rule(Effect.ALLOW, since=date(2026, 3, 2), until=date(2026, 3, 8))
    counts = {day: allowed(CLOSED, week, day=date(2026, 3, day)) for day in (1, 2, 8, 9)}
    assert counts == {1: False, 2: True, 8: True, 9: False}


def test_a_rule_for_one_relying_party_is_for_that_one_alone() -> None:
    assert allowed(CLOSED, rule(Effect.ALLOW))
    assert not allowed(CLOSED, rule(Effect.ALLOW), client="library")


def test_a_rule_for_one_relying_party_beats_one_for_all_whichever_was_made_later() -> None:
    for_all, for_one = rule(Effect.DENY, number=2, client=None), rule(Effect.ALLOW, number=1)
    assert allowed(CLOSED, for_all, for_one)
    assert not allowed(CLOSED, for_all, for_one, client="library")


def test_of_two_rules_for_the_same_the_later_one_counts() -> None:
    first, second = rule(Effect.ALLOW, number=1), rule(Effect.DENY, number=2)
    assert not allowed(CLOSED, second, first)


def test_a_provider_that_is_switched_off_is_off_for_those_it_was_allowed_to() -> None:
    off, on = rule(Effect.DISABLE, number=2, client=None), rule(Effect.ENABLE, number=3, client=None)
    assert not allowed(CLOSED, rule(Effect.ALLOW), off)
    assert allowed(CLOSED, rule(Effect.ALLOW), off, on)


def test_a_rule_about_another_provider_changes_nothing() -> None:
    assert allowed(OPEN, rule(Effect.DISABLE, client=None, of="OLD"))


def test_providers_stand_in_the_order_they_were_declared_in() -> None:
    rules = [rule(Effect.ALLOW)]
    assert [each.declared.code for each in usable((OPEN, CLOSED), rules, client_id="portal", day=DAY)] == ["BCA", "OLD"]


def offered(*demands: eid.Assurance, hint: str | None = None, running: str | None = None, anew: bool = False) -> list[str]:
    strong, weak = an_upstream("BCA", levels=exchange.OURS), an_upstream("OLD", levels={"weak": eid.Assurance(0, 1)})
    return [each.declared.code for each in to_offer((strong, weak), demands, hint=hint, running=running, anew=anew)]


def test_only_providers_that_could_reach_what_is_demanded_are_offered() -> None:
    assert offered() == ["BCA", "OLD"]
    assert offered(eid.Assurance(1, 0)) == ["BCA"]
    assert offered(eid.Assurance(2, 2), eid.Assurance(0, 1)) == ["BCA", "OLD"]


@pytest.mark.parametrize(("hint", "codes"), [("OLD", ["OLD"]), ("BCA", ["BCA"]), ("nobody", ["BCA", "OLD"]), ("", ["BCA", "OLD"])])
def test_a_hint_names_one_of_those_that_are_allowed_and_nothing_else(hint: str, codes: list[str]) -> None:
    assert offered(hint=hint) == codes


def test_a_hint_to_a_provider_that_cannot_reach_the_level_is_not_followed() -> None:
    assert offered(eid.Assurance(1, 0), hint="OLD") == ["BCA"]


def test_who_is_logged_in_at_one_goes_there_again_unless_they_are_to_choose_anew() -> None:
    assert offered(running="OLD") == ["OLD"]
    assert offered(running="OLD", anew=True) == ["BCA", "OLD"]
