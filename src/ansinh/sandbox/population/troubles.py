"""What can go wrong with the feed, one answer at a time, so that whoever follows it can be seen to bear it."""

from ansinh.kit import db
from ansinh.kit.errors import Refused
from ansinh.sandbox.population.store import feed as store

TROUBLES = {
    "again": "the changes before are told again, and each new one twice",
    "gap": "the first change of the page is missing",
    "wrong_signature": "the page is signed with another key",
    "slow": "the answer takes longer than anybody waits",
    "unavailable": "HTTP 503",
}


def trouble_feed(conn: db.Connection, trouble: str, *, times: int = 1) -> None:
    """The next answers of the feed, so many, are spoilt in this way. Raises Refused("no_such_trouble")."""
    if trouble not in TROUBLES or times < 1:
        raise Refused("no_such_trouble", f"trouble must be one of {', '.join(TROUBLES)}, and happen at least once")
    store.arm(conn, trouble, times=times)
