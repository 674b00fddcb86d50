"""Citizen cards: one that was proven at two places at once, or for two people, and who looked at that."""

from ansinh.audit.catalogue.kind import Kind

_FINDING = {"finding": "our number of the finding"}

KINDS = (
    Kind(
        "card.finding_settled",
        who=("officer",),
        why="What came of a suspicion against a card or a desk, and who decided it, must be answerable.",
        detail={**_FINDING, "conclusion": "stable word for what it came to"},
    ),
    Kind(
        "card.finding_viewed",
        who=("officer",),
        why="Whoever looks at a finding sees at which facilities a person was: that person may know who looked.",
        detail=_FINDING,
    ),
    Kind(
        "card.found_at_two_places",
        who=("system",),
        why="One card proven at two facilities at once was copied, or a desk lies: its holder may know. Once for each of the two visits;"
        " neither names the other facility.",
        detail={**_FINDING, "minutes": "at most so many between the two readings", "visit": "our number of the visit"},
    ),
    Kind(
        "card.found_for_two_people",
        who=("system",),
        why="A card is one person's: a desk that states another's lies. Held without a person, because which of the two is the lie is open.",
        detail=_FINDING,
    ),
)
