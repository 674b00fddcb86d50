"""A PostgreSQL query as a source: its answer is written down once as CSV, and a run that is resumed goes on with the same rows.

The snapshot holds people in the clear, like the run's other files, and is readable by its owner alone.
"""

import hashlib
import os
from pathlib import Path

from ansinh.kit import copying
from ansinh.kit.errors import Refused
from ansinh.population.inputs.mapping import Mapping
from ansinh.population.inputs.model import Side

SCHEMES = ("postgresql://", "postgres://")


def taken(where: str, side: Side, mapping: Mapping, *, spool: Path) -> Path:
    """The file with the answer; taken anew only when the place or the query changed since the last time.

    `where` is a connection address, perhaps with "#schema.table" or "#SELECT ..." behind it; the mapping may hold query or table instead.
    Raises Refused without either, and the database's own error when it refuses the query.
    """
    dsn, _, fragment = where.partition("#")
    asked = fragment.strip() or mapping.query or mapping.table or ""
    if not asked:
        raise Refused(
            "no_query",
            'say what to read: an address that ends in "#schema.table" or "#SELECT ...", or query or table in the mapping file',
            field=side,
        )
    name = hashlib.sha256(repr((_place(dsn), asked)).encode()).hexdigest()[:16]
    path = spool / f"{side}-{name}.csv"
    if path.exists():
        return path
    partial = path.with_suffix(".partial")
    with open(partial, "wb", opener=_private) as file:
        is_query = " " in asked
        copying.copy_out(dsn, file.write, query=asked if is_query else None, table=None if is_query else asked)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    return path


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _place(dsn: str) -> str:
    """The address without its password."""
    scheme, _, rest = dsn.partition("://")
    login, at, host = rest.rpartition("@")
    return f"{scheme}://{login.partition(':')[0]}{at}{host}"
