"""Telling the exchange of people before they log in, so that a relying party can know whom it will meet."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from ansinh.exchange import store
from ansinh.exchange.store.people import Person
from ansinh.kit import db


def introduce(
    conn: db.Connection, upstream_issuer: str, subjects: Sequence[str], *, new_id: Callable[[], UUID], now: datetime
) -> dict[str, str]:
    """What a relying party with public subjects will call each of an upstream issuer's subjects, by subject.

    Nothing is learned or told about anybody by it. For an operator who has the upstream's subjects from the upstream itself.
    """
    found = store.people.known(conn, upstream_issuer, subjects)
    strangers = [subject for subject in dict.fromkeys(subjects) if subject not in found]
    if not strangers:
        return found
    store.people.introduce(conn, upstream_issuer, [(each, Person(new_id(), new_id())) for each in strangers], now=now)
    return store.people.known(conn, upstream_issuer, subjects)
