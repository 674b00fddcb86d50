"""A share by file: every record as it went out, in chunks, from one snapshot of the database; the manifest is signed over all of it."""

import itertools
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from ansinh import oidc
from ansinh.kit import db
from ansinh.kit.errors import Conflict
from ansinh.sharing.chunks import write_chunk, write_side_by_side, write_whole
from ansinh.sharing.recording import record_share
from ansinh.sharing.store import shares, streams
from ansinh.wire import shares as wire

MANIFEST, SIGNATURE = "manifest.json", "manifest.jws"
_OF_THE_WHOLE = frozenset({MANIFEST, SIGNATURE})
KEPT_AT_RECIPIENT = timedelta(days=30)  # by when the recipient deletes the files; what it made of them is its own
_LEAST_BLOCKS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """To whom a share goes and why: it stands in the manifest and in the audit log."""

    recipient: str
    purpose: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Made:
    """Progress of the files: `rows` of about `total` written."""

    rows: int
    total: int


def make_files(
    dsn: str,
    folder: Path,
    *,
    share_id: str,
    terms: Terms,
    key: oidc.SigningKey,
    now: datetime,
    chunk_rows: int = 500_000,
    connections: int = 2,
    progress: Callable[[Made], None] = lambda _made: None,
) -> wire.Manifest:
    """Writes the share into the folder, which must be empty or not be there, and enters it as made.

    One snapshot for all connections: the files are the records of one moment, each once. The manifest is written last, so a folder
    without it is no share; making it takes minutes and begins anew after a kill, also one behind the manifest that left the share not
    entered. Raises Conflict("folder_not_empty").
    """
    folder.mkdir(parents=True, exist_ok=True)
    _clear(dsn, folder)
    with ExitStack() as stack:
        lead = stack.enter_context(db.connect(dsn))
        snapshot = streams.open_snapshot(lead)
        ranges = _ranges(snapshot, chunk_rows)
        conns = [stack.enter_context(db.connect(dsn)) for _ in range(min(connections, len(ranges)))]
        for conn in conns:
            streams.take_snapshot(conn, snapshot.name)
        writers = [partial(_write, conn, folder) for conn in conns]
        chunks = write_side_by_side(ranges, writers, lambda rows: progress(Made(rows, max(rows, snapshot.rows))))
    return seal(dsn, folder, chunks, cursor=snapshot.seq, share_id=share_id, terms=terms, key=key, now=now)


def plain_copy(dsn: str, write: Callable[[bytes], None]) -> None:
    """Every record as CSV over one connection, into no file and signed by nobody: what the files are measured against."""
    with db.connect(dsn) as conn:
        streams.copy_all(conn, write)


def seal(
    dsn: str,
    folder: Path,
    chunks: Sequence[wire.Chunk],
    *,
    cursor: int,
    share_id: str,
    terms: Terms,
    key: oidc.SigningKey,
    now: datetime,
) -> wire.Manifest:
    """Enters the chunks as a share and writes its manifest and the manifest's signature beside them."""
    ordered = tuple(sorted(chunks, key=lambda each: each.number))
    manifest = wire.Manifest(
        share_id=share_id,
        recipient=terms.recipient,
        purpose=terms.purpose,
        legal_basis=terms.legal_basis,
        made_at=now,
        expires_at=now + KEPT_AT_RECIPIENT,
        cursor=cursor,
        columns=wire.COLUMNS,
        rows=sum(each.rows for each in ordered),
        digest=wire.digest_of(ordered),
        chunks=ordered,
    )
    body = wire.written(manifest)
    signature = key.sign(wire.claims_of(body, share_id=share_id, recipient=terms.recipient), typ=wire.MANIFEST_TYPE)
    with db.connect(dsn) as conn:
        _enter(conn, manifest, now=now)
        write_whole(folder / SIGNATURE, signature.encode())
        write_whole(folder / MANIFEST, body)
    return manifest


def _enter(conn: db.Connection, manifest: wire.Manifest, *, now: datetime) -> None:
    shares.insert(
        conn,
        share_id=manifest.share_id,
        recipient=manifest.recipient,
        purpose=manifest.purpose,
        cursor=manifest.cursor,
        row_count=manifest.rows,
        digest=manifest.digest,
        made_at=now,
        expires_at=manifest.expires_at,
    )
    shares.insert_chunks(
        conn,
        manifest.share_id,
        [each.number for each in manifest.chunks],
        [each.rows for each in manifest.chunks],
        [each.sha256 for each in manifest.chunks],
    )
    record_share(conn, "sharing.share_made", manifest, now=now)


def _clear(dsn: str, folder: Path) -> None:
    if (folder / MANIFEST).exists() and not _was_left_behind(dsn, folder):
        raise Conflict("folder_not_empty", f"{folder.name} holds a share already: name another folder")
    lefts = sorted(folder.iterdir(), key=lambda left: left.name != MANIFEST)  # it goes first: what is half taken away is no share
    if any(
        not left.name.startswith((".part-", "part-")) and left.name.removeprefix(".").removesuffix(".draft") not in _OF_THE_WHOLE
        for left in lefts
    ):
        raise Conflict("folder_not_empty", f"{folder.name} is not empty: name another folder")
    for left in lefts:
        left.unlink()


def _was_left_behind(dsn: str, folder: Path) -> bool:
    """True for a share that was killed between its manifest and the entry of it: nobody may deliver it."""
    try:
        manifest = wire.Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except ValidationError:
        return False
    with db.connect(dsn) as conn:
        return not shares.is_entered(conn, manifest.share_id)


def _ranges(snapshot: streams.Snapshot, chunk_rows: int) -> list[tuple[int, int]]:
    """Ranges of blocks of about `chunk_rows` records; the last one is open, because the table may have grown since it was measured."""
    share = chunk_rows / snapshot.rows if snapshot.rows else 1.0
    step = max(_LEAST_BLOCKS, round(snapshot.blocks * share))
    starts = list(range(0, max(snapshot.blocks, 1), step))
    return [*itertools.pairwise(starts), (starts[-1], 2**32 - 1)]


def _write(conn: db.Connection, folder: Path, number: int, blocks: tuple[int, int]) -> wire.Chunk:
    first, end = blocks
    return write_chunk(folder, number, partial(streams.copy_blocks, conn, first=first, end=end))
