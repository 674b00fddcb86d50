"""What other institutions are told of the insurance register."""

from ansinh.audit.catalogue.kind import Kind

KINDS = (
    Kind(
        "sharing.feed_acknowledged",
        who=("relying_party",),
        why="What another institution says it holds of the register, and whether that is what it was told.",
        detail={"agrees": "whether its chain is ours", "cursor": "number of the last change it holds"},
    ),
    Kind(
        "sharing.record_told",
        who=("relying_party",),
        why="Another institution was told what changed in an insurance record: the person may know to whom and when.",
        detail={"change": "number of the change in the feed"},
    ),
    Kind(
        "sharing.share_delivered",
        who=("agency",),
        why="All records of a share by file are at the recipient's, counted and hashed there.",
        detail={"recipient": "to whom", "records": "how many records", "share": "number of the share"},
    ),
    Kind(
        "sharing.share_made",
        who=("agency",),
        why="Files with every insurance record were made for another institution.",
        detail={"recipient": "for whom", "records": "how many records", "share": "number of the share"},
    ),
)
