"""The counter's page put together: the page and the part of it that changes, what its buttons do, the picture, languages, headers."""

import asyncio
from collections.abc import Callable
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from ansinh import desk
from ansinh.doors import pages
from ansinh.doors.desk import shown
from ansinh.doors.desk.local import Local
from ansinh.doors.desk.render import ASSETS, HOME, counter_page, press
from ansinh.doors.desk.site import Site
from ansinh.doors.desk.words import WORDS
from ansinh.doors.desk.words.visits import CARE_KINDS, CATEGORIES
from ansinh.kit import crypto, web

_WAIT_S = 10.0
_LOOK_EVERY_S = 0.05
_LONGEST_VISIT = 100


def app(site: Site) -> ASGIApp:
    """The page of one counter, for this machine alone."""
    handlers = pages.error_pages("desk", partial(_problem_page, site), title=lambda name: WORDS[f"problem.{name}.title"][1], now=site.now)
    starlette = Starlette(routes=_routes(site), exception_handlers=handlers)
    policy = f"{web.content_policy(scripts=True)}; connect-src 'self'"
    return web.SecurityHeaders(Local(starlette), csp=policy)


def _routes(site: Site) -> list[BaseRoute]:
    counter = site.counter
    acts: dict[str, Callable[[dict[str, str]], None]] = {
        "/read": lambda form: counter.give(form.get("text", "")),
        "/check-in": lambda form: counter.check_in(_visit(form)),
        "/next": lambda _form: counter.clear(),
        "/again": lambda _form: counter.again(),
    }
    if site.virtual is not None:
        virtual = site.virtual
        acts["/virtual/put"] = lambda _form: virtual.lay()
        acts["/virtual/take"] = lambda _form: virtual.slot.take()
    return [
        Route(HOME, partial(_page, site), methods=["GET"]),
        Route("/counter", partial(_changes, site), methods=["GET"]),
        Route("/picture/{number}", partial(_picture, site), methods=["GET"]),
        Route("/language/{language}", _language, methods=["GET"]),
        *(Route(path, partial(_act, site, act), methods=["POST"]) for path, act in acts.items()),
        *web.health_routes(lambda: None),
        *ASSETS.routes(),
    ]


def _page(site: Site, request: Request) -> Response:
    return counter_page(request, site, "page.html")


async def _changes(site: Site, request: Request) -> Response:
    """The part that changes, as soon as it is another than `since`; 204 after ten seconds in which nothing did."""
    since = request.query_params.get("since", "")
    for _ in range(int(_WAIT_S / _LOOK_EVERY_S)):
        if str(site.counter.state[0]) != since:
            return counter_page(request, site, "counter.html")
        if site.closing.is_set():
            break
        await asyncio.sleep(_LOOK_EVERY_S)
    return Response(status_code=204)


async def _act(site: Site, act: Callable[[dict[str, str]], None], request: Request) -> Response:
    form = dict(await pages.read_form(request))
    if not crypto.same(form.get("form_token", ""), site.form_token):
        return _problem_page(site, request, "form_expired", status=403)
    await asyncio.to_thread(act, form)
    return RedirectResponse(HOME, status_code=303)


def _picture(site: Site, request: Request) -> Response:
    """The portrait of the reading of that number, and of no other; none of a card whose data nobody vouches for."""
    found = site.counter.view.found
    number = request.path_params["number"]
    if found is None or found.picture is None or not crypto.same(found.number, number) or not shown.is_vouched(found):
        raise HTTPException(404)
    return Response(found.picture, media_type="image/png")


def _language(request: Request) -> Response:
    return pages.switched(request, is_page=lambda path: path == HOME, home=HOME, is_secure=False)


def _visit(form: dict[str, str]) -> desk.VisitAsked:
    """What the form says; a code that it does not offer is a request nobody understands."""
    visit_id, category, care_kind = form.get("visit_id", "").strip(), form.get("category", ""), form.get("care_kind", "")
    if category not in CATEGORIES or care_kind not in CARE_KINDS:
        raise HTTPException(400)
    return desk.VisitAsked(visit_id=visit_id[:_LONGEST_VISIT], category=category, care_kind=care_kind)


def _problem_page(site: Site, request: Request, name: str, *, status: int, reference: str | None = None, at: object = None) -> Response:
    return press(request, site, "problem.html", status=status, name=name, reference=reference, at=at)
