"""The pages the exchange shows: choosing a provider, a password, a consent, a person's own page, signing out, and what went wrong."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import jinja2
from starlette.responses import HTMLResponse, Response

from ansinh import oidc
from ansinh.exchange import shown
from ansinh.exchange.shown import Row
from ansinh.exchange.upstreams import Declared, callback_path
from ansinh.exchange.words import ERRORS, WORDS
from ansinh.exchange.words_for_people import WORDS as FOR_PEOPLE
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
    """What cannot be told to a relying party, in plain words of both languages; `reference` is to be quoted when asking for help."""
    other = "en" if language == "vi" else "vi"
    first, second = (ERRORS[tongue].get(code) or ERRORS[tongue]["other"] for tongue in (language, other))
    values = {"title": first.title, "text": first.text, "other": other, "other_title": second.title, "other_text": second.text}
    return _page("error.html", values | {"reference": reference}, language=language, status=status)


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


def consent(client: oidc.Client, rows: Sequence[Row], *, until: datetime, fields: Mapping[str, str], language: Language) -> Response:
    """May this service be told this? `rows` are all that will be; the hidden `fields` come back to us."""
    values = {
        "name": client.name,
        "purpose": (client.purpose if language == "vi" else client.purpose_en) or client.purpose,
        "days": client.consent_days,
        "until": shown.instant(until),
        "rows": rows,
        "masked": any(row.masked for row in rows),
        "fields": fields,
    }
    return _page("consent.html", values, language=language)


def own(view: Mapping[str, object], *, language: Language) -> Response:
    """A person's own page."""
    return _page("own.html", view, language=language)


def own_refused(language: Language) -> Response:
    """Nobody is logged in, and the last try to do so failed."""
    return _page("own_refused.html", {}, language=language)


def _page(template: str, values: Mapping[str, object], *, language: Language, status: int = 200) -> Response:
    html = _TEMPLATES.get_template(template).render(values, t={**WORDS[language], **FOR_PEOPLE[language]}, language=language)
    return HTMLResponse(html, status_code=status)
