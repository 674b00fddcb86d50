"""Reading the register: the look-up's question, candidates for a link, the person's own record."""

from collections.abc import Sequence
from datetime import date

from ansinh.kit import db
from ansinh.register.model import Candidate, Enquiry, Facility, HouseholdMember, Identifier, IdentifierState, Record
from ansinh.register.store import enquiry, records
from ansinh.terms import CitizenNumber, FacilityCode, PartialDate, Sex, SocialInsuranceNumber, names


def enquire(conn: db.Connection, key: str, *, facility_code: str, officer_number: str, day: date) -> Enquiry:
    """Whom `key` leads to, and whether the officer may ask for that facility on that day. One statement for a card or an active number.

    `key` is a card number (15 characters), a social-insurance number (10) or a citizen number (12); any other text leads to nobody.
    An active number wins over a disputed one, that over a replaced one; a cancelled number leads to nobody. Of several people who
    claim a number that nobody holds as active, the one entered first is the `coverage` and the others are its `rivals`. A card number
    that is not in the register leads to the person whose social-insurance number stands in its last ten characters, so that the caller
    can say which part of the card is wrong. `officer_number` "" asks for no officer.
    """
    return enquiry.enquire(conn, key, facility_code=facility_code, officer_number=officer_number, day=day)


def facility_name(conn: db.Connection, code: FacilityCode) -> str:
    """Name of a facility, "" if the register does not know it."""
    return enquiry.facility_name(conn, code.value)


def count_facilities(conn: db.Connection) -> int:
    """How many facilities there are."""
    return records.count_facilities(conn)


def candidates(conn: db.Connection, number: CitizenNumber | SocialInsuranceNumber) -> list[Candidate]:
    """The records that hold this number as active or disputed, one entry for each social-insurance number they go by."""
    return records.candidates(conn, number.value)


def candidates_by_number(conn: db.Connection, citizen_numbers: Sequence[CitizenNumber]) -> dict[CitizenNumber, list[Candidate]]:
    """The `candidates` of many numbers at once; without numbers that nobody holds."""
    found = records.candidates_by_number(conn, [each.value for each in citizen_numbers])
    return {each: found[each.value] for each in citizen_numbers if each.value in found}


def citizen_numbers(conn: db.Connection, participant_id: int) -> tuple[CitizenNumber, ...]:
    """The citizen numbers a person goes by now: active ones first, then disputed ones."""
    return tuple(each for each in _current(records.identifiers(conn, participant_id)) if isinstance(each, CitizenNumber))


def facility(conn: db.Connection, code: FacilityCode) -> Facility | None:
    """The facility with its ranks oldest first, or None."""
    return records.facility(conn, code.value)


def five_years_reached_on(conn: db.Connection, participant_id: int) -> date | None:
    """The day on which the person has been insured for five continuous years (rule FIVE-01); None if unknown or never insured."""
    person = records.person(conn, participant_id)
    return None if person is None else person.five_years_on


def household_of(conn: db.Connection, participant_id: int) -> str | None:
    """Code of the person's household; None for somebody in none."""
    members = records.household(conn, participant_id)
    return members[0].code if members else None


def record_of(conn: db.Connection, participant_id: int) -> Record | None:
    """Everything held on one person, as that person may read it; other members of the household with initials only. None if unknown."""
    person = records.person(conn, participant_id)
    if person is None:
        return None
    identifiers = records.identifiers(conn, participant_id)
    cards, facility_names = records.cards(conn, participant_id)
    members = records.household(conn, participant_id)
    return Record(
        participant_id=person.participant_id,
        full_name=person.full_name,
        birth_date=PartialDate.from_iso(person.birth_date),
        sex=Sex(person.sex),
        ethnicity=person.ethnicity,
        address=person.address,
        citizen_number=next((number for number in _current(identifiers) if isinstance(number, CitizenNumber)), None),
        social_insurance_number=next((number for number in _current(identifiers) if isinstance(number, SocialInsuranceNumber)), None),
        five_years_on=person.five_years_on,
        verified_on=person.verified_on,
        deceased_on=person.deceased_on,
        identifiers=identifiers,
        cards=cards,
        household_code=members[0].code if members else None,
        household=tuple(_member(each, participant_id) for each in members),
        contributions=records.contributions(conn, participant_id),
        facility_names=facility_names,
    )


def _current(identifiers: tuple[Identifier, ...]) -> list[CitizenNumber | SocialInsuranceNumber]:
    """Active numbers first, then disputed ones."""
    order = (IdentifierState.ACTIVE, IdentifierState.DISPUTED)
    return [each.number for state in order for each in identifiers if each.state is state]


def _member(row: records.MemberRow, reader: int) -> HouseholdMember:
    is_self = row.participant_id == reader
    return HouseholdMember(
        position=row.position, relation=row.relation, name=row.full_name if is_self else names.initials(row.full_name), is_self=is_self
    )
