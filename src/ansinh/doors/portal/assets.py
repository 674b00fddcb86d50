"""The style sheet and the mark: served under an address that holds their hash, so that browsers may keep them for good."""

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_STATIC = Path(__file__).parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
_FOR_GOOD = "public, max-age=31536000, immutable"


def _address(path: Path) -> str:
    return f"/assets/{path.stem}.{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}{path.suffix}"


_FILES = {_address(path): path for path in sorted(_STATIC.iterdir()) if path.suffix in _TYPES}
STYLE = next(address for address, path in _FILES.items() if path.name == "portal.css")
MARK = next(address for address, path in _FILES.items() if path.name == "mark.svg")


def routes() -> list[Route]:
    """One route for each file."""
    return [Route(address, _serve(path), methods=["GET"], name=path.name) for address, path in _FILES.items()]


def _serve(path: Path) -> Callable[[Request], Awaitable[Response]]:
    body = path.read_bytes()

    async def serve(_request: Request) -> Response:
        return Response(body, headers={"content-type": _TYPES[path.suffix], "cache-control": _FOR_GOOD})

    return serve
