"""Approval in the app, as the page that logs in sees it: the picture to scan, the question to a telephone, and waiting for the answer.

The other side, the telephone, stands in `telephone`. An approval belongs to one open login of one browser and is taken once.
"""

from io import BytesIO

import segno
from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db
from ansinh.provider import Call, document, go
from ansinh.sandbox.eid import approval_limits, login_pages, store
from ansinh.sandbox.eid.authorize import go_on, opened
from ansinh.sandbox.eid.factors import Factor
from ansinh.sandbox.eid.factors.approval import APPROVAL_LIFE, ApprovalState, draw_numbers
from ansinh.sandbox.eid.forms import browser_of, check_form
from ansinh.sandbox.eid.model import REALM, SESSION_COOKIE, EidProvider, OpenLogin

OVER = "over"  # what a page that waits is told when there is nothing to wait for any more

_SAID = {ApprovalState.REFUSED: "approval_refused", ApprovalState.LOCKED: "approvals_locked"}


def picture(provider: EidProvider, call: Call) -> Response:
    """The QR code of an open login, as SVG: the address of the app with a code in it. Made when a browser wants to see it: it costs 7 ms."""
    login = call.params.get("login", "")
    with provider.database.transaction() as conn:
        approval = store.approvals.of_login(conn, login, browser=browser_of(call), now=provider.now())
    if approval is None:
        raise oidc.ProtocolError("login_unknown", "there is nothing to scan")
    code = login_pages.code_of(approval, login=login, browser=browser_of(call))
    out = BytesIO()
    qr = segno.make_qr(login_pages.scan_address(provider, code), error="m", boost_error=False)
    qr.save(out, kind="svg", xmldecl=False, omitsize=True, border=3, dark="#000", light="#fff", svgclass=None, lineclass=None)
    return Response(out.getvalue(), media_type="image/svg+xml")


def ask(provider: EidProvider, call: Call) -> Response:
    """Asks the telephone of the account whose login this is; the browser waits. Where it may not be asked the page says why."""
    check_form(call, login_pages.LOGIN_FORM)
    login, now = call.params.get("login", ""), provider.now()
    with provider.database.transaction() as conn:
        under_way = opened(provider, conn, call, login)
        said = _why_not(provider, conn, under_way)
        if said is not None:
            status = 429 if said != "web_login_off" else 422
            return login_pages.present(provider, conn, call, under_way, login=login, browser=browser_of(call), said=said, status=status)
        store.approvals.ask(
            conn,
            login,
            provider.new_id(),
            scan=None,
            username=under_way.username,
            session=call.cookies.get(SESSION_COOKIE, ""),
            numbers=draw_numbers(provider.random()),
            now=now,
            expires_at=now + APPROVAL_LIFE,
        )
    return go(oidc.with_query(f"{REALM}/login-actions/wait", {"login": login}))


def wait(provider: EidProvider, call: Call) -> Response:
    """Goes on with the login once it was approved; until then the number to choose, or what came of it."""
    login, browser, now = call.params.get("login", ""), browser_of(call), provider.now()
    with provider.database.transaction() as conn:
        under_way = opened(provider, conn, call, login)
        approval = store.approvals.of_login(conn, login, browser=browser, now=now)
        if approval is None:
            return login_pages.over(call, under_way, login=login, said="approval_expired")
        if approval.state is ApprovalState.APPROVED:
            username = store.approvals.take(conn, login, session=call.cookies.get(SESSION_COOKIE, ""), now=now)
            if username is not None:
                return go_on(provider, conn, call, login=login, username=username, passed=frozenset({Factor.APPROVAL}))
            store.approvals.drop(conn, login)
            return login_pages.over(call, under_way, login=login, said="session_changed")
        if approval.state in _SAID:
            return login_pages.over(call, under_way, login=login, said=_SAID[approval.state])
        return login_pages.waiting(provider, call, under_way, approval, login=login, browser=browser)


def mark(provider: EidProvider, call: Call) -> Response:
    """What the page's script asks every two seconds: a word that changes when the page has to."""
    with provider.database.transaction() as conn:
        approval = store.approvals.of_login(conn, call.params.get("login", ""), browser=browser_of(call), now=provider.now())
    return document({"mark": OVER if approval is None else approval.mark})


def _why_not(provider: EidProvider, conn: db.Connection, under_way: OpenLogin) -> str | None:
    holder = store.accounts.find(conn, under_way.username or "")
    if holder is None:
        raise oidc.ProtocolError("login_unknown", "nobody has begun to log in yet")
    if not holder.web_login_allowed:
        return "web_login_off"
    if approval_limits.is_locked(conn, holder.username, now=provider.now()):
        return "approvals_locked"
    if not approval_limits.may_ask(conn, holder.username, now=provider.now()):
        return "asked_too_often"
    return None
