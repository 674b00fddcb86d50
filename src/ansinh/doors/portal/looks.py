"""The audit log in the words of the person it is about: who, when, for what. One's own looks are told quietly and together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from types import MappingProxyType

from ansinh import audit
from ansinh.kit import clock
from ansinh.wire import ledger

# kind of event -> word; where the actor matters, kind and actor
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "card.finding_viewed": "access.card_finding_viewed",
        "card.found_at_two_places": "access.card_at_two_places",
        "coverage.card_and_history_looked_up": "access.card_and_history_looked_up",
        "coverage.copayment_looked_up": "access.copayment_looked_up",
        "coverage.history_looked_up": "access.history_looked_up",
        "coverage.looked_up": "access.looked_up",
        "coverage.record_opened": "access.record_opened",
        "coverage.record_refused": "access.record_refused",
        "exchange.identity_released": "access.released",
        "identity.case_decided": "access.case_decided",
        "identity.case_opened": "access.case_opened",
        "identity.case_viewed": "access.viewed_by_officer",
        "identity.link_frozen": "access.link_frozen",
        "identity.linked": "access.linked",
        "identity.unlinked": "access.unlinked",
        "login.completed": "access.logged_in",
        "login.refused": "access.login_refused",
        "population.answered": "access.population_answered",
        "population.asked": "access.population_asked",
        "population.case_decided": "access.review_decided",
        "population.case_details_viewed": "access.review_details",
        "population.case_opened": "access.review_opened",
        "population.case_viewed": "access.viewed_by_officer",
        "population.change_left_open": "access.change_left_open",
        "population.change_settled": "access.change_settled",
        "population.record_unmasked": "access.viewed_by_officer",
        "record.access_list_viewed by citizen": "access.viewed_list_by_you",
        "record.access_list_viewed by officer": "access.viewed_by_officer",
        "record.viewed by citizen": "access.viewed_by_you",
        "record.viewed by officer": "access.viewed_by_officer",
        "register.corrected": "access.corrected",
        "register.death_recorded": "access.death_recorded",
        "register.moved": "access.moved",
        "register.number_changed": "access.number_changed",
        "representation.accepted": "access.represented_accepted",
        "representation.access_list_viewed": "access.represented_list",
        "representation.declined": "access.represented_declined",
        "representation.ended": "access.represented_ended",
        "representation.granted": "access.represented_granted",
        "representation.offered": "access.represented_offered",
        "representation.record_viewed": "access.represented_record",
        "representation.refused": "access.represented_refused",
        "representation.requested": "access.represented_requested",
        "session.ended": "access.session_ended",
        "sharing.record_told": "access.shared",
        "visit.corrected": "access.visit_changed",
        "visit.ended": "access.visit_changed",
        "visit.evidence_added": "access.visit_evidence",
        "visit.opened": "access.visit_opened",
        "visit.restated": "access.visit_changed",
        "visit.viewed": "access.visit_viewed",
    }
)
# done by the person's representative, or by whom the person offered to be one
_BY_ANOTHER = frozenset(
    {"representation.accepted", "representation.access_list_viewed", "representation.declined", "representation.record_viewed"}
)
PURPOSES = frozenset({"treatment", "own_record", "account_linking", "register_keeping", "representation", "verification", "card_review"})
_BLANKS: Mapping[str, str] = MappingProxyType({"confirmed_by": "service", "minutes": "minutes"})
"""What of an event's detail stands in its words, by the names of their blanks."""
_WHO: Mapping[str, str] = MappingProxyType({"citizen": "access.you", "system": "access.system", "agency": "access.agency"})


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the list. `who` is a name from outside or None, then `who_key` says it in words.

    `times` looks alike that follow each other are one line; `at` is the newest of them. `blanks` go into the words.
    """

    at: datetime
    what_key: str
    who: str | None
    who_key: str
    code: str
    purpose_key: str
    is_own: bool
    is_facility: bool
    times: int = 1
    blanks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    looks: tuple[Look, ...]


def days_of(entries: Iterable[audit.Entry]) -> list[Day]:
    """The entries by calendar day in Viet Nam, newest first, as they came."""
    looks = [look_of(entry) for entry in entries]
    return [Day(day, tuple(_together(of_day))) for day, of_day in groupby(looks, key=lambda look: clock.vietnam_day(look.at))]


def last_by_a_facility(entries: Iterable[audit.Entry]) -> Look | None:
    """The newest look-up by a health facility among the entries. What it told of a visit is no look at the record."""
    return next((look_of(entry) for entry in entries if entry.actor.kind == "facility" and not entry.kind.startswith("visit.")), None)


def look_of(entry: audit.Entry) -> Look:
    """One entry in words. A kind nobody translated is still shown: nothing is hidden because it is new."""
    actor = entry.actor
    is_by_another = entry.kind in _BY_ANOTHER
    is_own = (actor.kind == "citizen" and not is_by_another) or entry.kind == "session.ended"
    known = _by_chip(entry) or WORDS.get(entry.kind) or WORDS.get(f"{entry.kind} by {actor.kind}") or "access.other"
    return Look(
        at=entry.at,
        what_key=known,
        who=actor.name if actor.kind in {"facility", "relying_party"} and actor.name else None,
        who_key="access.representative"
        if is_by_another
        else _WHO.get(actor.kind)
        or {"facility": "access.some_facility", "relying_party": "access.some_party"}.get(actor.kind, "access.agency"),
        code=actor.id,
        purpose_key=f"access.purpose_{entry.purpose if entry.purpose in PURPOSES else 'other'}",
        is_own=is_own,
        is_facility=actor.kind == "facility",
        blanks={name: str(entry.detail[key]) for key, name in _BLANKS.items() if key in entry.detail},
    )


def _by_chip(entry: audit.Entry) -> str | None:
    """The word for what a chip had to do with it, proven or only said; None where it had nothing."""
    if entry.kind == "coverage.looked_up" and entry.detail.get("presence"):
        return "access.looked_up_by_chip"
    if entry.kind == "visit.evidence_added" and entry.detail.get("source") == ledger.CheckedBy.CARD_CHIP:
        if entry.detail.get("confirmed_by"):
            return "access.visit_chip_confirmed"
        return "access.visit_chip_proven" if "proof" in entry.detail else "access.visit_chip_stated"
    return None


def _together(looks: Iterable[Look]) -> Iterable[Look]:
    """Own looks of one kind that follow each other become one line with their number."""
    for _, alike in groupby(looks, key=lambda look: (look.what_key, look.is_own, None if look.is_own else look)):
        run = list(alike)
        newest = run[0]
        if newest.is_own:
            yield Look(**{name: getattr(newest, name) for name in Look.__slots__ if name != "times"}, times=len(run))
        else:
            yield from run
