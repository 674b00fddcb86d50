"""Acting for another person: from the wish to its end, and each look at the record by it."""

from ansinh.audit.catalogue.kind import Kind

KINDS = (
    Kind(
        "representation.accepted",
        who=("citizen",),
        why="From here on this account may look at the person's record, because the person offered it.",
        detail={"grant": "reference of the grant"},
    ),
    Kind(
        "representation.access_list_viewed",
        who=("citizen",),
        why="Who looked at a person's list of looks in that person's place must be seen by the person.",
        detail={"grant": "reference of the grant"},
    ),
    Kind(
        "representation.declined",
        who=("citizen",),
        why="An offer was not wanted: nobody looks at the record by it.",
        detail={"grant": "reference of the grant"},
    ),
    Kind(
        "representation.ended",
        who=("citizen", "system"),
        why="From here on the representative sees nothing any more.",
        detail={"grant": "reference of the grant", "reason": "ended by a person, or it ran out"},
    ),
    Kind(
        "representation.granted",
        who=("officer",),
        why="An officer let a parent or a guardian look at a record; who and when must be answerable later.",
        detail={"grant": "reference of the grant"},
    ),
    Kind(
        "representation.offered",
        who=("citizen",),
        why="A person wants somebody else to look at their record.",
        detail={"grant": "reference of the grant"},
    ),
    Kind(
        "representation.record_viewed",
        who=("citizen",),
        why="Who looked at a record in a person's place must be seen by the person.",
        detail={"grant": "reference of the grant"},
    ),
    Kind(
        "representation.refused",
        who=("officer",),
        why="An officer did not let somebody look who asked to.",
        detail={"grant": "reference of the grant"},
    ),
    Kind(
        "representation.requested",
        who=("citizen",),
        why="Somebody asks to look at another person's record; nobody is named until an officer has decided.",
        detail={"grant": "reference of the grant"},
    ),
)
