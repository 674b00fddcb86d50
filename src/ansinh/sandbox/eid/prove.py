"""The posted login page: a password, a one-time code, or both at once."""

from starlette.responses import Response

from ansinh.kit import db
from ansinh.provider import Call
from ansinh.sandbox.eid import login_pages, store, verify
from ansinh.sandbox.eid.authorize import go_on, opened
from ansinh.sandbox.eid.factors import Factor
from ansinh.sandbox.eid.forms import browser_of, check_form
from ansinh.sandbox.eid.model import EidProvider, OpenLogin
from ansinh.sandbox.eid.verify import Tried, Verdict

_LONGEST_TYPED = 200


def authenticate(provider: EidProvider, call: Call) -> Response:
    """Goes on with the login, or says what was wrong. Raises ProtocolError, shown as a page, where form or login is not of this browser."""
    check_form(call, login_pages.LOGIN_FORM)
    login = call.params.get("login", "")
    may_try = verify.address_may_try(provider.database, call.address, most=provider.tries_per_minute, now=provider.now())
    with provider.database.transaction() as conn:
        under_way = opened(provider, conn, call, login)
        tried, passed = _try(provider, conn, call, under_way) if may_try else (Tried(Verdict.LOCKED_OUT), frozenset[Factor]())
        if tried.holder is not None:
            holder = tried.holder
            return go_on(provider, conn, call, login=login, username=holder.username, passed=passed, under_way=under_way, holder=holder)
        said = tried.said
        status = 429 if tried.verdict is Verdict.LOCKED_OUT else 422
        browser = browser_of(call)
        if _is_code_alone(call, under_way):
            said = "wrong_code" if tried.verdict is Verdict.WRONG else said
            return login_pages.present(provider, conn, call, under_way, login=login, browser=browser, said=said, status=status)
        typed = call.params.get("username", "")[:_LONGEST_TYPED]
        return login_pages.first(provider, conn, call, under_way, login=login, browser=browser, said=said, typed=typed, status=status)


def _try(provider: EidProvider, conn: db.Connection, call: Call, under_way: OpenLogin) -> tuple[Tried, frozenset[Factor]]:
    """What came of it, and the factors that were passed if it was accepted."""
    username, password, code = (call.params.get(name, "") for name in ("username", "password", "code"))
    now = provider.now()
    if max(len(username), len(password), len(code)) > _LONGEST_TYPED:
        return Tried(Verdict.WRONG), frozenset()
    if _is_code_alone(call, under_way):
        holder = store.accounts.find(conn, under_way.username or "")
        assert holder is not None  # the login refers to it
        return verify.check_one_time_code(conn, holder, code, now=now), frozenset({Factor.ONE_TIME_CODE})
    tried = verify.check_password(conn, username.strip(), password, now=now)
    if tried.holder is None or not code:
        return tried, frozenset({Factor.PASSWORD})
    return verify.check_one_time_code(conn, tried.holder, code, now=now), frozenset({Factor.PASSWORD, Factor.ONE_TIME_CODE})


def _is_code_alone(call: Call, under_way: OpenLogin) -> bool:
    """True for the form of "one more step": whose login it is, the steps before have shown."""
    return under_way.username is not None and not call.params.get("username") and not call.params.get("password")
