"""What a trace shows of whatever it is given: names and shapes, never a secret, never a number of a person."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.provider import trace_masking

NAMES = st.sampled_from(
    ["redirect_uri", "scope", "state", "code", "client_secret", "claims", "acr_values", "nonce", "login_hint", "x", "ui_locales"]
)
SECRETS = st.text("ABCDEFGHabcdefgh0123456789_-", min_size=32, max_size=60)
NUMBERS = st.text("0123456789", min_size=9, max_size=15)


@settings(max_examples=60)
@given(NAMES, SECRETS | NUMBERS, st.sampled_from(["", "https://rp.example/cb?x=", "a ", "https://rp.example/"]))
def test_52_no_secret_and_no_number_is_shown_wherever_it_was_put(name: str, secret: str, before: str) -> None:
    assert secret not in json.dumps(trace_masking.shown({name: before + secret}))
    assert secret not in trace_masking.clean(before + secret)


@settings(max_examples=60)
@given(st.dictionaries(st.text(max_size=20), st.text(max_size=80), max_size=10))
def test_whatever_is_sent_can_be_shown(params: dict[str, str]) -> None:
    shown = trace_masking.shown(params)
    assert all(value.isprintable() for value in shown.values())


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://rp.example/cb", "https://rp.example/cb"),
        ("https://rp.example/cb?token=abc&x=1", "https://rp.example/cb?token=•••&x=•••"),
        ("https://rp.example/cb#secret", "https://rp.example/cb"),
        ("https://user:password@rp.example/cb", "https://•••@rp.example/cb"),
    ],
)
def test_an_address_is_shown_without_what_it_may_carry(given: str, shown: str) -> None:
    assert trace_masking.shown({"redirect_uri": given}) == {"redirect_uri": shown}


def test_claims_are_shown_by_name_and_not_by_value() -> None:
    asked = json.dumps({"userinfo": {"SoDinhDanh": {"value": "001190000001"}, "HoVaTen": None}})
    assert trace_masking.shown({"claims": asked}) == {"claims": "SoDinhDanh HoVaTen"}


def test_two_states_can_be_told_apart_and_neither_can_be_read() -> None:
    one, other = (trace_masking.shown({"state": state})["state"] for state in ("first", "second"))
    assert one != other
    assert "first" not in one


def test_where_any_port_will_do_the_port_is_never_what_is_wrong() -> None:
    registered = ["http://127.0.0.1/cb"]
    assert trace_masking.differences("http://127.0.0.1:5000/signin", registered, any_port=True) == ("path",)
    assert trace_masking.differences("http://127.0.0.1:5000/signin", registered, any_port=False) == ("port", "path")
