"""Taking insurance records by file: the manifest, its chunks, the end. Counted and hashed here, and acknowledged with a signature."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ansinh.kit import clock, db
from ansinh.oidc import SigningKey
from ansinh.sandbox.population.problems import Refusal
from ansinh.sandbox.population.store import shares as store
from ansinh.wire import shares as wire

_LARGEST_MANIFEST = 16 << 20


def add_to(router: APIRouter, database: db.Database, *, client_of: Callable[..., str], key: SigningKey, now: clock.Clock) -> None:
    """The endpoints below /v1/shares, for known clients."""
    known = [Depends(client_of)]

    @router.post(
        f"{wire.SHARES_PATH}/{{share_id}}", summary="Offer a share: its manifest", response_model=wire.Received, dependencies=known
    )
    async def offer(share_id: str, request: Request) -> Response:
        body = await _body(request, _LARGEST_MANIFEST)
        return _json(await run_in_threadpool(_offer, database, share_id, body))

    @router.post(
        f"{wire.SHARES_PATH}/{{share_id}}/chunks/{{number}}",
        summary="One chunk of a share, as CSV; sent again, it is acknowledged again",
        response_model=wire.ChunkReceipt,
        dependencies=known,
    )
    async def chunk(share_id: str, number: int, request: Request) -> Response:
        body = await _body(request, wire.LARGEST_CHUNK)
        return _signed(await run_in_threadpool(_take_chunk, database, share_id, number, body, now()), key)

    @router.post(
        f"{wire.SHARES_PATH}/{{share_id}}/complete", summary="All chunks were sent", response_model=wire.ShareReceipt, dependencies=known
    )
    async def complete(share_id: str) -> Response:
        return _signed(await run_in_threadpool(_complete, database, share_id, now()), key)


async def _body(request: Request, most: int) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise Refusal(413, "too_large", f"at most {most} bytes")
    return bytes(body)


def _offer(database: db.Database, share_id: str, body: bytes) -> wire.Received:
    try:
        manifest = wire.Manifest.model_validate_json(body)
    except ValidationError as wrong:
        place = ".".join(str(part) for part in wrong.errors()[0]["loc"])
        raise Refusal(422, "manifest", f"the manifest cannot be read at {place or 'its beginning'}") from None
    if manifest.share_id != share_id or manifest.columns != wire.COLUMNS or manifest.digest != wire.digest_of(manifest.chunks):
        raise Refusal(422, "manifest", "the manifest does not agree with itself or with its address")
    with database.transaction() as conn:
        store.add(conn, share_id, body)
        held = _held(conn, share_id)
        if held.manifest != body:
            raise Refusal(409, "share_differs", "another share goes by this number")
        return _received(conn, share_id, held)


def _take_chunk(database: db.Database, share_id: str, number: int, body: bytes, now: datetime) -> wire.ChunkReceipt:
    sha256 = hashlib.sha256(body).hexdigest()
    with database.transaction() as conn:
        manifest = wire.Manifest.model_validate_json(_held(conn, share_id).manifest)
        expected = next((each for each in manifest.chunks if each.number == number), None)
        if expected is None:
            raise Refusal(404, "no_such_chunk", "the manifest has no chunk of this number")
        if expected.sha256 != sha256:
            raise Refusal(422, "hash_differs", "the chunk is not the one the manifest names")
        there = next((each for each in store.chunks(conn, share_id) if each.number == number), None)
        if there is not None:
            return wire.ChunkReceipt(
                share_id=share_id, number=number, rows=there.row_count, sha256=there.sha256, received_at=there.received_at
            )
        try:
            rows = store.copy_lines(conn, share_id, body)
        except db.Error:
            conn.rollback()
            raise Refusal(422, "lines", "a line of the chunk is not in the form that was agreed") from None
        store.add_chunk(conn, share_id, number, rows=rows, sha256=sha256, now=now)
        return wire.ChunkReceipt(share_id=share_id, number=number, rows=rows, sha256=sha256, received_at=now)


def _complete(database: db.Database, share_id: str, now: datetime) -> wire.ShareReceipt:
    with database.transaction() as conn:
        held = _held(conn, share_id)
        manifest = wire.Manifest.model_validate_json(held.manifest)
        there = store.chunks(conn, share_id)
        missing = len(manifest.chunks) - len(there)
        if missing:
            raise Refusal(409, "chunks_missing", f"{missing} of {len(manifest.chunks)} chunks have not arrived")
        rows = sum(each.row_count for each in there)
        digest = hashlib.sha256("".join(f"{each.number} {each.row_count} {each.sha256}\n" for each in there).encode()).hexdigest()
        unknown = 0
        if held.completed_at is None:
            unknown = store.take_over(conn, share_id, seq=manifest.cursor)
            store.complete(conn, share_id, now=now)
        at = held.completed_at or now
        return wire.ShareReceipt(share_id=share_id, rows=rows, digest=digest, unknown_people=unknown, completed_at=at)


def _held(conn: db.Connection, share_id: str) -> store.ShareRow:
    held = store.locked(conn, share_id)
    if held is None:
        raise Refusal(404, "no_such_share", "offer the manifest first")
    return held


def _received(conn: db.Connection, share_id: str, held: store.ShareRow) -> wire.Received:
    numbers = tuple(each.number for each in store.chunks(conn, share_id))
    return wire.Received(share_id=share_id, chunks=numbers, is_complete=held.completed_at is not None)


def _json(message: BaseModel) -> Response:
    return Response(wire.written(message), media_type="application/json")


def _signed(message: BaseModel, key: SigningKey) -> Response:
    body = wire.written(message)
    signature = key.sign(wire.claims_of(body), typ=wire.RECEIPT_TYPE)
    return Response(body, media_type="application/json", headers={wire.SIGNATURE_HEADER: signature})
