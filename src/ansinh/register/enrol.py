"""Writing people, facilities and what belongs to them into the register, all or nothing in the caller's transaction."""

from collections.abc import Iterator, Sequence
from typing import Any

from ansinh.kit import db
from ansinh.kit.errors import Conflict
from ansinh.register.model import Employer, Enrolment, Facility, Household, Identifier, Officer
from ansinh.register.rules.five_years import five_years_on
from ansinh.register.store import writes
from ansinh.terms import CitizenNumber, names


def enrol(conn: db.Connection, enrolments: Sequence[Enrolment]) -> list[int]:
    """Enter the people with their numbers, cards, spans, contributions and household places; returns their participant ids in order.

    Households, employers and facilities named must exist already. Raises Conflict: "employer_unknown", "household_unknown",
    "number_taken" (an active number or a card number already belongs to somebody), "spans_overlap" (two spans of one card share a day).
    """
    try:
        return _enrol(conn, enrolments)
    except db.UniqueViolation as taken:
        raise Conflict("number_taken", "a number or place of these enrolments already belongs to somebody") from taken
    except db.ExclusionViolation as overlap:
        raise Conflict("spans_overlap", "two spans of one card share a day", field="spans") from overlap


def add_households(conn: db.Connection, households: Sequence[Household]) -> None:
    writes.copy_households(conn, ((each.code, each.address) for each in households))


def add_employers(conn: db.Connection, employers: Sequence[Employer]) -> None:
    writes.copy_employers(conn, ((each.code, each.name, each.address) for each in employers))


def add_facilities(conn: db.Connection, facilities: Sequence[Facility]) -> None:
    """Enter facilities with their ranks. Raises psycopg's ExclusionViolation as Conflict("ranks_overlap")."""
    writes.copy_facilities(conn, ((each.code.value, each.name) for each in facilities))
    ids = writes.facility_ids(conn, [each.code.value for each in facilities])
    ranks = (
        (ids[each.code.value], writes.period(rank.first_day, rank.last_day), rank.level.value, rank.tier.value, rank.score)
        for each in facilities
        for rank in each.ranks
    )
    try:
        writes.copy_ranks(conn, ranks)
    except db.ExclusionViolation as overlap:
        raise Conflict("ranks_overlap", "two ranks of one facility share a day", field="ranks") from overlap


def add_officers(conn: db.Connection, officers: Sequence[Officer]) -> None:
    """Enter officers of facilities that exist."""
    writes.copy_officers(
        conn,
        (
            (
                each.facility_code.value,
                each.citizen_number.value,
                names.tidy(each.full_name),
                each.first_day,
                each.last_day,
                each.approved_on,
            )
            for each in officers
        ),
    )


def settle(conn: db.Connection) -> None:
    """After many enrolments: take statistics and mark what is visible now, so that the first look-ups need not. `conn` is in no transaction."""
    writes.settle(conn)


def _enrol(conn: db.Connection, enrolments: Sequence[Enrolment]) -> list[int]:
    ids = writes.new_participant_ids(conn, len(enrolments))
    pairs = list(zip(ids, enrolments, strict=True))
    employers = writes.employer_ids(conn, sorted({c.employer_code for e in enrolments for c in e.contributions if c.employer_code}))
    households = writes.household_ids(conn, sorted({e.membership.household_code for e in enrolments if e.membership}))
    writes.copy_participants(conn, (_participant(number, each) for number, each in pairs))
    writes.copy_identifiers(conn, (_identifier(number, identifier) for number, each in pairs for identifier in each.identifiers))
    _copy_cards(conn, pairs)
    writes.copy_contributions(
        conn,
        (
            (
                number,
                paid.kind.value,
                paid.first_month,
                paid.last_month,
                paid.base,
                paid.amount,
                employers[paid.employer_code] if paid.employer_code else None,
            )
            for number, each in pairs
            for paid in each.contributions
        ),
    )
    writes.copy_members(conn, _members(pairs, households))
    return ids


def _participant(number: int, each: Enrolment) -> tuple[Any, ...]:
    five_years = five_years_on((span.first_day, span.last_day) for card in each.cards for span in card.spans)
    return (
        number,
        names.tidy(each.full_name),
        each.birth_date.iso(),
        each.sex.value,
        each.ethnicity,
        names.tidy(each.address),
        five_years,
        each.verified_on,
        each.deceased_on,
    )


def _identifier(number: int, each: Identifier) -> tuple[Any, ...]:
    kind = "citizen_number" if isinstance(each.number, CitizenNumber) else "social_insurance_number"
    return (number, kind, each.number.value, each.valid_from, each.valid_until, each.state.value)


def _copy_cards(conn: db.Connection, pairs: list[tuple[int, Enrolment]]) -> None:
    owned = [(number, card) for number, each in pairs for card in each.cards]
    numbered = list(zip(writes.new_card_ids(conn, len(owned)), owned, strict=True))
    writes.copy_cards(
        conn,
        (
            (card_id, number, card.number.value, card.issued_on, card.issued_by, card.custody.value, card.state.value, card.living_area)
            for card_id, (number, card) in numbered
        ),
    )
    writes.copy_spans(
        conn,
        (
            (card_id, writes.period(span.first_day, span.last_day), span.facility_code.value)
            for card_id, (_, card) in numbered
            for span in card.spans
        ),
    )


def _members(pairs: list[tuple[int, Enrolment]], households: Any) -> Iterator[tuple[Any, ...]]:
    for number, each in pairs:
        if each.membership is not None:
            yield households[each.membership.household_code], number, each.membership.position, each.membership.relation
