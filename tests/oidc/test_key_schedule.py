"""Which key signs when, and which are published: negative test 50 as pure rules."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh import oidc
from ansinh.oidc import KeyState, ScheduledKey

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
OLD = ScheduledKey("old", START, START)
NEW = ScheduledKey("new", START + 89 * DAY, START + 90 * DAY)
KEYS = (OLD, NEW)


def states(at: datetime, keys: tuple[ScheduledKey, ...] = KEYS) -> list[KeyState]:
    return [oidc.key_state(key, keys, now=at) for key in keys]


def kids(at: datetime, keys: tuple[ScheduledKey, ...] = KEYS) -> list[str]:
    return [key.kid for key in oidc.published_keys(keys, now=at)]


def signing(at: datetime, keys: tuple[ScheduledKey, ...] = KEYS) -> str | None:
    key = oidc.signing_key(keys, now=at)
    return None if key is None else key.kid


def test_50_a_new_key_is_published_before_it_signs() -> None:
    before = NEW.signs_from - SECOND
    assert (signing(before), kids(before)) == ("old", ["old", "new"])
    assert (signing(NEW.signs_from), states(NEW.signs_from)) == ("new", [KeyState.RETIRED, KeyState.SIGNING])


def test_50_a_retired_key_is_published_until_everything_it_signed_is_over_and_then_no_more() -> None:
    over = NEW.signs_from + oidc.PUBLISHED_AFTER
    assert timedelta(hours=8) < oidc.PUBLISHED_AFTER  # longer than a session may run, whose token names it at sign-out
    assert kids(over - SECOND) == ["new", "old"]
    assert (kids(over), states(over)) == (["new"], [KeyState.PAST, KeyState.SIGNING])


def test_50_a_revoked_key_is_not_published_from_that_instant_on() -> None:
    at = START + DAY
    keys = (ScheduledKey("old", START, START, revoked_at=at), ScheduledKey("next", at, at))
    assert kids(at, keys) == ["next"]
    assert signing(at, keys) == "next"


def test_50_a_retired_key_signs_no_more_even_if_its_successor_is_revoked() -> None:
    at = NEW.signs_from + DAY
    keys = (OLD, ScheduledKey("new", NEW.announced_at, NEW.signs_from, revoked_at=at))
    assert signing(at, keys) is None


def test_a_key_revoked_before_it_ever_signed_changes_nothing() -> None:
    keys = (OLD, ScheduledKey("new", NEW.announced_at, NEW.signs_from, revoked_at=NEW.announced_at))
    assert signing(START + 200 * DAY, keys) == "old"


def test_the_next_key_is_announced_a_day_before_the_present_one_is_old_enough_and_once() -> None:
    every = 90 * DAY
    assert oidc.next_signs_from([OLD], every=every, now=START + 89 * DAY - SECOND) is None
    assert oidc.next_signs_from([OLD], every=every, now=START + 89 * DAY) == START + 90 * DAY
    assert oidc.next_signs_from(KEYS, every=every, now=START + 89 * DAY) is None


def test_a_rotation_that_is_late_still_gives_relying_parties_their_day() -> None:
    late = START + 300 * DAY
    assert oidc.next_signs_from([OLD], every=90 * DAY, now=late) == late + oidc.USUAL_NOTICE


_HOURS = st.integers(0, 400)
_SCHEDULES = st.lists(st.tuples(_HOURS, st.integers(1, 100), st.none() | _HOURS), min_size=1, max_size=6)


@given(drawn=_SCHEDULES, at=st.lists(_HOURS, min_size=2, max_size=8))
@settings(max_examples=80)
def test_whatever_the_schedule_one_key_signs_at_most_it_is_published_and_none_signs_a_second_time(
    drawn: list[tuple[int, int, int | None]], at: list[int]
) -> None:
    hour = timedelta(hours=1)
    keys = [
        ScheduledKey(f"k{n}", START + a * hour, START + (a + notice) * hour, None if revoked is None else START + revoked * hour)
        for n, (a, notice, revoked) in enumerate(drawn)
    ]
    signed: list[str] = []
    for now in (START + each * hour for each in sorted(at)):
        current = [key for key in keys if oidc.key_state(key, keys, now=now) is KeyState.SIGNING]
        assert len(current) <= 1
        assert {key.kid for key in current} <= {key.kid for key in oidc.published_keys(keys, now=now)}
        assert all(key.revoked_at is None or key.revoked_at > now for key in oidc.published_keys(keys, now=now))
        signed += [key.kid for key in current if not signed or signed[-1] != key.kid]
    assert len(signed) == len(set(signed))
