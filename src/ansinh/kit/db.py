"""Connections, transactions and typed rows. One request or task is one transaction, committed here and nowhere else."""

import inspect
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, LiteralString, TypeVar

import psycopg
import psycopg.conninfo
from psycopg.pq import TransactionStatus
from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool, PoolTimeout

from ansinh.kit.errors import CounterpartDown

Connection = psycopg.Connection[tuple[Any, ...]]
Row = TypeVar("Row")
Params = Mapping[str, Any]

Json = Jsonb
Error = psycopg.Error
UniqueViolation = psycopg.errors.UniqueViolation
ExclusionViolation = psycopg.errors.ExclusionViolation


class Database:
    """A pool of connections to one PostgreSQL; opened at first use, so that building an app needs no server."""

    def __init__(
        self, dsn: str, *, min_size: int = 1, max_size: int = 8, acquire_timeout_s: float = 10.0, waits_for_disk: bool = True
    ) -> None:
        """`waits_for_disk` False: a commit returns before it is on disk (synchronous_commit off), for what may be lost."""
        self._pool = ConnectionPool(
            dsn if waits_for_disk else psycopg.conninfo.make_conninfo(dsn, options="-c synchronous_commit=off"),
            min_size=min_size,
            max_size=max_size,
            timeout=acquire_timeout_s,
            open=False,
            configure=_configure_pooled,
            check=None,
        )
        self._opened = False
        self._shared = threading.local()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection in a transaction: committed when the block ends, rolled back when it raises.

        Raises CounterpartDown("database_unavailable") when no connection is to be had in time.
        """
        conn = self._connection(autocommit=False)
        try:
            yield conn
            conn.commit()
        except BaseException:
            if not conn.closed:
                conn.rollback()
            raise
        finally:
            self._pool.putconn(conn)

    @contextmanager
    def statements(self) -> Iterator[Connection]:
        """A connection on which each statement is a transaction of its own: for calls that write in one statement, or not at all.

        Saves the round trips of BEGIN and COMMIT. Raises CounterpartDown("database_unavailable") when no connection is to be had in time.
        """
        shared: Connection | None = getattr(self._shared, "conn", None)
        if shared is not None:
            yield shared
            return
        conn = self._connection(autocommit=True)
        try:
            yield conn
        finally:
            self._pool.putconn(conn)  # one left in the middle of something is rolled back there, a broken one replaced

    @contextmanager
    def together(self) -> Iterator[None]:
        """Until the block ends, what this thread does through `statements` is one transaction: one flush to disk for all of it.

        Nothing of it is kept, and nobody may be told of it, before the block has ended without raising. It raises, and everything is
        rolled back, when anything in it raised or a statement failed, even one whose error was caught.
        """
        with self.transaction() as conn:
            self._shared.conn = conn
            try:
                yield
            finally:
                self._shared.conn = None
            if conn.info.transaction_status not in {TransactionStatus.INTRANS, TransactionStatus.IDLE}:
                raise psycopg.errors.InFailedSqlTransaction("a statement failed in work that is committed together")

    def ping(self) -> None:
        """Raise when the database does not answer."""
        with self.transaction() as conn:
            conn.execute("SELECT 1")

    def close(self) -> None:
        self._pool.close()

    def _connection(self, *, autocommit: bool) -> Connection:
        if not self._opened:
            self._pool.open()
            self._opened = True
        try:
            conn = self._pool.getconn()
        except PoolTimeout as late:
            raise CounterpartDown("database_unavailable", "no database connection in time") from late
        if conn.autocommit is not autocommit:  # stays as it was last used: most uses of a pool are of one kind
            conn.autocommit = autocommit
        return conn


def connect(dsn: str, *, autocommit: bool = False) -> Connection:
    """One connection of its own, for commands and migrations."""
    conn = psycopg.connect(dsn, autocommit=autocommit)
    _configure(conn)
    return conn


def one(conn: Connection, row_type: type[Row], sql: LiteralString, params: Params | None = None) -> Row | None:
    """The first row as `row_type`, a dataclass (columns are its field names), or None."""
    cursor = conn.execute(sql, params)
    row = cursor.fetchone()
    return None if row is None else _maker(row_type, sql, cursor)(row)


def many(conn: Connection, row_type: type[Row], sql: LiteralString, params: Params | None = None) -> list[Row]:
    """All rows as `row_type`."""
    cursor = conn.execute(sql, params)
    make = _maker(row_type, sql, cursor)
    return [make(row) for row in cursor.fetchall()]


def _maker(row_type: type[Row], sql: str, cursor: psycopg.Cursor[tuple[Any, ...]]) -> Callable[[tuple[Any, ...]], Row]:
    """How a statement's rows are made. What columns it has is asked once: statements are literals, and there are some hundreds of them."""
    make = _MAKERS.get((row_type, sql))
    if make is None:
        columns = [column.name for column in cursor.description or ()]
        fields = inspect.signature(row_type).parameters.values()
        in_order = columns == [each.name for each in fields if each.kind is each.POSITIONAL_OR_KEYWORD]
        make = _MAKERS[row_type, sql] = partial(_in_order if in_order else _by_name, row_type, columns)
    return make


def _in_order(row_type: type[Row], _columns: Sequence[str], row: tuple[Any, ...]) -> Row:
    return row_type(*row)


def _by_name(row_type: type[Row], columns: Sequence[str], row: tuple[Any, ...]) -> Row:
    return row_type(**dict(zip(columns, row, strict=True)))


_MAKERS: dict[tuple[type[Any], str], Callable[[tuple[Any, ...]], Any]] = {}


def _configure(conn: Connection) -> None:
    # a hot statement is prepared at its second use: parsing and planning cost three times the execution
    conn.prepare_threshold = 1


def _configure_pooled(conn: Connection) -> None:
    _configure(conn)
    # Requests read by index. A plan made while a table still fits one page would be a scan, and a prepared statement keeps it
    # while the table grows to millions of rows, until statistics are next taken.
    conn.execute("SET enable_seqscan = off")
    conn.commit()


def size_bytes(conn: Connection) -> int:
    """What the connected database takes on disk, its write-ahead log not counted."""
    row = conn.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    return int(row[0])


def address(dsn: str) -> str:
    """host:port/database of a DSN, without user and password, for messages."""
    try:
        parts = psycopg.conninfo.conninfo_to_dict(dsn)
    except psycopg.Error:
        return "not a PostgreSQL URL"
    return f"{parts.get('host', 'local socket')}:{parts.get('port', '5432')}/{parts.get('dbname', '')}"
