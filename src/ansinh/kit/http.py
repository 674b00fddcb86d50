"""Outbound HTTP to other institutions: bounded in time and size, no redirects, only to hosts that are allowed.

The default allows this machine alone, so that nothing here can reach a real institution unless a setting names it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import httpx2

from ansinh.kit.deadline import BoundedTransport, whole_exchange_within
from ansinh.kit.errors import CounterpartDown

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def is_in_clear(url: str) -> bool:
    """True where whoever stands in between can read and change what goes to this URL: http, to any machine but this one."""
    try:
        target = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError):
        return False
    return target.scheme == "http" and target.host not in LOOPBACK


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: header names in lower case, the body whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON. Raises CounterpartDown("answer_not_json")."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as wrong:
            raise CounterpartDown("answer_not_json", "the counterpart did not answer with JSON") from wrong


class Heard(Protocol):
    """What an answer is to whoever asked: `Answer`, or what a test says in its place."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes: ...
    def json(self) -> Any: ...


class Sends(Protocol):
    """What rooms need of `Client`: they are handed one and make none."""

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Heard: ...
    def post(self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None) -> Heard: ...


class Client:
    """One per process; safe to share between threads."""

    def __init__(
        self,
        *,
        timeout_s: float = 5.0,
        total_s: float | None = None,
        max_bytes: int = 1_000_000,
        allow_hosts: frozenset[str] = LOOPBACK,
    ) -> None:
        """`timeout_s` bounds each wait, `total_s` the whole exchange (four times as long if not given), `max_bytes` an answer."""
        # Answers are asked for as they are: a packed one of some kilobytes may hold gigabytes.
        plain = {"accept-encoding": "identity"}
        self._client = httpx2.Client(
            timeout=timeout_s, follow_redirects=False, trust_env=False, headers=plain, transport=BoundedTransport()
        )
        self._total_s = 4 * timeout_s if total_s is None else total_s
        self._max_bytes = max_bytes
        self._allow_hosts = allow_hosts

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        return self._send("GET", url, headers=headers)

    def post_form(
        self, url: str, data: Mapping[str, str], *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> Answer:
        """`auth` is (user, password) for HTTP Basic; both must already be form-encoded where a protocol asks for it (RFC 6749 2.3.1)."""
        return self._send("POST", url, headers=headers, data=dict(data), auth=auth)

    def post_json(self, url: str, body: Any, *, headers: Mapping[str, str] | None = None) -> Answer:
        return self._send("POST", url, headers=headers, json=body)

    def post(self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None) -> Answer:
        """A body as it is, for protocols whose bytes count."""
        return self._send("POST", url, headers=headers, content=body)

    def close(self) -> None:
        self._client.close()

    def _send(self, method: str, url: str, **options: Any) -> Answer:
        """Raises CounterpartDown for a host that is not allowed, a time-out, a refused connection, an answer too large."""
        try:
            target = httpx2.URL(url)
        except (httpx2.InvalidURL, ValueError) as wrong:
            raise CounterpartDown("url_invalid", "the counterpart's address is not a URL") from wrong
        if target.scheme not in {"http", "https"} or target.host not in self._allow_hosts:
            raise CounterpartDown("host_not_allowed", "the counterpart's host is not one this installation may talk to")
        auth = options.pop("auth", None)
        if auth is not None:
            options["auth"] = auth
        try:
            with whole_exchange_within(self._total_s), self._client.stream(method, target, **options) as response:
                body = bytearray()
                for chunk in response.iter_raw():
                    body += chunk
                    if len(body) > self._max_bytes:
                        raise CounterpartDown("answer_too_large", f"the counterpart answered more than {self._max_bytes} bytes")
                return Answer(response.status_code, {name.lower(): value for name, value in response.headers.items()}, bytes(body))
        except httpx2.TimeoutException as late:
            raise CounterpartDown("timed_out", "the counterpart did not answer in time") from late
        except httpx2.HTTPError as broken:
            raise CounterpartDown("unreachable", "the counterpart could not be reached") from broken
