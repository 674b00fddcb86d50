"""The end of a record: the day of death, and what becomes of the cover."""

from datetime import date, datetime

from ansinh.kit import db
from ansinh.kit.errors import Conflict, Refused
from ansinh.register import history
from ansinh.register.correct import locked
from ansinh.register.history import Because, Field
from ansinh.register.rules.death import cover_after_death
from ansinh.register.rules.five_years import five_years_on
from ansinh.register.store import changes as store
from ansinh.terms import PartialDate


def record_death(conn: db.Connection, participant_id: int, *, deceased_on: date, because: Because, now: datetime) -> bool:
    """The person died on that day: cover ends by the rule DEATH-01, look-ups answer so at once. False if the day was known already.

    Cards keep their state, since they were good for treatment before the death. Sessions and links of accounts are the caller's to end.
    Raises NotFound("no_such_participant"), Refused("died_before_birth") and Conflict("died_another_day"): two days are for a person to
    decide between.
    """
    held = locked(conn, participant_id)
    if held.deceased_on == deceased_on:
        return False
    if held.deceased_on is not None:
        raise Conflict("died_another_day", "the record has another day of death", field="deceased_on")
    if deceased_on < PartialDate.from_iso(held.birth_date).first_day:
        raise Refused("died_before_birth", "the day of death lies before the birth", field="deceased_on")
    _end_cover(conn, participant_id, deceased_on, because=because, now=now)
    store.set_deceased(conn, participant_id, deceased_on=deceased_on, five_years_on=five_years_on(store.span_days(conn, participant_id)))
    history.note(
        conn,
        participant_id,
        Field.DECEASED_ON,
        old=None,
        new=deceased_on.isoformat(),
        since=deceased_on,
        because=because,
        now=now,
    )
    history.record(conn, "register.death_recorded", participant_id, because=because, detail={}, now=now)
    return True


def _end_cover(conn: db.Connection, participant_id: int, deceased_on: date, *, because: Because, now: datetime) -> None:
    for span in store.spans_after(conn, participant_id, day=deceased_on):
        kept = cover_after_death(span.first_day, span.last_day, deceased_on=deceased_on)
        if kept is None:
            store.remove_span(conn, span.span_id)
        else:
            store.shorten_span(conn, span.span_id, last_day=kept[1])
        history.note(
            conn,
            participant_id,
            Field.COVER,
            old=_days(span.first_day, span.last_day),
            new=None if kept is None else _days(*kept),
            since=deceased_on,
            because=because,
            now=now,
        )


def _days(first: date, last: date) -> str:
    return f"{first.isoformat()}/{last.isoformat()}"
