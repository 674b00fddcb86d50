import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.checkin import networks
from ansinh.kit.errors import Refused


def test_addresses_and_networks_are_read_once_each_in_order() -> None:
    parsed = networks.parse_networks(["2001:db8::/32", " 10.0.0.7", "192.0.2.0/24", "10.0.0.7/32", "2001:db8:1::9"])
    assert [str(each) for each in parsed] == ["10.0.0.7/32", "192.0.2.0/24", "2001:db8::/32", "2001:db8:1::9/128"]


@pytest.mark.parametrize(
    "text", ["", "10.0.0", "10.0.0.7/24", "10.0.0.0/33", "ten", "10.0.0.1-10.0.0.9", "2001:db8::/129", "10.0.0.1, 10.0.0.2"]
)
def test_a_text_that_is_no_address_or_network_is_refused_by_the_name_of_the_field(text: str) -> None:
    with pytest.raises(Refused) as refused:
        networks.parse_networks([text])
    assert (refused.value.code, refused.value.field) == ("not_an_address", "addresses")


def test_a_list_is_bounded() -> None:
    with pytest.raises(Refused, match="too_many_addresses"):
        networks.parse_networks(f"10.0.0.{last}" for last in range(networks.LONGEST_LIST + 1))


@pytest.mark.parametrize(
    ("caller", "is_listed"),
    [
        ("192.0.2.77", True),
        ("192.0.3.1", False),
        ("::ffff:192.0.2.77", True),  # how a socket that takes both families shows an IPv4 caller
        ("2001:db8::1", True),
        ("2001:DB8:0:0::1", True),
        ("2001:db9::1", False),
        ("fe80::1%eth0", False),
        ("", False),
        ("testclient", False),
    ],
)
def test_a_caller_is_on_the_list_by_its_address_alone(caller: str, is_listed: bool) -> None:
    assert networks.is_among(caller, networks.parse_networks(["192.0.2.0/24", "2001:db8::/32"])) is is_listed


@pytest.mark.parametrize(
    ("caller", "origin"),
    [
        ("192.0.2.77", "192.0.2.77/32"),
        ("::ffff:192.0.2.77", "192.0.2.77/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "0.0.0.0/32"),
        ("testclient", "0.0.0.0/32"),
    ],
)
def test_an_origin_is_an_ipv4_address_or_the_subnet_of_an_ipv6_address(caller: str, origin: str) -> None:
    assert str(networks.origin_of(caller)) == origin


@given(st.ip_addresses().map(str))
def test_every_address_is_on_the_list_that_names_it_and_in_its_own_origin(address: str) -> None:
    assert networks.is_among(address, networks.parse_networks([address]))
    assert networks.is_among(address, [networks.origin_of(address)])


@given(st.text(max_size=50))
def test_any_text_has_an_origin(caller: str) -> None:
    assert networks.origin_of(caller).num_addresses >= 1
