from tests.exchange.conftest import exchange_database

__all__ = ["exchange_database"]
