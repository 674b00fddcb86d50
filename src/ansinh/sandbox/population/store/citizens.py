"""The SQL of citizens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ansinh.kit import db
from ansinh.sandbox.population.model import Citizen
from ansinh.terms import CitizenNumber, PartialDate, Sex


@dataclass(frozen=True, slots=True)
class _Row:
    citizen_number: str
    full_name: str
    birth_date: str
    sex: str
    deceased_on: date | None
    answers: bool


def load(conn: db.Connection, citizens: Sequence[Citizen]) -> frozenset[CitizenNumber]:
    """Add the citizens whose numbers are not there yet; returns the numbers of those that were added."""
    added = conn.execute(
        """
        INSERT INTO sandbox_population.citizens (citizen_number, full_name, birth_date, sex, deceased_on, answers)
        SELECT * FROM unnest(%(numbers)s::text[], %(names)s::text[], %(births)s::text[], %(sexes)s::text[],
                             %(deaths)s::date[], %(answering)s::boolean[])
        ON CONFLICT (citizen_number) DO NOTHING
        RETURNING citizen_number
        """,
        {
            "numbers": [each.citizen_number.value for each in citizens],
            "names": [each.full_name for each in citizens],
            "births": [each.birth_date.iso() for each in citizens],
            "sexes": [each.sex.value for each in citizens],
            "deaths": [each.deceased_on for each in citizens],
            "answering": [each.answers for each in citizens],
        },
    )
    return frozenset(CitizenNumber(row[0]) for row in added.fetchall())


def find(conn: db.Connection, number: CitizenNumber, *, state: str = "active") -> Citizen | None:
    """The citizen with that number, None if nobody has it; by default nobody has one that was replaced, merged or cancelled."""
    row = db.one(
        conn,
        _Row,
        """
        SELECT citizen_number, full_name, birth_date, sex, deceased_on, answers
        FROM sandbox_population.citizens WHERE citizen_number = %(number)s AND state = %(state)s
        """,
        {"number": number.value, "state": state},
    )
    if row is None:
        return None
    return Citizen(
        citizen_number=CitizenNumber(row.citizen_number),
        full_name=row.full_name,
        birth_date=PartialDate.from_iso(row.birth_date),
        sex=Sex(row.sex),
        deceased_on=row.deceased_on,
        answers=row.answers,
    )
