"""Databases that fail, for the pages that say so."""

from typing import NoReturn

from ansinh.kit import db, errors


class Failing(db.Database):
    def __init__(self, failure: Exception) -> None:
        super().__init__("host=nowhere.invalid")
        self._failure = failure

    @classmethod
    def down(cls) -> "Failing":
        return cls(errors.CounterpartDown("database_unavailable", "no connection in time"))

    @classmethod
    def broken(cls) -> "Failing":
        return cls(ZeroDivisionError("at the worst moment"))

    def transaction(self) -> NoReturn:
        raise self._failure
