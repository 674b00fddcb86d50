"""A page that stands for the person's telephone: it shows the one-time code, to who knows the password."""

from starlette.responses import Response

from ansinh.provider import Call
from ansinh.sandbox.eid import pages, verify
from ansinh.sandbox.eid.forms import browser_of, browser_or_new, check_form, form_token, marked
from ansinh.sandbox.eid.model import EidProvider
from ansinh.sandbox.eid.verify import Tried, Verdict

PHONE_FORM = "phone"
_LONGEST_TYPED = 200


def phone(provider: EidProvider, call: Call) -> Response:
    """The form."""
    browser = browser_or_new(provider, call)
    page = pages.phone(csrf=form_token(browser, PHONE_FORM), said=None, username="", language=call.language, status=200)
    return marked(provider, page, browser)


def phone_unlocked(provider: EidProvider, call: Call) -> Response:
    """The code of now and how long it lasts; tries count like those of the login page."""
    check_form(call, PHONE_FORM)
    now = provider.now()
    username, password = call.params.get("username", "").strip()[:_LONGEST_TYPED], call.params.get("password", "")[:_LONGEST_TYPED]
    tried = Tried(Verdict.LOCKED_OUT)
    if verify.address_may_try(provider.database, call.address, most=provider.tries_per_minute, now=now):
        with provider.database.transaction() as conn:
            tried = verify.check_password(conn, username, password, now=now)
    if tried.holder is None:
        csrf = form_token(browser_of(call), PHONE_FORM)
        return pages.phone(csrf=csrf, said=tried.said, username=username, language=call.language, status=422)
    code = verify.code_at(tried.holder.one_time_secret, now=now)
    return pages.phone_code(code, lasts_s=verify.seconds_left(now), language=call.language)
