"""Logins of people."""

from ansinh.audit.catalogue.kind import Kind

KINDS = (
    Kind(
        "login.completed",
        who=("citizen",),
        why="A person may see when and how strongly somebody logged in as them.",
        detail={
            "account_level": "assurance level of the account, 0 if unknown",
            "authentication_level": "assurance level of this login, 0 if unknown",
            "provider": "issuer that vouched for the person",
        },
    ),
    Kind(
        "login.refused",
        who=("citizen", "system"),
        why="Attempts against the portal, and counterparts that misbehave, show here first.",
        detail={
            "client": "client id of the service the login was for",
            "provider": "issuer that was asked",
            "reason": "stable code of the refusal",
        },
    ),
)
