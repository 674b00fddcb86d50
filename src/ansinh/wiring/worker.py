"""What goes on in the background: sealing the audit log, purging what has expired."""

import time
from collections.abc import Callable

from ansinh import audit, exchange, identity
from ansinh.kit import clock, crypto, db, log
from ansinh.sandbox import eid
from ansinh.settings import Settings

_PURGE_EVERY_S = 60.0


def work(settings: Settings, *, dsn: str, stopped: Callable[[], bool]) -> None:
    """Seal every `seal_every_s` seconds, purge every minute, until `stopped`; then seal once more.

    A failure is logged and tried again: nothing waits for the sealer, and nothing is lost while it does not run.
    """
    logger = log.get("worker")
    database = db.Database(dsn, max_size=1)
    signer = audit.Signer(crypto.load_or_create_ec_key(settings.keys / "audit.pem"))
    purge_at = time.monotonic()
    while True:
        last_round = stopped()
        try:
            while audit.close_block(database, signer, witness_file=settings.witness, now=clock.utc_now()) is not None:
                pass  # after a pause more than one block's worth may wait
            if time.monotonic() >= purge_at:
                _purge(database)
                purge_at = time.monotonic() + _PURGE_EVERY_S
        except Exception as broken:  # noqa: BLE001 - the worker outlives a restart of the database
            logger.warning("worker.round_failed", error=type(broken).__name__, code=getattr(broken, "code", None))
        if last_round:
            break
        _sleep(settings.seal_every_s, stopped)
    database.close()


def _purge(database: db.Database) -> None:
    now = clock.utc_now()
    with database.transaction() as conn:
        identity.purge(conn, now=now)
        exchange.purge(conn, now=now)
        eid.purge(conn, now=now)


def _sleep(seconds: float, stopped: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while not stopped() and time.monotonic() < until:
        time.sleep(min(0.1, seconds))
