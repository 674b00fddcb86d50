"""Links made by an officer at the counter, who has the person and their identity card in front of them.

What does not agree cannot be linked here either: it is a case. A link of another account to the same record ends by it, which takes a
second officer, as it does in the console.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh import audit
from ansinh.identity import sessions, store
from ansinh.identity.linking import decide
from ansinh.identity.model import Candidate, Standing
from ansinh.kit import db
from ansinh.wire import eid


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """A person at the counter: their electronic identity (`person`, of an account of level 2) and who carries their citizen number."""

    person: eid.EidClaims
    candidates: tuple[Candidate, ...]


def without_link(conn: db.Connection, issuer: str, subjects: Sequence[str]) -> list[str]:
    """Those of an issuer's subjects that have no link, but not those whose link they ended themselves or an officer did."""
    return store.accounts.without_link(conn, issuer, subjects)


def link_at_counter(
    conn: db.Connection, presented: Sequence[Presented], *, officer: str, second_officer: str | None = None, now: datetime
) -> int:
    """Links those of whom everything agrees; returns how many. All of one issuer. Who is linked already stays so.

    Without a `second_officer`, who must be another one, nobody's link is moved.
    """
    if not presented or second_officer == officer:
        return 0
    accounts = store.accounts.open_at_counter(conn, [each.person for each in presented], now=now)
    before = store.accounts.participants_of(conn, list(accounts.values()))
    wanted: dict[int, int] = {}
    for each in presented:
        account_id = accounts[each.person.subject]
        decision = decide(each.person, each.candidates, linked_before=before.get(account_id), held_by_others=frozenset())
        if decision.standing is Standing.TO_CONFIRM and decision.participant_id is not None:
            wanted[account_id] = decision.participant_id
    if second_officer is not None:
        _end_others(conn, wanted, officer=officer, now=now)
    made = store.accounts.link_all(conn, wanted, made_by="counter", now=now)
    for account_id, participant_id in made:
        _record(conn, "identity.linked", account_id, participant_id, officer=officer, detail={"rule": "officer_at_counter"}, now=now)
    return len(made)


def _end_others(conn: db.Connection, wanted: Mapping[int, int], *, officer: str, now: datetime) -> None:
    for ended in store.accounts.end_links_of_others(conn, wanted, because="moved", now=now):
        sessions.end_sessions_of_participant(conn, ended.participant_id, because="moved", now=now)
        store.proofs.forget_of(conn, ended.account_id)
        _record(conn, "identity.unlinked", ended.account_id, ended.participant_id, officer=officer, detail={"reason": "moved"}, now=now)


def _record(
    conn: db.Connection, kind: str, account_id: int, participant_id: int, *, officer: str, detail: dict[str, str], now: datetime
) -> None:
    event = audit.Event(
        kind=kind,
        at=now,
        actor=audit.Actor("officer", officer),
        subject=participant_id,
        purpose="account_linking",
        detail={"account": account_id, **detail},
    )
    audit.append(conn, event)
