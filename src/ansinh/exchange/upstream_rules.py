"""Making and reading the rules that say which relying party may use which provider, and when. Each is an audited event."""

from collections.abc import Sequence
from datetime import date, datetime

from ansinh import audit, provider
from ansinh.exchange import store
from ansinh.exchange.upstreams import Effect, Rule
from ansinh.kit import db, errors


def upstream_rules(conn: db.Connection) -> Sequence[Rule]:
    """Every rule ever made, in the order they were made in."""
    return store.upstream_rules.every(conn)


def rule_upstream(
    conn: db.Connection,
    code: str,
    effect: Effect,
    *,
    client_id: str | None,
    since: date,
    until: date | None,
    by: audit.Actor,
    now: datetime,
) -> Rule:
    """Makes a rule; both days are included, `until` None is without end. `client_id` None: for every relying party.

    A rule counts from the next login on, those under way included; `end_sessions_of` ends what runs already. Raises Refused for days in the wrong order, or a switch for one relying party alone.
    """
    if until is not None and until < since:
        raise errors.Refused("until_before_since", "the last day lies before the first", field="until")
    if effect in {Effect.DISABLE, Effect.ENABLE} and client_id is not None:
        raise errors.Refused("switch_is_for_all", "a provider is switched off and on for everybody; use deny", field="client")
    rule = store.upstream_rules.make(conn, code, effect, client_id=client_id, since=since, until=until, now=now)
    detail = {
        "client": client_id,
        "effect": effect.value,
        "provider": code,
        "since": since.isoformat(),
        "until": None if until is None else until.isoformat(),
    }
    audit.append(conn, audit.Event("exchange.upstream_ruled", at=now, actor=by, subject=None, purpose="operation", detail=detail))
    return rule


def end_sessions_of(conn: db.Connection, issuer: str, *, now: datetime) -> int:
    """Ends every session that came from this provider, with everything given out in them; returns how many that were."""
    ended = store.sessions.end_of_upstream(conn, issuer, subject=None, sid=None)
    provider.end_sessions(conn, ended, now=now)
    return len(ended)
