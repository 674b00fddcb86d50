"""Outbound HTTP against a real server on loopback that misbehaves."""

import contextlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ansinh.kit.errors import CounterpartDown
from ansinh.kit.http import Client


class _Misbehaving(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            time.sleep(1.0)
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

    def log_message(self, *_unused: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Misbehaving)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


CLIENT = Client(timeout_s=0.3, max_bytes=10_000)


def test_an_answer_comes_back_whole(url: str) -> None:
    answer = CLIENT.get(f"{url}/ok")
    assert (answer.status, answer.json()) == (200, {"a": 1})


@pytest.mark.parametrize(("path", "code"), [("/slow", "timed_out"), ("/large", "answer_too_large")])
def test_a_counterpart_that_is_slow_or_endless_is_given_up(url: str, path: str, code: str) -> None:
    with pytest.raises(CounterpartDown) as down:
        CLIENT.get(url + path)
    assert down.value.code == code


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
