"""From an authorization request to a code: the login that is open in between, and what ends it.

Who somebody is, the factors prove (`prove`, `approvals` and the modules of `factors`); each ends in `go_on`. Levels are decided in
`rules` and `factors.levels`.
"""

from dataclasses import replace

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db, web
from ansinh.provider import Call, asked, end_sessions, go, issue_code
from ansinh.sandbox.eid import login_pages, rules, store
from ansinh.sandbox.eid.factors import Factor, amr_of, level_of, would_lift
from ansinh.sandbox.eid.factors.passkeys import Site
from ansinh.sandbox.eid.forms import browser_of, browser_or_new, marked
from ansinh.sandbox.eid.held import held_by
from ansinh.sandbox.eid.model import (
    LOGIN_LIFE,
    SEEN_EVERY,
    SESSION_COOKIE,
    SESSION_LIFE,
    AccountState,
    EidProvider,
    Holder,
    OpenLogin,
    Reached,
    Session,
)
from ansinh.wire import eid


def auth(provider: EidProvider, call: Call) -> Response:
    """Answer from the running session, or show the login page. Errors go to the client once its address is known."""
    with provider.database.statements() as conn:
        from_client = asked(provider.op, conn, call)
        try:
            request = from_client.request()
            demands = rules.demands_of(request)
            session = store.sessions.by_cookie(conn, call.cookies.get(SESSION_COOKIE), now=provider.now())
            if session is not None and rules.may_answer_at_once(session, request, demands, now=provider.now()):
                return go(_answered_at_once(provider, conn, request, session))
            request.check_login_page_allowed()
        except oidc.ProtocolError as wrong:
            return go(from_client.error_address(provider.op, wrong))
        login = provider.random()
        browser = browser_or_new(provider, call)
        picture = login_pages.new_picture(provider, call, login=login, browser=browser)
        store.logins.begin(conn, login, browser=browser, request=request, picture=picture, expires_at=provider.now() + LOGIN_LIFE)
    page = login_pages.password(provider, call, OpenLogin(request, None, frozenset()), picture, login=login, browser=browser)
    return marked(provider, page, browser)


def shown_again(provider: EidProvider, call: Call) -> Response:
    """The page of a login that is open in this browser, as far as it has come, with a new picture to scan."""
    login = call.params.get("login", "")
    with provider.database.transaction() as conn:
        return login_pages.present(provider, conn, call, opened(provider, conn, call, login), login=login, browser=browser_of(call))


def opened(provider: EidProvider, conn: db.Connection, call: Call, login: str) -> OpenLogin:
    """The login, if it is open in this browser; nobody else changes it before this transaction ends. Raises ProtocolError, shown as a page."""
    found = store.logins.find(conn, login, browser=browser_of(call), now=provider.now())
    if found is None:
        raise oidc.ProtocolError("login_unknown", "this login is over or was begun in another browser")
    return found


def go_on(
    provider: EidProvider,
    conn: db.Connection,
    call: Call,
    *,
    login: str,
    username: str,
    passed: frozenset[Factor],
    under_way: OpenLogin | None = None,
    seen: OpenLogin | None = None,
    holder: Holder | None = None,
    forgiven: str | None = None,
) -> Response:
    """What follows once this account passed these factors in this open login of this browser.

    The login ends with a session under a new cookie and a code for the client when what it demands is met, or nothing the account has
    could meet it; else the page "one more step" with what the account has left. A password may begin the login anew with another
    account; any other factor of another account is refused. `under_way` and `holder`: as this transaction has read them, where it has;
    `seen`: the login as it was a moment ago, which is enough to end it. `forgiven`: a counter of tries that is forgotten with this success.
    Raises ProtocolError, shown as a page, where no such login is open.
    """
    under_way = under_way or seen or opened(provider, conn, call, login)
    if under_way.username not in {None, username}:
        if Factor.PASSWORD not in passed:
            return login_pages.present(provider, conn, call, under_way, login=login, browser=browser_of(call), said="other_account")
        under_way = replace(under_way, passed=frozenset())
    holder = holder or store.accounts.find(conn, username)
    if holder is None:
        raise oidc.ProtocolError("login_unknown", "there is no such account any more")
    if holder.state is not AccountState.ACTIVE:
        return login_pages.present(provider, conn, call, under_way, login=login, browser=browser_of(call), said=holder.state.value)
    under_way = replace(under_way, username=username, passed=under_way.passed | passed)
    demands = rules.demands_of(under_way.request)
    if would_lift(
        under_way.passed,
        held_by(conn, holder, passkeys=isinstance(provider.site, Site)),
        account_level=holder.account_level,
        demands=demands,
    ):
        if seen is not None:  # another factor may have been passed meanwhile: with the login held, once more
            return go_on(provider, conn, call, login=login, username=username, passed=passed, holder=holder, forgiven=forgiven)
        store.logins.advance(conn, login, username=username, passed=under_way.passed)
        if forgiven is not None:
            store.attempts.forget(conn, forgiven)
        return login_pages.present(provider, conn, call, under_way, login=login, browser=browser_of(call))
    return _finish(provider, conn, call, under_way, login=login, holder=holder, forgiven=forgiven)


def cancel(provider: EidProvider, call: Call) -> Response:
    """The person does not want to log in: the client is told access_denied."""
    with provider.database.transaction() as conn:
        ended = store.logins.take(conn, call.params.get("login", ""), browser=browser_of(call), now=provider.now())
    if ended is None:
        raise oidc.ProtocolError("login_unknown", "this login is over or was begun in another browser")
    denied = oidc.ProtocolError("access_denied", "the person ended the login")
    return go(oidc.error_address(ended.request.redirect_uri, denied, state=ended.request.state, issuer=provider.issuer))


def _answered_at_once(provider: EidProvider, conn: db.Connection, request: oidc.AuthorizationRequest, session: Session) -> str:
    if provider.now() - session.seen_at >= SEEN_EVERY:
        store.sessions.seen(conn, session.session_id, now=provider.now())
    return issue_code(provider.op, conn, request=request, login=session.login)


def _finish(
    provider: EidProvider, conn: db.Connection, call: Call, under_way: OpenLogin, *, login: str, holder: Holder, forgiven: str | None
) -> Response:
    """The login is over, the session begins, and the browser takes a code to the client."""
    cookie, now = provider.random(), provider.now()
    session = _new_session(provider, conn, call, holder=holder, passed=under_way.passed)
    expires_at = now + SESSION_LIFE
    if not store.sessions.begin(
        conn, session, cookie=cookie, login=login, browser=browser_of(call), forgiven=forgiven, now=now, expires_at=expires_at
    ):
        raise oidc.ProtocolError("login_unknown", "this login has ended meanwhile")
    response = go(issue_code(provider.op, conn, request=under_way.request, login=session.login))
    web.set_cookie(response, SESSION_COOKIE, cookie, secure=provider.secure)  # gone when the browser closes: computers are shared
    return response


def _new_session(provider: EidProvider, conn: db.Connection, call: Call, *, holder: Holder, passed: frozenset[Factor]) -> Session:
    """The session to begin. The same person logging in again keeps the `sid`; another person ends what was running."""
    now = provider.now()
    running = store.sessions.by_cookie(conn, call.cookies.get(SESSION_COOKIE), now=now)
    session = Session(
        session_id=provider.new_id(),
        username=holder.username,
        subject=holder.subject,
        reached=Reached(eid.Assurance(holder.account_level, level_of(passed)), amr_of(passed), now),
        seen_at=now,
    )
    if running is not None and running.username == holder.username:
        session = replace(session, session_id=running.session_id)
    elif running is not None:
        store.sessions.end(conn, running.session_id)
        end_sessions(conn, [running.session_id], now=now)
    return session
