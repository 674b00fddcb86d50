"""36: a provider on a real socket that answers without end, a byte at a time, in circles or packed; the exchange gives up in bounded time."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ansinh import exchange, oidc
from ansinh.kit import db, http
from ansinh.wire import eid
from tests.exchange.liar import CLIENT, MANNERS, SECRET, Liar
from tests.exchange.world import EXCHANGE, Browser, World, authorization, query_of

_PLAIN = MANNERS["generic"]
STEPS = ["/.well-known/openid-configuration", _PLAIN.token_path, _PLAIN.userinfo_path, _PLAIN.keys_path]
FORMS = ["endless", "drip", "drip_head", "circle", "packed", "silent", "deep"]


class Provider(ThreadingHTTPServer):
    """Speaks as the liar does, but at one step, in one bad form. `over` is set when the tests are: what hangs, hangs until then."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.liar = Liar(replace(_PLAIN, issuer=self.url))
        self.bad_step, self.form = "", ""
        self.hits = 0
        self.over = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        headers = {"authorization": self.headers["authorization"]} if "authorization" in self.headers else None
        self._answer(lambda: self.server.liar.get(self.server.url + self.path, headers=headers).body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        form = {"code": "c"}
        self._answer(lambda: self.server.liar.post_form(self.server.url + self.path, form, auth=(CLIENT, SECRET)).body)

    def _answer(self, sound: Callable[[], bytes]) -> None:
        with suppress(OSError):  # the exchange may have gone, as it should
            if self.path == self.server.bad_step:
                self.server.hits += 1
                getattr(self, f"_{self.server.form}")()
            else:
                self._send(sound())

    def _send(self, body: bytes, **headers: str) -> None:
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _endless(self) -> None:
        self._send(b'{"a":"' + b"a" * 10_000_000 + b'"}')

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("content-length", "100000")
        self.end_headers()
        self._slowly()

    def _drip_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nx: ")
        self._slowly()

    def _slowly(self) -> None:
        while not self.server.over.wait(0.05):
            self.wfile.write(b" ")

    def _circle(self) -> None:
        self.send_response(302)
        self.send_header("location", self.server.url + self.path)
        self.end_headers()

    def _packed(self) -> None:
        self._send(gzip.compress(b" " * 5_000_000), content_encoding="gzip")

    def _silent(self) -> None:
        self.server.over.wait()

    def _deep(self) -> None:
        self._send(b"[" * 500_000)

    def log_message(self, *_unused: object) -> None:
        pass


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    thread.join(5)
    server.server_close()


@dataclass
class Patience:
    """Waits long for what behaves, so that a busy machine spoils nothing, and not for the bad step."""

    provider: Provider
    long: http.Client = field(default_factory=lambda: http.Client(timeout_s=60, max_bytes=100_000))
    short: http.Client = field(default_factory=lambda: http.Client(timeout_s=0.3, total_s=0.6, max_bytes=100_000))

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        return self._of(url).get(url, headers=headers)

    def post_form(
        self, url: str, data: Mapping[str, str], *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> http.Answer:
        return self._of(url).post_form(url, data, headers=headers, auth=auth)

    def _of(self, url: str) -> http.Client:
        is_waited_for = self.provider.form not in {"drip", "drip_head", "silent"}
        return self.long if is_waited_for or not url.endswith(self.provider.bad_step) else self.short


def upstream_of(provider: Provider) -> exchange.Upstream:
    """An adapter that remembers nothing of the provider."""
    registration = oidc.Registration(
        provider.url, CLIENT, SECRET, f"{EXCHANGE}/commonauth/BANK", strictness=oidc.Strictness(algorithms=("RS256",))
    )
    return exchange.generic(
        code="BANK",
        name="Ngân hàng",
        name_en="Bank",
        registration=registration,
        http=Patience(provider),
        claims=_PLAIN.names,
        levels=exchange.LevelMap(reached={"gold": eid.Assurance(2, 1)}),
        open_to_all=True,
    )


def log_in(world: World, provider: Provider) -> dict[str, str]:
    """What the relying party hears at last."""
    browser = Browser({EXCHANGE: world.exchange})
    begun = browser.get(authorization())
    if not begun.headers["location"].startswith(provider.url):
        return query_of(begun)
    sent = query_of(begun)
    provider.liar.nonce = sent["nonce"]
    answer: dict[str, str | None] = {"code": "c", "state": sent["state"], "iss": provider.url}
    return query_of(browser.get(oidc.with_query(f"{EXCHANGE}/commonauth/BANK", answer)))


def test_a_provider_that_behaves_is_believed(database: db.Database, provider: Provider) -> None:
    provider.bad_step = ""
    assert "code" in log_in(World(database, upstreams=[upstream_of(provider)]), provider)


@pytest.mark.parametrize("form", FORMS)
def test_36_a_provider_that_misbehaves_on_the_wire_ends_the_login_in_bounded_time(
    database: db.Database, provider: Provider, form: str
) -> None:
    """Negative test 36, at each of the four things a provider is asked."""
    world = World(database)
    for step in STEPS:
        provider.bad_step, provider.form, provider.hits = step, form, 0
        world.upstreams = [upstream_of(provider)]
        world.exchange = world.another_exchange()
        began = time.monotonic()
        heard = log_in(world, provider)
        assert heard["error"] in {"temporarily_unavailable", "server_error"}, step
        assert time.monotonic() - began < 60, step
        assert provider.hits == 1, "asked once, and no redirect followed"
        assert world.count("exchange.sessions") == 0
