"""The portal's pages: the shared press with the portal's words, templates and style."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from ansinh import identity
from ansinh.doors import pages
from ansinh.doors.portal.language import is_page
from ansinh.doors.portal.words import WORDS

ASSETS = pages.Assets(Path(__file__).parent / "static", prefix="/assets/")
_PRESS = pages.Press("ansinh.doors.portal", words=WORDS, assets=ASSETS, home="/")


def page(
    request: Request, template: str, *, is_sandbox: bool, status: int = 200, session: identity.Session | None = None, **values: Any
) -> HTMLResponse:
    """The page of `template` in the language of the request. `session` puts the person's navigation into the frame."""
    back = request.url.path if is_page(request.url.path) else "/"
    return _PRESS.page(request, template, back=back, status=status, is_sandbox=is_sandbox, session=session, **values)
