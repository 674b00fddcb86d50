"""The counter's pages: the shared press with the counter's words, templates, style and script."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from ansinh.doors import pages
from ansinh.doors.desk import shown
from ansinh.doors.desk.site import Site
from ansinh.doors.desk.words import WORDS
from ansinh.doors.desk.words.visits import CARE_KINDS, CATEGORIES

HOME = "/"
ASSETS = pages.Assets(Path(__file__).parent / "static", prefix="/assets/")
_PRESS = pages.Press("ansinh.doors.desk", words=WORDS, assets=ASSETS, home=HOME)


def press(request: Request, site: Site, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """The page of `template` in the language of the request."""
    return _PRESS.page(
        request,
        template,
        back=HOME,
        status=status,
        is_sandbox=site.is_sandbox,
        script=ASSETS.script("counter.js"),
        site=site,
        **values,
    )


def counter_page(request: Request, site: Site, template: str) -> HTMLResponse:
    """The counter as it is now; `template` is the whole page, or the part of it that changes."""
    number, view = site.counter.state
    language = pages.language_of(request)
    return press(
        request,
        site,
        template,
        is_whole=template == "page.html",
        number=number,
        view=view,
        stage=view.stage.value,
        trouble=shown.trouble(view.trouble, language),
        reader_trouble=shown.trouble(view.reader_trouble, language),
        found=None if view.found is None else shown.found(view.found, language),
        person=None if view.found is None else view.found.verified.person,
        asked=None if view.found is None else view.asked or shown.suggested_visit(view.found),
        categories=CATEGORIES,
        care_kinds=CARE_KINDS,
    )
