"""A known person who comes back with another citizen number: never accepted in silence.

The number of a citizen can be issued again. What ran under the old one ends, everywhere; it is audited; and the new number is passed
on, so that whoever keeps an account for the person can freeze it and ask an officer. Consents stay: they are the account holder's.
"""

from datetime import datetime

from ansinh import audit, provider
from ansinh.exchange import store
from ansinh.exchange.store.people import Person
from ansinh.kit import crypto, db
from ansinh.wire import eid


def digest_of(person: eid.EidClaims) -> str:
    """What is kept of a number, bound to the issuer and subject that vouched for it."""
    return crypto.sha256_hex(f"{person.issuer}|{person.subject}|{person.citizen_number.value}")


def notice(conn: db.Connection, person: eid.EidClaims, known: Person, *, now: datetime) -> bool:
    """True if the number is another one than before: then the person's sessions have ended and their relying parties will be told."""
    digest = digest_of(person)
    if known.number_sha256 == digest:
        return False
    store.people.keep_number(conn, known.person_id, digest)
    if known.number_sha256 is None:
        return False
    provider.end_sessions(conn, store.sessions.end_of_upstream(conn, person.issuer, subject=person.subject, sid=None), now=now)
    event = audit.Event(
        kind="exchange.number_changed",
        at=now,
        actor=audit.Actor("system", "exchange"),
        subject=None,
        purpose="login",
        detail={"person": str(known.person_id), "provider": person.issuer},
    )
    audit.append(conn, event)
    return True
