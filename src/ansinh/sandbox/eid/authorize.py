"""The authorization endpoint and the login page: from a request to a code, by way of a person who proves who they are."""

from dataclasses import replace

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db, web
from ansinh.provider import Call, asked, choose_language, end_sessions, go, issue_code
from ansinh.sandbox.eid import pages, rules, store, verify
from ansinh.sandbox.eid.forms import browser_of, check_form, form_token
from ansinh.sandbox.eid.model import BROWSER_COOKIE, LOGIN_LIFE, SESSION_COOKIE, SESSION_LIFE, EidProvider, Holder, Reached, Session
from ansinh.sandbox.eid.verify import Tried, Verdict
from ansinh.wire import eid

LOGIN_FORM = "login"
_LEAST_COOKIE = 32
_LONGEST_TYPED = 200


def auth(provider: EidProvider, call: Call) -> Response:
    """Answer from the running session, or show the login page. Errors go to the client once its address is known."""
    with provider.database.transaction() as conn:
        from_client = asked(provider.op, conn, call)
        try:
            request = from_client.request()
            demands = rules.demands_of(request)
            session = store.sessions.by_cookie(conn, call.cookies.get(SESSION_COOKIE), now=provider.now())
            if session is not None and rules.may_answer_at_once(session, request, demands, now=provider.now()):
                return go(issue_code(provider.op, conn, request=request, login=session.login))
            request.check_login_page_allowed()
        except oidc.ProtocolError as wrong:
            return go(from_client.error_address(provider.op, wrong))
        login = provider.random()
        browser = browser_of(call) if len(browser_of(call)) >= _LEAST_COOKIE else provider.random()
        store.logins.keep(conn, login, browser=browser, request=request, expires_at=provider.now() + LOGIN_LIFE)
    response = _page(call, login=login, browser=browser, request=request, said=None, username="", status=200)
    web.set_cookie(response, BROWSER_COOKIE, browser, secure=provider.secure, max_age_s=int(LOGIN_LIFE.total_seconds()))
    return response


def authenticate(provider: EidProvider, call: Call) -> Response:
    """The posted login page. Raises ProtocolError, shown as a page, where the form or the login is not of this browser."""
    check_form(call, LOGIN_FORM)
    login, now = call.params.get("login", ""), provider.now()
    with provider.database.transaction() as conn:
        request = store.logins.find(conn, login, browser=browser_of(call), now=now)
        if request is None:
            raise oidc.ProtocolError("login_unknown", "this login is over or was begun in another browser")
        tried, level = _try(provider, conn, call, request)
        if tried.holder is None:
            return _page(
                call,
                login=login,
                browser=browser_of(call),
                request=request,
                said=tried.state.value if tried.state else tried.verdict.value,
                username=call.params.get("username", "")[:_LONGEST_TYPED],
                status=429 if tried.verdict is Verdict.LOCKED_OUT else 422,
            )
        store.logins.take(conn, login, browser=browser_of(call), now=now)
        cookie = provider.random()
        session = _open_session(provider, conn, call, holder=tried.holder, level=level, cookie=cookie)
        response = go(issue_code(provider.op, conn, request=request, login=session.login))
    web.set_cookie(response, SESSION_COOKIE, cookie, secure=provider.secure)  # gone when the browser closes: computers are shared
    return response


def cancel(provider: EidProvider, call: Call) -> Response:
    """The person does not want to log in: the client is told access_denied."""
    with provider.database.transaction() as conn:
        request = store.logins.take(conn, call.params.get("login", ""), browser=browser_of(call), now=provider.now())
    if request is None:
        raise oidc.ProtocolError("login_unknown", "this login is over or was begun in another browser")
    denied = oidc.ProtocolError("access_denied", "the person ended the login")
    return go(oidc.error_address(request.redirect_uri, denied, state=request.state, issuer=provider.issuer))


def _try(provider: EidProvider, conn: db.Connection, call: Call, request: oidc.AuthorizationRequest) -> tuple[Tried, int]:
    """What came of it, and the authentication level reached if it was accepted."""
    username, password, code = (call.params.get(name, "") for name in ("username", "password", "code"))
    now = provider.now()
    if max(len(username), len(password), len(code)) > _LONGEST_TYPED:
        return Tried(Verdict.WRONG), 0
    if not provider.attempts.allow(call.address, now.timestamp()):
        return Tried(Verdict.LOCKED_OUT), 0
    tried = verify.check_password(conn, username.strip(), password, now=now)
    if tried.holder is None:
        return tried, 0
    if code:
        return verify.check_one_time_code(conn, tried.holder, code, now=now), rules.PASSWORD_AND_CODE
    if rules.code_would_help(tried.holder, rules.demands_of(request)):
        return Tried(Verdict.CODE_NEEDED), 0
    return tried, rules.PASSWORD


def _open_session(provider: EidProvider, conn: db.Connection, call: Call, *, holder: Holder, level: int, cookie: str) -> Session:
    """A session under a new cookie. The same person logging in again keeps the `sid`; another person ends what was running."""
    now = provider.now()
    running = store.sessions.by_cookie(conn, call.cookies.get(SESSION_COOKIE), now=now)
    amr = ("pwd", "otp", "mfa") if level == rules.PASSWORD_AND_CODE else ("pwd",)  # RFC 8176
    session = Session(
        session_id=provider.new_id(),
        username=holder.username,
        subject=holder.subject,
        reached=Reached(eid.Assurance(holder.account_level, level), amr, now),
    )
    if running is not None and running.username == holder.username:
        session = replace(session, session_id=running.session_id)
    elif running is not None:
        store.sessions.end(conn, running.session_id)
        end_sessions(conn, [running.session_id], now=now)
    store.sessions.save(conn, session, cookie=cookie, expires_at=now + SESSION_LIFE)
    return session


def _page(
    call: Call, *, login: str, browser: str, request: oidc.AuthorizationRequest, said: str | None, username: str, status: int
) -> Response:
    language = choose_language(" ".join(request.ui_locales), call.accept_language)
    return pages.login(
        login=login,
        csrf=form_token(browser, LOGIN_FORM),
        said=said,
        username=username,
        code_required=said == Verdict.CODE_NEEDED.value or rules.only_code_will_do(rules.demands_of(request)),
        language=language,
        status=status,
    )
