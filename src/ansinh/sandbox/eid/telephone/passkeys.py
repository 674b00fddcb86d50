"""The person's passkeys in the app: which there are, making one more, and taking one away.

Making one needs the password again: an app left open must not be enough to get a key of one's own to somebody's account.
"""

from uuid import UUID

import orjson
from starlette.responses import Response

from ansinh.kit import db, errors
from ansinh.provider import Call, go
from ansinh.sandbox.eid import pages, store, verify
from ansinh.sandbox.eid.factors import passkeys
from ansinh.sandbox.eid.model import EidProvider
from ansinh.sandbox.eid.passkeys import CHALLENGE_LIFE, draw_challenge, site_of
from ansinh.sandbox.eid.telephone.unlock import address_with, app_form_token, app_of, ask_to_unlock, check_app_form, whose
from ansinh.sandbox.eid.verify import Tried, Verdict

MOST_PASSKEYS = 10

_LONGEST_NAME = 60
_LONGEST_TYPED = 200
_SAID = {said: said for said in ("passkey_made", "passkey_removed")}  # what an address may make the page say


def listed(provider: EidProvider, call: Call) -> Response:
    """The passkeys and the form for one more."""
    with provider.database.transaction() as conn:
        username = whose(provider, conn, call)
        if username is None:
            return ask_to_unlock(provider, call)
        return _list(provider, conn, call, username, said=_SAID.get(call.params.get("said", "")))


def begin(provider: EidProvider, call: Call) -> Response:
    """After the right password: the page whose script makes the passkey, within two minutes. Tries count like those of the login page."""
    check_app_form(call)
    site, now = site_of(provider), provider.now()
    password, name = call.params.get("password", "")[:_LONGEST_TYPED], " ".join(call.params.get("name", "").split())[:_LONGEST_NAME]
    may_try = verify.address_may_try(provider.database, call.address, most=provider.tries_per_minute, now=now)
    with provider.database.transaction() as conn:
        username = whose(provider, conn, call)
        if username is None:
            return ask_to_unlock(provider, call)
        tried = verify.check_password(conn, username, password, now=now) if may_try else Tried(Verdict.LOCKED_OUT)
        if tried.holder is None:
            status = 429 if tried.verdict is Verdict.LOCKED_OUT else 422
            said = "wrong_password" if tried.verdict is Verdict.WRONG else tried.verdict.value
            return _list(provider, conn, call, username, said=said, status=status)
        held = store.passkeys.of_account(conn, username)
        if len(held) >= MOST_PASSKEYS or not name or not name.isprintable():
            said = "passkey_nameless" if len(held) < MOST_PASSKEYS else "passkeys_enough"
            return _list(provider, conn, call, username, said=said, status=422)
        drawn = draw_challenge(provider)
        store.passkeys.challenge(conn, _bound(call), drawn, name=name, expires_at=now + CHALLENGE_LIFE)
    options = passkeys.ask_to_make(
        site,
        challenge=drawn,
        user_handle=tried.holder.subject.bytes,
        username=username,
        full_name=tried.holder.full_name,
        held=[each.credential_id for each in held],
    )
    return pages.app_passkey_new(csrf=app_form_token(call), name=name, options=orjson.dumps(options).decode(), language=call.language)


def make(provider: EidProvider, call: Call) -> Response:
    """Keeps the passkey the authenticator made, if its answer is right and to the challenge that waits."""
    check_app_form(call)
    site = site_of(provider)
    with provider.database.transaction() as conn:
        username = whose(provider, conn, call)
        if username is None:
            return ask_to_unlock(provider, call)
        try:
            _keep(provider, conn, call, username, site=site)
        except errors.Refused as wrong:
            return _list(provider, conn, call, username, said=wrong.code, status=422)
    return go(address_with(call, "/passkeys", said="passkey_made"))


def remove(provider: EidProvider, call: Call) -> Response:
    """The passkey opens nothing any more."""
    check_app_form(call)
    with provider.database.transaction() as conn:
        username = whose(provider, conn, call)
        if username is None:
            return ask_to_unlock(provider, call)
        try:
            removed = store.passkeys.remove(conn, UUID(call.params.get("passkey", "")), username=username)
        except ValueError:
            removed = False
        if not removed:
            return _list(provider, conn, call, username, said="passkey_gone", status=422)
    return go(address_with(call, "/passkeys", said="passkey_removed"))


def _keep(provider: EidProvider, conn: db.Connection, call: Call, username: str, *, site: passkeys.Site) -> None:
    waiting = store.passkeys.take_challenge(conn, _bound(call), now=provider.now())
    if waiting is None or waiting.name is None:
        raise errors.Refused("passkey_expired", "no challenge waits for an answer", field="credential")
    made = passkeys.check_made(site, call.params.get("credential", ""), challenge=waiting.challenge)
    if not store.passkeys.add(conn, made, passkey_id=provider.new_id(), username=username, name=waiting.name, now=provider.now()):
        raise errors.Refused("passkey_refused", "there is such a passkey already", field="credential")


def _list(provider: EidProvider, conn: db.Connection, call: Call, username: str, *, said: str | None = None, status: int = 200) -> Response:
    why_not = provider.site.value if isinstance(provider.site, passkeys.WhyNot) else None
    return pages.app_passkeys(
        csrf=app_form_token(call),
        said=said,
        held=store.passkeys.of_account(conn, username),
        why_not=why_not,
        language=call.language,
        status=status,
    )


def _bound(call: Call) -> str:
    return f"app|{app_of(call)}"
