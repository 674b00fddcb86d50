"""Alerts: what an alarm found, each once, until somebody has looked at it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ansinh import audit
from ansinh.checkin import alarms
from ansinh.checkin.alarms import ALARMS, Activity, Reason
from ansinh.checkin.store import alerts as store
from ansinh.kit import db
from ansinh.kit.errors import NotFound

QUIET = timedelta(hours=1)  # what goes on without such a pause is one alert
_WATCHER = audit.Actor("system", "gateway")
_PURPOSE = "abuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """`account` is "" where several are involved; `participant_id` where it is about one person. `seen` counts what the reason counts.

    `settled_at` None: nobody has looked at it.
    """

    alert_no: int
    reason: Reason
    account: str
    participant_id: int | None
    first_at: datetime
    last_at: datetime
    seen: int
    settled_at: datetime | None
    settled_by: str


def watch(conn: db.Connection, *, now: datetime) -> int:
    """Apply the alarms to the look-ups of the last ten minutes; returns how many new alerts were raised. Meant for every minute."""
    since = now - alarms.WINDOW
    raised = 0
    for of_account in store.activity(conn, since=since, until=now, nobody=list(alarms.NOBODY), other_name=list(alarms.OTHER_NAME)):
        activity = Activity(of_account.lookups, of_account.of_nobody, of_account.by_other_names)
        for reason, seen in alarms.alarms_of(activity):
            raised += raise_alert(
                conn, reason, account=of_account.account, seen=seen, first_at=of_account.first_at, last_at=of_account.last_at
            )
    again, many = ALARMS[Reason.ONE_PERSON_AGAIN_AND_AGAIN].limit, ALARMS[Reason.ONE_PERSON_BY_MANY].limit
    for of_person in store.crowded(conn, since=since, until=now, again=again, many=many):
        reason = Reason.ONE_PERSON_AGAIN_AND_AGAIN if of_person.account else Reason.ONE_PERSON_BY_MANY
        raised += raise_alert(
            conn,
            reason,
            account=of_person.account,
            participant_id=of_person.participant_id,
            seen=of_person.seen,
            first_at=of_person.first_at,
            last_at=of_person.last_at,
        )
    return raised


def raise_alert(
    conn: db.Connection,
    reason: Reason,
    *,
    account: str,
    seen: int,
    first_at: datetime,
    last_at: datetime,
    participant_id: int | None = None,
) -> bool:
    """True if this is a new alert, audited; what goes on within an hour of an earlier one of the same kind only prolongs that one."""
    store.wait_for_others(conn)
    if store.prolong(
        conn,
        reason=reason.value,
        account=account,
        participant_id=participant_id,
        seen=seen,
        last_at=last_at,
        since=first_at - QUIET,
    ):
        return False
    alert_no = store.insert(
        conn, reason=reason.value, account=account, participant_id=participant_id, seen=seen, first_at=first_at, last_at=last_at
    )
    detail: dict[str, str | int] = {"account": account, "alert": alert_no, "reason": reason.value, "seen": seen}
    event = audit.Event(kind="gateway.alert_raised", at=last_at, actor=_WATCHER, subject=None, purpose=_PURPOSE, detail=detail)
    audit.append(conn, event)
    return True


def alerts(conn: db.Connection, *, only_open: bool = True, before: int | None = None, limit: int = 100) -> list[Alert]:
    """Alerts, newest first, at most `limit` with numbers below `before`; `only_open`: that nobody has settled."""
    return [
        Alert(
            alert_no=row.alert_no,
            reason=Reason(row.reason),
            account=row.account,
            participant_id=row.participant_id,
            first_at=row.first_at,
            last_at=row.last_at,
            seen=row.seen,
            settled_at=row.settled_at,
            settled_by=row.settled_by,
        )
        for row in store.alerts(conn, only_open=only_open, before=before, limit=limit)
    ]


def settle_alert(conn: db.Connection, alert_no: int, *, by: audit.Actor, now: datetime) -> None:
    """Somebody has looked at it. Raises NotFound("no_such_alert") for one that does not exist or is settled."""
    reason = store.settle(conn, alert_no, by=by.id, now=now)
    if reason is None:
        raise NotFound("no_such_alert", "there is no such open alert")
    detail: dict[str, str | int] = {"alert": alert_no, "reason": reason}
    audit.append(conn, audit.Event(kind="gateway.alert_settled", at=now, actor=by, subject=None, purpose=_PURPOSE, detail=detail))
