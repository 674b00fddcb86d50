"""Which database this installation uses."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ansinh.kit import db, embedded
from ansinh.kit.errors import CounterpartDown
from ansinh.settings import Settings

_OLDEST_POSTGRESQL = 150_000


@contextmanager
def database_of(settings: Settings, *, say: Callable[[str], None] = lambda _line: None) -> Iterator[str]:
    """The DSN of the configured database; the embedded server runs for as long as the block does.

    Raises CounterpartDown("database_unavailable") when it cannot be reached or is older than PostgreSQL 15.
    """
    if settings.database_url is None:
        with embedded.running(settings.home, say=say) as dsn:
            yield dsn
        return
    try:
        with db.connect(settings.database_url) as conn:
            version = conn.info.server_version
    except db.Error as wrong:
        raise CounterpartDown(
            "database_unavailable",
            f"ANSINH_DATABASE_URL ({db.address(settings.database_url)}) does not answer: {str(wrong).splitlines()[0]}",
        ) from wrong
    if version < _OLDEST_POSTGRESQL:
        raise CounterpartDown("database_unavailable", f"ANSINH_DATABASE_URL is PostgreSQL {version // 10_000}; ansinh needs 15 or newer")
    yield settings.database_url
