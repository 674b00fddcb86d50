"""The pages of an open login, as far as it has come: the first one, one more step, waiting for a telephone, and what came of that."""

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db
from ansinh.provider import Call, Language, choose_language
from ansinh.sandbox.eid import pages, rules, store
from ansinh.sandbox.eid.factors import would_lift
from ansinh.sandbox.eid.factors.approval import APPROVAL_LIFE, ApprovalState, draw_numbers, grouped, scan_code
from ansinh.sandbox.eid.factors.passkeys import Site
from ansinh.sandbox.eid.forms import form_token
from ansinh.sandbox.eid.held import held_by
from ansinh.sandbox.eid.model import SESSION_COOKIE, Approval, EidProvider, OpenLogin, Picture

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
    """The page this login is at. A post that did not end the login is answered with 422 unless another `status` says more."""
    found = status or (422 if call.method == "POST" else 200)
    if under_way.username is None:
        return first(provider, conn, call, under_way, login=login, browser=browser, said=said, status=found)
    return _one_more_step(provider, conn, call, under_way, login=login, browser=browser, said=said, status=found)


def first(
    provider: EidProvider,
    conn: db.Connection,
    call: Call,
    under_way: OpenLogin,
    *,
    login: str,
    browser: str,
    said: str | None = None,
    typed: str = "",
    status: int = 200,
) -> Response:
    """User name and password, and a picture to scan, which takes the place of the one before. `typed` is the user name as it was typed."""
    picture = new_picture(provider, call, login=login, browser=browser)
    store.approvals.ask(
        conn,
        login,
        picture.approval_id,
        scan=picture.code,
        username=None,
        session=picture.session,
        numbers=picture.numbers,
        now=picture.shown_at,
        expires_at=picture.expires_at,
    )
    return password(provider, call, under_way, picture, login=login, browser=browser, said=said, typed=typed, status=status)


def new_picture(provider: EidProvider, call: Call, *, login: str, browser: str) -> Picture:
    """Another picture for this login of this browser. Counts once it is kept."""
    approval_id, now = provider.new_id(), provider.now()
    return Picture(
        approval_id=approval_id,
        code=scan_code(approval_id, login=login, browser=browser),
        session=call.cookies.get(SESSION_COOKIE, ""),
        numbers=draw_numbers(provider.random()),
        shown_at=now,
        expires_at=now + APPROVAL_LIFE,
    )


def password(
    provider: EidProvider,
    call: Call,
    under_way: OpenLogin,
    picture: Picture,
    *,
    login: str,
    browser: str,
    said: str | None = None,
    typed: str = "",
    status: int = 200,
) -> Response:
    """The page itself, with a picture that is kept."""
    return pages.login(
        login=login,
        csrf=form_token(browser, LOGIN_FORM),
        said=said,
        username=typed,
        code_required=rules.only_code_will_do(rules.demands_of(under_way.request)),
        scan_code=grouped(picture.code),
        no_passkeys=None if isinstance(provider.site, Site) else provider.site.value,
        language=_language(call, under_way),
        status=status,
    )


def waiting(provider: EidProvider, call: Call, under_way: OpenLogin, approval: Approval, *, login: str, browser: str) -> Response:
    """The number to choose on the telephone; before the code is scanned, the code too."""
    code = code_of(approval, login=login, browser=browser) if approval.state is ApprovalState.WAITING else None
    return pages.waiting(
        login=login,
        mark=approval.mark,
        number=approval.numbers.right,
        scan_code=None if code is None else grouped(code),
        app=None if code is None else scan_address(provider, code),
        language=_language(call, under_way),
    )


def over(call: Call, under_way: OpenLogin, *, login: str, said: str) -> Response:
    """No approval is coming any more, and why."""
    return pages.waiting_over(login=login, said=said, language=_language(call, under_way))


def code_of(approval: Approval, *, login: str, browser: str) -> str:
    """The code to scan, made again."""
    return scan_code(approval.approval_id, login=login, browser=browser)


def scan_address(provider: EidProvider, code: str) -> str:
    """Where a telephone that scans the picture goes."""
    return oidc.with_query(f"{provider.issuer}/app/scan", {"c": code})


def _one_more_step(
    provider: EidProvider,
    conn: db.Connection,
    call: Call,
    under_way: OpenLogin,
    *,
    login: str,
    browser: str,
    said: str | None,
    status: int,
) -> Response:
    """What the account has that brings the login nearer to what is demanded."""
    holder = store.accounts.find(conn, under_way.username or "")
    assert holder is not None  # the login refers to it
    demands = rules.demands_of(under_way.request)
    held = held_by(conn, holder, passkeys=isinstance(provider.site, Site))
    left = would_lift(under_way.passed, held, account_level=holder.account_level, demands=demands)
    return pages.one_more_step(
        login=login,
        csrf=form_token(browser, LOGIN_FORM),
        said=said,
        left=[factor.value for factor in left],
        app_is_off=not holder.web_login_allowed,
        language=_language(call, under_way),
        status=status,
    )


def _language(call: Call, under_way: OpenLogin) -> Language:
    return choose_language(" ".join(under_way.request.ui_locales), call.accept_language)
