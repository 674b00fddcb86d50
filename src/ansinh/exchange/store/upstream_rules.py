"""The rules that were made about providers. None is ever changed or taken away."""

from dataclasses import dataclass
from datetime import date, datetime

from ansinh.exchange.upstreams import Effect, Rule
from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class _Row:
    rule_id: int
    upstream: str
    client_id: str | None
    effect: str
    since: date
    until: date | None

    def rule(self) -> Rule:
        return Rule(self.rule_id, self.upstream, self.client_id, Effect(self.effect), self.since, self.until)


def make(
    conn: db.Connection, upstream: str, effect: Effect, *, client_id: str | None, since: date, until: date | None, now: datetime
) -> Rule:
    row = db.one(
        conn,
        _Row,
        "INSERT INTO exchange.upstream_rules (upstream, client_id, effect, since, until, made_at) VALUES (%(upstream)s, %(client_id)s,"
        " %(effect)s, %(since)s, %(until)s, %(now)s) RETURNING rule_id, upstream, client_id, effect, since, until",
        {"upstream": upstream, "client_id": client_id, "effect": effect.value, "since": since, "until": until, "now": now},
    )
    assert row is not None
    return row.rule()


def every(conn: db.Connection) -> list[Rule]:
    """All of them, the oldest first."""
    rows = db.many(
        conn, _Row, "SELECT rule_id, upstream, client_id, effect, since, until FROM exchange.upstream_rules ORDER BY rule_id", {}
    )
    return [row.rule() for row in rows]


def about(conn: db.Connection, *, client_id: str, day: date) -> list[Rule]:
    """Those in force on `day` that concern this relying party, the oldest first."""
    rows = db.many(
        conn,
        _Row,
        "SELECT rule_id, upstream, client_id, effect, since, until FROM exchange.upstream_rules"
        " WHERE (client_id = %(client_id)s OR client_id IS NULL) AND since <= %(day)s AND (until IS NULL OR until >= %(day)s)"
        " ORDER BY rule_id",
        {"client_id": client_id, "day": day},
    )
    return [row.rule() for row in rows]
