"""Logging in with a passkey, first of all or as one more step. How one is made stands in `telephone.passkeys`.

The browser's script fetches a challenge, asks the authenticator and posts its answer. The challenge belongs to the open login of this
browser, lasts two minutes, and is taken by the first answer, right or wrong.
"""

from datetime import timedelta

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import crypto, db, errors
from ansinh.provider import Call, document
from ansinh.sandbox.eid import login_pages, store, verify
from ansinh.sandbox.eid.authorize import go_on, opened
from ansinh.sandbox.eid.factors import Factor, passkeys
from ansinh.sandbox.eid.forms import browser_of, check_form
from ansinh.sandbox.eid.model import EidProvider, OpenLogin

CHALLENGE_LIFE = timedelta(minutes=2)


def challenge(provider: EidProvider, call: Call) -> Response:
    """What the script hands to `navigator.credentials.get`: with any passkey of ours, or those of the account whose login this is."""
    check_form(call, login_pages.LOGIN_FORM)
    login, site = call.params.get("login", ""), site_of(provider)
    with provider.database.transaction() as conn:
        under_way = opened(provider, conn, call, login)
        held = [] if under_way.username is None else store.passkeys.of_account(conn, under_way.username)
        drawn = draw_challenge(provider)
        store.passkeys.challenge(conn, _bound(login), drawn, name=None, expires_at=provider.now() + CHALLENGE_LIFE)
    return document(passkeys.ask_to_log_in(site, challenge=drawn, allowed=store.passkeys.credential_ids(held)))


def log_in(provider: EidProvider, call: Call) -> Response:
    """Goes on with the login for whom the passkey belongs to, or says what was wrong."""
    check_form(call, login_pages.LOGIN_FORM)
    login, site = call.params.get("login", ""), site_of(provider)
    may_try = verify.address_may_try(provider.database, call.address, most=provider.tries_per_minute, now=provider.now())
    with provider.database.transaction() as conn:
        under_way = opened(provider, conn, call, login)
        said, status = "locked_out", 429
        if may_try:
            try:
                username = _whose(provider, conn, call, under_way, site=site, login=login)
            except errors.Refused as wrong:
                said, status = wrong.code, 422
            else:
                return go_on(provider, conn, call, login=login, username=username, passed=frozenset({Factor.PASSKEY}))
        return login_pages.present(provider, conn, call, under_way, login=login, browser=browser_of(call), said=said, status=status)


def site_of(provider: EidProvider) -> passkeys.Site:
    """Raises ProtocolError where browsers do no passkeys at the provider's address."""
    if isinstance(provider.site, passkeys.WhyNot):
        raise oidc.ProtocolError(provider.site.value, "browsers do no passkeys at this address")
    return provider.site


def draw_challenge(provider: EidProvider) -> bytes:
    """32 bytes nobody can foresee."""
    return bytes.fromhex(crypto.sha256_hex(provider.random()))


def _whose(provider: EidProvider, conn: db.Connection, call: Call, under_way: OpenLogin, *, site: passkeys.Site, login: str) -> str:
    """The account a right answer belongs to. Raises Refused; a counter that went back sets the passkey aside for good."""
    waiting = store.passkeys.take_challenge(conn, _bound(login), now=provider.now())
    if waiting is None:
        raise errors.Refused("passkey_expired", "no challenge waits for an answer", field="credential")
    answer = passkeys.read_answer(call.params.get("credential", ""))
    kept = store.passkeys.find(conn, answer.credential_id)
    holder = None if kept is None else store.accounts.find(conn, kept.username)
    if kept is None or holder is None:
        raise errors.Refused("passkey_refused", "there is no such passkey", field="credential")
    if under_way.username not in {None, kept.username}:
        raise errors.Refused("other_account", "the passkey of another account", field="credential")
    # Level 3, 7.2 step 6: who logs in without a name has to be named by the authenticator; who is known may not be named otherwise.
    if answer.user_handle != holder.subject.bytes and not (answer.user_handle is None and under_way.username is not None):
        raise errors.Refused("passkey_refused", "the passkey says it is somebody else's", field="credential")
    sign_count = passkeys.check_use(site, answer, challenge=waiting.challenge, public_key=kept.public_key)
    if kept.set_aside_at is not None:
        raise errors.Refused("passkey_set_aside", "this passkey was set aside", field="credential")
    if passkeys.went_back(sign_count, kept=kept.sign_count):
        store.passkeys.set_aside(conn, kept.credential_id, now=provider.now())
        raise errors.Refused("passkey_set_aside", "its counter went back", field="credential")
    store.passkeys.used(conn, kept.credential_id, sign_count=sign_count, now=provider.now())
    return kept.username


def _bound(login: str) -> str:
    return f"login|{login}"
