"""What every page of the console is built into: the site, the table of pages, and the desk a page is shown at."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import compile_path

from ansinh import oidc
from ansinh.doors.partners.render import HOME, press
from ansinh.exchange import registrations
from ansinh.identity import client
from ansinh.kit import clock, db, web

PREFIX = HOME
SESSION_COOKIE = "ansinh_partners"
LOGIN_COOKIE = "ansinh_partners_login"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: `path` below /partners, `takes` a form or not, for developers or for officers, `tab` its word in the navigation.

    `before`: what must be fetched from elsewhere for the form, before a transaction is opened.
    """

    path: str
    show: Callable[["Desk"], Response]
    takes: Literal["GET", "POST"] = "GET"
    for_officers: bool = False
    tab: str = ""
    before: Callable[["Site", Mapping[str, str]], object] | None = None


@dataclass(frozen=True, kw_only=True)
class Site:
    """One console: where it is reached, where it keeps data, how it logs people in, and the exchange it registers at.

    `http` fetches the documents of sectors. `level` is what a developer must reach, `officer_level` what an officer must before deciding.
    """

    database: db.Database
    party: client.Party
    public_url: str
    issuer: str
    now: clock.Clock
    is_sandbox: bool
    http: oidc.Http
    level: str
    officer_level: str
    pages: tuple[Page, ...]
    brake: web.RateLimit

    @property
    def is_secure(self) -> bool:
        """True if browsers reach the console over TLS, so that cookies may demand it."""
        return self.public_url.startswith("https://")

    @cached_property
    def _shown(self) -> tuple[re.Pattern[str], ...]:
        return tuple(compile_path(PREFIX + page.path)[0] for page in self.pages if page.takes == "GET")

    def is_page(self, path: str) -> bool:
        """Whether a page is shown there: where a login or a change of language may lead back to."""
        return path == PREFIX or (path.isascii() and any(pattern.match(path) for pattern in self._shown))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One request of a developer who is signed in, in one transaction. An error that leaves the page rolls everything back.

    A posted `form` has been found to be ours; `fetched` is what the page wanted to have fetched before.
    """

    site: Site
    request: Request
    conn: db.Connection
    developer: registrations.Developer
    now: datetime
    form: Mapping[str, str] = field(default_factory=dict)
    fetched: object = None

    def registration(self) -> registrations.Registration:
        """The client of the page's path. Raises NotFound for another developer's."""
        return registrations.owned(self.conn, self.site.issuer, str(self.request.path_params["client_id"]), owner=self.developer.number)

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """The page of the template, in the developer's frame. `?done=` names the word of what was just done."""
        done = f"done.{self.request.query_params.get('done', '')}"
        tabs = [
            (PREFIX + page.path, page.tab) for page in self.site.pages if page.tab and (self.developer.is_officer or not page.for_officers)
        ]
        return press(self.request, template, site=self.site, status=status, developer=self.developer, tabs=tabs, done=done, **values)

    def to(self, path: str, *, done: str = "") -> Response:
        """Away from a form that was carried out, so that going back does not send it again."""
        return RedirectResponse(f"{PREFIX}{path}{f'?done={done}' if done else ''}", status_code=303)
