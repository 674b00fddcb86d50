"""A person as it is kept in a column: JSON with what is known, nothing of what is not."""

from datetime import date
from typing import Any

from ansinh.population.review.model import Person
from ansinh.terms import CitizenNumber, PartialDate, Sex


def kept(person: Person) -> dict[str, Any]:
    """The person as an object of JSON."""
    known = {
        "full_name": person.full_name,
        "birth": None if person.birth is None else person.birth.iso(),
        "sex": person.sex.value,
        "citizen_number": None if person.citizen_number is None else person.citizen_number.value,
        "old_number": person.old_number,
        "deceased_on": None if person.deceased_on is None else person.deceased_on.isoformat(),
        "kept_back": dict(person.kept_back),
    }
    return {name: value for name, value in known.items() if value}


def read(kept: dict[str, Any]) -> Person:
    """The person of such an object."""
    return Person(
        full_name=kept.get("full_name", ""),
        birth=PartialDate.from_iso(kept["birth"]) if "birth" in kept else None,
        sex=Sex(kept["sex"]),
        citizen_number=CitizenNumber(kept["citizen_number"]) if "citizen_number" in kept else None,
        old_number=kept.get("old_number", ""),
        deceased_on=date.fromisoformat(kept["deceased_on"]) if "deceased_on" in kept else None,
        kept_back=kept.get("kept_back", {}),
    )
