"""Invented cases for the desk: an insured person whose number has a slip of the pen, and who they may be."""

from datetime import UTC, date, datetime
from typing import Any

from ansinh import audit, register
from ansinh.kit import db
from ansinh.population import review, rules
from ansinh.population.review.sample import is_sampled
from ansinh.terms import CitizenNumber, PartialDate, Sex
from tests.register import builders

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
OFFICE = "001"
WRONG, RIGHT, OTHER = "001185000010", "001185000001", "001185777333"
FIRST, SECOND, THIRD = (audit.Actor("officer", name, name) for name in ("mot", "hai", "ba"))


def levels(*, number: int, birth: int) -> int:
    """Levels of a woman whose name differs in one mark; `number` in digits that differ, `birth` as yyyymmdd."""
    return rules.levels(
        number=number, old_a=0, old_b=0, name=4, single_syllable=0, birth_a=19850309, birth_b=birth, sex_a=1, sex_b=1,
        province_a=1, province_b=1, ward_a=0, ward_b=0, status=0,
    )  # fmt: skip


LEVELS, OTHER_LEVELS = levels(number=1, birth=19850309), levels(number=3, birth=19850903)


def person(**changes: Any) -> review.Person:
    values: dict[str, Any] = {
        "full_name": "Nguyễn Thị Mậu",
        "birth": PartialDate(1985, 3, 9),
        "sex": Sex.FEMALE,
        "citizen_number": CitizenNumber(WRONG),
    }
    return review.Person(**{**values, **changes})


def candidates() -> tuple[review.Candidate, ...]:
    """Whom it is, and a namesake born on the day with day and month swapped."""
    is_ = person(
        full_name="Nguyễn Thị Mẫu", citizen_number=CitizenNumber(RIGHT), kept_back={"address": "Số 9 ngõ Lạ", "mother": "Đào Thị Gốc"}
    )
    other = person(full_name="Nguyễn Thị Mẫu", birth=PartialDate(1985, 9, 3), citizen_number=CitizenNumber(OTHER))
    return (
        review.Candidate(place=1, person=is_, score=2412, levels=LEVELS),
        review.Candidate(place=2, person=other, score=1105, levels=OTHER_LEVELS),
    )


def enrolled(conn: db.Connection, number: str | None = WRONG) -> int:
    """The participant the case is about; once a database."""
    builders.facilities(conn)
    numbers = (builders.insured(),) if number is None else (builders.citizen(number), builders.insured())
    (participant,) = register.enrol(conn, [builders.person(full_name="Nguyễn Thị Mậu", identifiers=numbers)])
    return participant


def opened(
    conn: db.Connection,
    participant: int | None = None,
    *,
    sampled: bool = False,
    record: str = "hs",
    source: str = "run-1",
    now: datetime = NOW,
    **changes: Any,
) -> str:
    """Reference of a new case, one of the blind sample or not, whatever chance says."""
    salt = review.begin(conn, source, fingerprint="", rules_version=rules.STAMP, now=now).salt
    record_id = next(each for each in (f"{record}-{n}" for n in range(10_000)) if is_sampled(salt, each) is sampled)
    values: dict[str, Any] = {
        "record_id": record_id,
        "participant_id": participant,
        "verdict": review.CaseVerdict.CANDIDATES,
        "stage": "scored",
        "office": OFFICE,
        "submitted": person(),
        "candidates": candidates(),
    }
    reference = review.open_case(conn, review.NewCase(**{**values, **changes}), source=source, rules_version=rules.STAMP, now=now)
    assert reference is not None
    return reference


def opened_of_the_dead(conn: db.Connection, participant: int | None, *, known: date | None = None, **changes: Any) -> str:
    """A case as applying a run opens it: the record has the number of somebody who has died, on a day that may be known."""
    holder = person(full_name="Nguyễn Thị Mẫu", citizen_number=CitizenNumber(RIGHT), deceased_on=known)
    values: dict[str, Any] = {
        "verdict": review.CaseVerdict.DECEASED,
        "submitted": person(citizen_number=CitizenNumber(RIGHT)),
        "candidates": (review.Candidate(place=1, person=holder, score=2412, levels=LEVELS, is_holder=True),),
    }
    return opened(conn, participant, **{**values, **changes})


def take(conn: db.Connection, by: audit.Actor = FIRST, *, now: datetime = NOW, **changes: Any) -> list[str]:
    """The references the officer holds after taking a batch."""
    review.take_batch(conn, OFFICE, by=by, now=now, **changes)
    return [each.reference for each in review.batch_of(conn, by.id, now=now)]


def decide(
    conn: db.Connection,
    reference: str,
    finding: review.Finding = review.Finding.IT_IS,
    place: int | None = None,
    *,
    deceased_on: date | None = None,
    by: audit.Actor = FIRST,
    now: datetime = NOW,
) -> review.State:
    """The officer takes, looks and decides."""
    take(conn, by, now=now)
    look = review.look(conn, reference, by=by, now=now)
    place = place if place is not None or finding is not review.Finding.IT_IS else 1
    return review.decide(conn, reference, finding=finding, place=place, deceased_on=deceased_on, seen_as=look.seen, by=by, now=now)


def answer(conn: db.Connection, reference: str, *, agrees: bool = True, by: audit.Actor = SECOND, now: datetime = NOW) -> review.State:
    look = review.look(conn, reference, by=by, now=now)
    return review.answer(conn, reference, agrees=agrees, seen_as=look.seen, by=by, now=now)


def events(conn: db.Connection, kind: str) -> list[tuple[str, int | None, dict[str, Any]]]:
    """Actor, subject and detail of what was audited."""
    rows = conn.execute("SELECT actor_id, subject, detail FROM audit.events WHERE kind = %(kind)s ORDER BY seq", {"kind": kind})
    return [(row[0], row[1], row[2]) for row in rows.fetchall()]
