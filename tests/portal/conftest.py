"""A portal with a stand-in for the exchange: called in the process, or served on loopback for a browser."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from ansinh.doors import portal
from ansinh.kit import db
from tests import browsing
from tests.identity.standin import ISSUER, NOW, StandIn

SESSION, LOGIN, LANGUAGE = "ansinh_portal", "ansinh_portal_login", "ansinh_lang"


@dataclass
class Rig:
    """`now` is the portal's clock; set it to let time pass."""

    database: db.Database
    standin: StandIn = field(default_factory=StandIn)
    now: datetime = NOW

    def app(self, public_url: str = "http://testserver", **changes: Any) -> ASGIApp:
        values: dict[str, Any] = {"client_secret": "an-invented-secret-of-forty-characters-1234", "is_sandbox": True}
        return portal.app(
            database=self.database,
            public_url=public_url,
            exchange_issuer=ISSUER,
            client_id="vss-portal",
            http_client=self.standin,
            now=lambda: self.now,
            **{**values, **changes},
        )

    def browser(self, cookies: dict[str, str] | None = None, *, app: ASGIApp | None = None) -> TestClient:
        """A browser that follows no redirect by itself."""
        return TestClient(
            app or self.app(), follow_redirects=False, cookies=cookies, headers={"accept": "text/html"}, raise_server_exceptions=False
        )


@pytest.fixture
def rig(database: db.Database) -> Rig:
    return Rig(database)


@pytest.fixture
def still() -> Rig:
    """A portal without a database, for pages that need none."""
    return Rig(db.Database("host=nowhere.invalid"))


@pytest.fixture
def served(rig: Rig) -> Iterator[str]:
    """The base URL of the portal on loopback."""
    with browsing.served(rig.app()) as url:
        yield url
