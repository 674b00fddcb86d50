"""Whose form was posted: the one place of the portal that decides whether a form may do anything."""

from starlette.requests import Request
from starlette.responses import Response

from ansinh import identity
from ansinh.doors.portal.problems import not_logged_in, problem_page
from ansinh.doors.portal.site import SESSION_COOKIE, Site
from ansinh.identity import Session
from ansinh.kit import db


def sender_of(site: Site, request: Request, conn: db.Connection, csrf_token: str) -> Session | Response:
    """The session whose own page this form comes from, or the answer to give instead: nobody is logged in, or it is another's form."""
    session = identity.session_of(conn, request.cookies.get(SESSION_COOKIE, ""), now=site.now())
    if session is None:
        return not_logged_in(site, request)
    if not identity.form_is_ours(session, csrf_token):
        return problem_page(site, request, "form_expired", status=403)
    return session
