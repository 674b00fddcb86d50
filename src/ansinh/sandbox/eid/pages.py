"""The provider's pages: log in, sign out, the telephone, and what went wrong. Each says that this is a sandbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import jinja2
from starlette.responses import HTMLResponse, Response

from ansinh.kit import clock
from ansinh.provider import Language
from ansinh.sandbox.eid import words_of_passkeys_and_faces as more
from ansinh.sandbox.eid.model import REALM
from ansinh.sandbox.eid.proofing import Proofing
from ansinh.sandbox.eid.skeleton import Skeleton, cut, hole
from ansinh.sandbox.eid.store.passkeys import Passkey
from ansinh.sandbox.eid.words import ERRORS, SAID, WORDS

# Chromium holds every redirect that follows a form to `form-action`, and a login leads on through the identity exchange to
# relying parties this provider has never heard of. So: our own origin, any https origin, and programs on this machine.
_FORM_ACTION = "'self' https: http://127.0.0.1:* http://localhost:*"

# Scripts are files of ours, never in a page, and talk to us alone. Every page works without them but for passkeys.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none';"
    f" frame-ancestors 'none'; form-action {_FORM_ACTION}"
)

_DONE = frozenset({"approved", "approval_refused", "passkey_made", "passkey_removed"})  # said as news, not as a warning

_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ALL_WORDS = {language: {**words, **more.WORDS[language]} for language, words in WORDS.items()}
_ALL_SAID = {language: {**words, **more.SAID[language]} for language, words in SAID.items()}


@dataclass(frozen=True, slots=True)
class Question:
    """What waits for an answer on the telephone."""

    approval_id: str
    service: str
    asked_at: datetime
    choices: tuple[int, ...]

    @property
    def time(self) -> str:
        """Of day, in Viet Nam."""
        return f"{self.asked_at.astimezone(clock.VIETNAM):%H:%M:%S}"


def home(language: Language) -> Response:
    """What this origin is, for who types its address."""
    return _page("home.html", {}, language=language)


def login(
    *,
    login: str,
    csrf: str,
    said: str | None,
    username: str,
    code_required: bool,
    scan_code: str,
    no_passkeys: str | None,
    language: Language,
    status: int,
) -> Response:
    """The login page.

    `said` names what the last try came to, None at first; `scan_code` is what the picture holds, to be typed; `no_passkeys` is why
    browsers do none here, None if they do.
    """
    page = _login(said, language=language, code_required=code_required, no_passkeys=no_passkeys)
    html = page.filled({"login": login, "csrf": csrf, "username": username, "scan_code": scan_code})
    return HTMLResponse(html, status_code=status)


@cache  # a handful of pages: by language, what was said, and what is asked for
def _login(said: str | None, *, language: Language, code_required: bool, no_passkeys: str | None) -> Skeleton:
    values: dict[str, object] = {name: hole(name) for name in ("login", "csrf", "username", "scan_code")}
    values |= {"said": _said(said, language), "code_required": code_required}
    values |= {"no_passkeys": None if no_passkeys is None else _ALL_WORDS[language][no_passkeys]}
    return cut(_rendered("login.html", values, language=language))


def one_more_step(
    *, login: str, csrf: str, said: str | None, left: Sequence[str], app_is_off: bool, language: Language, status: int
) -> Response:
    """The page after a factor that was not enough. `left`: the factors that would help, each with a template `step_<factor>.html`."""
    values = {"login": login, "csrf": csrf, "said": _said(said, language), "left": left, "app_is_off": app_is_off}
    return _page("one_more_step.html", values, language=language, status=status)


def waiting(*, login: str, mark: str, number: int, scan_code: str | None, app: str | None, language: Language) -> Response:
    """The page that waits for a telephone. `scan_code` and `app`, the address in the picture, until somebody has scanned it."""
    values = {"login": login, "mark": mark, "number": number, "scan_code": scan_code, "app": app}
    return _page("waiting.html", values, language=language)


def waiting_over(*, login: str, said: str, language: Language) -> Response:
    return _page("waiting_over.html", {"login": login, "said": _said(said, language)}, language=language)


def app_locked(*, csrf: str, said: str | None, username: str, scanned: str, language: Language, status: int) -> Response:
    values = {"csrf": csrf, "said": _said(said, language), "username": username, "scanned": scanned}
    return _page("app_locked.html", values, language=language, status=status)


def app(
    *,
    csrf: str,
    said: str | None,
    code: str,
    lasts_s: int,
    allowed: bool,
    locked: bool,
    waiting: Sequence[Question],
    mark: str,
    proofing: Proofing,
    has_face: bool,
    language: Language,
    status: int,
) -> Response:
    """The app's screen. `locked`: nothing may be approved for a while."""
    values: dict[str, object] = {"csrf": csrf, "said": _said(said, language), "done": said in _DONE, "code": code, "lasts_s": lasts_s}
    values |= {"allowed": allowed, "locked": locked, "waiting": waiting, "mark": mark}
    values |= {"proofing": proofing, "has_face": has_face}
    return _page("app.html", values, language=language, status=status)


def app_passkeys(*, csrf: str, said: str | None, held: Sequence[Passkey], why_not: str | None, language: Language, status: int) -> Response:
    """The person's passkeys. `why_not`: why browsers make none here, None if they do."""
    values: dict[str, object] = {"csrf": csrf, "said": _said(said, language), "done": said in _DONE, "held": held}
    values |= {"why_not": None if why_not is None else _ALL_WORDS[language][why_not]}
    return _page("app_passkeys.html", values, language=language, status=status)


def app_passkey_new(*, csrf: str, name: str, options: str, language: Language) -> Response:
    """The page whose script makes a passkey with `options`, JSON."""
    return _page("app_passkey_new.html", {"csrf": csrf, "name": name, "options": options}, language=language)


def app_scanned(*, csrf: str, code: str, language: Language) -> Response:
    return _page("app_scanned.html", {"csrf": csrf, "code": code}, language=language)


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
    return None if code is None else _ALL_SAID[language][code]


def _page(template: str, values: Mapping[str, object], *, language: Language, status: int = 200) -> Response:
    return HTMLResponse(_rendered(template, values, language=language), status_code=status)


def _rendered(template: str, values: Mapping[str, object], *, language: Language) -> str:
    return _TEMPLATES.get_template(template).render(values, t=_ALL_WORDS[language], day=_day, language=language, realm=REALM)


def _day(when: date | datetime) -> str:
    """A day as people write it here."""
    return f"{when.astimezone(clock.VIETNAM) if isinstance(when, datetime) else when:%d/%m/%Y}"
