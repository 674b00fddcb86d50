"""What every page of the console is built into: the site, the table of pages, and the desk a page is shown at.

A page is a function of a `Desk`, listed as a `Page` in its module's PAGES and in contents.py. `who` is checked before it is called
(guard.py): a page without the right visitor does not run, so that a new one is closed until it says for whom it is.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import compile_path

from ansinh import audit, staff
from ansinh.doors.console.render import press
from ansinh.doors.console.vendor_workshop import Workshop
from ansinh.kit import clock, db, errors, web
from ansinh.population import online
from ansinh.staff import Role, Visitor
from ansinh.terms import FacilityCode

PREFIX = "/console"
SESSION_COOKIE = "ansinh_console"
FORM_COOKIE = "ansinh_console_form"
_MOST_DIGITS = 18

_FOR_EVERYBODY = frozenset({f"{PREFIX}/sign-in", f"{PREFIX}/vendors"})
_REGISTRATIONS_AN_HOUR = 10  # of test facilities, from one address
_TRIES_A_MINUTE = 30  # of one account, from the developers' pages

Who = Role | Literal["facility", "agency"]
"""For whom a page is: facilities, everybody of the agency's staff, or those of the staff who have a role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: `path` below /console with Starlette's {blanks}, `takes` a form or not, `tab` its word in the navigation ("": none)."""

    path: str
    show: Callable[["Desk"], Response]
    who: Who
    takes: Literal["GET", "POST"] = "GET"
    tab: str = ""

    def is_for(self, visitor: Visitor) -> bool:
        """Whether the visitor may see it."""
        return visitor.may(self.who) if isinstance(self.who, Role) else visitor.kind == self.who


@dataclass(frozen=True, kw_only=True)
class Site:
    """One console: where it is reached (`public_url`, without the prefix and a slash at the end), where it keeps data, its pages.

    `workshop`: what developers can try out, None where the installation is no sandbox. `population`: the register that single people are
    compared with, None where none is connected; `mark_key` keys the hashes by which questions to it are counted.
    """

    database: db.Database
    public_url: str
    now: clock.Clock
    is_sandbox: bool
    sign_in_brake: web.RateLimit
    pages: tuple[Page, ...]
    workshop: Workshop | None = None
    population: online.Register | None = None
    mark_key: bytes = b""
    registration_brake: web.RateLimit = field(default_factory=lambda: web.RateLimit(_REGISTRATIONS_AN_HOUR, 3600.0))
    try_brake: web.RateLimit = field(default_factory=lambda: web.RateLimit(_TRIES_A_MINUTE, 60.0))

    @property
    def is_secure(self) -> bool:
        """True if browsers reach the console over TLS, so that cookies may demand it."""
        return self.public_url.startswith("https://")

    @cached_property
    def _shown(self) -> tuple[tuple[re.Pattern[str], Page], ...]:
        return tuple((compile_path(PREFIX + page.path)[0], page) for page in self.pages if page.takes == "GET")

    def page_at(self, path: str) -> Page | None:
        """The page that is shown at the path of an address; None for any other path, so that nobody can be led elsewhere."""
        return next((page for pattern, page in self._shown if pattern.match(path)), None) if path.isascii() else None

    def is_page(self, path: str) -> bool:
        """Whether a page is shown there, to whomever: where a change of language may lead back to."""
        return path in _FOR_EVERYBODY or self.page_at(path) is not None

    def home_of(self, visitor: Visitor) -> str:
        """Where somebody who has just signed in begins: the first page of their navigation."""
        return next((PREFIX + page.path for page in self.pages if page.tab and page.is_for(visitor)), f"{PREFIX}/sign-in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One request of somebody who is signed in and may see the page, in one transaction. `form` holds a posted form, {} without one.

    A form has been found to be ours. An error that leaves the page rolls everything back.
    """

    site: Site
    request: Request
    conn: db.Connection
    visitor: Visitor
    now: datetime
    form: Mapping[str, str] = field(default_factory=dict)

    @property
    def facility_code(self) -> FacilityCode:
        """The facility that is signed in: the one whose data a facility's page may show. Not to be asked on the agency's pages."""
        if self.visitor.kind != "facility":
            raise LookupError("the agency's staff have no facility")
        return FacilityCode.parse(self.visitor.facility_code)

    @property
    def actor(self) -> audit.Actor:
        """Whoever sits at the desk, as the audit log names them."""
        return staff.actor_of(self.visitor)

    def number(self, name: str) -> int:
        """The number in a blank of the page's path. Raises NotFound("no_such_page") for what is none."""
        return _number(str(self.request.path_params[name]))

    @property
    def after(self) -> int:
        """The number behind which a list goes on (`?after=`), 0 from its beginning. Raises NotFound("no_such_page") for what is none."""
        return _number(self.request.query_params.get("after", "0"))

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """The page of the template, in the frame of whoever is signed in. `?done=` names the word of what was just done."""
        done = f"done.{self.request.query_params.get('done', '')}"
        return press(
            self.request,
            template,
            site=self.site,
            status=status,
            visitor=self.visitor,
            tabs=[(PREFIX + page.path, page.tab) for page in self.site.pages if page.tab and page.is_for(self.visitor)],
            done=done,
            **values,
        )

    def to(self, path: str, *, done: str = "") -> Response:
        """Away from a form that was carried out, to another page (below /console), so that going back does not send it again."""
        return RedirectResponse(f"{PREFIX}{path}{f'?done={done}' if done else ''}", status_code=303)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise errors.NotFound("no_such_page", "must be a whole number")
    return int(text)
