"""One login as a relying party of the identity exchange: begin, recognise the browser that comes back, ask the exchange who it is.

Owns what an attempt is bound to and what a failure is called; the protocol's checks are `oidc`'s, the meaning of the claims is
`wire`'s, and what the login may see is decided in `admission`. No database connection is held while the exchange is asked.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ansinh import audit, terms
from ansinh.identity import store
from ansinh.identity.model import LoginFailure, Problem, Purpose
from ansinh.identity.references import is_reference, new_reference
from ansinh.kit import crypto, db, errors, log
from ansinh.oidc import Attempt, Begun, Parameters, ProtocolError, ProviderRefusedError, RelyingParty
from ansinh.wire import eid

ATTEMPT_LIFE = timedelta(minutes=10)

# The least a citizen's account can have, in the words of today's clients of the exchange. More is not demanded, so that an
# account of level 1 gets an explanation from us and not an error from the exchange.
_ACR_VALUES = ("LoA1",)

# For linking and unlinking: a level 2 account, two factors, and a login of now and not of this morning.
_ACR_TO_CONFIRM = eid.Assurance(2, 2).acr

_REFUSALS = {
    "access_denied": LoginFailure.CANCELLED,
    "account_locked": LoginFailure.ACCOUNT_LOCKED,
    "unmet_authentication_requirements": LoginFailure.LEVEL_REFUSED,
    "temporarily_unavailable": LoginFailure.EXCHANGE_DOWN,
    "server_error": LoginFailure.EXCHANGE_DOWN,
}

_log = log.get("identity")


def begin_login(exchange: RelyingParty, *, language: str, now: datetime) -> Begun:
    """Where to send the browser, and the attempt to remember. Raises CounterpartDown with a LoginFailure as its code."""
    try:
        return exchange.begin(now=now, random=crypto.random_token, acr_values=_ACR_VALUES, ui_locales=(language,))
    except errors.CounterpartDown as down:
        raise _down(down) from down
    except ProtocolError as wrong:
        raise _down(wrong) from wrong  # metadata that cannot be believed is as good as none


def begin_confirmation(exchange: RelyingParty, *, language: str, now: datetime) -> Begun:
    """The same for a login that has to be made anew and with two factors, whatever session the exchange still has."""
    try:
        return exchange.begin(now=now, random=crypto.random_token, acr_values=(_ACR_TO_CONFIRM,), prompt="login", ui_locales=(language,))
    except errors.CounterpartDown as down:
        raise _down(down) from down
    except ProtocolError as wrong:
        raise _down(wrong) from wrong


def remember_attempt(
    conn: db.Connection,
    attempt: Attempt,
    *,
    browser: str,
    purpose: Purpose = Purpose.LOGIN,
    session_token: str | None = None,
    now: datetime,
) -> None:
    """Keeps an attempt for ten minutes, bound to `browser`, the secret in that browser's cookie.

    One for linking or unlinking is bound to the session it is begun from too, given by its token, and ends with it.
    """
    store.logins.insert(
        conn,
        state_hash=crypto.sha256_hex(attempt.state),
        browser_hash=crypto.sha256_hex(browser),
        nonce=attempt.nonce,
        code_verifier=attempt.verifier,
        purpose=purpose.value,
        session_hash=None if session_token is None else crypto.sha256_hex(session_token),
        fresh_since=attempt.fresh_since,
        now=now,
        expires_at=now + ATTEMPT_LIFE,
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """An attempt that a callback answers: what it was begun for, and, unless to log in, the hash of the session it was begun from."""

    attempt: Attempt
    purpose: Purpose
    session_hash: str | None = field(default=None, repr=False)


def take_attempt(conn: db.Connection, params: Parameters, *, issuer: str, browser: str | None, now: datetime) -> Taken:
    """The attempt a callback belongs to, taken away: of several callbacks with one state, one gets it (RFC 9700 2.1, 4.7).

    Raises Refused with a LoginFailure as its code: STATE_MISSING, STATE_EXPIRED, OTHER_BROWSER. An attempt of another browser
    stays where it is.
    """
    state = params.get("state")
    if not state:
        raise errors.Refused(LoginFailure.STATE_MISSING, "the answer names no login", field="state")
    state_hash = crypto.sha256_hex(state)
    browser_hash = crypto.sha256_hex(browser or "")
    kept = store.logins.consume(conn, state_hash=state_hash, browser_hash=browser_hash, now=now)
    if kept is not None:
        attempt = Attempt(issuer, state, kept.nonce, kept.code_verifier, kept.fresh_since)
        return Taken(attempt, Purpose(kept.purpose), kept.session_hash)
    owner = store.logins.browser_hash_of(conn, state_hash=state_hash)
    if owner is not None and owner != browser_hash:
        raise errors.Refused(LoginFailure.OTHER_BROWSER, "the login was begun in another browser", field="state")
    raise errors.Refused(LoginFailure.STATE_EXPIRED, "the login was begun too long ago, or is finished", field="state")


def finish_login(exchange: RelyingParty, params: Parameters, attempt: Attempt, *, now: datetime) -> tuple[eid.EidClaims, str]:
    """Who logged in, as the exchange tells it through the back channel, and the id_token as it came.

    Raises Refused or CounterpartDown with a LoginFailure as its code.
    """
    try:
        signed_in = exchange.finish(params, attempt, now=now)
        return eid.parse_from_exchange(signed_in.id_token, signed_in.userinfo), signed_in.id_token.raw
    except ProviderRefusedError as refused:
        failure = _REFUSALS.get(refused.code, LoginFailure.REFUSED)
        _log.info("login.refused", failure=failure.value, provider_error=refused.code)
        raise errors.Refused(failure, "the exchange ended the login") from refused
    except ProtocolError as wrong:
        failure = LoginFailure.ANSWER_INVALID if wrong.code.startswith("callback_") else LoginFailure.TOKEN_INVALID
        _log.warning("login.not_believed", failure=failure.value, check=wrong.code)
        raise errors.Refused(failure, "the exchange's answer did not pass a check") from wrong
    except terms.TermError as wrong:
        _log.warning("login.claim_not_believed", claim=wrong.field)
        raise errors.Refused(LoginFailure.CLAIMS_INVALID, "a claim about the person cannot be believed", field=wrong.field) from wrong
    except errors.CounterpartDown as down:
        raise _down(down) from down


def record_problem(
    conn: db.Connection,
    failure: LoginFailure,
    *,
    issuer: str,
    now: datetime,
    actor: audit.Actor | None = None,
    subject: int | None = None,
) -> Problem:
    """Keeps and audits a login that did not succeed, under a reference code of its own. `actor` is the account, where one is known."""
    problem = Problem(new_reference(), failure, now)
    store.logins.insert_problem(conn, problem)
    event = audit.Event(
        kind="login.refused",
        at=now,
        actor=actor or audit.Actor("system", "identity"),
        subject=subject,
        purpose="own_record",
        detail={"provider": issuer, "reason": failure.value},
    )
    audit.append(conn, event)
    return problem


def problem_of(conn: db.Connection, reference: str) -> Problem | None:
    """The login that went wrong under this reference code; None if there is none or it is forgotten."""
    return store.logins.problem(conn, reference=reference) if is_reference(reference) else None


def _down(cause: errors.RoomError) -> errors.CounterpartDown:
    failure = LoginFailure.EXCHANGE_SLOW if cause.code == "timed_out" else LoginFailure.EXCHANGE_DOWN
    _log.warning("login.exchange_down", failure=failure.value, cause=cause.code)
    return errors.CounterpartDown(failure, "the identity exchange did not answer")
