"""What the server's settings promise for an answered look-up (ADR 0004). Reports; the settings are the operator's."""

from dataclasses import dataclass

from ansinh.audit.store import server
from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class Durability:
    """The settings a promise rests on, as they hold in the session that asked."""

    synchronous_commit: str
    fsync: str
    full_page_writes: str
    wal_writer_delay: str

    @property
    def nothing_answered_is_lost(self) -> bool:
        """True if an event that was committed survives the death of the server and of the machine's power."""
        return self.synchronous_commit != "off" and self.fsync == "on" and self.full_page_writes == "on"


def durability(conn: db.Connection) -> Durability:
    """What this connection's commits promise."""
    return Durability(
        synchronous_commit=server.setting(conn, "synchronous_commit"),
        fsync=server.setting(conn, "fsync"),
        full_page_writes=server.setting(conn, "full_page_writes"),
        wal_writer_delay=server.setting(conn, "wal_writer_delay"),
    )
