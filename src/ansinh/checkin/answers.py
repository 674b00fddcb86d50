"""Which code a look-up is answered with: rules in the order in which they are asked, the first that applies decides.

The codes are those of dispatch 1923/BHXH-CNTT, annex 03 section 4, and two of the generation of 2017. The annex does not say in which
order they are asked; the order kept here is assumed: who asks, whom they ask for, then the card, so that nothing about a card is told to
someone who is not registered or does not know whose card it is.
"""

from collections.abc import Callable
from datetime import date

from ansinh.checkin.model import Decision, Question
from ansinh.checkin.rules import asker, person
from ansinh.checkin.rules.card import about_the_card
from ansinh.register import Enquiry
from ansinh.wire import gateway

# A code of these is told without anything about the person.
ASKER_AND_PERSON: tuple[Callable[[Question, Enquiry], gateway.ResultCode | None], ...] = (
    asker.officer_not_registered,
    asker.officer_name_wrong,
    person.key_is_no_number,
    person.managed_elsewhere,
    person.nobody_found,
    person.cannot_tell_whose,
    person.card_misread,
    person.name_wrong,
    person.birth_date_wrong,
)


def decide(question: Question, enquiry: Enquiry, *, day: date) -> Decision:
    """The code for this question on this day, with the person's cover if the asker may see it."""
    if enquiry.rivals:
        enquiry = person.tell_apart(question, enquiry)
    for rule in ASKER_AND_PERSON:
        code = rule(question, enquiry)
        if code is not None:
            return Decision(code=code)
    coverage = enquiry.coverage
    assert coverage is not None  # nobody_found has answered otherwise
    return about_the_card(question, coverage, day)
