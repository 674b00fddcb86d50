"""Whether a verification service confirmed what a desk states: the verdict in the statement, held against the statement, by keys we believe.

Which services are believed is handed in. The verdict of another one, or of none that can be named, is carried along and means nothing;
that of one we believe has to fit, or the desk has put together what does not belong together.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from ansinh.checkin.presence import CLOCKS_DIFFER
from ansinh.checkin.statement_worth import FIELD
from ansinh.chip import verdicts
from ansinh.kit import crypto
from ansinh.kit.errors import Refused
from ansinh.wire import chip_verdicts, presence

Services = Mapping[str, Mapping[str, Any]]
"""By what a service calls itself in its verdicts: its keys, a JWK set."""


def confirmed_by(claims: presence.Claims, services: Services, *, issued_at: datetime, now: datetime) -> str | None:
    """The service that calls the data of this very statement genuine; None where none that is believed says anything.

    `issued_at` is when the challenge was given. Raises Refused("statement_verdict_wrong") with what does not fit.
    """
    if claims.verdict_jws is None:
        return None
    issuer = chip_verdicts.named_issuer(claims.verdict_jws)
    if issuer not in services:
        return None
    try:
        verdict = chip_verdicts.read_verdict(claims.verdict_jws, services[issuer])
    except chip_verdicts.Unreadable:
        raise _wrong("a verdict that the service did not sign") from None
    wrong = next(_misfits(claims, verdict, issuer=issuer, issued_at=issued_at, now=now), None)
    if wrong is not None:
        raise _wrong(wrong)
    return issuer


def _misfits(claims: presence.Claims, verdict: chip_verdicts.Verdict, *, issuer: str, issued_at: datetime, now: datetime) -> Iterator[str]:
    if verdict.issuer != issuer:
        yield "a verdict that the service did not sign"
    if verdict.nonce != presence.challenge_bytes(claims.challenge):
        yield "a verdict that was asked for with another challenge"
    if dict(verdict.hashes) != dict(claims.hashes):
        yield "a verdict on other files"
    if verdict.result not in verdicts.GENUINE:
        yield "a verdict that does not call the data genuine"
    if not issued_at - CLOCKS_DIFFER <= verdict.at <= now + CLOCKS_DIFFER:
        yield "a verdict that was not given between its challenge and now"
    if verdict.subject is None or not crypto.same(verdict.subject, claims.subject):
        yield "a verdict that is not about this person"


def _wrong(what: str) -> Refused:
    return Refused("statement_verdict_wrong", f"carries {what}", field=FIELD)
