"""The face step of an open login, and the picture to take it with: the person's own drawn portrait, shown in the app.

Only an account of level 2 has a face to compare with: its portrait was verified when the person came (Decree 69/2024/ND-CP). Whether
the picture is of a living person nobody here can tell; the page says that it compares drawings.
"""

from starlette.responses import Response

from ansinh import oidc
from ansinh.provider import Call
from ansinh.sandbox.eid import login_pages, store, verify
from ansinh.sandbox.eid.authorize import go_on, opened
from ansinh.sandbox.eid.factors import Factor, portraits
from ansinh.sandbox.eid.factors.faces import Likeness
from ansinh.sandbox.eid.forms import browser_of, check_form
from ansinh.sandbox.eid.held import has_face
from ansinh.sandbox.eid.model import EidProvider
from ansinh.sandbox.eid.telephone.unlock import ask_to_unlock, whose


def show(provider: EidProvider, call: Call, picture: bytes) -> Response:
    """Goes on with the login if the picture shows who is logging in. Five tries in 15 minutes, then none counts."""
    check_form(call, login_pages.LOGIN_FORM)
    login, now = call.params.get("login", ""), provider.now()
    may_try = verify.address_may_try(provider.database, call.address, most=provider.tries_per_minute, now=now)
    with provider.database.transaction() as conn:
        under_way = opened(provider, conn, call, login)
        holder = store.accounts.find(conn, under_way.username or "")
        if holder is None or not has_face(holder):
            raise oidc.ProtocolError("login_unknown", "this login has no face to compare with")
        counter = f"face|{holder.username}"
        tries = store.attempts.count(conn, counter, now=now, window_ends_at=now + verify.LOCKED_OUT_FOR)
        said, status = "locked_out", 429
        if may_try and tries <= verify.MOST_TRIES:
            found = provider.faces.compare(picture, portraits.draw(holder.username))
            if found.likeness is Likeness.VERIFIED:
                store.attempts.forget(conn, counter)
                return go_on(provider, conn, call, login=login, username=holder.username, passed=frozenset({Factor.FACE}))
            said, status = f"face_{found.reason}", 422
        return login_pages.present(provider, conn, call, under_way, login=login, browser=browser_of(call), said=said, status=status)


def portrait(provider: EidProvider, call: Call) -> Response:
    """The portrait of the account the app is signed in to, for its owner alone."""
    with provider.database.transaction() as conn:
        username = whose(provider, conn, call)
        holder = None if username is None else store.accounts.find(conn, username)
        if holder is None:
            return ask_to_unlock(provider, call)
    if not has_face(holder):
        raise oidc.ProtocolError("not_found", "this account has no portrait")
    return Response(portraits.draw(holder.username), media_type="image/png")
