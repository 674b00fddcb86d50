"""Outbound HTTP against a real server on loopback that misbehaves."""

import contextlib
import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ansinh.kit.errors import CounterpartDown
from ansinh.kit.http import Client

_PACKED = gzip.compress(b"x" * 5_000_000)  # about a thousandth of that


class _Server(ThreadingHTTPServer):
    """`over` is set when the test is: what is slow or drips here does so until then."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Misbehaving)
        self.over = threading.Event()


class _Misbehaving(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        if self.path == "/slow":
            self.server.over.wait()
            return
        if self.path.startswith("/drip"):
            self._drip(headers_too=self.path == "/drip-headers")
            return
        if self.path == "/packed":
            self._packed()
            return
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "/ok")
            self.end_headers()
            return
        body = b"x" * 50_000 if self.path == "/large" else b'{"a":1}' if self.path == "/ok" else b"<html>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):  # the caller may have gone, as it should
            self.wfile.write(body)

    def _drip(self, *, headers_too: bool) -> None:
        """A byte every tenth of a second, without end: no single wait is long."""
        head = b"HTTP/1.1 200 OK\r\nX-Slow: " if headers_too else b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n"
        with contextlib.suppress(OSError):
            self.wfile.write(head)
            while not self.server.over.wait(0.1):
                self.wfile.write(b"x")

    def _packed(self) -> None:
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(_PACKED)))
        self.end_headers()
        self.wfile.write(_PACKED)

    def log_message(self, *_unused: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    server = _Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.over.set()
    server.shutdown()
    server.server_close()


CLIENT = Client(timeout_s=60, max_bytes=10_000)
IMPATIENT = Client(timeout_s=0.3)


def test_an_answer_comes_back_whole(url: str) -> None:
    answer = CLIENT.get(f"{url}/ok")
    assert (answer.status, answer.json()) == (200, {"a": 1})


@pytest.mark.parametrize(("client", "path", "code"), [(IMPATIENT, "/slow", "timed_out"), (CLIENT, "/large", "answer_too_large")])
def test_a_counterpart_that_is_slow_or_endless_is_given_up(url: str, client: Client, path: str, code: str) -> None:
    with pytest.raises(CounterpartDown) as down:
        client.get(url + path)
    assert down.value.code == code


@pytest.mark.parametrize("path", ["/drip", "/drip-headers"])
def test_36_a_counterpart_that_answers_a_byte_at_a_time_is_given_up(url: str, path: str) -> None:
    """Negative test 36."""
    began = time.monotonic()
    with pytest.raises(CounterpartDown, match="in time"):
        Client(timeout_s=60, total_s=0.6).get(url + path)
    assert time.monotonic() - began < 30


def test_36_a_packed_answer_is_never_unpacked(url: str) -> None:
    """Negative test 36."""
    answer = CLIENT.get(f"{url}/packed")
    assert answer.body == _PACKED
    with pytest.raises(CounterpartDown):
        answer.json()


def test_what_is_not_json_is_said_to_be_so(url: str) -> None:
    with pytest.raises(CounterpartDown) as down:
        CLIENT.get(f"{url}/page").json()
    assert down.value.code == "answer_not_json"


def test_redirects_are_not_followed(url: str) -> None:
    assert CLIENT.get(f"{url}/redirect").status == 302


@pytest.mark.parametrize("address", ["http://192.0.2.1/", "https://example.org/", "ftp://127.0.0.1/", "http://[", "file:///etc/passwd"])
def test_no_request_leaves_for_a_host_that_is_not_allowed(address: str) -> None:
    with pytest.raises(CounterpartDown) as down:
        CLIENT.get(address)
    assert down.value.code in {"host_not_allowed", "url_invalid"}


def test_a_closed_port_is_a_counterpart_that_is_down() -> None:
    with pytest.raises(CounterpartDown) as down:
        CLIENT.get("http://127.0.0.1:1/")
    assert down.value.code == "unreachable"
