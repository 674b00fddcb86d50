"""Keys that sign for the agency."""

from ansinh.audit.catalogue.kind import Kind

KINDS = (
    Kind(
        "keys.announced",
        who=("system",),
        why="From an instant on, logins are vouched for with another key; who turned it, and when, must be answerable.",
        detail={"issuer": "provider whose key it is", "key": "kid of the new key", "signs_from": "instant it begins to sign"},
    ),
    Kind(
        "keys.revoked",
        who=("system",),
        why="Somebody decided that a key was in wrong hands, and everything given out since it signed was taken back.",
        detail={
            "issuer": "provider whose key it was",
            "key": "kid of the revoked key",
            "signs_now": "kid of the key that signs since",
            "tokens": "how many tokens were taken back",
        },
    ),
)
