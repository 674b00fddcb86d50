"""Requests of facilities to have somebody registered as their officer."""

from ansinh.audit.catalogue.kind import Kind

_OFFICER = {"facility": "code of the facility", "kind": "officer or kiosk", "officer": "number of the registration"}

KINDS = (
    Kind(
        "officer.approved",
        who=("agency", "officer"),
        why="From here on this person or kiosk may look up cards for the facility, because somebody in the agency said so.",
        detail=_OFFICER,
    ),
    Kind(
        "officer.refused",
        who=("agency", "officer"),
        why="A facility may ask who refused its request.",
        detail=_OFFICER,
    ),
    Kind(
        "officer.requested",
        who=("agency", "facility", "officer"),
        why="The facility answers for whom it lets look up cards.",
        detail=_OFFICER,
    ),
    Kind(
        "officer.withdrawn",
        who=("agency", "facility", "officer"),
        why="Until when somebody could look up cards for the facility.",
        detail=_OFFICER,
    ),
)
