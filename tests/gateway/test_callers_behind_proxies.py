"""Who calls is the address of the connection, unless a proxy that was named says otherwise."""

import asyncio

import pytest
import uvicorn
from starlette.types import Message, Receive, Scope, Send

from ansinh.settings import Settings
from ansinh.wiring import serve


def caller(proxies: str, *, connected: str, forwarded: str) -> str:
    """The address the app sees, with the server set up as `ansinh serve` does it."""
    seen: list[str] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope["client"][0])

    async def nothing() -> Message:
        raise AssertionError("nobody reads")

    async def nowhere(_message: Message) -> None:
        raise AssertionError("nobody writes")

    settings = Settings(trusted_proxies=proxies)
    config = uvicorn.Config(app, proxy_headers=bool(settings.trusted_proxies), forwarded_allow_ips=serve.trusted_proxies(settings))
    config.load()
    headers = [(b"x-forwarded-for", forwarded.encode())]
    scope = {"type": "http", "asgi": {"version": "3.0"}, "method": "POST", "headers": headers, "client": (connected, 50000)}
    asyncio.run(config.loaded_app(scope, nothing, nowhere))
    return seen[0]


def test_a_caller_cannot_name_its_own_address() -> None:
    assert caller("", connected="127.0.0.1", forwarded="10.0.0.7") == "127.0.0.1"
    assert caller("192.0.2.1", connected="203.0.113.9", forwarded="10.0.0.7") == "203.0.113.9"


@pytest.mark.parametrize("proxies", ["192.0.2.1", "198.51.100.1, 192.0.2.0/24"])
def test_a_proxy_that_was_named_says_who_calls(proxies: str) -> None:
    assert caller(proxies, connected="192.0.2.1", forwarded="10.0.0.7") == "10.0.0.7"


def test_what_a_caller_wrote_before_the_proxy_did_does_not_count() -> None:
    assert caller("192.0.2.1", connected="192.0.2.1", forwarded="10.0.0.7, 203.0.113.9") == "203.0.113.9"
