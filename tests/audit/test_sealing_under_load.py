"""Appends, roll-backs and late commits while a sealer runs: every event in exactly one block, whatever the order."""

import itertools
import random
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psycopg

from ansinh import audit
from ansinh.audit.store import blocks, events
from ansinh.kit import db
from tests.audit.builders import NOW, SIGNER, append_one, look, seal_now, seqs, verified, wait_until_final

WRITERS, TRANSACTIONS = 4, 60


def _write(database: db.Database, writer: int, committed: list[int], enough: Callable[[], bool] = lambda: True) -> None:
    """So many transactions at least, and on until there are enough of what is to happen meanwhile."""
    dice = random.Random(writer)
    for number in itertools.count():
        if number >= TRANSACTIONS and enough():
            return
        size = dice.choice((0, 1, 1, 1, 3))
        try:
            with database.transaction() as conn:
                for each in range(size):
                    audit.append(conn, look(writer * 1_000_000 + number * 10 + each))
                    if dice.random() < 0.3:
                        time.sleep(dice.random() * 0.01)
                if dice.random() < 0.2:
                    conn.execute("SELECT 1/0")
        except psycopg.errors.DivisionByZero:
            continue
        committed += [writer * 1_000_000 + number * 10 + each for each in range(size)]


def _blocks(database: db.Database) -> int:
    with database.transaction() as conn:
        return len(list(blocks.stream(conn)))


def _seal_until(done: threading.Event, database: db.Database, witness: Path, failures: list[BaseException]) -> None:
    try:
        while not done.is_set():
            audit.close_block(database, SIGNER, witness_file=witness, now=NOW)
    except BaseException as failure:  # noqa: BLE001 - handed to the test, which runs in another thread
        failures.append(failure)


def _running(target: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=target, args=arguments)
    thread.start()
    return thread


def test_every_committed_event_is_in_exactly_one_block(dsn: str, tmp_path: Path) -> None:
    database, done, failures = db.Database(dsn, max_size=12), threading.Event(), []  # type: ignore[var-annotated]
    committed: list[list[int]] = [[] for _ in range(WRITERS)]
    sealers = [_running(_seal_until, done, database, tmp_path / "heads.jsonl", failures) for _ in range(2)]
    writers = [
        _running(_write, database, writer, committed[writer], lambda: bool(failures) or _blocks(database) > 5) for writer in range(WRITERS)
    ]
    for writer in writers:
        writer.join()
    done.set()
    for sealer in sealers:
        sealer.join()
    wait_until_final(database)
    while audit.close_block(database, SIGNER, witness_file=tmp_path / "heads.jsonl", now=NOW):
        pass
    assert failures == []
    with database.transaction() as conn:
        sealed = list(blocks.stream(conn))
        kept = [record.subject for record in events.stream(conn)]
    assert sorted(subject for subject in kept if subject is not None) == sorted(itertools.chain(*committed))
    assert len(sealed) > 5
    assert sum(block.events for block in sealed) == len(kept)
    report = verified(database, tmp_path / "heads.jsonl")
    database.close()
    assert report.findings == ()
    assert (report.events_sealed, report.events_unsealed, report.witnessed_to) == (len(kept), 0, len(sealed))


def test_late_commits_land_in_later_blocks_whatever_their_numbers(database: db.Database) -> None:
    """Numbers 1 and 3 are drawn early and committed last; 2 commits at once and must wait for the oldest of them, no longer."""
    with database.transaction() as oldest:
        audit.append(oldest, look(1))
        append_one(database, look(2))
        with database.transaction() as late:
            audit.append(late, look(3))
            assert seal_now(database) is None
            oldest.commit()
            first = seal_now(database)
        second = seal_now(database, now=NOW + timedelta(seconds=1))
    assert first is not None
    assert second is not None
    assert (first.events, second.events) == (2, 1)
    assert seqs(database) == [1, 2, 3]
    assert verified(database).clean


def test_verifying_disturbs_neither_writers_nor_sealers(database: db.Database, tmp_path: Path) -> None:
    witness, done, failures = tmp_path / "heads.jsonl", threading.Event(), []  # type: ignore[var-annotated]
    committed: list[int] = []
    sealer = _running(_seal_until, done, database, witness, failures)
    reports: list[audit.Report] = []
    writer = _running(_write, database, 1, committed, lambda: len(reports) > 3)
    while writer.is_alive():
        reports.append(verified(database, witness))
    writer.join()
    done.set()
    sealer.join()
    assert failures == []
    assert len(reports) > 3
    assert [report.findings for report in reports if not report.clean] == []
