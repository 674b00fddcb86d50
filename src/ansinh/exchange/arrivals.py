"""Which provider an endpoint belongs to: each has its own, so that no provider's answer passes for another's (RFC 9700 4.4.2)."""

from dataclasses import dataclass
from datetime import datetime

from ansinh.exchange.model import Platform
from ansinh.exchange.upstreams import Upstream
from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class Arrival:
    """The exchange, at the door of one of its providers."""

    platform: Platform
    upstream: Upstream

    @property
    def issuer(self) -> str:
        return self.platform.issuer

    @property
    def database(self) -> db.Database:
        return self.platform.database

    def now(self) -> datetime:
        return self.platform.now()
