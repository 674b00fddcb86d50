"""Pages for what went wrong: each says what happened and how to get back."""

from starlette.requests import Request
from starlette.responses import Response

from ansinh.doors.console.frame import Desk, Site
from ansinh.doors.console.render import press


def problem_page(
    site: Site,
    request: Request,
    name: str,
    *,
    status: int,
    reference: str | None = None,
    at: object = None,
    desk: Desk | None = None,
) -> Response:
    """The page of one problem in words; with the navigation of whoever sits at the `desk`."""
    if desk is not None:
        return desk.page("problem.html", status=status, name=name, reference=reference, at=at)
    return press(request, "problem.html", site=site, status=status, name=name, reference=reference, at=at)
