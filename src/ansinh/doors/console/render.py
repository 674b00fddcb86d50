"""The console's pages: the shared press with the console's words, templates and style."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from ansinh.doors import pages
from ansinh.doors.console.words import WORDS
from ansinh.kit import web
from ansinh.staff import Visitor

if TYPE_CHECKING:
    from ansinh.doors.console.frame import Site

HOME = "/console"
ASSETS = pages.Assets(Path(__file__).parent / "static", prefix=f"{HOME}/assets/")
SCRIPT_POLICY = web.content_policy(scripts=True)
"""The headers' policy for the pages that have a script, which do everything without it too."""
_PRESS = pages.Press("ansinh.doors.console", words=WORDS, assets=ASSETS, home=HOME)


def press(
    request: Request,
    template: str,
    *,
    site: "Site",
    status: int = 200,
    visitor: Visitor | None = None,
    tabs: list[tuple[str, str]] | None = None,
    done: str = "",
    **values: Any,
) -> HTMLResponse:
    """The page of `template` in the language of the request; `visitor` and `tabs` put the navigation into the frame."""
    back = request.url.path if site.is_page(request.url.path) else HOME
    return _PRESS.page(
        request,
        template,
        back=back,
        status=status,
        is_sandbox=site.is_sandbox,
        visitor=visitor,
        tabs=tabs or [],
        done=done if done in WORDS else "",
        script=ASSETS.script,
        csrf_token="" if visitor is None else visitor.csrf_token,
        **values,
    )
