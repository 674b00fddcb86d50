"""Changes of the insurance register."""

from ansinh.audit.catalogue.kind import Kind

_CHANGED = {"because": "stable word for the reason", "source": "number of the change or reference of the case that it follows"}

KINDS = (
    Kind(
        "register.corrected",
        who=("agency", "officer", "system"),
        why="What a register says of a person decides what they get; each correction keeps who made it and why, and what stood before.",
        detail={**_CHANGED, "fields": "which fields, without their values"},
    ),
    Kind(
        "register.death_recorded",
        who=("agency", "officer", "system"),
        why="A death ends cover, cards and logins: one recorded in error must be found, with whoever told of it.",
        detail=_CHANGED,
    ),
    Kind(
        "register.moved",
        who=("agency", "officer", "system"),
        why="Where letters and cards go.",
        detail={**_CHANGED, "province": "code of the province, as it counted on the day of the move"},
    ),
    Kind(
        "register.number_changed",
        who=("agency", "officer", "system"),
        why="Whose a number is decides whose record it opens.",
        detail={**_CHANGED, "change": "given, replaced or cancelled", "number": "citizen_number or social_insurance_number"},
    ),
    Kind(
        "register.seeded",
        who=("agency", "system"),
        why="The register was filled in bulk: the participants from then on did not come from registrations.",
        detail={
            "employers": "how many employers",
            "facilities": "how many facilities",
            "participants": "how many participants",
            "people": "how many invented people were asked for",
        },
    ),
)
