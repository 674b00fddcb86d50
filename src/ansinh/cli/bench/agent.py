"""The smallest HTTP client that can be a browser or a relying party of a bench: connections stay open, redirects are followed by hand.

Not for anything else: it believes every answer.
"""

import base64
import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from ansinh.kit.errors import CounterpartDown
from ansinh.kit.http import Answer

_TIMEOUT_S = 60.0
_FORM = {"content-type": "application/x-www-form-urlencoded"}
_GOES_ON = frozenset({302, 303})
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_ACTION = re.compile(r'<form method="post" action="([^"]+)"')


@dataclass(slots=True)
class Wire:
    """Connections to as many origins as are asked, one each; not for several threads. `source`: the loopback address to call from."""

    source: str = "127.0.0.1"
    requests: int = 0
    _open: dict[str, http.client.HTTPConnection] = field(default_factory=dict)

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        return self.send("GET", url, headers=headers)

    def post_form(
        self, url: str, data: Mapping[str, str], *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> Answer:
        basic = {} if auth is None else {"authorization": "Basic " + base64.b64encode(":".join(auth).encode()).decode()}
        return self.send("POST", url, body=urlencode(data), headers={**_FORM, **basic, **(headers or {})})

    def send(self, method: str, url: str, *, body: str | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Raises CounterpartDown where the connection breaks; what it was for has then failed."""
        self.requests += 1
        target = urlsplit(url)
        connection = self._open.get(target.netloc)
        if connection is None:
            connection = http.client.HTTPConnection(target.netloc, timeout=_TIMEOUT_S, source_address=(self.source, 0))
            self._open[target.netloc] = connection
        try:
            connection.request(method, f"{target.path}?{target.query}" if target.query else target.path, body, dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, {name.lower(): value for name, value in _folded(response)}, response.read())
        except (OSError, http.client.HTTPException) as broken:
            self._open.pop(target.netloc).close()
            raise CounterpartDown("bench_failed", f"{method} {target.path}: {broken!r}") from broken

    def close(self) -> None:
        for connection in self._open.values():
            connection.close()


@dataclass(slots=True)
class Browser:
    """One person's browser: cookies for each origin. `at`: the address of the page it shows."""

    wire: Wire
    at: str = ""
    _cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def visit(self, url: str, *, until: str, form: Mapping[str, str] | None = None) -> str | Answer:
        """The address that begins with `until` where the browser is sent to in the end, or the page it stops at before that."""
        while True:
            answer = self._load(url, form)
            if answer.status not in _GOES_ON:
                self.at = url
                return answer
            url, form = urljoin(url, answer.headers["location"]), None
            if url.startswith(until):
                return url

    def fill(self, page: Answer, typed: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        """Where the first form of a page is sent to, and what with. Raises CounterpartDown where it has none."""
        text = page.body.decode()
        action = _ACTION.search(text)
        if page.status != 200 or action is None:
            raise CounterpartDown("bench_failed", f"no login page but status {page.status}: {text[:200]}")
        return urljoin(self.at, action[1]), {**dict(_HIDDEN.findall(text)), **typed}

    def _load(self, url: str, form: Mapping[str, str] | None) -> Answer:
        kept = self._cookies.setdefault(urlsplit(url).netloc, {})
        headers = {"cookie": "; ".join(f"{name}={value}" for name, value in kept.items())} if kept else {}
        answer = self.wire.get(url, headers=headers) if form is None else self.wire.post_form(url, form, headers=headers)
        for line in answer.headers.get("set-cookie", "").split("\n"):
            for name, cookie in SimpleCookie(line).items():
                kept[name] = cookie.value
                if not cookie.value or cookie["max-age"] == "0" or "1970" in cookie["expires"]:
                    del kept[name]
        return answer


def query_of(url: str) -> dict[str, str]:
    """The parameters of an address."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def _folded(response: http.client.HTTPResponse) -> list[tuple[str, str]]:
    """Headers, those of one name in one, by lines: an answer may set several cookies."""
    names = dict.fromkeys(name.lower() for name, _ in response.getheaders())
    return [(name, "\n".join(value for other, value in response.getheaders() if other.lower() == name)) for name in names]
