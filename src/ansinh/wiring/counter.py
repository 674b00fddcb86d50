"""The sandbox's people as if each had been at the agency's counter: linked in advance, under today's addresses, but a few who never were.

It is done at each start, because the exchange's address is part of who an account is; who ended a link stays without it.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from ansinh import exchange, identity, register, sandbox
from ansinh.kit import clock, db
from ansinh.sandbox import Trouble, eid
from ansinh.settings import Settings
from ansinh.terms import PartialDate
from ansinh.wire import eid as claims
from ansinh.wiring import crowd

_CHUNK = 5_000  # people in one transaction
_NOT_SAID = claims.Assurance(2, 0)  # an account of level 2; nobody has logged in by it


def link_sandbox_people(dsn: str, settings: Settings, *, now: datetime) -> int:
    """Links whom two officers can link, because everything agrees; returns how many had no link before."""
    people = [
        each
        for each in crowd.invented(settings.people, clock.vietnam_day(now))
        if each.account is not None and each.account.level == _NOT_SAID.account_level and each.trouble is not Trouble.FIRST_LOGIN
    ]
    done = 0
    for start in range(0, len(people), _CHUNK):
        with db.connect(dsn) as conn:
            done += _link(conn, people[start : start + _CHUNK], settings, now=now)
    return done


def _link(conn: db.Connection, people: Sequence[sandbox.Person], settings: Settings, *, now: datetime) -> int:
    upstream = eid.subjects(conn, [each.account.username for each in people if each.account])
    ours = exchange.introduce(conn, settings.eid_issuer, list(upstream.values()), new_id=uuid4, now=now)
    subjects = {name: ours[subject] for name, subject in upstream.items()}
    waiting = set(identity.without_link(conn, settings.exchange_url, list(subjects.values())))
    missing = [each for each in people if each.account and subjects.get(each.account.username) in waiting]
    found = register.candidates_by_number(conn, [each.citizen_number for each in missing])
    first, second = [each.username for each in sandbox.colleagues() if each.role == "cases"]
    presented = [
        identity.Presented(
            person=_person(each, subject=subjects[each.account.username], issuer=settings.exchange_url),
            candidates=tuple(
                identity.Candidate(one.participant_id, one.full_name, one.birth_date, one.deceased)
                for one in found.get(each.citizen_number, [])
            ),
        )
        for each in missing
        if each.account
    ]
    return identity.link_at_counter(conn, presented, officer=first, second_officer=second, now=now)


def _person(person: sandbox.Person, *, subject: str, issuer: str) -> claims.EidClaims:
    return claims.EidClaims(
        issuer=issuer,
        subject=subject,
        citizen_number=person.citizen_number,
        full_name=person.full_name,
        birth_date=PartialDate.of(person.birth_date),
        sex=person.sex,
        assurance=_NOT_SAID,
        auth_time=None,
    )
