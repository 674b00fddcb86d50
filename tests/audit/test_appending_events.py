from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from ansinh import audit
from ansinh.audit.record import storable
from ansinh.kit import db
from tests.audit.builders import FACILITY, NOW, append_one, look


def _event(**changed: object) -> audit.Event:
    fields = {"kind": "coverage.looked_up", "at": NOW, "actor": FACILITY, "subject": 1, "purpose": "check-in", "detail": {"code": "000"}}
    return audit.Event(**(fields | changed))  # type: ignore[arg-type]


def test_an_event_is_read_back_as_it_was_written(conn: db.Connection) -> None:
    audit.append(conn, look(7, code="000"))
    (entry,) = audit.about(conn, 7)
    assert (entry.kind, entry.at, entry.actor, entry.purpose, entry.detail) == (
        "coverage.looked_up",
        NOW,
        FACILITY,
        "check-in",
        {"code": "000"},
    )


def test_an_event_written_inside_another_statement_is_the_same_event(conn: db.Connection) -> None:
    audit.append(conn, look())
    conn.execute(
        """
        SELECT audit.append(%(audit_at)s, %(audit_kind)s, %(audit_actor_kind)s, %(audit_actor_id)s, %(audit_actor_name)s,
                            %(audit_subject)s::bigint, %(audit_purpose)s, %(audit_detail)s::jsonb)
        """,
        audit.parameters(look()),
    )
    one, other = audit.about(conn, 1)
    assert replace(one, seq=0) == replace(other, seq=0)
    assert conn.execute("SELECT count(DISTINCT txid) FROM audit.events").fetchone() == (1,)


def test_an_event_is_gone_with_the_transaction_that_wrote_it(database: db.Database) -> None:
    with pytest.raises(audit.NotInCatalogueError), database.transaction() as conn:  # noqa: PT012 - the first statement succeeds
        audit.append(conn, look(7))
        audit.append(conn, _event(kind="coverage.guessed"))
    with database.transaction() as conn:
        assert audit.about(conn, 7) == []


@pytest.mark.parametrize(
    "undocumented",
    [
        _event(kind="coverage.guessed"),
        _event(detail={"citizen_number": "001099000001"}),
        _event(actor=audit.Actor("citizen", "1")),
        _event(detail={"code": 1.5}),
        _event(detail={"code": ["000"]}),
        _event(detail={"code": 2**63}),
        _event(at=NOW.replace(tzinfo=None)),
    ],
    ids=["kind", "detail key", "actor", "fraction", "list", "too large", "no zone"],
)
def test_an_event_the_catalogue_does_not_list_is_refused(conn: db.Connection, undocumented: audit.Event) -> None:
    with pytest.raises(audit.NotInCatalogueError):
        audit.append(conn, undocumented)


def test_hostile_text_is_recorded_rather_than_refused(conn: db.Connection) -> None:
    audit.append(conn, _event(actor=audit.Actor("facility", "0\x001", "\ud800" + "x" * 300), detail={"officer": "a\0b\udfff"}))
    (entry,) = audit.about(conn, 1)
    assert entry.actor.id == "0\ufffd1"
    assert entry.actor.name == "\ufffd" + "x" * 198 + "…"
    assert entry.detail == {"officer": "a\ufffdb\ufffd"}


def test_text_that_fits_is_kept_whole() -> None:
    assert storable("Nguyễn Thị Thử 👩‍⚕️", 200) == "Nguyễn Thị Thử 👩‍⚕️"
    assert storable("x" * 200, 200) == "x" * 200


@pytest.mark.parametrize("statement", ["UPDATE audit.events SET purpose = ''", "DELETE FROM audit.events", "TRUNCATE audit.events"])
def test_the_log_can_only_grow(database: db.Database, statement: str) -> None:
    append_one(database)
    with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"), database.transaction() as conn:
        conn.execute(statement.encode())


@pytest.mark.parametrize("statement", ["UPDATE audit.blocks SET number = 1", "DELETE FROM audit.blocks", "TRUNCATE audit.blocks"])
def test_the_chain_can_only_grow_even_for_a_replica_session(conn: db.Connection, statement: str) -> None:
    conn.execute("SET session_replication_role = replica")
    with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
        conn.execute(statement.encode())


def test_who_looked_is_told_newest_first_and_page_by_page(conn: db.Connection) -> None:
    for minute in range(5):
        audit.append(conn, look(7, at=NOW + timedelta(minutes=minute)))
        audit.append(conn, look(8))
    first = audit.about(conn, 7, limit=3)
    second = audit.about(conn, 7, limit=3, before_seq=first[-1].seq)
    assert [entry.at.minute - NOW.minute for entry in first + second] == [4, 3, 2, 1, 0]
    assert audit.about(conn, 7, limit=3, before_seq=second[-1].seq) == []


def test_an_event_about_nobody_appears_on_nobodys_list(conn: db.Connection) -> None:
    audit.append(conn, look(None))
    assert audit.about(conn, 0) == []


def test_reading_who_looked_of_a_busy_record_sorts_nothing(database: db.Database) -> None:
    with database.transaction() as conn:
        conn.execute(
            "INSERT INTO audit.events (at, kind, actor_kind, actor_id, actor_name, subject, purpose, detail)"
            " SELECT now(), 'coverage.looked_up', 'facility', '01999', '', n % 10, '', '{}' FROM generate_series(1, 20000) n"
        )
        conn.execute("ANALYZE audit.events")
        plan = conn.execute(
            "EXPLAIN SELECT seq FROM audit.events WHERE subject = 7 AND seq < 9223372036854775807 ORDER BY seq DESC LIMIT 50"
        ).fetchall()
        assert "events_of_subject" in str(plan)
        assert "Sort" not in str(plan)


def test_the_settings_behind_the_promise_are_told(conn: db.Connection) -> None:
    conn.execute("SET synchronous_commit = off")
    careless = audit.durability(conn)
    assert careless.synchronous_commit == "off"
    assert not careless.nothing_answered_is_lost
    assert audit.Durability("on", "on", "on", "200ms").nothing_answered_is_lost
    assert not audit.Durability("on", "off", "on", "200ms").nothing_answered_is_lost
