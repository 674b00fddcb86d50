import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh import checkin
from ansinh.checkin import TokenState
from ansinh.wire import gateway

SECRET = b"an invented secret of 32 bytes.."
NOW = datetime(2026, 11, 20, 1, 2, 3, 456789, tzinfo=UTC)
ID = "0e8a1c1e-6f6e-4b8e-9a56-0d7f6c3b2a11"


def credentials(of: checkin.Token, **changes: str) -> gateway.Credentials:
    return replace(gateway.Credentials(of.access_token, of.id_token, of.username, ""), **changes)


def issued(caller: str = "", now: datetime = NOW, username: str = "01001_BV", id_token: str = ID) -> checkin.Token:
    return checkin.issue(SECRET, username, id_token=id_token, caller=caller, now=now)


def state(sent: gateway.Credentials, *, caller: str = "", now: datetime = NOW, secret: bytes = SECRET) -> TokenState:
    return checkin.check(secret, sent, caller=caller, now=now)


def test_a_token_is_good_for_ten_minutes_and_not_an_instant_longer() -> None:
    token = issued()
    assert token.expires_at == NOW + timedelta(minutes=10)
    assert state(credentials(token), now=token.expires_at - timedelta(microseconds=1)) is TokenState.GOOD
    assert state(credentials(token), now=token.expires_at) is TokenState.EXPIRED


def test_a_token_holds_mac_account_and_windows_time() -> None:
    mac, username, ticks = base64.b64decode(issued().access_token).decode().split(":")
    assert (len(base64.b64decode(mac)), username) == (32, "01001_BV")
    assert int(ticks) == (NOW - datetime(1601, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 10


def test_several_tokens_of_one_account_are_good_at_once() -> None:
    first, second = issued(), issued(id_token="7d1cb4b2-1f0d-4f6b-8a8f-0f2f4b5b6c7d", now=NOW + timedelta(seconds=1))
    assert state(credentials(first)) is TokenState.GOOD
    assert state(credentials(second)) is TokenState.GOOD


@pytest.mark.parametrize(
    "changes",
    [
        {"username": "79014_BV"},
        {"username": ""},
        {"id_token": "0e8a1c1e-6f6e-4b8e-9a56-0d7f6c3b2a12"},
        {"id_token": ""},
        {"token": ""},
        {"token": "x" * 96},
    ],
)
def test_a_token_sent_with_another_account_or_id_is_wrong(changes: dict[str, str]) -> None:
    assert state(credentials(issued(), **changes)) is TokenState.WRONG


def test_a_token_is_good_whatever_the_case_of_account_and_id() -> None:
    assert state(credentials(issued(), username="01001_bv", id_token=ID.upper())) is TokenState.GOOD


def test_a_bound_token_is_good_from_its_own_address_only() -> None:
    token = credentials(issued(caller="10.0.0.7"))
    assert state(token, caller="10.0.0.7") is TokenState.GOOD
    assert state(token, caller="10.0.0.8") is TokenState.WRONG


def test_a_token_of_another_installation_is_wrong_and_its_age_is_not_told() -> None:
    token = credentials(issued())
    assert state(token, secret=b"another secret of the same size.", now=NOW + timedelta(days=1)) is TokenState.WRONG


def test_a_token_rewritten_for_another_account_or_a_later_time_is_wrong() -> None:
    mac, username, ticks = base64.b64decode(issued().access_token).decode().split(":")
    for text in (f"{mac}:79014_BV:{ticks}", f"{mac}:{username}:{int(ticks) + 1}"):
        forged = base64.b64encode(text.encode()).decode()
        assert state(credentials(issued(), token=forged, username=text.split(":")[1])) is TokenState.WRONG


def test_another_spelling_of_the_same_mac_is_no_token() -> None:
    token = issued()
    mac, username, ticks = base64.b64decode(token.access_token).decode().split(":")
    respelled = mac[:42] + chr(ord(mac[42]) + 1) + "="  # the two lowest bits of that character are not read
    assert base64.b64decode(respelled) == base64.b64decode(mac)
    sent = base64.b64encode(f"{respelled}:{username}:{ticks}".encode()).decode()
    assert state(credentials(token, token=sent)) is TokenState.WRONG


@given(st.integers(0, 95), st.characters(codec="ascii", categories=["L", "N"]))
def test_no_other_character_anywhere_makes_a_good_token(place: int, other: str) -> None:
    token = issued().access_token
    changed = token[:place] + other + token[place + 1 :]
    expected = TokenState.GOOD if changed == token else TokenState.WRONG
    assert state(credentials(issued(), token=changed)) is expected


@given(st.text(max_size=200), st.text(max_size=50), st.text(max_size=20))
def test_any_text_is_checked_without_an_error(token: str, id_token: str, username: str) -> None:
    assert state(gateway.Credentials(token, id_token, username, "")) is TokenState.WRONG


def test_a_token_does_not_print_itself() -> None:
    assert issued().access_token not in repr(issued())
    assert issued().access_token not in repr(credentials(issued()))
