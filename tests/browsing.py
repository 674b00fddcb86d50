"""The system's Chromium, and pages served on loopback for it."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright
from starlette.types import ASGIApp

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
NO_CHROMIUM = "no Chromium on this machine (Debian: apt-get install chromium)"
_PATIENCE_MS = 150_000  # a busy machine may take its time; what does not come at all is told by the test's own words
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    "--disable-quic",
]  # fmt: skip


@contextmanager
def launched() -> Iterator[Any]:
    """A browser that calls nobody by itself. Not for a whole run: while it is open its event loop keeps others from starting."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS, timeout=_PATIENCE_MS)
        try:
            yield _Patient(browser)
        finally:
            browser.close()


class _Patient:
    """A browser whose pages wait long."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser

    def new_context(self, **options: Any) -> Any:
        context = self._browser.new_context(**options)
        context.set_default_timeout(_PATIENCE_MS)
        return context

    def new_page(self, **options: Any) -> Any:
        page = self._browser.new_page(**options)
        page.set_default_timeout(_PATIENCE_MS)
        return page


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The base URL of the app on loopback."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=150)


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """The origin of a relying party that only remembers what it was called with, and that: paths with their queries."""
    called: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"back")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}", called
    server.shutdown()
    server.server_close()
