"""A link that is frozen: it shows nothing, keeps everybody else away, and counts again only after an officer and a fresh login."""

from collections.abc import Sequence
from datetime import datetime

from ansinh import audit
from ansinh.identity import sessions, store
from ansinh.kit import db


def linked_among(conn: db.Connection, participant_ids: Sequence[int]) -> list[int]:
    """Those of the participants whose record some account is linked to, frozen or not; one question for thousands of them."""
    return store.accounts.linked_among(conn, participant_ids)


def freeze_link(conn: db.Connection, participant_id: int, *, because: str, now: datetime) -> bool:
    """Freezes the participant's link and ends the sessions that use it; False if there is none that was not frozen before.

    For a citizen number that changed, was cancelled or given to somebody else, a death, a lock: `because` is one of these as a stable
    word (number_changed, number_cancelled, deceased, locked).
    """
    account_id = store.accounts.freeze(conn, participant_id, because=because, now=now)
    sessions.end_sessions_of_participant(conn, participant_id, because=because, now=now)
    if account_id is None:
        return False
    store.proofs.forget_of(conn, account_id)
    event = audit.Event(
        kind="identity.link_frozen",
        at=now,
        actor=audit.Actor("system", "identity"),
        subject=participant_id,
        purpose="account_linking",
        detail={"account": account_id, "reason": because},
    )
    audit.append(conn, event)
    return True
