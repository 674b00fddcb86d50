"""The people and the facilities as the command line lists them: plain JSON values with exactly these keys."""

from collections.abc import Iterable

from ansinh.sandbox import expectations
from ansinh.sandbox.model import Facility, Person

Json = str | int | None


def listed_people(people: Iterable[Person]) -> list[dict[str, Json]]:
    """One object a person. None where there is no card, insurance, account, trouble or special course of treatment; dates yyyy-MM-dd.

    `card_number` is the card the person carries, which for a re-issued card is the old one. `lookup_code` is what a look-up with that
    card answers, or with the citizen number of who carries none; `lookup_code_by_citizen_number` where the number is asked for.
    """
    return [
        {
            "citizen_number": each.citizen_number.value,
            "name": each.full_name,
            "birth_date": each.birth_date.isoformat(),
            "sex": each.sex.value,
            "card_number": each.carried_card.value if each.carried_card else None,
            "social_insurance_number": each.insured[0].social_insurance_number.value if each.insured else None,
            "registered_facility": each.registered_facility.value if each.registered_facility else None,
            "account_level": each.account.level if each.account else None,
            "username": each.account.username if each.account else None,
            "password": each.account.password if each.account else None,
            "trouble": each.trouble.value if each.trouble else None,
            "lookup_code": expectations.lookup_code(each),
            "lookup_code_by_citizen_number": expectations.lookup_code_by_citizen_number(each),
            "course": each.course.value if each.course else None,
        }
        for each in people
    ]


def listed_facilities(facilities: Iterable[Facility]) -> list[dict[str, str | list[dict[str, str]]]]:
    """One object a facility. `password` is plain; the gateway is given its MD5 in hex."""
    return [
        {
            "facility_code": each.code.value,
            "name": each.name,
            "username": each.username,
            "password": each.password,
            "officers": [{"name": officer.full_name, "citizen_number": officer.citizen_number.value} for officer in each.officers],
        }
        for each in facilities
    ]
