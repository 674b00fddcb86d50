"""A share by file: every record once, hashed and counted on both sides, delivered whatever breaks on the way."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from ansinh import oidc, sharing
from ansinh.kit import crypto, db
from ansinh.kit.errors import Conflict, CounterpartDown, NotFound
from ansinh.sandbox import population
from ansinh.wire import shares as wire
from tests.sharing.builders import KEY, NOW, ORIGIN, TERMS, ConnectionBroken, Line, Received, app, enrolled, rename, signing_key

PEOPLE = 700
SHARE = "20261123-0001"


@dataclass
class Both:
    """Our side, the recipient's, and the folder between."""

    database: db.Database
    dsn: str
    line: Line
    folder: Path
    key: oidc.SigningKey
    people: list[int]

    def make(self, *, share_id: str = SHARE, folder: Path | None = None) -> wire.Manifest:
        return sharing.make_files(
            self.dsn, folder or self.folder, share_id=share_id, terms=TERMS, key=self.key, now=NOW, chunk_rows=200, connections=2
        )

    def deliver(self) -> wire.ShareReceipt:
        recipient = sharing.Recipient(f"{ORIGIN}{population.PREFIX}", KEY, self.line, sleep=lambda _seconds: None)
        return sharing.deliver(self.database, self.folder, recipient, now=lambda: NOW)

    def count(self) -> int:
        with self.database.transaction() as conn:
            return population.count_insured(conn)


@pytest.fixture
def both(database: db.Database, dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    monkeypatch.setattr("ansinh.sharing.files._LEAST_BLOCKS", 2)
    pem = crypto.load_or_create_ec_key(tmp_path / "key.pem")
    people = enrolled(database, PEOPLE)
    sharing.begin(database, now=NOW)
    with database.transaction() as conn:
        conn.execute("ANALYZE sharing.records")
    with TestClient(app(database, pem)) as client:
        yield Both(database, dsn, Line(client), tmp_path / "share", signing_key(pem), people)


def _lines(folder: Path) -> list[str]:
    return [line for path in sorted(folder.glob("part-*.csv")) for line in path.read_text().splitlines()[1:]]


def test_every_record_stands_in_the_files_once(both: Both) -> None:
    manifest = both.make()
    assert len(manifest.chunks) > 2
    numbers = [line.split(",")[0] for line in _lines(both.folder)]
    assert sorted(numbers) == [f"01{number:08d}" for number in range(1, PEOPLE + 1)]
    assert manifest.rows == PEOPLE
    assert (both.folder / manifest.chunks[0].name).read_text().splitlines()[0] == ",".join(wire.COLUMNS)
    assert _lines(both.folder)[0] == "0100000001,001180000001,DN4010100000001,2026-01-01,2026-12-31,01001,insured"
    assert _lines(both.folder)[6] == "0100000007,001180000007,,,,,not_insured"


def test_it_arrives_counted_and_hashed_by_the_other_side(both: Both) -> None:
    manifest = both.make()
    receipt = both.deliver()
    assert (receipt.rows, receipt.digest, receipt.unknown_people) == (PEOPLE, manifest.digest, PEOPLE)
    assert both.count() == PEOPLE
    with both.database.transaction() as conn:
        [share] = sharing.standing(conn).shares
    assert (share.acknowledged, share.chunks, share.completed_at) == (len(manifest.chunks), len(manifest.chunks), NOW)


@pytest.mark.parametrize("broken", [1, 3, 5, 7])
def test_a_delivery_that_is_killed_anywhere_goes_on_and_nothing_is_twice(both: Both, broken: int) -> None:
    manifest = both.make()
    both.line.breaks = {broken}
    with pytest.raises(ConnectionBroken):
        both.deliver()
    both.line.calls.clear()
    both.line.breaks = set()
    assert both.deliver().rows == PEOPLE
    assert both.count() == PEOPLE
    sent_again = [call for call in both.line.calls if "/chunks/" in call]
    assert len(sent_again) <= len(manifest.chunks) - max(0, broken - 4)


@pytest.mark.parametrize("step", ["part-00001.csv", "manifest.jws", "manifest.json", "commit"])
def test_a_share_that_is_killed_while_it_is_made_is_delivered_by_nobody_and_made_again(
    both: Both, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Killed with the draft of a file written and without its name; at last with all files there, and the entry not committed."""

    def killed(draft: Path, path: Path, rename: Callable[[Path, Path], Path] = Path.rename) -> Path:
        if path.name == step:
            raise KeyboardInterrupt
        renamed = rename(draft, path)
        if step == "commit" and path.name == "manifest.json":
            raise KeyboardInterrupt
        return renamed

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            both.make()
    with pytest.raises(NotFound, match="no_share"):
        both.deliver()
    assert both.line.calls == []
    both.make()
    assert both.deliver().rows == PEOPLE


def test_delivered_again_it_changes_nothing(both: Both) -> None:
    both.make()
    first = both.deliver()
    again = both.deliver()
    assert (again.rows, again.digest) == (first.rows, first.digest)
    assert both.count() == PEOPLE


def test_a_recipient_that_is_busy_is_tried_again_and_then_given_up(both: Both) -> None:
    both.make()
    busy = [503, 429, 503]

    def falsify(url: str, received: Received) -> Received:
        return Received(busy.pop(0), {}, b"") if busy and "chunks" in url else received

    both.line.falsify = falsify
    assert both.deliver().rows == PEOPLE
    both.line.falsify = lambda url, received: Received(503, {}, b"") if "complete" in url else received
    with pytest.raises(CounterpartDown, match="run this again later"):
        both.deliver()


@pytest.mark.parametrize("what", ["rows", "sha256", "number"])
def test_a_receipt_that_was_falsified_is_not_taken(both: Both, what: str) -> None:
    both.make()

    def falsify(url: str, received: Received) -> Received:
        if "chunks" not in url:
            return received
        changed = json.loads(received.body)
        changed[what] = "0" * 64 if what == "sha256" else changed[what] + 1
        return Received(received.status, received.headers, json.dumps(changed).encode())

    both.line.falsify = falsify
    with pytest.raises(CounterpartDown, match="not the one that was signed"):
        both.deliver()


def test_a_well_signed_receipt_with_another_count_stops_it(both: Both) -> None:
    both.make()

    def falsify(url: str, received: Received) -> Received:
        if "chunks" not in url:
            return received
        body = json.dumps(json.loads(received.body) | {"rows": 1}).encode()
        return Received(200, {wire.SIGNATURE_HEADER: both.key.sign(wire.claims_of(body), typ=wire.RECEIPT_TYPE)}, body)

    both.line.falsify = falsify
    with pytest.raises(Conflict, match="counts or hashes"):
        both.deliver()


def test_a_file_that_was_changed_is_not_sent(both: Both) -> None:
    manifest = both.make()
    path = both.folder / manifest.chunks[1].name
    path.write_text(path.read_text().replace("insured", "ended", 1))
    with pytest.raises(Conflict, match=r"part-00002\.csv is not the file"):
        both.deliver()


def test_the_other_side_does_not_take_what_the_manifest_does_not_name(both: Both) -> None:
    both.make()
    url = f"{population.PREFIX}{wire.SHARES_PATH}"
    headers = {"authorization": f"Bearer {KEY}"}

    def status(path: str, body: bytes) -> int:
        return both.line.client.post(f"{url}{path}", content=body, headers=headers).status_code

    assert status(f"/{SHARE}/chunks/1", b"x") == 404
    assert status(f"/{SHARE}", b"{}") == 422
    assert status(f"/{SHARE}", (both.folder / "manifest.json").read_bytes()) == 200
    assert status(f"/{SHARE}/chunks/1", b"x") == 422
    assert status(f"/{SHARE}/chunks/999", b"x") == 404
    assert status(f"/{SHARE}/complete", b"") == 409
    assert both.line.client.post(f"{url}/{SHARE}/complete").status_code == 401


def test_a_folder_with_something_else_in_it_is_left_alone(both: Both) -> None:
    both.folder.mkdir()
    (both.folder / "letters.txt").write_text("mine")
    with pytest.raises(Conflict, match="not empty"):
        both.make()
    assert (both.folder / "letters.txt").read_text() == "mine"


def test_a_folder_left_by_a_kill_is_made_anew(both: Both) -> None:
    both.folder.mkdir()
    (both.folder / "part-00001.csv").write_text("half")
    (both.folder / ".part-00002.csv.draft").write_text("half")
    with pytest.raises(NotFound):
        both.deliver()
    assert both.make().rows == PEOPLE
    assert both.deliver().rows == PEOPLE


def test_the_files_are_of_one_moment_although_the_register_goes_on(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    from ansinh.sharing.store import streams

    once: list[Any] = []
    take = streams.take_snapshot

    def meanwhile(conn: db.Connection, name: str) -> None:
        if not once:
            once.append(1)
            rename(both.database, both.people[0], 1, 999_001)
            assert sharing.collect(both.database, now=NOW).changes == 1
        take(conn, name)

    monkeypatch.setattr(streams, "take_snapshot", meanwhile)
    manifest = both.make()
    assert manifest.cursor == 0, "what changed meanwhile is told by the feed, from this cursor on"
    assert [line for line in _lines(both.folder) if "001180999001" in line] == []
    assert len([line for line in _lines(both.folder) if line.startswith("0100000001,001180000001")]) == 1
