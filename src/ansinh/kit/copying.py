"""What a query of the operator's own answers, as CSV bytes. The query is theirs, so it cannot stand here as a literal; it may only read."""

from collections.abc import Callable

from psycopg import sql

from ansinh.kit import db


def copy_out(dsn: str, write: Callable[[bytes], object], *, query: str | None = None, table: str | None = None) -> int:
    """Writes the rows of `query`, or of all of `table` ("schema.name"), as CSV in UTF-8 with a header and ISO dates; returns the bytes.

    Exactly one of the two must be given. Runs in a read-only transaction: one moment of the database. Raises db.Error.
    """
    asked = sql.SQL("SELECT * FROM {}").format(sql.Identifier(*table.split("."))) if table else sql.SQL((query or "").strip().rstrip(";"))
    written = 0
    with db.connect(dsn) as conn, conn.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL datestyle = 'ISO, YMD'")
        cursor.execute("SET LOCAL client_encoding = 'UTF8'")
        with cursor.copy(sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, HEADER true)").format(asked)) as copied:
            for piece in copied:
                written += len(piece)
                write(bytes(piece))
    return written
