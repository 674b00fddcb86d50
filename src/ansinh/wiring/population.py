"""The population register as we reach it: where it is, with which key, and what follows its changes."""

from collections.abc import Callable

from ansinh.kit import clock, crypto, db, http
from ansinh.kit.errors import Refused
from ansinh.population import changes, online
from ansinh.settings import Settings
from ansinh.wiring import partners

_PATIENCE_S = 5.0
_LARGEST_PAGE = 2_000_000  # bytes
_LONGEST_KEY = 500


def api_key(settings: Settings) -> str:
    """Our key at the population register. Raises Refused("population_key") for a file that holds none."""
    if settings.population_key_file is None:
        return partners.secret(settings, partners.AGENCY)
    try:
        key = settings.population_key_file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as wrong:
        raise Refused("population_key", f"ANSINH_POPULATION_KEY_FILE ({settings.population_key_file}) cannot be read") from wrong
    if not 0 < len(key) <= _LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Refused("population_key", f"ANSINH_POPULATION_KEY_FILE ({settings.population_key_file}) holds no key")
    return key


def register(settings: Settings) -> online.Register:
    """The register, to be asked about one person."""
    client = http.Client(timeout_s=_PATIENCE_S, total_s=2 * _PATIENCE_S, allow_hosts=settings.hosts)
    return online.OverHttp(settings.population_url, api_key(settings), client)


def mark_key(settings: Settings) -> bytes:
    """What keys the hashes by which questions are counted."""
    return crypto.load_or_create_secret(settings.keys / "population-questions.secret")


def feed(settings: Settings) -> changes.Feed:
    """The register's feed of changes."""
    client = http.Client(timeout_s=_PATIENCE_S, total_s=2 * _PATIENCE_S, max_bytes=_LARGEST_PAGE, allow_hosts=settings.hosts)
    return changes.Feed(settings.population_url, api_key(settings), client, audience=partners.AGENCY)


def following_database(dsn: str) -> db.Database:
    """A pool to follow with. Its commits do not wait for the disk: a power cut takes the last changes and how far they were taken together.

    They are then taken again, and whoever was told of nothing misses nothing; thousands of changes take seconds instead of minutes.
    """
    return db.Database(dsn, min_size=1, max_size=1, waits_for_disk=False)


def follow(
    database: db.Database,
    feed: changes.Feed,
    *,
    most_pages: int | None = None,
    progress: Callable[[changes.Report], None] = lambda _report: None,
) -> changes.Report:
    """Takes what has changed, tries again what was left open, and takes up what officers passed on to the register."""
    report = changes.sync(database, feed, now=clock.utc_now, most_pages=most_pages, progress=progress)
    with database.transaction() as conn:
        changes.try_again(conn, now=clock.utc_now())
    with database.transaction() as conn:
        changes.take_up_linking_cases(conn, now=clock.utc_now())
    return report
