"""The gateway: accounts of facilities, their tokens, and alerts about them."""

from ansinh.audit.catalogue.kind import Kind

KINDS = (
    Kind(
        "gateway.account_changed",
        who=("agency", "facility", "officer", "system"),
        why="Who may call for a facility, and from where, was decided by somebody.",
        detail={
            "account": "gateway account that was changed",
            "addresses": "addresses and networks it may be used from since then, none: from anywhere",
            "change": "what was changed",
        },
    ),
    Kind(
        "gateway.account_opened",
        who=("agency", "facility", "officer", "system"),
        why="From here on somebody can ask in the name of this facility.",
        detail={"account": "gateway account that was opened"},
    ),
    Kind(
        "gateway.alert_raised",
        who=("system",),
        why="What was noticed about an account, and when, must be answerable by whoever had to look at it.",
        detail={
            "account": "gateway account it is about, empty where there are many",
            "alert": "number of the alert",
            "reason": "what was noticed",
            "seen": "how many of what the reason counts",
        },
    ),
    Kind(
        "gateway.alert_settled",
        who=("agency", "officer"),
        why="Who looked at what was noticed.",
        detail={"alert": "number of the alert", "reason": "what was noticed"},
    ),
    Kind(
        "gateway.token_issued",
        who=("facility",),
        why="Everything a facility does afterwards happens in the name of this token.",
        detail={"account": "gateway account that logged in"},
    ),
    Kind(
        "gateway.token_refused",
        who=("facility", "system"),
        why="Guessed passwords and blocked accounts show here first.",
        detail={"account": "gateway account that was claimed", "reason": "stable code of the refusal"},
    ),
)
