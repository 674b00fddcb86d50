"""The posted login page: a password, a one-time code, or both at once."""

from datetime import datetime

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db
from ansinh.provider import Call
from ansinh.sandbox.eid import login_pages, store, verify
from ansinh.sandbox.eid.authorize import go_on, opened
from ansinh.sandbox.eid.factors import Factor
from ansinh.sandbox.eid.forms import browser_of, check_form
from ansinh.sandbox.eid.model import EidProvider, OpenLogin
from ansinh.sandbox.eid.verify import Tried, Verdict

_LONGEST_TYPED = 200
_TYPED = ("username", "password", "code")


def authenticate(provider: EidProvider, call: Call) -> Response:
    """Goes on with the login, or says what was wrong. Raises ProtocolError, shown as a page, where form or login is not of this browser."""
    check_form(call, login_pages.LOGIN_FORM)
    if (call.params.get("username") or call.params.get("password")) and not _is_too_long(call):
        return _with_password(provider, call, call.params.get("login", ""))
    return _without_password(provider, call, call.params.get("login", ""))


def _with_password(provider: EidProvider, call: Call, login: str) -> Response:
    """Counted before it is judged, and judged while nothing is held: the hash takes longer than everything else."""
    username, now = call.params.get("username", "").strip(), provider.now()
    counter = verify.of_password(username)
    with provider.database.statements() as conn:
        typed = store.passwords.count(
            conn,
            login,
            browser=browser_of(call),
            username=username,
            counters=(verify.of_address(call.address), counter),
            most_of_address=provider.tries_per_minute,
            now=now,
            locked_out_for=verify.LOCKED_OUT_FOR,
        )
    if typed.login is None:
        raise oidc.ProtocolError("login_unknown", "this login is over or was begun in another browser")
    tried = Tried(Verdict.LOCKED_OUT)
    if typed.tries is not None:
        tried = verify.judge_password(typed.holder, call.params.get("password", ""), tries=typed.tries)
    code = call.params.get("code", "")
    with provider.database.transaction() as conn:
        held = opened(provider, conn, call, login) if tried.was_right and (code or tried.holder is None) else None
        if held is not None:  # the login first, as everywhere: else two posts of one page could wait for each other
            store.attempts.forget(conn, counter)
        passed = frozenset({Factor.PASSWORD})
        if tried.holder is not None and code:
            tried, passed = verify.check_one_time_code(conn, tried.holder, code, now=now), passed | {Factor.ONE_TIME_CODE}
        if tried.holder is None:
            return _not_accepted(provider, conn, call, typed.login, tried, login=login)
        return go_on(
            provider,
            conn,
            call,
            login=login,
            username=tried.holder.username,
            passed=passed,
            under_way=held,
            seen=None if held else typed.login,
            holder=tried.holder,
            forgiven=None if held else counter,
        )


def _without_password(provider: EidProvider, call: Call, login: str) -> Response:
    """A one-time code alone, or nothing that could be right."""
    now = provider.now()
    may_try = verify.address_may_try(provider.database, call.address, most=provider.tries_per_minute, now=now)
    with provider.database.transaction() as conn:
        under_way = opened(provider, conn, call, login)
        tried = _try_code(conn, call, under_way, now=now) if may_try else Tried(Verdict.LOCKED_OUT)
        if tried.holder is None:
            return _not_accepted(provider, conn, call, under_way, tried, login=login)
        passed = frozenset({Factor.ONE_TIME_CODE})
        return go_on(
            provider, conn, call, login=login, username=tried.holder.username, passed=passed, under_way=under_way, holder=tried.holder
        )


def _try_code(conn: db.Connection, call: Call, under_way: OpenLogin, *, now: datetime) -> Tried:
    if _is_too_long(call):
        return Tried(Verdict.WRONG)
    if not _is_code_alone(call, under_way):
        return verify.check_password(conn, "", "", now=now)
    holder = store.accounts.find(conn, under_way.username or "")
    assert holder is not None  # the login refers to it
    return verify.check_one_time_code(conn, holder, call.params.get("code", ""), now=now)


def _not_accepted(provider: EidProvider, conn: db.Connection, call: Call, under_way: OpenLogin, tried: Tried, *, login: str) -> Response:
    """The page again, with what was wrong."""
    said, browser = tried.said, browser_of(call)
    status = 429 if tried.verdict is Verdict.LOCKED_OUT else 422
    if _is_code_alone(call, under_way):
        said = "wrong_code" if tried.verdict is Verdict.WRONG else said
        return login_pages.present(provider, conn, call, under_way, login=login, browser=browser, said=said, status=status)
    typed = call.params.get("username", "")[:_LONGEST_TYPED]
    return login_pages.first(provider, conn, call, under_way, login=login, browser=browser, said=said, typed=typed, status=status)


def _is_too_long(call: Call) -> bool:
    return max(len(call.params.get(name, "")) for name in _TYPED) > _LONGEST_TYPED


def _is_code_alone(call: Call, under_way: OpenLogin) -> bool:
    """True for the form of "one more step": whose login it is, the steps before have shown."""
    return under_way.username is not None and not call.params.get("username") and not call.params.get("password")
