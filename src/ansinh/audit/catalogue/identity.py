"""Whose account is whose insurance record: links, and the cases of officers about them."""

from ansinh.audit.catalogue.kind import Kind

KINDS = (
    Kind(
        "identity.case_decided",
        who=("officer",),
        why="Somebody in the agency found that an electronic identity and an insurance record are one person, or are not.",
        detail={
            "case": "number of the case",
            "reason": "what did not agree",
            "state": "in force, waits for a second officer, or turned down by one",
            "verdict": "same person, not the same, or for the register to put right first",
        },
    ),
    Kind(
        "identity.case_opened",
        who=("system",),
        why="An electronic identity contradicted the register: the person was let in without insurance data, and an officer must look.",
        detail={"case": "number of the case", "reason": "what did not agree"},
    ),
    Kind(
        "identity.case_viewed",
        who=("officer",),
        why="Whoever opens a case sees what an electronic identity says of a person, also where no insurance record is shown beside it.",
        detail={"case": "number of the case", "reason": "what did not agree"},
    ),
    Kind(
        "identity.link_frozen",
        who=("agency", "officer", "system"),
        why="The record is shown to nobody under this link until it is confirmed anew: when it began must be answerable.",
        detail={"account": "number of the account", "reason": "what happened to the person's number or account"},
    ),
    Kind(
        "identity.linked",
        who=("agency", "citizen", "officer", "system"),
        why="From here on the holder of this electronic identity sees this insurance record.",
        detail={"account": "number of the account", "rule": "which rule allowed the link"},
    ),
    Kind(
        "identity.unlinked",
        who=("agency", "citizen", "officer", "system"),
        why="From here on the holder of this electronic identity sees this insurance record no longer.",
        detail={"account": "number of the account", "reason": "by the person, moved to another account, or found to be wrong"},
    ),
)
