"""What goes on in the background: sealing the audit log, purging what has expired, turning signing keys, following changes, watching, adding up."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeVar

from ansinh import audit, checkin, exchange, identity, oidc, provider, sharing, staff
from ansinh.kit import clock, crypto, db, http, log
from ansinh.kit.errors import Conflict
from ansinh.population import changes, online, review
from ansinh.sandbox import eid, vssid
from ansinh.settings import Settings
from ansinh.wiring import population, signing_keys

_PURGE_EVERY_S = 60.0
_ROLL_UP_EVERY_S = 300.0
_PAGES_A_ROUND = 5  # of changes of the population register: between them the log is sealed
_CHANGES_KEPT = timedelta(days=90)
T = TypeVar("T")
_log = log.get("worker")


def work(settings: Settings, *, dsn: str, stopped: Callable[[], bool]) -> None:
    """Seal and tell of sign-outs every `seal_every_s` seconds, purge and watch every minute, add up every five, until `stopped`; then seal once more.

    A failure is logged and tried again: nothing waits for the sealer, and nothing is lost while it does not run.
    """
    database = db.Database(dsn, max_size=1)
    signer = audit.Signer(crypto.load_or_create_ec_key(settings.keys / "audit.pem"))
    rings = {issuer: signing_keys.ring(settings, issuer) for issuer in signing_keys.issuers(settings)}
    outbound = http.Client(allow_hosts=settings.hosts)
    feed = population.feed(settings) if settings.population_sync_every_s else None
    following = population.following_database(dsn)  # connects when it is first used
    purge_at = roll_up_at = sync_at = time.monotonic()
    while True:
        last_round = stopped()
        _attempt("seal", lambda: _seal(database, signer, settings))
        if not last_round:  # whoever would be told may be stopping too; what is due is sent at the next start
            _attempt("sign_out", lambda: _tell_of_sign_outs(database, rings, outbound))
        if time.monotonic() >= purge_at:
            _attempt("purge", lambda: _purge(database))
            _attempt("turn_keys", lambda: _turn_keys(database, settings))
            _attempt("watch", lambda: _watch(database))
            _attempt("share", lambda: _share(dsn))
            purge_at = time.monotonic() + _PURGE_EVERY_S
        if feed is not None and time.monotonic() >= sync_at and not last_round:
            sync_at = time.monotonic() + settings.population_sync_every_s
            if _attempt("population", lambda: _follow(following, feed)):
                sync_at = time.monotonic()  # there is more
        if time.monotonic() >= roll_up_at:
            _attempt("roll_up", lambda: _roll_up(database, stopped))
            roll_up_at = time.monotonic() + _ROLL_UP_EVERY_S
        if last_round:
            break
        _sleep(settings.seal_every_s, stopped)
    outbound.close()
    following.close()
    database.close()


def _attempt(what: str, do: Callable[[], T]) -> T | None:
    """What the task returns; None if it failed, which is logged."""
    try:
        return do()
    except Conflict as conflict:  # the log cannot be sealed, or its witness disagrees: somebody must look, and the detail says at what
        _log.error("worker.conflict", task=what, code=conflict.code, detail=conflict.detail)
    except Exception as broken:  # noqa: BLE001 - the worker outlives a restart of the database
        _log.warning("worker.round_failed", task=what, error=type(broken).__name__)
    return None


def _seal(database: db.Database, signer: audit.Signer, settings: Settings) -> None:
    while audit.close_block(database, signer, witness_file=settings.witness, now=clock.utc_now()) is not None:
        pass  # after a pause more than one block's worth may wait


def _tell_of_sign_outs(database: db.Database, rings: Mapping[str, provider.Keys], outbound: oidc.Http) -> None:
    for issuer, ring in rings.items():
        with database.transaction() as conn:
            key = ring.signing(conn, now=clock.utc_now())
        provider.deliver_logouts(database, issuer, key=key, http=outbound, now=clock.utc_now())


def _purge(database: db.Database) -> None:
    now = clock.utc_now()
    with database.transaction() as conn:
        identity.purge(conn, now=now)
        identity.grants.end_overdue(conn, now=now)
        exchange.purge(conn, now=now)
        provider.purge(conn, now=now)
        staff.purge(conn, now=now)
        eid.purge(conn, now=now)
        vssid.purge(conn, now=now)
        checkin.purge_logins(conn, now=now)
        checkin.purge_challenges(conn, now=now)
        review.purge(conn, now=now)
        changes.forget_changes(conn, taken_before=now - _CHANGES_KEPT)
        sharing.forget(conn, now=now)
        online.forget_questions(conn, now=now)


def _turn_keys(database: db.Database, settings: Settings) -> None:
    for issuer in signing_keys.issuers(settings):
        with database.transaction() as conn:
            vault = signing_keys.vault(settings, issuer)
            every, record = timedelta(days=settings.signing_key_days), signing_keys.recorded("worker")
            kid = provider.turn_keys(conn, vault, every=every, record=record, now=clock.utc_now())
        if kid is not None:
            _log.info("keys.announced", issuer=issuer, key=kid)


def _watch(database: db.Database) -> None:
    with database.transaction() as conn:
        raised = checkin.watch(conn, now=clock.utc_now())
    if raised:
        _log.warning("checkin.alerts_raised", alerts=raised)


def _follow(database: db.Database, feed: changes.Feed) -> bool:
    """Follows the population register for a few pages; whether there is more."""
    report = population.follow(database, feed, most_pages=_PAGES_A_ROUND)
    if report.taken:
        _log.info("population.changes_taken", changes=report.taken, seq=report.seq, last=report.last)
    return report.stopped is None and report.seq < report.last


def _share(dsn: str) -> None:
    database = db.Database(dsn, min_size=0, max_size=2)  # the register is read over one connection and compared over another
    try:
        collected = sharing.collect(database, now=clock.utc_now())
    finally:
        database.close()
    if collected.changes:
        _log.info("sharing.changes_collected", changes=collected.changes)


def _roll_up(database: db.Database, stopped: Callable[[], bool]) -> None:
    more = True
    while more and not stopped():  # after a pause many days may wait, and each is a transaction
        with database.transaction() as conn:
            more = checkin.roll_up_lookups(conn, now=clock.utc_now())
    with database.transaction() as conn:
        checkin.roll_up_visits(conn, now=clock.utc_now())


def _sleep(seconds: float, stopped: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while not stopped() and time.monotonic() < until:
        time.sleep(min(0.1, seconds))
