"""The page of an open login, as far as the login has come: the first one, or one more step."""

from starlette.responses import Response

from ansinh.kit import db
from ansinh.provider import Call, choose_language
from ansinh.sandbox.eid import pages, rules, store
from ansinh.sandbox.eid.factors import would_lift
from ansinh.sandbox.eid.factors.held import held_by
from ansinh.sandbox.eid.forms import form_token
from ansinh.sandbox.eid.model import EidProvider, OpenLogin

LOGIN_FORM = "login"


def present(
    provider: EidProvider,
    conn: db.Connection,
    call: Call,
    under_way: OpenLogin,
    *,
    login: str,
    browser: str,
    said: str | None = None,
    status: int | None = None,
) -> Response:
    """The page this login is at. A post that did not end the login is answered with 422, whatever the reason."""
    found = status or (422 if call.method == "POST" else 200)
    if under_way.username is None:
        return first(provider, conn, call, under_way, login=login, browser=browser, said=said, status=found)
    return _one_more_step(conn, call, under_way, login=login, browser=browser, said=said, status=found)


def first(
    _provider: EidProvider,
    _conn: db.Connection,
    call: Call,
    under_way: OpenLogin,
    *,
    login: str,
    browser: str,
    said: str | None = None,
    typed: str = "",
    status: int = 200,
) -> Response:
    """User name and password, and a picture to scan. `typed` is the user name as it was typed."""
    return pages.login(
        login=login,
        csrf=form_token(browser, LOGIN_FORM),
        said=said,
        username=typed,
        code_required=rules.only_code_will_do(rules.demands_of(under_way.request)),
        language=choose_language(" ".join(under_way.request.ui_locales), call.accept_language),
        status=status,
    )


def _one_more_step(
    conn: db.Connection, call: Call, under_way: OpenLogin, *, login: str, browser: str, said: str | None, status: int
) -> Response:
    """What the account has that brings the login nearer to what is demanded."""
    holder = store.accounts.find(conn, under_way.username or "")
    assert holder is not None  # the login refers to it
    demands = rules.demands_of(under_way.request)
    left = would_lift(under_way.passed, held_by(conn, holder), account_level=holder.account_level, demands=demands)
    return pages.one_more_step(
        login=login,
        csrf=form_token(browser, LOGIN_FORM),
        said=said,
        left=[factor.value for factor in left],
        language=choose_language(" ".join(under_way.request.ui_locales), call.accept_language),
        status=status,
    )
