"""Addresses of callers: whether one is on a list, and whom a failed login is counted against. Pure."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from ansinh.kit.errors import Refused

Network = IPv4Network | IPv6Network

LONGEST_LIST = 64
_NOWHERE = IPv4Network("0.0.0.0/32")  # a caller without an address, such as one on a local socket
_IPV6_SUBNET = 64
_MAPPED = IPv6Network("::ffff:0:0/96")  # IPv4 addresses as a socket that takes both families shows them


def parse_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks in CIDR notation, IPv4 or IPv6, each once, in order.

    Raises Refused("not_an_address") for a text that is neither, also for a network with bits set behind its prefix
    (10.0.0.7/24: it is not certain which of the two was meant), and Refused("too_many_addresses") above 64.
    """
    found: dict[Network, None] = {}
    for text in texts:
        try:
            found[_unmapped(ip_network(text.strip()))] = None
        except ValueError:
            raise Refused("not_an_address", "must be an address or a network such as 10.1.2.3 or 10.1.2.0/24", field="addresses") from None
    if len(found) > LONGEST_LIST:
        raise Refused("too_many_addresses", f"at most {LONGEST_LIST} addresses and networks", field="addresses")
    return tuple(sorted(found, key=lambda each: (each.version, each.network_address.packed, each.prefixlen)))


def is_among(caller: str, networks: Iterable[Network]) -> bool:
    """Whether the caller's address lies in one of the networks; never for a caller whose address is not known."""
    address = _address(caller)
    return address is not None and any(address.version == each.version and address in each for each in networks)


def origin_of(caller: str) -> Network:
    """Whom a failed login from this address is counted against: an IPv4 address by itself, an IPv6 address with its /64.

    Within a /64 a host takes whichever address it likes (RFC 8981); a single one would be no limit.
    """
    address = _address(caller)
    if address is None:
        return _NOWHERE
    return IPv6Network((address, _IPV6_SUBNET), strict=False) if isinstance(address, IPv6Address) else IPv4Network(address)


def _unmapped(network: Network) -> Network:
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED):
        return IPv4Network((int(network.network_address) & 0xFFFFFFFF, network.prefixlen - _MAPPED.prefixlen))
    return network


def _address(caller: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(caller.partition("%")[0])  # without the zone of a link-local address
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
