"""The same world as the exchange's tests, for what happens at the provider's own pages."""

from tests.exchange.conftest import database, exchange_database, world

__all__ = ["database", "exchange_database", "world"]
