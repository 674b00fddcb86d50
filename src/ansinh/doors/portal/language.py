"""Which language a page is in: Vietnamese unless the person chose otherwise. The choice is a cookie and nothing else."""

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ansinh.doors.portal.site import LANGUAGE_COOKIE, Site
from ansinh.doors.portal.words import LANGUAGES, Language
from ansinh.kit import web

_YEAR_S = 365 * 24 * 3600
# Only pages of the portal itself: the address to go back to comes from the browser and could lead anywhere.
_PAGES = re.compile(r"/(?:record(?:/access)?|signed-out|login/problem/[0-9A-Z-]{1,20})?", re.ASCII)


def language_of(request: Request) -> Language:
    """The language chosen, Vietnamese if none was."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return next((language for language in LANGUAGES if language == chosen), "vi")


def switch(site: Site, request: Request) -> Response:
    """Remembers the language and goes back to the page `back`."""
    back = request.query_params.get("back", "/")
    response = RedirectResponse(back if is_page(back) else "/", status_code=303)
    language = next((language for language in LANGUAGES if language == request.path_params["language"]), None)
    if language is not None:
        web.set_cookie(response, LANGUAGE_COOKIE, language, secure=site.is_secure, max_age_s=_YEAR_S)
    return response


def is_page(path: str) -> bool:
    """True if `path` is one of the portal's own pages, so that it is safe to go there."""
    return _PAGES.fullmatch(path) is not None
