"""Bringing a share to its recipient: manifest, chunks, the end; each acknowledged with a signed receipt, none twice, none left out.

It may stop anywhere. Run again, it sends what is not acknowledged; a recipient that has a chunk already acknowledges it again.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from ansinh import oidc
from ansinh.kit import clock, db, http
from ansinh.kit.errors import Conflict, CounterpartDown, NotFound
from ansinh.sharing.files import MANIFEST, SIGNATURE
from ansinh.sharing.recording import record_share
from ansinh.sharing.store import shares
from ansinh.wire import population as population_wire
from ansinh.wire import shares as wire

_TRIES = 5
_FIRST_PAUSE_S = 0.5
_Message = TypeVar("_Message", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Delivered:
    """Progress: chunks acknowledged, of how many."""

    chunks: int
    total: int


class Recipient:
    """A recipient's interface at `url` (no slash at the end), where we go by `api_key`."""

    def __init__(self, url: str, api_key: str, line: http.Sends, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._url = f"{url}{wire.SHARES_PATH}"
        self._keys_url = f"{url}{population_wire.KEYS_PATH}"
        self._headers = {"authorization": f"Bearer {api_key}"}
        self._line = line
        self._sleep = sleep
        self._keys: oidc.PublicKeys | None = None

    def offer(self, share_id: str, manifest: bytes, signature: str) -> wire.Received:
        """Sends the manifest; returns what the recipient has of the share."""
        answer = self._post(f"/{share_id}", manifest, {wire.SIGNATURE_HEADER: signature, "content-type": "application/json"})
        return _read(wire.Received, answer)

    def send(self, share_id: str, number: int, body: bytes) -> tuple[wire.ChunkReceipt, str]:
        """Sends a chunk; returns its receipt, read and as it came."""
        answer = self._post(f"/{share_id}/chunks/{number}", body, {"content-type": "text/csv"})
        return self._receipt(wire.ChunkReceipt, answer)

    def finish(self, share_id: str) -> tuple[wire.ShareReceipt, str]:
        """Says that all was sent; returns the receipt of the whole."""
        return self._receipt(wire.ShareReceipt, self._post(f"/{share_id}/complete", b"", {}))

    def _post(self, path: str, body: bytes, headers: Mapping[str, str]) -> http.Heard:
        """Tries again where the recipient is busy or out of reach; raises CounterpartDown when it stays so or refuses."""
        pause = _FIRST_PAUSE_S
        for attempt in range(1, _TRIES + 1):
            try:
                answer = self._line.post(f"{self._url}{path}", body, headers={**self._headers, **headers})
            except CounterpartDown:
                if attempt == _TRIES:
                    raise
            else:
                if answer.status in {200, 201}:
                    return answer
                if answer.status not in {429, 500, 502, 503, 504}:
                    raise CounterpartDown("share_refused", f"the recipient refused (HTTP {answer.status}): {_reason(answer)}")
                if attempt == _TRIES:
                    raise CounterpartDown(
                        "recipient_busy", f"the recipient answered HTTP {answer.status} {_TRIES} times; run this again later"
                    )
            self._sleep(pause)
            pause *= 2
        raise AssertionError("every attempt returns or raises")

    def _receipt(self, kind: type[_Message], answer: http.Heard) -> tuple[_Message, str]:
        signature = answer.headers.get(wire.SIGNATURE_HEADER, "")
        if self._keys is None:
            self._keys = oidc.read_jwks(self._line.get(self._keys_url).json())
        try:
            signed = oidc.read_signed(signature, self._keys)
        except oidc.ProtocolError:
            raise _untrue("is not signed with its key") from None
        if signed.header.get("typ") != wire.RECEIPT_TYPE or signed.claims != wire.claims_of(answer.body):
            raise _untrue("is not the one that was signed")
        return _read(kind, answer), signature


def deliver(
    database: db.Database,
    folder: Path,
    recipient: Recipient,
    *,
    now: clock.Clock = clock.utc_now,
    progress: Callable[[Delivered], None] = lambda _delivered: None,
) -> wire.ShareReceipt:
    """Sends what of the share in the folder is not acknowledged, and has the whole acknowledged.

    A receipt whose count or hash is not ours stops it: Conflict("receipt_differs"). Raises NotFound("no_share"), Conflict("file_changed")
    where a file is not what the manifest says, CounterpartDown as the recipient does.
    """
    manifest, signature = _held(folder)
    share_id, total = manifest.share_id, len(manifest.chunks)
    with database.transaction() as conn:
        if not shares.is_entered(conn, share_id):  # nothing leaves that is not on record
            raise NotFound("no_share", f"the share in {folder.name} was not made to its end: make it again")
        waiting = set(shares.open_chunks(conn, share_id))
    there = set(recipient.offer(share_id, wire.written(manifest), signature).chunks)
    for done, chunk in enumerate(manifest.chunks):
        progress(Delivered(done, total))
        if chunk.number in waiting or chunk.number not in there:
            receipt, signed = recipient.send(share_id, chunk.number, _body(folder, chunk))
            if (receipt.share_id, receipt.number, receipt.rows, receipt.sha256) != (share_id, chunk.number, chunk.rows, chunk.sha256):
                raise Conflict("receipt_differs", f"the recipient counts or hashes chunk {chunk.number} otherwise than we do")
            with database.transaction() as conn:
                shares.acknowledge_chunk(conn, share_id, chunk.number, receipt=signed)
    whole, signed = recipient.finish(share_id)
    if (whole.share_id, whole.rows, whole.digest) != (share_id, manifest.rows, manifest.digest):
        raise Conflict("receipt_differs", "the recipient counts or hashes the whole otherwise than we do")
    with database.transaction() as conn:
        _complete(conn, manifest, receipt=signed, now=now())
    progress(Delivered(total, total))
    return whole


def _complete(conn: db.Connection, manifest: wire.Manifest, *, receipt: str, now: datetime) -> None:
    if not shares.complete(conn, manifest.share_id, receipt=receipt, now=now):
        return
    record_share(conn, "sharing.share_delivered", manifest, now=now)


def _held(folder: Path) -> tuple[wire.Manifest, str]:
    try:
        body, signature = (folder / MANIFEST).read_bytes(), (folder / SIGNATURE).read_text()
        return wire.Manifest.model_validate_json(body), signature
    except OSError:
        raise NotFound("no_share", f"{folder.name} holds no share: {MANIFEST} or {SIGNATURE} is missing") from None
    except ValidationError:
        raise Conflict("file_changed", f"{MANIFEST} was changed after it was signed") from None


def _body(folder: Path, chunk: wire.Chunk) -> bytes:
    try:
        body = (folder / chunk.name).read_bytes()
    except OSError:
        raise Conflict("file_changed", f"{chunk.name} is missing or cannot be read") from None
    if wire.claims_of(body)["sha256"] != chunk.sha256:
        raise Conflict("file_changed", f"{chunk.name} is not the file that the manifest names: make the share again")
    return body


def _read(kind: type[_Message], answer: http.Heard) -> _Message:
    try:
        return kind.model_validate_json(answer.body)
    except ValidationError:
        raise _untrue("is not in its own form") from None


def _reason(answer: http.Heard) -> str:
    """The detail of a problem document, which holds no personal data; nothing of any other answer."""
    try:
        return str(answer.json().get("detail", "no reason given"))[:200]
    except (CounterpartDown, AttributeError):
        return "no reason given"


def _untrue(why: str) -> CounterpartDown:
    return CounterpartDown("receipt_untrue", f"the recipient's answer {why}")
