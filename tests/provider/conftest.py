"""The same world as the exchange's tests, for what any provider does with its keys and under several processes."""

from tests.exchange.conftest import database, exchange_database, world

__all__ = ["database", "exchange_database", "world"]
