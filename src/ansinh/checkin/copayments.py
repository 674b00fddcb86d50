"""Cumulative co-payment of the calendar year: what the agency publishes of it, and how far a person is from the exemption."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate

from ansinh import audit, register
from ansinh.checkin.lookup import look_up
from ansinh.checkin.model import Decision, Question
from ansinh.checkin.stay import Treatment
from ansinh.checkin.store import treatments as store
from ansinh.checkin.treatments import copayments_of
from ansinh.kit import clock, db
from ansinh.terms import Dong


@dataclass(frozen=True, slots=True)
class CopaidStay:
    """A stay and the sum of the year's co-payments up to and with it."""

    stay: Treatment
    cumulative: Dong


@dataclass(frozen=True, slots=True)
class CopaymentAnswer:
    """What the key led to, and the stays of this year with a co-payment, the latest discharge first; none where nothing may be told."""

    decision: Decision
    stays: tuple[CopaidStay, ...] = ()


def look_up_copayments(conn: db.Connection, question: Question, *, account: str, now: datetime) -> CopaymentAnswer:
    """The co-payments of the calendar year of `now` in Viet Nam, after the question was kept and audited like a look-up of the card."""
    decision = look_up(conn, question, account=account, now=now, kind="coverage.copayment_looked_up").decision
    if decision.coverage is None:
        return CopaymentAnswer(decision)
    return CopaymentAnswer(decision, with_sums(copayments_of(conn, decision.coverage.participant_id, clock.vietnam_day(now).year)))


def with_sums(stays: Iterable[Treatment]) -> tuple[CopaidStay, ...]:
    """Each stay with the running sum in order of discharge, the latest first, as `copayments_of` gives them."""
    oldest_first = list(stays)[::-1]
    sums = accumulate(stay.copayment for stay in oldest_first)
    return tuple(CopaidStay(stay, cumulative) for stay, cumulative in zip(oldest_first, sums, strict=True))[::-1]


def copayment_standing(conn: db.Connection, participant_id: int, day: date) -> register.CopaymentStanding:
    """What the person paid on the own route this year up to `day`, the threshold, and since when the person is exempt (rule EXEMPT-03).

    Each stay counts on the day of its discharge.
    """
    paid = (
        register.Copayment(clock.vietnam_day(each.discharged_at), each.copayment) for each in copayments_of(conn, participant_id, day.year)
    )
    return register.copayment_standing(paid, five_years_on=register.five_years_reached_on(conn, participant_id), day=day)


def restrict_copayment_lookups(conn: db.Connection, username: str, *, actor: audit.Actor, now: datetime) -> None:
    """From now on the account is refused co-payments; its other calls are answered. Audited if that changed anything."""
    if store.restrict(conn, username, since=now):
        _changed(conn, username, "copayment_lookups_restricted", actor=actor, now=now)


def allow_copayment_lookups(conn: db.Connection, username: str, *, actor: audit.Actor, now: datetime) -> None:
    """Ends the restriction. Audited if there was one."""
    if store.release(conn, username):
        _changed(conn, username, "copayment_lookups_allowed", actor=actor, now=now)


def may_look_up_copayments(conn: db.Connection, username: str) -> bool:
    """Whether the account is not restricted."""
    return not store.is_restricted(conn, username)


def _changed(conn: db.Connection, username: str, change: str, *, actor: audit.Actor, now: datetime) -> None:
    event = audit.Event(
        kind="gateway.account_changed",
        at=now,
        actor=actor,
        subject=None,
        purpose="administration",
        detail={"account": username, "change": change},
    )
    audit.append(conn, event)
