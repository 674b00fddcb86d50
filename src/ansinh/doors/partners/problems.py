"""Pages for what went wrong: each says what happened and how to get back."""

from starlette.requests import Request
from starlette.responses import Response

from ansinh.doors.partners.frame import Site
from ansinh.doors.partners.render import press
from ansinh.exchange import registrations


def problem_page(
    site: Site,
    request: Request,
    name: str,
    *,
    status: int,
    reference: str | None = None,
    at: object = None,
    developer: registrations.Developer | None = None,
    rule: str = "",
) -> Response:
    """The page of one problem in words; `rule` is the check that failed, for whoever is asked for help."""
    return press(request, "problem.html", site=site, status=status, developer=developer, name=name, reference=reference, at=at, rule=rule)
