"""Signing in to the console and out of it: the staff of the agency, and facilities."""

from ansinh.audit.catalogue.kind import Kind

KINDS = (
    Kind(
        "console.sign_in_refused",
        who=("system",),
        why="Guessed passwords of the agency's staff show here first; a facility's are those of its gateway account.",
        detail={"account": "account that was claimed, empty where there is none of that name", "reason": "stable code of the refusal"},
    ),
    Kind(
        "console.signed_in",
        who=("facility", "officer"),
        why="What a member of the agency's staff or a facility sees and does in the console, it does in the name of this sign-in.",
        detail={"account": "account that signed in"},
    ),
    Kind(
        "console.signed_out",
        who=("facility", "officer"),
        why="Until when somebody could act in the name of this account.",
        detail={"account": "account whose session ended", "reason": "signed out, replaced, account closed or password changed"},
    ),
)
