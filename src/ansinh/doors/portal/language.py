"""Which pages of the portal a change of language may lead back to."""

import re

from starlette.requests import Request
from starlette.responses import Response

from ansinh.doors import pages
from ansinh.doors.portal.site import Site

# Only pages of the portal itself: the address to go back to comes from the browser and could lead anywhere.
_PAGES = re.compile(
    r"/(?:record(?:/access)?|account|representation|represented/[0-9A-Z-]{1,20}(?:/access)?|signed-out|login/problem/[0-9A-Z-]{1,20})?",
    re.ASCII,
)


def switch(site: Site, request: Request) -> Response:
    """Remembers the language and goes back to the page `back`."""
    return pages.switched(request, is_page=is_page, home="/", is_secure=site.is_secure)


def is_page(path: str) -> bool:
    """True if `path` is one of the portal's own pages, so that it is safe to go there."""
    return _PAGES.fullmatch(path) is not None
