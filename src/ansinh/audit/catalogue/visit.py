"""Visits: what a facility said of them, and how it found out who was there."""

from ansinh.audit.catalogue.kind import Kind

_VISIT = {"interface": "which interface was used", "visit": "our number of the visit"}

KINDS = (
    Kind(
        "visit.corrected",
        who=("facility",),
        why="The facility said something else about a visit than before: both are kept, and the newer counts.",
        detail=_VISIT,
    ),
    Kind(
        "visit.ended",
        who=("facility",),
        why="Until when a person was at a facility, as that facility says.",
        detail=_VISIT,
    ),
    Kind(
        "visit.evidence_added",
        who=("facility",),
        why="How a facility found out who was there must be answerable when somebody says it was not them.",
        detail={
            **_VISIT,
            "confirmed_by": "verification service that called the card's data genuine too; not there where none did",
            "level": "how sure it makes us",
            "proof": "our number of the desk's statement that proves it; not there where the facility only says so",
            "source": "by what it was checked, in the words of the identity-check ledger",
        },
    ),
    Kind(
        "visit.opened",
        who=("facility",),
        why="A person may know at which facilities somebody was checked in as them.",
        detail=_VISIT,
    ),
    Kind(
        "visit.restated",
        who=("facility",),
        why="A visit that was told by one interface was told by the other one too, which may say more of it.",
        detail=_VISIT,
    ),
    Kind(
        "visit.viewed",
        who=("facility",),
        why="Who at the facility saw afterwards that a person had been there.",
        detail=_VISIT,
    ),
)
