"""What the population register is told of the invented people."""

from ansinh.sandbox.model import Person, Trouble
from ansinh.sandbox.population import Citizen
from ansinh.terms import PartialDate


def citizen(person: Person) -> Citizen:
    """The person as the population register holds them; those with the time-out trouble get no answers."""
    return Citizen(
        citizen_number=person.citizen_number,
        full_name=person.full_name,
        birth_date=PartialDate.of(person.birth_date),
        sex=person.sex,
        deceased_on=person.deceased_on,
        answers=person.trouble is not Trouble.POPULATION_TIMEOUT,
    )
