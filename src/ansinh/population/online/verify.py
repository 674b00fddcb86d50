"""Asking about one person: for a purpose, not too often, recorded before the question leaves and again with what came of it."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from ansinh import audit
from ansinh.kit import db
from ansinh.kit.errors import CounterpartDown, Refused
from ansinh.population.online.model import Claim, Finding, Question, Register, require_purpose
from ansinh.population.online.store import questions
from ansinh.terms import Sex

_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one asker may ask. Birth dates and names cannot be tried out on a number, and nobody leafs through a register one by one."""

    a_minute: int = 60
    a_number_an_hour: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks about which of our participants (None: somebody who is none), under which number of ours, and why."""

    reference: str
    purpose: str
    actor: audit.Actor
    subject: int | None


def verify_one(
    database: db.Database,
    register: Register,
    claim: Claim,
    asking: Asking,
    *,
    mark_key: bytes,
    now: datetime,
    limits: Limits = Limits(),
) -> Finding:
    """How far the population register agrees with `claim`. `mark_key` (32 bytes) keys the hashes that numbers are counted by.

    Two events are recorded: `population.asked` before the question leaves, `population.answered` with its result, or with "no_answer".
    Raises Refused: `purpose`, `sex` (a person of unknown sex cannot be asked about), `too_many_questions`; CounterpartDown as the
    register does. Nothing about the person stands in any of them.
    """
    require_purpose(asking.purpose)
    if claim.sex is Sex.UNKNOWN:
        raise Refused("sex", "the register does not answer about a person whose sex is not known", field="sex")
    with database.transaction() as conn:
        _take_turn(conn, claim, asking, mark_key=mark_key, limits=limits, now=now)
        audit.append(conn, _event("population.asked", asking, {"reference": asking.reference}, now=now))
    try:
        finding = register.answer(Question(reference=asking.reference, purpose=asking.purpose, claim=claim), now=now)
    except CounterpartDown as down:
        _record_answer(database, asking, f"no_answer:{down.code}", now=now)
        raise
    _record_answer(database, asking, "verified" if finding.verified else "not_verified", now=now)
    return finding


def forget_questions(conn: db.Connection, *, now: datetime) -> int:
    """Deletes the counts of more than a day ago; the audit log keeps that they were asked."""
    return questions.forget(conn, before=now - _KEPT)


def _take_turn(conn: db.Connection, claim: Claim, asking: Asking, *, mark_key: bytes, limits: Limits, now: datetime) -> None:
    asker = f"{asking.actor.kind} {asking.actor.id}"
    mark = hmac.digest(mark_key, claim.citizen_number.value.encode(), hashlib.sha256)[:16]
    questions.wait_for_turn(conn, asker)
    asked = questions.counts(conn, asker, mark, since_minute=now - timedelta(minutes=1), since_hour=now - timedelta(hours=1))
    if asked.anybody >= limits.a_minute:
        raise Refused("too_many_questions", f"at most {limits.a_minute} questions a minute; wait a moment")
    if asked.this_number >= limits.a_number_an_hour:
        raise Refused("too_many_questions", f"at most {limits.a_number_an_hour} questions an hour about one citizen number")
    questions.insert(conn, reference=asking.reference, asker=asker, purpose=asking.purpose, mark=mark, now=now)


def _record_answer(database: db.Database, asking: Asking, result: str, *, now: datetime) -> None:
    with database.transaction() as conn:
        audit.append(conn, _event("population.answered", asking, {"reference": asking.reference, "result": result}, now=now))


def _event(kind: str, asking: Asking, detail: dict[str, str], *, now: datetime) -> audit.Event:
    return audit.Event(kind=kind, at=now, actor=asking.actor, subject=asking.subject, purpose=asking.purpose, detail=detail)
