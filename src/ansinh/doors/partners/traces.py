"""The last logins of a client, step by step, with the rule that failed. The page asks for itself again every few seconds."""

from starlette.responses import Response

from ansinh import provider
from ansinh.doors import pages
from ansinh.doors.partners.frame import Desk, Page
from ansinh.doors.partners.words.rules import said_of

_REFRESH_S = 5


def trace(desk: Desk) -> Response:
    """The logins, the newest first. `?still=1` does not refresh: who reads with a screen reader or slowly is not interrupted."""
    registration = desk.registration()
    is_still = desk.request.query_params.get("still") == "1"
    logins = provider.last_logins(desk.conn, desk.site.issuer, registration.client_id)
    language = pages.language_of(desk.request)
    response = desk.page(
        "trace.html",
        registration=registration,
        draft=registration.in_force or registration.draft,
        logins=logins,
        is_still=is_still,
        said_of=lambda step: said_of(step.code, step.detail, language),
        refresh_s=_REFRESH_S,
    )
    if not is_still:
        response.headers["refresh"] = str(_REFRESH_S)
    return response


PAGES = (Page(path="/clients/{client_id}/logins", show=trace),)
