"""What is audited of a share by file as a whole; about nobody, and the same for one that is made and one that is delivered."""

from datetime import datetime

from ansinh import audit
from ansinh.kit import db
from ansinh.wire import shares as wire


def record_share(conn: db.Connection, kind: str, manifest: wire.Manifest, *, now: datetime) -> None:
    """`kind`: `sharing.share_made` or `sharing.share_delivered`."""
    event = audit.Event(
        kind=kind,
        at=now,
        actor=audit.Actor("agency", "sharing"),
        subject=None,
        purpose="population_sharing",
        detail={"recipient": manifest.recipient, "records": manifest.rows, "share": manifest.share_id},
    )
    audit.append(conn, event)
