"""A page that stands for the person's telephone: it shows the one-time code, to who knows the password."""

from starlette.responses import Response

from ansinh.kit import web
from ansinh.provider import Call
from ansinh.sandbox.eid import pages, verify
from ansinh.sandbox.eid.forms import browser_of, check_form, form_token
from ansinh.sandbox.eid.model import BROWSER_COOKIE, LOGIN_LIFE, EidProvider
from ansinh.sandbox.eid.verify import Tried, Verdict

PHONE_FORM = "phone"
_STEP_S = 30


def phone(provider: EidProvider, call: Call) -> Response:
    """The form."""
    browser = browser_of(call) or provider.random()
    response = pages.phone(csrf=form_token(browser, PHONE_FORM), said=None, username="", language=call.language, status=200)
    web.set_cookie(response, BROWSER_COOKIE, browser, secure=provider.secure, max_age_s=int(LOGIN_LIFE.total_seconds()))
    return response


def phone_unlocked(provider: EidProvider, call: Call) -> Response:
    """The code of now and how long it lasts; tries count like those of the login page."""
    check_form(call, PHONE_FORM)
    now = provider.now()
    username = call.params.get("username", "").strip()
    tried = Tried(Verdict.LOCKED_OUT)
    if verify.address_may_try(provider.database, call.address, most=provider.tries_per_minute, now=now):
        with provider.database.transaction() as conn:
            tried = verify.check_password(conn, username, call.params.get("password", ""), now=now)
    if tried.holder is None:
        said = tried.state.value if tried.state else tried.verdict.value
        csrf = form_token(browser_of(call), PHONE_FORM)
        return pages.phone(csrf=csrf, said=said, username=username, language=call.language, status=422)
    code = verify.code_at(tried.holder.one_time_secret, now=now)
    return pages.phone_code(code, lasts_s=_STEP_S - int(now.timestamp()) % _STEP_S, language=call.language)
