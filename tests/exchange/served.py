"""Provider and exchange on real sockets of this machine, with the real clock and the real outbound client."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from threading import Thread

import uvicorn
from starlette.types import ASGIApp

from ansinh import exchange
from ansinh import provider as openid
from ansinh.kit import clock, db, http
from ansinh.sandbox import eid
from tests.exchange.world import (
    EXCHANGE_KEY,
    LEVEL_1,
    LEVEL_2,
    OTHER_CLIENT,
    OTHER_SECRET,
    PORTAL_CLIENT,
    PROVIDER_KEY,
    SECRET,
    UPSTREAM_CLIENT,
    UPSTREAM_SECRET,
    police,
)


@dataclass(frozen=True, slots=True)
class Served:
    exchange: str
    provider: str


def alone(_exchange_url: str, broker: ASGIApp) -> ASGIApp:
    """The exchange and nothing beside it."""
    return broker


@contextmanager
def serve(database: db.Database, *, beside: Callable[[str, ASGIApp], ASGIApp] = alone) -> Iterator[Served]:
    """Both institutions, gone at the end. `beside` puts something else on the exchange's origin."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(listening_socket()) for _ in range(2)]
        exchange_url, provider_url = (f"http://127.0.0.1:{one.getsockname()[1]}" for one in sockets)
        with database.transaction() as conn:
            openid.register_client(conn, exchange_url, PORTAL_CLIENT, secret=SECRET, now=clock.utc_now())
            openid.register_client(conn, exchange_url, OTHER_CLIENT, secret=OTHER_SECRET, now=clock.utc_now())
            upstream = replace(
                UPSTREAM_CLIENT,
                redirect_uris=(f"{exchange_url}/commonauth",),
                post_logout_redirect_uris=(f"{exchange_url}/oidc/logout/done",),
            )
            openid.register_client(conn, provider_url + eid.REALM, upstream, secret=UPSTREAM_SECRET, now=clock.utc_now())
            eid.open_accounts(conn, [LEVEL_2, LEVEL_1])
        outbound = http.Client()
        stack.callback(outbound.close)
        broker = exchange.build_app(
            database=database,
            base_url=exchange_url,
            signing_keys=[EXCHANGE_KEY],
            upstreams=[police(outbound, issuer=provider_url + eid.REALM, base_url=exchange_url)],
        )
        provider = eid.build_app(database=database, base_url=provider_url, signing_keys=[PROVIDER_KEY])
        for app, listening in ((beside(exchange_url, broker), sockets[0]), (provider, sockets[1])):
            stack.enter_context(running(app, listening))
        yield Served(exchange_url, provider_url)


def listening_socket() -> socket.socket:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    return listening


@contextmanager
def running(app: ASGIApp, listening: socket.socket) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)
