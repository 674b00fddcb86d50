"""Templates become pages: one frame, escaped by default, a missing word or value fails loudly."""

from functools import partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from ansinh import identity
from ansinh.doors.portal import assets, spoken, words
from ansinh.doors.portal.language import is_page, language_of

_TEMPLATES = Environment(
    loader=PackageLoader("ansinh.doors.portal"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(
    request: Request, template: str, *, is_sandbox: bool, status: int = 200, session: identity.Session | None = None, **values: Any
) -> HTMLResponse:
    """The page of `template` in the language of the request. `session` puts the person's navigation into the frame."""
    language = language_of(request)
    body = _TEMPLATES.get_template(template).render(
        say=partial(words.say, language),
        has=words.WORDS.__contains__,
        language=language,
        languages=[(each, words.NAMES[each]) for each in words.LANGUAGES],
        here=request.url.path if is_page(request.url.path) else "/",
        path=request.url.path,
        style=assets.STYLE,
        mark=assets.MARK,
        is_sandbox=is_sandbox,
        session=session,
        day=partial(spoken.day, language=language),
        month=partial(spoken.month, language=language),
        moment=partial(spoken.moment, language=language),
        clock_time=spoken.clock_time,
        partial_date=partial(spoken.partial, language=language),
        amount=partial(spoken.amount, language=language),
        grouped_card=spoken.grouped_card,
        half_hidden=spoken.half_hidden,
        **values,
    )
    return HTMLResponse(body, status_code=status, headers={"content-language": language, "vary": "cookie"})
