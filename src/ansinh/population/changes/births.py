"""Children whose birth the population register tells of: they wait, with those parents who take part, for somebody to enrol them.

Nobody is enrolled here. What happens to a child before that (another number, a corrected name, a death) happens to what waits.
"""

from datetime import datetime

from ansinh import register
from ansinh.kit import db
from ansinh.population.changes import rules
from ansinh.population.changes.model import Birth, Outcome
from ansinh.population.changes.store import births as store
from ansinh.terms import CitizenNumber, PartialDate, Sex, names
from ansinh.wire import population_changes as wire


def note(conn: db.Connection, change: wire.Change, born: wire.Born, *, now: datetime) -> Outcome:
    """The child waits; ALREADY if one of this number waits or takes part."""
    child = change.subject
    if register.holders(conn, child.citizen_number):
        return Outcome.ALREADY
    is_new = store.add(
        conn,
        change.seq,
        citizen_number=child.citizen_number.value,
        full_name=names.tidy(child.full_name),
        birth_date=child.birth_date.iso(),
        sex=child.sex.value,
        registered_on=born.registered_on,
        mother_name="" if born.mother is None else names.tidy(born.mother.full_name),
        mother_id=_participant(conn, born.mother),
        father_name="" if born.father is None else names.tidy(born.father.full_name),
        father_id=_participant(conn, born.father),
        now=now,
    )
    return Outcome.WAITING if is_new else Outcome.ALREADY


def follow(conn: db.Connection, change: wire.Change, *, now: datetime) -> bool:
    """Whether the change is about a child who waits; if so it is in what waits now."""
    found = store.find(conn, change.subject.citizen_number.value)
    if found is None:
        return False
    number, full_name, birth_date, sex = found.citizen_number, found.full_name, found.birth_date, found.sex
    match change.what:
        case wire.Death():
            return store.close(conn, found.birth_id, participant_id=None, because="deceased", now=now)
        case wire.NumberCancelled():
            return store.close(conn, found.birth_id, participant_id=None, because="number_cancelled", now=now)
        case wire.NumberReplaced(_, new) | wire.Merged(_, new):
            if store.find(conn, new.value) is not None or register.holders(conn, new):
                return store.close(conn, found.birth_id, participant_id=None, because="known_by_other_number", now=now)
            number = new.value
        case wire.NameCorrected(corrected):
            full_name = names.tidy(corrected)
        case wire.BirthDateCorrected(corrected_birth):
            birth_date = corrected_birth.iso()
        case wire.SexCorrected(corrected_sex):
            sex = corrected_sex.value
        case _:
            pass
    store.update(conn, found.birth_id, citizen_number=number, full_name=full_name, birth_date=birth_date, sex=sex)
    return True


def waiting_births(conn: db.Connection, *, limit: int = 100) -> list[Birth]:
    """Children who wait to be enrolled, those told of first, first."""
    return [
        Birth(
            birth_id=row.birth_id,
            citizen_number=CitizenNumber(row.citizen_number),
            full_name=row.full_name,
            birth_date=PartialDate.from_iso(row.birth_date),
            sex=Sex(row.sex),
            registered_on=row.registered_on,
            mother_id=row.mother_id,
            father_id=row.father_id,
        )
        for row in store.waiting(conn, limit=limit)
    ]


def close_birth(conn: db.Connection, birth_id: int, *, participant_id: int | None, because: str, now: datetime) -> bool:
    """The child was enrolled as this participant, or is not to be (None), for a reason in a stable word. False if none waits."""
    return store.close(conn, birth_id, participant_id=participant_id, because=because, now=now)


def _participant(conn: db.Connection, parent: wire.Parent | None) -> int | None:
    """The parent's own insurance record: the one that carries the parent's number and name, if it is one."""
    if parent is None or parent.citizen_number is None:
        return None
    found = [each.participant_id for each in register.holders(conn, parent.citizen_number) if rules.is_parent(parent, each)]
    return found[0] if len(found) == 1 else None
