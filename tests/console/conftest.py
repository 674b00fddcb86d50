"""A console to call in the process, or served on loopback for a browser; facilities and staff who can sign in to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from ansinh import checkin, staff
from ansinh.doors import console
from ansinh.kit import db
from ansinh.staff import Role
from tests import browsing
from tests.register import builders
from tests.staff.colleagues import NOW, colleague, hired

SESSION, FORM, LANGUAGE = "ansinh_console", "ansinh_console_form", "ansinh_lang"
GATEWAY_PASSWORD = "mau-mot-bia-dat"
ONE, OTHER = "01001", "79014"  # two facilities: the one that looks, and the one that must not be seen


@dataclass
class Rig:
    """`now` is the console's clock; set it to let time pass."""

    database: db.Database
    now: datetime = NOW

    def app(self, **changes: Any) -> ASGIApp:
        values: dict[str, Any] = {"public_url": "http://testserver", "is_sandbox": True, "now": lambda: self.now, **changes}
        return console.app(database=self.database, **values)

    def browser(self, session: str | None = None, *, app: ASGIApp | None = None, **changes: Any) -> TestClient:
        """A browser that follows no redirect by itself and comes from a loopback address."""
        browser = TestClient(
            app or self.app(**changes),
            follow_redirects=False,
            headers={"accept": "text/html"},
            raise_server_exceptions=False,
            client=("127.0.0.1", 50000),
        )
        if session is not None:
            browser.cookies.set(SESSION, session, domain="testserver.local", path="/console")
        return browser

    def facility(self, code: str = ONE) -> TestClient:
        """The browser of a facility that is signed in."""
        with self.database.transaction() as conn:
            return self.browser(facility_session(conn, code, now=self.now))

    def officer(self, *roles: Role) -> TestClient:
        """The browser of a member of staff with these roles."""
        username = "everything" if len(roles) == len(Role) else "-".join(sorted(roles))
        with self.database.transaction() as conn:
            return self.browser(staff_session(conn, username, *roles, now=self.now))


def facility_session(conn: db.Connection, code: str = ONE, *, now: datetime = NOW) -> str:
    name = f"Cơ sở {code}"
    return staff.open_facility_session(conn, f"{code}_BV", facility_code=code, facility_name=name, replaces=None, now=now)


def staff_session(conn: db.Connection, username: str, *roles: Role, now: datetime = NOW) -> str:
    hired(conn, colleague(username, *(roles or (Role.FIGURES,)), full_name="Trần Thị Lan"))
    opened = staff.sign_in(conn, username, colleague(username).password, replaces=None, now=now)
    assert isinstance(opened, str)
    return opened


def open_facilities(conn: db.Connection) -> None:
    builders.facilities(conn)
    accounts = [checkin.NewAccount(username=f"{code}_BV", password=GATEWAY_PASSWORD) for code in (ONE, OTHER)]
    checkin.open_accounts(conn, accounts, now=NOW, cost="sandbox")


def csrf_token(page: str) -> str:
    """The token of the forms on a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.fixture
def rig(database: db.Database) -> Rig:
    with database.transaction() as conn:
        open_facilities(conn)
    return Rig(database)


@pytest.fixture
def still() -> Rig:
    """A console without a database, for what needs none."""
    return Rig(db.Database("host=nowhere.invalid"))


@pytest.fixture
def served(rig: Rig) -> Iterator[str]:
    """The base URL of the console on loopback."""
    with browsing.served(rig.app()) as url:
        yield url
