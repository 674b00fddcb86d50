"""Templates become pages: one frame, escaped by default, a missing word or value fails loudly."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from ansinh.doors.pages import language as languages
from ansinh.doors.pages import spoken
from ansinh.doors.pages.assets import Assets

Words = Mapping[str, tuple[str, str]]


class Press:
    """Prints the pages of one door: its package's templates over the shared ones, its words, its assets, the path of its first page."""

    def __init__(self, package: str, *, words: Words, assets: Assets, home: str) -> None:
        self._words = words
        self._home = home
        self._assets = assets
        self._templates = Environment(
            loader=ChoiceLoader([PackageLoader(package), PackageLoader("ansinh.doors.pages")]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(self, request: Request, template: str, *, back: str, status: int = 200, **values: Any) -> HTMLResponse:
        """The page of `template` in the language of the request. `back` is where a change of language leads to."""
        language = languages.language_of(request)
        body = self._templates.get_template(template).render(
            say=partial(say, self._words, language),
            has=self._words.__contains__,
            language=language,
            languages=[(each, languages.NAMES[each]) for each in languages.LANGUAGES],
            home=self._home,
            back=back,
            path=request.url.path,
            styles=self._assets.styles,
            mark=self._assets.mark,
            day=partial(spoken.day, language=language),
            short_day=partial(spoken.short_day, language=language),
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


def say(words: Words, language: languages.Language, key: str, **values: object) -> str:
    """The text of `key` in that language, its {names} filled in. Raises KeyError for a key nobody wrote: a defect of ours."""
    text = words[key][languages.LANGUAGES.index(language)]
    return text.format(**values) if values else text
