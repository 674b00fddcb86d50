"""The provider's pages: log in, sign out, the telephone, and what went wrong. Each says that this is a sandbox."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import jinja2
from starlette.responses import HTMLResponse, Response

from ansinh.provider import Language
from ansinh.sandbox.eid.model import REALM
from ansinh.sandbox.eid.words import ERRORS, SAID, WORDS

# Chromium holds every redirect that follows a form to `form-action`, and a login leads on through the identity exchange to
# relying parties this provider has never heard of. So: our own origin, any https origin, and programs on this machine.
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


def login(*, login: str, csrf: str, said: str | None, username: str, code_required: bool, language: Language, status: int) -> Response:
    """The login page. `said` names what the last try came to, None at first."""
    values = {"login": login, "csrf": csrf, "said": _said(said, language), "username": username, "code_required": code_required}
    return _page("login.html", values, language=language, status=status)


def one_more_step(*, login: str, csrf: str, said: str | None, left: Sequence[str], language: Language, status: int) -> Response:
    """The page after a factor that was not enough. `left`: the factors that would help, each with a template `step_<factor>.html`."""
    values = {"login": login, "csrf": csrf, "said": _said(said, language), "left": left}
    return _page("one_more_step.html", values, language=language, status=status)


def phone(*, csrf: str, said: str | None, username: str, language: Language, status: int) -> Response:
    return _page("phone.html", {"csrf": csrf, "said": _said(said, language), "username": username}, language=language, status=status)


def phone_code(code: str, *, lasts_s: int, language: Language) -> Response:
    return _page("phone_code.html", {"code": f"{code[:3]} {code[3:]}", "lasts_s": lasts_s}, language=language)


def ask_to_sign_out(fields: Mapping[str, str], *, language: Language) -> Response:
    """A form whose hidden `fields` come back to us."""
    return _page("ask_to_sign_out.html", {"fields": fields}, language=language)


def signed_out(language: Language) -> Response:
    return _page("signed_out.html", {}, language=language)


def error(code: str, *, reference: str, language: Language, status: int) -> Response:
    """What cannot be told to a relying party, in plain words; `reference` is to be quoted when asking for help."""
    said = ERRORS[language].get(code) or ERRORS[language]["other"]
    return _page("error.html", {"title": said.title, "text": said.text, "reference": reference}, language=language, status=status)


def _said(code: str | None, language: Language) -> str | None:
    return None if code is None else SAID[language][code]


def _page(template: str, values: Mapping[str, object], *, language: Language, status: int = 200) -> Response:
    html = _TEMPLATES.get_template(template).render(values, t=WORDS[language], language=language, realm=REALM)
    return HTMLResponse(html, status_code=status)
