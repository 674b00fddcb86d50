"""Questions of facilities: cover, co-payment, earlier treatment, the whole record of a stay."""

from ansinh.audit.catalogue.kind import Kind

KINDS = (
    Kind(
        "coverage.card_and_history_looked_up",
        who=("facility",),
        why="Interfaces before 2024 answer with the history of visits too, and who was told of it is told apart from who asked for the card.",
        detail={
            "code": "result code that was answered",
            "interface": "which of the gateway's interfaces was asked",
            "officer": "always empty: the interface names no officer",
        },
    ),
    Kind(
        "coverage.copayment_looked_up",
        who=("facility",),
        why="What somebody paid for treatment is known to whom they go for treatment, and the person may know who asked.",
        detail={
            "code": "result code that was found",
            "interface": "which of the gateway's interfaces was asked",
            "officer": "always empty: the interface names no officer",
        },
    ),
    Kind(
        "coverage.history_looked_up",
        who=("facility",),
        why="Where somebody was treated before says more than a card: who asked for it is told apart from who asked for the card.",
        detail={
            "code": "result code that was answered",
            "interface": "which of the gateway's interfaces was asked",
            "officer": "name of the registered officer who asked",
        },
    ),
    Kind(
        "coverage.looked_up",
        who=("facility",),
        why="A person may know who asked for their insurance data, and a facility must be able to account for each question.",
        detail={
            "code": "result code that was answered",
            "interface": "which of the gateway's interfaces was asked",
            "officer": "name of the registered officer who asked",
            "presence": "what the person's chip had proven by then in the visit; not there where nothing was proven",
        },
    ),
    Kind(
        "coverage.record_opened",
        who=("facility",),
        why="The whole record of a stay holds diagnoses and results: the person may know which facility read it.",
        detail={
            "interface": "which of the gateway's interfaces was asked",
            "record": "number of the record",
            "treated_at": "code of the facility where the stay was",
        },
    ),
    Kind(
        "coverage.record_refused",
        who=("facility",),
        why="A facility that asks for records it may not see, or walks through their numbers, must stand out.",
        detail={"interface": "which of the gateway's interfaces was asked", "record": "number that was asked for"},
    ),
)
