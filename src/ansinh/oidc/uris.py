"""Addresses in the protocol: what may be registered, when two are one, and which origin an endpoint belongs to."""

import re
from urllib.parse import urlsplit

_VISIBLE = re.compile(r"[!-~]{1,2000}", re.ASCII)
# RFC 8252 7.3: only the port is free. What follows it must be a path or nothing, so that no user part can follow.
_LOOPBACK = re.compile(r"(http://(?:127\.0\.0\.1|\[::1\]|localhost))(?::([0-9]{1,5}))?(|[/?].*)", re.ASCII)
_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


def is_sound(uri: str) -> bool:
    """True if `uri` may be registered: absolute, https (http on loopback only), no user part, fragment or wildcard."""
    return origin_of(uri) is not None and "*" not in uri


def origin_of(uri: str) -> tuple[str, str, int] | None:
    """(scheme, host, port) of an https address or an http address on loopback; None for any other or a malformed one."""
    if _VISIBLE.fullmatch(uri) is None or "#" in uri or "\\" in uri:
        return None
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or "@" in parts.netloc or parts.scheme not in _DEFAULT_PORTS:
        return None
    if parts.scheme == "http" and host not in _LOOPBACK_HOSTS:
        return None
    return parts.scheme, host, _DEFAULT_PORTS[parts.scheme] if port is None else port


def same_but_port(registered: str, given: str) -> bool:
    """True if both are http loopback addresses that differ in nothing but the port (RFC 8252 7.3)."""
    one, other = _LOOPBACK.fullmatch(registered), _LOOPBACK.fullmatch(given)
    if one is None or other is None or not is_sound(given):
        return False
    return one[1] == other[1] and one[3] == other[3]
