"""Reading bodies: how much of one is kept, and how much memory all large ones together may take.

A large body waits until there is room for the whole of it, and is not read meanwhile: the sender's own connection holds it back.
So many large files at once cost time, not memory. Whoever sends too slowly gives the room back.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from starlette.types import Receive

_LARGEST_THROWN_AWAY = 32 * 1024 * 1024  # read on beyond the limit, so that a client that writes first and reads later gets its answer


class Room:
    """Bytes of large bodies in this process, between the first byte that is read and the reply.

    `total` bytes; a body that finds no room within `wait_s` seconds is turned away; a body is read within `read_s` seconds. What is
    made of a body takes up to three times its size beside it (measured with a body of 133 MB).
    """

    def __init__(self, total: int, *, wait_s: float = 20.0, read_s: float = 300.0) -> None:
        self.read_s = read_s
        self._wait_s = wait_s
        self._total = total
        self._left = total
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def of(self, size: int) -> AsyncIterator[bool]:
        """Room for `size` bytes (or all there is, for a larger body) inside the block; False if there was none in time."""
        size = min(size, self._total)
        has_room = await self._take(size)
        try:
            yield has_room
        finally:
            if has_room:
                async with self._changed:
                    self._left += size
                    self._changed.notify_all()

    async def _take(self, size: int) -> bool:
        try:
            async with asyncio.timeout(self._wait_s), self._changed:
                await self._changed.wait_for(lambda: self._left >= size)
                self._left -= size
        except TimeoutError:
            return False
        return True


def declared_length(headers: Sequence[tuple[bytes, bytes]]) -> int | None:
    """What Content-Length says, None where nothing is said (or nothing that could be)."""
    said = next((value for name, value in headers if name == b"content-length"), b"")
    return int(said) if said.isdigit() and len(said) < 16 else None


async def read_body(receive: Receive, largest: int) -> bytes | None:
    """The body, or a longer beginning if it is longer than `largest`; None if the client went away before its end."""
    message = await receive()
    body: bytes = message.get("body", b"")
    if message.get("more_body", False):
        chunks, kept, read = [body], len(body), len(body)
        while message.get("more_body", False) and read < largest + _LARGEST_THROWN_AWAY:
            message = await receive()
            chunk = message.get("body", b"")
            read += len(chunk)
            if kept <= largest:
                chunks.append(chunk)
                kept += len(chunk)
        body = b"".join(chunks)
    return None if message["type"] == "http.disconnect" else body
