"""Which language a page is in: Vietnamese unless the person chose otherwise. The choice is a cookie and nothing else."""

from collections.abc import Callable
from typing import Literal, get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ansinh.kit import web

LANGUAGE_COOKIE = "ansinh_lang"
Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
NAMES: dict[Language, str] = {"vi": "Tiếng Việt", "en": "English"}
_YEAR_S = 365 * 24 * 3600


def language_of(request: Request) -> Language:
    """The language chosen, Vietnamese if none was."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return next((language for language in LANGUAGES if language == chosen), "vi")


def switched(request: Request, *, is_page: Callable[[str], bool], home: str, is_secure: bool) -> Response:
    """Remembers the language of the path and goes back to the page `?back=`.

    Only to what `is_page` knows: the address to go back to comes from the browser and could lead anywhere. Otherwise to `home`.
    """
    back = request.query_params.get("back", home)
    response = RedirectResponse(back if is_page(back) else home, status_code=303)
    language = next((language for language in LANGUAGES if language == request.path_params["language"]), None)
    if language is not None:
        web.set_cookie(response, LANGUAGE_COOKIE, language, secure=is_secure, max_age_s=_YEAR_S)
    return response
