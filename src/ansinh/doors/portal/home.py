"""The first page, and the page after signing out. Neither shows anything about a person but the name of who is logged in."""

from starlette.requests import Request
from starlette.responses import Response

from ansinh import identity
from ansinh.doors.portal.render import page
from ansinh.doors.portal.site import SESSION_COOKIE, Site


def home(site: Site, request: Request) -> Response:
    """What the portal is, and one button."""
    session = None
    token = request.cookies.get(SESSION_COOKIE)
    if token:
        with site.database.transaction() as conn:
            session = identity.session_of(conn, token, now=site.now())
    return page(request, "home.html", is_sandbox=site.is_sandbox, session=session)


def signed_out(site: Site, request: Request) -> Response:
    """Where signing out ends. `?exchange=unreachable` says that it ended here alone."""
    here_only = request.query_params.get("exchange") == "unreachable"
    return page(request, "signed_out.html", is_sandbox=site.is_sandbox, here_only=here_only)
