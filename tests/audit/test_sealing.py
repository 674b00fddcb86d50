# ruff: noqa: S608 - statements that tamper, built from our own numbers

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from ansinh import audit
from ansinh.audit import leaf, seal
from ansinh.audit.block import NO_HASH
from ansinh.audit.store import blocks, events
from ansinh.kit import crypto, db
from ansinh.kit.errors import Conflict
from tests.audit.builders import NOW, SIGNER, append_one, found, look, seal_now, sealed_log, seqs, signer, tamper, verified


def test_a_block_seals_what_was_committed_since_the_last_one(database: db.Database) -> None:
    append_one(database)
    append_one(database)
    first = seal_now(database)
    append_one(database)
    second = seal_now(database, now=NOW + timedelta(seconds=1))
    assert first is not None
    assert second is not None
    assert (first.number, first.events, first.previous, first.sealed_at) == (1, 2, NO_HASH, NOW)
    assert (second.number, second.events, second.previous, second.txid_from) == (2, 1, first.hash, first.txid_until)


def test_an_empty_interval_makes_no_block(database: db.Database) -> None:
    assert seal_now(database) is None
    append_one(database)
    assert seal_now(database) is not None
    assert seal_now(database) is None


def test_a_sealer_with_nothing_to_seal_writes_nothing(database: db.Database) -> None:
    with database.transaction() as conn:
        audit.seal(conn, SIGNER, now=NOW)
        assert conn.execute("SELECT pg_current_xact_id_if_assigned()").fetchone() == (None,)


def test_an_event_waits_for_every_transaction_that_began_writing_before_it(database: db.Database) -> None:
    with database.transaction() as early:
        audit.append(early, look(1))
        append_one(database, look(2))
        assert seal_now(database) is None
    block = seal_now(database)
    assert block is not None
    assert block.events == 2


def test_the_sealer_does_not_seal_its_own_unfinished_transaction(database: db.Database) -> None:
    with database.transaction() as conn:
        audit.append(conn, look())
        assert audit.seal(conn, SIGNER, now=NOW) is None


def test_only_one_sealer_works_at_a_time(database: db.Database) -> None:
    append_one(database)
    with database.transaction() as one, database.transaction() as other:
        assert audit.seal(one, SIGNER, now=NOW) is not None
        assert audit.seal(other, SIGNER, now=NOW) is None


def test_a_backlog_is_sealed_in_blocks_of_bounded_size(database: db.Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(seal.__globals__, "LARGEST_BLOCK", 4)
    for size in (3, 2, 9, 1):  # events of one transaction each; a transaction is never split
        with database.transaction() as conn:
            for _ in range(size):
                audit.append(conn, look())
    sealed = iter(lambda: seal_now(database), None)
    assert [block.events for block in sealed if block] == [3, 2, 9, 1]
    assert verified(database).clean


def test_sealing_waits_for_the_disk_where_look_ups_do_not(database: db.Database) -> None:
    append_one(database)
    with database.transaction() as conn:
        conn.execute("SET synchronous_commit = off")
        audit.seal(conn, SIGNER, now=NOW)
        assert audit.durability(conn).synchronous_commit == "on"


def test_sealing_does_not_lower_a_stronger_promise(database: db.Database) -> None:
    append_one(database)
    with database.transaction() as conn:
        conn.execute("SET synchronous_commit = remote_apply")
        audit.seal(conn, SIGNER, now=NOW)
        assert audit.durability(conn).synchronous_commit == "remote_apply"


def test_a_database_restored_behind_its_own_blocks_is_refused_with_the_way_out(database: db.Database) -> None:
    append_one(database)
    block = seal_now(database)
    assert block is not None
    ahead = SIGNER.sign(replace(block, number=2, txid_from=block.txid_until, txid_until=(5 << 32) + 17, previous=block.hash))
    with database.transaction() as conn:
        blocks.insert(conn, ahead, marks=b"")
    append_one(database)
    with pytest.raises(Conflict, match=r"pg_resetwal --epoch=6 DATADIR"):
        seal_now(database)
    with database.transaction() as conn, pytest.raises(Conflict) as refused:
        audit.require_sealable(conn)
    assert refused.value.code == "audit_counter_behind"


def test_a_healthy_database_is_sealable(database: db.Database) -> None:
    with database.transaction() as conn:
        audit.require_sealable(conn)
    sealed_log(database)
    with database.transaction() as conn:
        audit.require_sealable(conn)


def test_the_sealed_bytes_of_an_event_are_the_documented_ones(database: db.Database) -> None:
    append_one(database, replace(look(42), detail={"officer": 'Trần "Thử"\n', "code": "000"}))
    with database.transaction() as conn:
        record = next(events.stream(conn))
        microseconds = 1795309323456789
        assert (
            leaf.encode(record)
            == (
                f'["ansinh.audit.event/1",{record.seq},{record.txid},{microseconds},"coverage.looked_up","facility","01999",'
                '"Bệnh viện Thử Nghiệm",42,"check-in",{"code":"000","officer":"Trần \\"Thử\\"\\n"}]'
            ).encode()
        )


def test_a_block_can_be_checked_with_nothing_but_its_documentation(database: db.Database) -> None:
    append_one(database)
    block = seal_now(database)
    assert block is not None
    head = ["ansinh.audit.block/1", 1, 0, block.txid_until, 1, block.root.hex(), block.marks_hash.hex(), "00" * 32]
    head += [1795309323456789, SIGNER.key_id]
    written = json.dumps(head, separators=(",", ":")).encode()
    with database.transaction() as conn:
        record = next(events.stream(conn))
    assert block.root == hashlib.sha256(b"\0" + leaf.encode(record)).digest()
    assert block.hash == hashlib.sha256(written).digest()


def test_only_a_p256_key_seals() -> None:
    wrong = ed25519.Ed25519PrivateKey.generate()
    pem = wrong.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with pytest.raises(ValueError, match="P-256"):
        audit.Signer(pem)


def test_a_key_file_of_the_house_seals(tmp_path: Path, database: db.Database) -> None:
    own = audit.Signer(crypto.load_or_create_ec_key(tmp_path / "seal.pem"))
    append_one(database)
    assert seal_now(database, by=own) is not None
    assert verified(database, key=own).clean


def test_a_log_sealed_with_two_keys_is_verified_with_both(database: db.Database) -> None:
    newer = signer()
    append_one(database)
    seal_now(database)
    append_one(database)
    seal_now(database, by=newer)
    with database.transaction() as conn:
        assert audit.verify(conn, [SIGNER.public_key_pem, newer.public_key_pem]).clean
        assert found(audit.verify(conn, [SIGNER.public_key_pem])) == [("block_changed", 2, None)]


def test_the_stream_of_events_follows_transactions_not_numbers(database: db.Database) -> None:
    with database.transaction() as conn:
        conn.execute("SELECT pg_current_xact_id()")
        append_one(database)
        audit.append(conn, look())
    assert seqs(database) == [2, 1]


def test_transaction_ids_are_compared_as_numbers(database: db.Database) -> None:
    """999 comes before 1000, which as text it does not: in the stream, in the bounds of a block and in the search for one."""
    ids = [9, 10, 99, 100]
    for txid in reversed(ids):
        append_one(database)
        tamper(database, f"UPDATE audit.events SET txid = '{txid}' WHERE txid > '100'")
    with database.transaction() as conn:
        assert [record.txid for record in events.stream(conn)] == ids
        assert [record.txid for record in events.between(conn, txid_from=10, txid_until=100)] == [10, 99]
        assert [events.txid_after(conn, skipped, txid_from=0, txid_until=1000) for skipped in range(5)] == [*ids, None]
        for number, (start, end) in enumerate([(0, 10), (10, 100), (100, 101)], start=1):
            block = audit.Block(number, start, end, 1, NO_HASH, NO_HASH, NO_HASH, 0, "", NO_HASH, NO_HASH * 2)
            blocks.insert(conn, block, marks=b"")
        assert [getattr(blocks.holding(conn, txid), "number", None) for txid in (9, 10, 99, 100, 101)] == [1, 2, 2, 3, None]


def test_reading_in_sealing_order_needs_no_sort(database: db.Database) -> None:
    with database.transaction() as conn:
        conn.execute("SET LOCAL enable_seqscan = off")
        plan = conn.execute("EXPLAIN SELECT e.txid::text FROM audit.events e ORDER BY e.txid, e.seq").fetchall()
        assert "events_pkey" in str(plan)
        assert "Sort" not in str(plan)
