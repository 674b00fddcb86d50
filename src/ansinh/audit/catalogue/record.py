"""Looks at an insurance record by the person, or by the agency."""

from ansinh.audit.catalogue.kind import Kind

KINDS = (
    Kind(
        "record.access_list_viewed",
        who=("citizen", "officer"),
        why="Looking at who looked is a look as well.",
        detail={},
    ),
    Kind(
        "record.viewed",
        who=("citizen", "officer"),
        why="Every look at an insurance record is itself recorded, whoever looks.",
        detail={"page": "which part of the record was shown"},
    ),
)
