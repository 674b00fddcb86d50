"""Somebody with every right on the database changes the log; verification says what, and where."""

# ruff: noqa: S608 - statements that tamper, built from our own numbers

from collections.abc import Iterator

import pytest

from ansinh import audit
from ansinh.kit import db
from tests.audit.builders import append_one, found, look, seal_now, sealed_log, seqs, signer, tamper, verified, verified_after


@pytest.fixture(scope="module")
def three_blocks(server_dsn: str, template: str) -> Iterator[db.Database]:
    """Three blocks of four events, for tests that take their tampering back."""
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE tampering TEMPLATE {template}".encode())
    database = db.Database(server_dsn.replace("/postgres?", "/tampering?"))
    sealed_log(database)
    yield database
    database.close()


FORGED = "now(), 'coverage.looked_up', 'facility', '01999', '', 1, 'check-in', '{}'"


def test_an_untouched_log_is_clean_and_says_how_far_it_is_sealed(database: db.Database) -> None:
    sealed_log(database, blocks=3, events=4)
    append_one(database)
    report = verified(database)
    assert report.clean
    assert (report.blocks, report.last_block, report.events_sealed, report.events_unsealed) == (3, 3, 12, 1)
    assert report.sealed_at is not None
    assert report.witnessed_to is None


def test_an_empty_log_is_clean(database: db.Database) -> None:
    report = verified(database)
    assert report.clean
    assert (report.blocks, report.last_block, report.sealed_at, report.events_sealed) == (0, None, None, 0)


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'",
        "kind = 'record.viewed'",
        "actor_kind = 'officer'",
        "actor_id = '01998'",
        "actor_name = 'Another'",
        "subject = NULL",
        "subject = 99",
        "purpose = 'research'",
        'detail = \'{"code": "001"}\'',
        'detail = \'{"code": "000", "officer": null}\'',
    ],
)
def test_a_change_of_any_column_names_the_event(three_blocks: db.Database, change: str) -> None:
    victim = seqs(three_blocks)[5]
    report = verified_after(three_blocks, f"UPDATE audit.events SET {change} WHERE seq = {victim}")
    assert found(report) == [("event_changed", 2, victim)]


@pytest.mark.parametrize(
    "change",
    [
        "at = 'infinity'",
        "detail = '{\"code\": 1e400}'",
        "detail = '{\"code\": 0.5}'",
        'detail = \'{"code": ["000"]}\'',
        "detail = '[\"000\"]'",
        "detail = 'null'",
        "detail = '{\"code\": 18446744073709551616}'",
    ],
)
def test_values_the_program_cannot_have_written_are_named_as_such(three_blocks: db.Database, change: str) -> None:
    victim = seqs(three_blocks)[5]
    report = verified_after(three_blocks, f"UPDATE audit.events SET {change} WHERE seq = {victim}")
    assert found(report) == [("event_malformed", 2, victim), ("event_changed", 2, victim)]


def test_a_malformed_event_is_found_even_if_it_was_put_in_before_sealing(database: db.Database) -> None:
    append_one(database)
    victim = seqs(database)[0]
    tamper(database, f"UPDATE audit.events SET detail = '{{\"code\": [1]}}' WHERE seq = {victim}")
    seal_now(database)
    assert found(verified(database)) == [("event_malformed", 1, victim)]


def test_a_deleted_event_is_named(database: db.Database) -> None:
    sealed_log(database)
    first, last = seqs(database)[4], seqs(database)[11]
    tamper(database, f"DELETE FROM audit.events WHERE seq IN ({first}, {last})")
    assert found(verified(database)) == [("event_missing", 2, first), ("event_missing", 3, last)]


def test_a_block_emptied_of_its_events_is_found(database: db.Database) -> None:
    sealed_log(database)
    gone = seqs(database)[4:8]
    tamper(database, f"DELETE FROM audit.events WHERE seq BETWEEN {gone[0]} AND {gone[-1]}")
    assert found(verified(database)) == [("event_missing", 2, seq) for seq in gone]


def test_an_event_put_into_a_sealed_block_is_named(database: db.Database) -> None:
    sealed_log(database)
    neighbour = seqs(database)[5]
    tamper(
        database,
        "INSERT INTO audit.events (seq, txid, at, kind, actor_kind, actor_id, actor_name, subject, purpose, detail) OVERRIDING SYSTEM VALUE"
        f" SELECT 4711, txid, {FORGED} FROM audit.events WHERE seq = {neighbour}",
    )
    assert found(verified(database)) == [("event_added", 2, 4711)]


def test_an_event_put_in_as_a_copy_of_another_is_found(database: db.Database) -> None:
    sealed_log(database)
    victim = seqs(database)[5]
    tamper(
        database,
        "ALTER TABLE audit.events DROP CONSTRAINT events_pkey",
        f"INSERT INTO audit.events OVERRIDING SYSTEM VALUE SELECT * FROM audit.events WHERE seq = {victim}",
    )
    assert [kind for kind, block, _ in found(verified(database)) if block == 2] == ["root_differs"]


def test_an_event_with_a_negative_number_is_named_rather_than_tripped_over(database: db.Database) -> None:
    sealed_log(database)
    victim = seqs(database)[5]
    tamper(
        database,
        "ALTER TABLE audit.events ALTER COLUMN seq DROP IDENTITY",
        f"UPDATE audit.events SET seq = -1 WHERE seq = {victim}",
    )
    assert found(verified(database)) == [("event_added", 2, -1), ("event_missing", 2, victim)]


def test_two_events_that_changed_places_are_both_named(database: db.Database) -> None:
    sealed_log(database)
    one, other = seqs(database)[5:7]
    tamper(
        database,
        "UPDATE audit.events a SET at = b.at, subject = b.subject, detail = b.detail FROM audit.events b"
        f" WHERE (a.seq, b.seq) IN (({one}, {other}), ({other}, {one}))",
    )
    assert found(verified(database)) == [("event_changed", 2, one), ("event_changed", 2, other)]


def test_events_that_changed_numbers_are_both_named(database: db.Database) -> None:
    sealed_log(database)
    one, other = seqs(database)[5:7]
    tamper(
        database,
        "ALTER TABLE audit.events ALTER COLUMN seq DROP IDENTITY",
        f"UPDATE audit.events SET seq = CASE seq WHEN {one} THEN {other} ELSE {one} END WHERE seq IN ({one}, {other})",
    )
    assert found(verified(database)) == [("event_changed", 2, one), ("event_changed", 2, other)]


def test_an_event_moved_into_another_block_is_missed_in_one_and_found_in_the_other(database: db.Database) -> None:
    sealed_log(database)
    moved, neighbour = seqs(database)[5], seqs(database)[9]
    tamper(database, f"UPDATE audit.events SET txid = (SELECT txid FROM audit.events WHERE seq = {neighbour}) WHERE seq = {moved}")
    assert found(verified(database)) == [("event_missing", 2, moved), ("event_added", 3, moved)]


def test_an_event_hidden_from_the_sealer_in_the_future_is_found(database: db.Database) -> None:
    sealed_log(database)
    append_one(database)
    hidden = max(seqs(database))
    tamper(database, f"UPDATE audit.events SET txid = '18446744073709551615' WHERE seq = {hidden}")
    assert seal_now(database) is None
    assert found(verified(database)) == [("event_unsealable", None, hidden)]


def test_an_unsealed_event_is_counted_and_nothing_is_claimed_about_it(database: db.Database) -> None:
    sealed_log(database)
    append_one(database)
    tamper(database, f"UPDATE audit.events SET purpose = 'research' WHERE seq = {max(seqs(database))}")
    report = verified(database)
    assert report.clean
    assert report.events_unsealed == 1


@pytest.mark.parametrize(
    "change",
    [
        "events = events + 1",
        "root = sha256('x')",
        "marks_hash = sha256('x')",
        "sealed_at = sealed_at + interval '1 hour'",
        "sealed_at = 'infinity'",
        "key_id = 'another'",
        "signature = sha512('x')",
        "hash = sha256('x')",
    ],
)
def test_a_change_of_a_block_names_the_block(three_blocks: db.Database, change: str) -> None:
    report = verified_after(three_blocks, f"UPDATE audit.blocks SET {change} WHERE number = 2")
    assert ("block_changed", 2, None) in found(report)


def test_an_event_and_the_root_changed_together_are_given_away_by_the_signature(database: db.Database) -> None:
    """Whoever lacks the key can compute everything but the signature."""
    sealed_log(database, blocks=2)
    victim = seqs(database)[6]
    tamper(database, f"UPDATE audit.events SET purpose = 'research' WHERE seq = {victim}", "DELETE FROM audit.blocks WHERE number = 2")
    assert seal_now(database, by=signer()) is not None
    assert found(verified(database)) == [("block_changed", 2, None)]


def test_a_broken_finding_aid_costs_the_name_of_the_event_not_the_finding(database: db.Database) -> None:
    sealed_log(database)
    victim = seqs(database)[5]
    tamper(
        database,
        f"UPDATE audit.events SET purpose = 'research' WHERE seq = {victim}",
        "UPDATE audit.blocks SET marks = '' WHERE number = 2",
    )
    assert found(verified(database)) == [("root_differs", 2, None)]


def test_a_block_taken_out_of_the_middle_is_missed(database: db.Database) -> None:
    sealed_log(database)
    tamper(database, "DELETE FROM audit.blocks WHERE number = 2")
    report = verified(database)
    assert found(report) == [("block_missing", 2, None), ("block_missing", None, None)]
    assert "4 events between block 1 and block 3 belong to no block" in report.findings[1].text


def test_blocks_taken_from_the_start_are_missed(database: db.Database) -> None:
    sealed_log(database, blocks=4)
    tamper(database, "DELETE FROM audit.blocks WHERE number < 3", "DELETE FROM audit.events WHERE subject <= 8")
    report = verified(database)
    assert found(report) == [("block_missing", 1, None)]
    assert "blocks 1 to 2 are missing" in report.findings[0].text


def test_a_chain_joined_around_a_block_that_was_taken_out_is_broken(database: db.Database) -> None:
    sealed_log(database)
    tamper(
        database,
        "DELETE FROM audit.blocks WHERE number = 2",
        "DELETE FROM audit.events WHERE subject BETWEEN 5 AND 8",
        "UPDATE audit.blocks SET number = 2 WHERE number = 3",
    )
    kinds = {kind for kind, _, _ in found(verified(database))}
    assert {"chain_broken", "block_changed"} <= kinds


def test_the_whole_log_emptied_into_its_blocks_reports_a_thousand_and_counts_all(database: db.Database) -> None:
    with database.transaction() as conn:
        for _ in range(1500):
            audit.append(conn, look())
    seal_now(database)
    tamper(database, "DELETE FROM audit.events")
    report = verified(database)
    assert (len(report.findings), report.findings_total) == (1000, 1500)


def test_progress_ends_at_the_total(database: db.Database) -> None:
    sealed_log(database, blocks=2, events=3)
    append_one(database)
    told: list[tuple[int, int]] = []
    with database.transaction() as conn:
        audit.verify(conn, [], progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (7, 7)
