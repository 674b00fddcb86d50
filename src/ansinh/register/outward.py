"""The register as it goes out to other institutions: one line for each insurance number of a person with a citizen number.

What is in force is as of a day: the card span that ends last. To whom it goes, and what went already, is for `sharing` to know.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ansinh.kit import db
from ansinh.register.store import outward as store


@dataclass(frozen=True, slots=True)
class Touched:
    """Participants whose records were changed in transactions from `since` on; all of those below `until` have ended for good."""

    participant_ids: tuple[int, ...]
    until: int


def touched(conn: db.Connection, *, since: int | None) -> Touched:
    """Who was changed since the last time this was asked (its `until`); nobody where `since` is None, which only begins.

    The history says what was changed in a record; who was entered anew stands above the highest number seen (`highest_participant`).
    """
    until = store.horizon(conn)
    return Touched(() if since is None else tuple(store.changed(conn, since=since, until=until)), until)


def highest_participant(conn: db.Connection) -> int:
    """The highest number of a participant, 0 where there is none."""
    return store.highest_participant(conn)


def copy_outward(conn: db.Connection, write: Callable[[bytes], None], *, on: date, participant_ids: Sequence[int] | None = None) -> None:
    """Writes PostgreSQL's text format of COPY, in pieces of any size: participant_id, then the columns of `wire.shares`.

    For everybody, or for the participants given. The state is `deceased`, `insured` (a card of theirs covers the day `on` or a later
    one) or `not_insured`.
    """
    store.copy_outward(conn, write, on=on, participant_ids=participant_ids)


def copy_outward_between(conn: db.Connection, write: Callable[[bytes], None], *, on: date, after: int, until: int) -> None:
    """The same for the participants with a number above `after`, up to `until` inclusive."""
    store.copy_outward_between(conn, write, on=on, after=after, until=until)
