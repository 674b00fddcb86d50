"""What the app shows: the one-time code, what waits for an answer, and whether logging in on the web is allowed."""

from starlette.responses import Response

from ansinh.kit import db
from ansinh.provider import Call, document, find_client, go
from ansinh.sandbox.eid import approval_limits, pages, store, verify
from ansinh.sandbox.eid.held import has_face
from ansinh.sandbox.eid.model import Approval, EidProvider
from ansinh.sandbox.eid.telephone.unlock import address_with, app_form_token, ask_to_unlock, check_app_form, used_by, whose

_SAID = {said: said for said in ("approved", "approval_refused")}  # what an address may make the app say


def screen(provider: EidProvider, call: Call) -> Response:
    """The app, or the form to sign in to it."""
    with provider.database.transaction() as conn:
        username = used_by(provider, conn, call)
        if username is None:
            return ask_to_unlock(provider, call)
        return present(provider, conn, call, username, said=_SAID.get(call.params.get("said", "")))


def allow(provider: EidProvider, call: Call) -> Response:
    """Turns logging in on the web by approval on or off. Turned off, nothing waits for this account any more."""
    check_app_form(call)
    with provider.database.transaction() as conn:
        username = whose(provider, conn, call)
        if username is None:
            return ask_to_unlock(provider, call)
        allowed = call.params.get("allowed") == "yes"
        store.accounts.allow_web_login(conn, username, allowed=allowed)
        if not allowed:
            store.approvals.drop_all_of(conn, username)
    return go(address_with(call))


def mark(provider: EidProvider, call: Call) -> Response:
    """What the app's script asks every two seconds: changes when something else waits for an answer."""
    with provider.database.transaction() as conn:
        username = whose(provider, conn, call)
        waiting = [] if username is None else store.approvals.of_account(conn, username, now=provider.now())
    return document({"mark": _mark_of(waiting)})


def present(
    provider: EidProvider, conn: db.Connection, call: Call, username: str, *, said: str | None = None, status: int = 200
) -> Response:
    """The app's screen. `said` names what the last thing that was done came to."""
    now = provider.now()
    holder = store.accounts.find(conn, username)
    assert holder is not None  # its session refers to it
    waiting = store.approvals.of_account(conn, username, now=now)
    code = verify.code_at(holder.one_time_secret, now=now)
    return pages.app(
        csrf=app_form_token(call),
        said=said,
        code=f"{code[:3]} {code[3:]}",
        lasts_s=verify.seconds_left(now),
        allowed=holder.web_login_allowed,
        locked=approval_limits.is_locked(conn, username, now=now),
        waiting=[_question(provider, conn, approval) for approval in waiting],
        mark=_mark_of(waiting),
        proofing=holder.proofing,
        has_face=has_face(holder),
        language=call.language,
        status=status,
    )


def _question(provider: EidProvider, conn: db.Connection, approval: Approval) -> pages.Question:
    client = find_client(conn, provider.issuer, approval.client_id)
    service = approval.client_id if client is None else client.name
    return pages.Question(str(approval.approval_id), service, approval.asked_at, approval.numbers.choices)


def _mark_of(waiting: list[Approval]) -> str:
    return " ".join(f"{approval.approval_id}-{approval.drawn}" for approval in waiting)
