"""Which providers a relying party's people may use now: the rules as they stand, read at each login."""

from ansinh.exchange import store
from ansinh.exchange.model import Platform
from ansinh.exchange.upstreams import Upstream, usable
from ansinh.kit import clock, db


def permitted(platform: Platform, conn: db.Connection, client_id: str) -> tuple[Upstream, ...]:
    """The providers that are allowed today, in their order."""
    day = clock.vietnam_day(platform.now())
    rules = store.upstream_rules.about(conn, client_id=client_id, day=day)
    return usable(platform.upstreams, rules, client_id=client_id, day=day)


def is_permitted(platform: Platform, conn: db.Connection, upstream: Upstream, client_id: str) -> bool:
    """True if this one is among them."""
    return any(each.issuer == upstream.issuer for each in permitted(platform, conn, client_id))
