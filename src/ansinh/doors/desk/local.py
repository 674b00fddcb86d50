"""Only pages of this machine: a request must name the host that the service is at, and come from a page that may call it.

A page anywhere on the web can make a browser send requests to 127.0.0.1, and a name it owns can be pointed there (DNS rebinding): the first
carries its own Origin (RFC 6454, section 7), the second another Host (RFC 9110, section 7.2). Who sits at this machine is not checked.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ansinh.kit import web

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SCHEMES = {"ws": "http", "wss": "https"}
_READS = frozenset({"GET", "HEAD"})
_OF_HERE = frozenset({"none", "same-origin"})
"""What a browser says of requests without an Origin that no other page made (W3C Fetch Metadata): scripts and pictures of others have none."""


def is_loopback(host: str) -> bool:
    """True for this machine's own names; a port may follow."""
    try:
        return urlsplit(f"//{host}").hostname in _LOOPBACK
    except ValueError:
        return False


class Local:
    """Refuses with 403 whatever is not for this machine's own name, or comes from a page of another origin than its own and these."""

    def __init__(self, app: ASGIApp, *, origins: Collection[str] = (), always: bool = False) -> None:
        """`always`: an Origin is checked with reading requests too, as it must be where sockets are opened."""
        self._app = app
        self._origins = frozenset(origins)
        self._always = always

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._may_pass(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            refusal = web.problem(403, "not_from_here", "this service is for pages of this machine alone")
            await refusal(scope, receive, send)

    def _may_pass(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        client = scope.get("client")
        if client is not None and client[0] not in _LOOPBACK:
            return False
        host = headers.get("host", "")
        if not is_loopback(host):
            return False
        origin = headers.get("origin")
        if headers.get("sec-fetch-site", "none") not in _OF_HERE and not self._may_come_from_elsewhere(headers, origin):
            return False
        if origin is None or (not self._always and scope.get("method") in _READS):
            return True
        return origin in self._origins or origin == f"{_SCHEMES.get(scope['scheme'], scope['scheme'])}://{host}"

    def _may_come_from_elsewhere(self, headers: Headers, origin: str | None) -> bool:
        """What a browser says that another site made: a socket by its Origin, which is looked at next; a page as a link that somebody followed.

        Anything else could not be read, but how long it takes tells when cards are laid down and read.
        """
        return origin is not None if self._always else headers.get("sec-fetch-dest") == "document"
