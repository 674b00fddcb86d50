"""Sessions of people."""

from ansinh.audit.catalogue.kind import Kind

KINDS = (
    Kind(
        "session.ended",
        who=("citizen", "system"),
        why="Until when somebody could look as this person.",
        detail={"reason": "signed out, expired, or ended elsewhere"},
    ),
)
