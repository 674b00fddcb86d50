"""The console's pages: the shared press with the console's words, templates and style."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from ansinh.doors import pages
from ansinh.doors.partners.words import WORDS
from ansinh.exchange import registrations

if TYPE_CHECKING:
    from ansinh.doors.partners.frame import Site

HOME = "/partners"
ASSETS = pages.Assets(Path(__file__).parent / "static", prefix=f"{HOME}/assets/")
_PRESS = pages.Press("ansinh.doors.partners", words=WORDS, assets=ASSETS, home=HOME)


def press(
    request: Request,
    template: str,
    *,
    site: "Site",
    status: int = 200,
    developer: registrations.Developer | None = None,
    tabs: list[tuple[str, str]] | None = None,
    done: str = "",
    **values: Any,
) -> HTMLResponse:
    """The page of `template` in the language of the request; `developer` and `tabs` put the navigation into the frame."""
    back = request.url.path if site.is_page(request.url.path) else HOME
    return _PRESS.page(
        request,
        template,
        back=back,
        status=status,
        is_sandbox=site.is_sandbox,
        developer=developer,
        tabs=tabs or [],
        done=done if done in WORDS else "",
        csrf_token="" if developer is None else developer.csrf_token,
        **values,
    )
