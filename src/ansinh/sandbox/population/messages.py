"""From the wire to what the register decides on; the messages themselves stand in `wire/population.py`."""

from ansinh.sandbox.population.model import Claim
from ansinh.terms import PartialDate, Sex
from ansinh.wire import population as wire


def claim(question: wire.Question) -> Claim:
    """What the client believes of the citizen."""
    return Claim(full_name=question.full_name, birth_date=PartialDate.from_iso(question.birth_date), sex=Sex(question.sex))
