"""Style sheets, the mark, and scripts where a door has any: served under an address that holds their hash, so that browsers may keep them for good."""

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_SHARED = Path(__file__).parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_FOR_GOOD = "public, max-age=31536000, immutable"


class Assets:
    """The files of one door (`folder`) and those every door shares, below `prefix`, which ends in a slash."""

    def __init__(self, folder: Path, *, prefix: str) -> None:
        paths = [path for each in (_SHARED, folder) for path in sorted(each.iterdir()) if path.suffix in _TYPES]
        self._files = {f"{prefix}{_hashed(path)}": path for path in paths}
        self.mark = next(address for address, path in self._files.items() if path.name == "mark.svg")

    @property
    def styles(self) -> list[str]:
        """The addresses of the style sheets, the shared one first."""
        return [address for address, path in self._files.items() if path.suffix == ".css"]

    def script(self, name: str) -> str:
        """The address of a script by its file's name. Raises LookupError for one there is not: a defect of ours."""
        found = next((address for address, path in self._files.items() if path.name == name and path.suffix == ".js"), None)
        if found is None:
            raise LookupError(name)
        return found

    def routes(self) -> list[Route]:
        """One route for each file."""
        return [Route(address, _serve(path), methods=["GET"], name=path.name) for address, path in self._files.items()]


def _hashed(path: Path) -> str:
    return f"{path.stem}.{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}{path.suffix}"


def _serve(path: Path) -> Callable[[Request], Awaitable[Response]]:
    body = path.read_bytes()

    async def serve(_request: Request) -> Response:
        return Response(body, headers={"content-type": _TYPES[path.suffix], "cache-control": _FOR_GOOD})

    return serve
