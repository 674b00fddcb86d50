"""The few pages the exchange shows itself: what went wrong, shall we sign you out, you are signed out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import jinja2
from starlette.responses import HTMLResponse, Response

from ansinh.exchange.upstreams import Declared, callback_path
from ansinh.exchange.words import ERRORS, WORDS
from ansinh.provider import Language

# Chromium holds every redirect that follows a form to `form-action`, and signing out leads on to the provider and back to the
# relying party, which no page can know beforehand. So: our own origin, any https origin, and programs on this machine.
FORM_ACTION = "'self' https: http://127.0.0.1:* http://localhost:*"

_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def home(language: Language) -> Response:
    """What this origin is, for who types its address."""
    return _page("home.html", {}, language=language)


def error(code: str, *, reference: str, language: Language, status: int) -> Response:
    """What cannot be told to a relying party, in plain words; `reference` is to be quoted when asking for help."""
    said = ERRORS[language].get(code) or ERRORS[language]["other"]
    return _page("error.html", {"title": said.title, "text": said.text, "reference": reference}, language=language, status=status)


def ask_to_sign_out(fields: Mapping[str, str], *, language: Language) -> Response:
    """A form whose hidden `fields` come back to us."""
    return _page("ask_to_sign_out.html", {"fields": fields}, language=language)


def signed_out(language: Language) -> Response:
    return _page("signed_out.html", {}, language=language)


def choose(fields: Mapping[str, str], offered: Sequence[Declared], *, language: Language) -> Response:
    """Which provider to log in with; a button each, with the hidden `fields` beside it."""
    return _page("choose.html", {"fields": fields, "offered": offered}, language=language)


def password(fields: Mapping[str, str], declared: Declared, *, number: str, said: str | None, language: Language, status: int) -> Response:
    """Number and password of a provider that has no page of its own. `said` names what the last try came to, None at first."""
    values = {"fields": fields, "declared": declared, "path": callback_path(declared.code), "number": number, "said": said}
    return _page("password.html", values, language=language, status=status)


def _page(template: str, values: Mapping[str, object], *, language: Language, status: int = 200) -> Response:
    html = _TEMPLATES.get_template(template).render(values, t=WORDS[language], language=language)
    return HTMLResponse(html, status_code=status)
