"""Which provider an endpoint belongs to: each has its own, so that no provider's answer passes for another's (RFC 9700 4.4.2)."""

from dataclasses import dataclass

from ansinh.exchange.model import Platform
from ansinh.exchange.upstreams import Upstream


@dataclass(frozen=True, slots=True)
class Arrival:
    """The exchange, at the door of one of its providers."""

    platform: Platform
    upstream: Upstream
