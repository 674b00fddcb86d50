"""Desks with a card reader: their keys, and statements that were not believed."""

from ansinh.audit.catalogue.kind import Kind

_DESK = {"desk": "thumbprint of the desk's key", "facility": "code of the facility"}

KINDS = (
    Kind(
        "desk.closed",
        who=("facility", "officer"),
        why="From when on nothing counts that was signed with this key, which may have been lost.",
        detail=_DESK,
    ),
    Kind(
        "desk.registered",
        who=("facility",),
        why="What a desk signs is believed from now on: who registered its key, and when, must be answerable.",
        detail=_DESK,
    ),
    Kind(
        "desk.statement_refused",
        who=("facility",),
        why="A desk whose statements are not believed is broken, off in time, or made to lie: it must stand out.",
        detail={
            "because": "stable code of the refusal",
            "desk": "thumbprint of the key it names, empty where it names none",
            "interface": "which interface was used",
        },
    ),
)
