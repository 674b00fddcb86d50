"""A person lets somebody else look at their record: offered to a citizen number and a name, in force once that person takes it.

The offer says nothing about whether such a person exists, has an account or has taken it before they did.
"""

from collections.abc import Iterable
from datetime import date, datetime

from ansinh import audit, terms
from ansinh.identity import store
from ansinh.identity.grants import rules
from ansinh.identity.model import Session
from ansinh.identity.references import new_reference
from ansinh.identity.representation import GrantKind, GrantScope, Offer
from ansinh.kit import clock, db, errors

_LONGEST_NAME = 100


def offer_grant(
    conn: db.Connection,
    session: Session,
    *,
    to_number: terms.CitizenNumber,
    to_name: str,
    scopes: Iterable[GrantScope],
    last_day: date,
    now: datetime,
) -> str:
    """Offers one's own record to look at; returns the reference of the offer.

    Raises Refused: "not_linked", "level_too_low", "last_day_past", "last_day_too_late", "too_many", "name_missing", "to_oneself".
    """
    rules.check_may_offer(session)
    today, wanted = clock.vietnam_day(now), frozenset(scopes)
    rules.check_days(GrantKind.GIVEN, last_day, today=today)
    if not 0 < len(to_name.strip()) <= _LONGEST_NAME:
        raise errors.Refused("name_missing", "the name of the person is needed, at most 100 characters", field="name")
    if not wanted:
        raise errors.Refused("scopes_missing", "choose what may be looked at", field="scopes")
    assert session.participant_id is not None  # standing linked
    if store.accounts.citizen_number_of(conn, session.account_id) == to_number.value:
        raise errors.Refused("to_oneself", "this is your own number", field="citizen_number")
    if store.grants.live_about(conn, session.participant_id, today=today) >= rules.MOST_LIVE:
        raise errors.Refused("too_many", f"at most {rules.MOST_LIVE} at a time")
    reference = new_reference()
    store.grant_questions.insert_offer(
        conn,
        reference=reference,
        participant_id=session.participant_id,
        to_number=to_number,
        to_name=" ".join(to_name.split()),
        scopes=wanted,
        first_day=today,
        last_day=last_day,
        now=now,
    )
    _record(conn, "representation.offered", reference, session, subject=session.participant_id, now=now)
    return reference


def offers_to(conn: db.Connection, session: Session, *, now: datetime) -> list[Offer]:
    """Offers to this person, of whom citizen number and name must be those the offer was made to."""
    if not rules.is_known(session):
        return []  # an account of level 1 proves its number too weakly
    number = store.accounts.citizen_number_of(conn, session.account_id)
    return [
        found.offer
        for found in store.grant_questions.offers_to(conn, number, today=clock.vietnam_day(now))
        if terms.names.same(found.name, session.full_name)
    ]


def accept_offer(conn: db.Connection, session: Session, reference: str, *, now: datetime) -> None:
    """Takes an offer. Raises NotFound for one that is not made to this person, Refused("level_too_low") for a weak login."""
    offer = _own(conn, session, reference, now=now)
    rules.check_strong(session)
    if not store.grant_questions.take_offer(conn, reference, account_id=session.account_id, now=now):
        raise errors.NotFound("offer_unknown", "there is no such offer any more")
    _record(conn, "representation.accepted", reference, session, subject=offer.participant_id, now=now)


def decline_offer(conn: db.Connection, session: Session, reference: str, *, now: datetime) -> None:
    """Does not take it. Raises NotFound as `accept_offer`."""
    offer = _own(conn, session, reference, now=now)
    if not store.grant_questions.refuse_offer(conn, reference, now=now):
        raise errors.NotFound("offer_unknown", "there is no such offer any more")
    _record(conn, "representation.declined", reference, session, subject=offer.participant_id, now=now)


def _own(conn: db.Connection, session: Session, reference: str, *, now: datetime) -> Offer:
    for offer in offers_to(conn, session, now=now):
        if offer.reference == reference:
            return offer
    raise errors.NotFound("offer_unknown", "there is no such offer")


def _record(conn: db.Connection, kind: str, reference: str, session: Session, *, subject: int, now: datetime) -> None:
    event = audit.Event(
        kind=kind,
        at=now,
        actor=audit.Actor("citizen", str(session.account_id)),
        subject=subject,
        purpose="representation",
        detail={"grant": reference},
    )
    audit.append(conn, event)
