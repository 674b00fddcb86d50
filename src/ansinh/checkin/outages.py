"""That the gateway could not be reached: a visit goes on without its look-up, and what the facility tells of it is kept with the visit."""

from datetime import datetime

from ansinh.checkin.presence import require_not_ahead
from ansinh.checkin.store import outages as store
from ansinh.checkin.visit import Outage
from ansinh.kit import db


def keep_outage(conn: db.Connection, visit_no: int, outage: Outage, *, now: datetime) -> None:
    """Keep it with the visit; the same one told again is told anew. Raises Refused for one that begins ahead of now."""
    require_not_ahead(outage.since, now, field="outage.since")
    store.keep_outage(conn, visit_no, since=outage.since, error_code=outage.error_code, attempts=outage.attempts, told_at=now)
