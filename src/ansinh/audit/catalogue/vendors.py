"""Developers of hospital software in the sandbox."""

from ansinh.audit.catalogue.kind import Kind

KINDS = (
    Kind(
        "vendors.facility_registered",
        who=("system",),
        why="In the sandbox anybody may register a test facility: how many there are, and since when, must be answerable.",
        detail={"facility": "code of the test facility"},
    ),
)
