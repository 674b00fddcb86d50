"""The numbers of a person as they come and go: given, replaced, cancelled. None is ever deleted, and only an active one is unique.

What an old number still leads to is the register's `enquire` to say: a replaced one to the person, a cancelled one to nobody.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from ansinh.kit import db
from ansinh.kit.errors import Conflict, NotFound
from ansinh.register import history
from ansinh.register.correct import locked
from ansinh.register.history import Because, Field
from ansinh.register.model import IdentifierState
from ansinh.register.store import changes as store
from ansinh.terms import CitizenNumber, PartialDate, Sex, SocialInsuranceNumber

Number = CitizenNumber | SocialInsuranceNumber

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberHolder:
    """Somebody who goes or went by a number, how it stands there, and what their record says. `state` None: by no citizen number."""

    participant_id: int
    state: IdentifierState | None
    full_name: str = field(repr=False)
    birth_date: PartialDate
    sex: Sex
    deceased_on: date | None


def holders(conn: db.Connection, number: Number) -> list[NumberHolder]:
    """Everybody the number is or was entered for, cancelled ones too: who has it as active first, then by participant."""
    return [_holder(row) for row in store.holders(conn, number.value)]


def without_citizen_number(conn: db.Connection, birth_date: PartialDate) -> list[NumberHolder]:
    """Everybody of this birth date, as precise as it is kept, who has no citizen number now, active or disputed."""
    return [_holder(row) for row in store.without_citizen_number(conn, birth_date.iso())]


def give_number(conn: db.Connection, participant_id: int, number: Number, *, since: date, because: Because, now: datetime) -> bool:
    """The number is the person's from `since` on; a disputed one of theirs is theirs alone now. False if it was theirs already.

    Raises NotFound("no_such_participant"), Conflict("number_taken") while somebody else has it as active and Conflict("has_number") while
    the person has another active one of the kind: that one is replaced, not joined.
    """
    locked(conn, participant_id)
    if _is_own(conn, participant_id, number):
        return False
    if store.active_number(conn, participant_id, kind=_kind(number).value) is not None:
        raise Conflict("has_number", "the person has another number of this kind", field="number")
    _enter(conn, participant_id, number, since=since)
    _note(conn, participant_id, "given", old=None, new=number, since=since, because=because, now=now)
    return True


def replace_number(
    conn: db.Connection, participant_id: int, old: Number, new: Number, *, since: date, because: Because, now: datetime
) -> bool:
    """From `since` on the person goes by the new number; the old one still leads to them. False if that is how it stands already.

    Raises NotFound("no_such_participant"), NotFound("number_not_held") if the old one is neither active nor disputed with this person,
    and Conflict("number_taken") while somebody else has the new one as active.
    """
    locked(conn, participant_id)
    if _is_own(conn, participant_id, new) and store.own_state(conn, participant_id, old.value) == IdentifierState.REPLACED.value:
        return False
    _end(conn, participant_id, old, state=IdentifierState.REPLACED, last_day=since - _ONE_DAY)
    if not _is_own(conn, participant_id, new):
        _enter(conn, participant_id, new, since=since)
    _note(conn, participant_id, "replaced", old=old, new=new, since=since, because=because, now=now)
    return True


def cancel_number(conn: db.Connection, participant_id: int, number: Number, *, since: date, because: Because, now: datetime) -> bool:
    """From `since` on the number, given in error, leads to nobody (Decree 70/2024 art. 11(7)). False if it was cancelled already.

    Raises NotFound("no_such_participant") and NotFound("number_not_held") if it is neither active nor disputed with this person.
    """
    locked(conn, participant_id)
    if store.own_state(conn, participant_id, number.value) == IdentifierState.CANCELLED.value:
        return False
    _end(conn, participant_id, number, state=IdentifierState.CANCELLED, last_day=since - _ONE_DAY)
    _note(conn, participant_id, "cancelled", old=number, new=None, since=since, because=because, now=now)
    return True


def _holder(row: store.HolderRow) -> NumberHolder:
    return NumberHolder(
        participant_id=row.participant_id,
        state=None if row.state is None else IdentifierState(row.state),
        full_name=row.full_name,
        birth_date=PartialDate.from_iso(row.birth_date),
        sex=Sex(row.sex),
        deceased_on=row.deceased_on,
    )


def _is_own(conn: db.Connection, participant_id: int, number: Number) -> bool:
    return store.own_state(conn, participant_id, number.value) == IdentifierState.ACTIVE.value


def _enter(conn: db.Connection, participant_id: int, number: Number, *, since: date) -> None:
    try:
        if not store.undispute(conn, participant_id, number.value):
            store.add_number(conn, participant_id, kind=_kind(number).value, value=number.value, since=since)
    except db.UniqueViolation as taken:
        raise Conflict("number_taken", "the number belongs to somebody else", field="number") from taken


def _end(conn: db.Connection, participant_id: int, number: Number, *, state: IdentifierState, last_day: date) -> None:
    if not store.end_number(conn, participant_id, number.value, state=state.value, last_day=last_day):
        raise NotFound("number_not_held", "the person does not go by this number", field="number")


def _note(
    conn: db.Connection,
    participant_id: int,
    what: str,
    *,
    old: Number | None,
    new: Number | None,
    since: date,
    because: Because,
    now: datetime,
) -> None:
    kind = _kind(new or old)
    history.note(
        conn,
        participant_id,
        kind,
        old=None if old is None else old.value,
        new=None if new is None else new.value,
        since=since,
        because=because,
        now=now,
    )
    detail = {"change": what, "number": kind.value}
    history.record(conn, "register.number_changed", participant_id, because=because, detail=detail, now=now)


def _kind(number: Number | None) -> Field:
    return Field.SOCIAL_INSURANCE_NUMBER if isinstance(number, SocialInsuranceNumber) else Field.CITIZEN_NUMBER
