"""The file outside the database: what only it can find, and how it survives crashes and tampering of its own."""

# ruff: noqa: S608 - statements that tamper, built from our own numbers

import json
import threading
from pathlib import Path

import pytest

from ansinh import audit
from ansinh.kit import db
from ansinh.kit.errors import Conflict
from tests.audit.builders import NOW, SIGNER, append_one, found, seal_now, sealed_log, seqs, signer, tamper, verified


@pytest.fixture
def heads(tmp_path: Path) -> Path:
    return tmp_path / "witness" / "heads.jsonl"


def _write(database: db.Database, heads: Path) -> int:
    with database.transaction() as conn:
        return audit.write_heads(conn, heads)


def _numbers(heads: Path) -> list[int]:
    return [json.loads(line)["number"] for line in heads.read_text().splitlines()]


def test_every_block_is_witnessed_and_the_witness_agrees(database: db.Database, heads: Path) -> None:
    sealed_log(database, heads)
    assert _numbers(heads) == [1, 2, 3]
    report = verified(database, heads)
    assert report.clean
    assert report.witnessed_to == 3


def test_a_head_that_a_crash_kept_from_the_witness_is_written_by_the_next_run(database: db.Database, heads: Path) -> None:
    sealed_log(database, heads)
    append_one(database)
    seal_now(database)  # committed, and then the process died
    assert verified(database, heads).clean
    assert audit.close_block(database, SIGNER, witness_file=heads, now=NOW) is None
    assert _numbers(heads) == [1, 2, 3, 4]


def test_a_line_that_a_crash_tore_is_written_again(database: db.Database, heads: Path) -> None:
    sealed_log(database, heads)
    whole = heads.read_bytes()
    heads.write_bytes(whole[:-100])
    report = verified(database, heads)
    assert report.clean
    assert report.witnessed_to == 2
    assert _write(database, heads) == 1
    assert heads.read_bytes() == whole


def test_newest_blocks_cut_off_with_their_events_are_found(database: db.Database, heads: Path) -> None:
    sealed_log(database, heads)
    tamper(database, "DELETE FROM audit.blocks WHERE number > 1", "DELETE FROM audit.events WHERE subject > 4")
    assert verified(database).clean, "without the witness there is nothing left to see"
    report = verified(database, heads)
    assert found(report) == [("witness_differs", 2, None)]
    assert "goes on to block 3" in report.findings[0].text
    assert "the database was rewritten" in report.findings[0].text


def test_a_chain_rewritten_by_the_holder_of_the_key_is_found(database: db.Database, heads: Path) -> None:
    sealed_log(database, heads)
    tamper(database, f"UPDATE audit.events SET subject = 99 WHERE seq = {seqs(database)[6]}", "DELETE FROM audit.blocks WHERE number > 1")
    seal_now(database)
    assert verified(database).clean, "the key holder's chain is perfect in itself"
    report = verified(database, heads)
    assert found(report) == [("witness_differs", 2, None), ("witness_differs", 3, None)]
    assert report.witnessed_to == 1


def test_the_sealer_tells_of_a_rewritten_chain_and_leaves_the_witness_alone(database: db.Database, heads: Path) -> None:
    sealed_log(database, heads)
    before = heads.read_bytes()
    tamper(database, "DELETE FROM audit.blocks WHERE number > 1")
    with pytest.raises(Conflict) as refused:
        audit.close_block(database, SIGNER, witness_file=heads, now=NOW)
    assert refused.value.code == "audit_witness_differs"
    assert heads.read_bytes() == before


def test_a_missing_witness_is_a_finding(database: db.Database, heads: Path) -> None:
    sealed_log(database, heads)
    heads.unlink()
    assert found(verified(database, heads)) == [("witness_damaged", None, None)]


def test_no_witness_is_missed_before_the_first_block(database: db.Database, heads: Path) -> None:
    append_one(database)
    assert verified(database, heads).clean


def test_a_forged_witness_does_not_pass_for_a_rewritten_database(database: db.Database, heads: Path) -> None:
    sealed_log(database, heads)
    lines = heads.read_text().splitlines()
    forged = json.loads(lines[1]) | {"hash": "00" * 32}
    heads.write_text("\n".join([lines[0], json.dumps(forged), lines[2]]) + "\n")
    report = verified(database, heads)
    assert found(report) == [("witness_differs", 2, None)]
    assert "the witness may have been tampered with" in report.findings[0].text


@pytest.mark.parametrize("line", ["{}", "[]", "1", "not json", '{"number": "2"}', "null"])
def test_a_line_that_is_no_head_is_named(database: db.Database, heads: Path, line: str) -> None:
    sealed_log(database, heads)
    lines = heads.read_text().splitlines()
    heads.write_text("\n".join([lines[0], line, lines[2]]) + "\n")
    report = verified(database, heads)
    assert [kind for kind, _, _ in found(report)] == ["witness_damaged"]
    assert "line 2" in report.findings[0].text


@pytest.mark.parametrize("field", ["number", "key_id", "root", "sealed_at_us"])
def test_a_head_with_a_field_of_another_type_is_no_head(database: db.Database, heads: Path, field: str) -> None:
    sealed_log(database, heads)
    lines = heads.read_text().splitlines()
    heads.write_text("\n".join([json.dumps(json.loads(lines[0]) | {field: [1]}), *lines[1:]]) + "\n")
    assert ("witness_damaged", None, None) in found(verified(database, heads))


def test_lines_taken_out_of_the_witness_are_missed(database: db.Database, heads: Path) -> None:
    sealed_log(database, heads, blocks=4)
    lines = heads.read_text().splitlines()
    heads.write_text("\n".join([lines[0], lines[3]]) + "\n")
    assert found(verified(database, heads)) == [("witness_damaged", 4, None)]


def test_a_witness_begun_later_confirms_from_there_on(database: db.Database, heads: Path) -> None:
    sealed_log(database, heads)
    heads.write_text(heads.read_text().splitlines()[2] + "\n")
    report = verified(database, heads)
    assert report.clean
    assert report.witnessed_to == 3


def test_the_sealer_refuses_to_write_after_a_line_that_is_no_head(database: db.Database, heads: Path) -> None:
    sealed_log(database, heads)
    with heads.open("a") as file:
        file.write("garbage\n")
    with pytest.raises(Conflict, match="begin a new one"):
        _write(database, heads)


def test_sealers_that_race_write_each_head_once(database: db.Database, heads: Path) -> None:
    sealed_log(database, blocks=20, events=1)
    threads = [threading.Thread(target=_write, args=(database, heads)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _numbers(heads) == list(range(1, 21))


def test_a_head_of_another_agency_is_no_proof_of_anything(database: db.Database, heads: Path) -> None:
    sealed_log(database, heads)
    report = verified(database, heads, key=signer())
    assert {kind for kind, _, _ in found(report)} == {"block_changed"}
