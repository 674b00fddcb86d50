import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh import oidc
from ansinh.oidc import claims_parameter

CLIENT = oidc.Client("portal", "Portal", "client_secret_basic", ("https://portal.example/back",), claims=("HoVaTen", "SoDinhDanh"))


def read(value: object) -> claims_parameter.AskedClaims:
    return claims_parameter.read_claims(json.dumps(value), CLIENT)


def test_single_claims_are_asked_for_and_only_registered_ones_are_heard() -> None:
    asked = read({"userinfo": {"HoVaTen": {"essential": True}, "DiaChi": None, "SoDinhDanh": None}})
    assert asked.userinfo == ("HoVaTen", "SoDinhDanh")


def test_an_essential_level_keeps_the_order_of_the_relying_party() -> None:
    asked = read({"id_token": {"acr": {"essential": True, "values": ["urn:ansinh:acr:2.2", "urn:ansinh:acr:1.1"]}}})
    assert asked.acr_essential == ("urn:ansinh:acr:2.2", "urn:ansinh:acr:1.1")
    assert read({"id_token": {"acr": {"essential": True, "value": "LoA2"}}}).acr_essential == ("LoA2",)
    assert read({"id_token": {"acr": {"values": ["LoA2"]}}}).acr_essential == ()
    assert read({"id_token": {"acr": None}}) == claims_parameter.AskedClaims()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"userinfo": {}, "userinfo": {}}',
        '{"userinfo": []}',
        '{"userinfo": {"HoVaTen": 1}}',
        '{"userinfo": {"HoVaTen": {"anything": 1}}}',
        '{"id_token": {"acr": {"essential": true}}}',
        '{"id_token": {"acr": {"essential": true, "values": "LoA2"}}}',
        '{"id_token": {"acr": {"essential": true, "values": [2]}}}',
        '{"userinfo": {' + ",".join(f'"c{n}": null' for n in range(51)) + "}}",
        '{"a": "' + "x" * 5000 + '"}',
        "[" * 3000,
    ],
)
def test_what_is_no_claims_object_is_refused_by_the_name_of_the_parameter(text: str) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        claims_parameter.read_claims(text, CLIENT)
    assert (refused.value.code, refused.value.field) == ("invalid_request", "claims")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["userinfo", "id_token", "acr", "essential", "value", "values", "HoVaTen"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_is_asked_no_claim_comes_that_is_not_registered(value: object) -> None:
    asked = claims_parameter.AskedClaims()
    with suppress(oidc.ProtocolError):
        asked = read(value)
    assert set(asked.userinfo) <= set(CLIENT.claims)
