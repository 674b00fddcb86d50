"""The identity exchange: its services and officers, what a person agreed to, what was told of them, providers of logins."""

from ansinh.audit.catalogue.kind import Kind

KINDS = (
    Kind(
        "exchange.client_asked",
        who=("citizen",),
        why="What a service may learn of people was asked for by somebody, and by whom must be answerable.",
        detail={"client": "client id of the service"},
    ),
    Kind(
        "exchange.client_blocked",
        who=("citizen",),
        why="From when on a service was served no more.",
        detail={"client": "client id of the service"},
    ),
    Kind(
        "exchange.client_changed",
        who=("citizen",),
        why="A changed redirect address decides where people's logins end.",
        detail={"client": "client id of the service"},
    ),
    Kind(
        "exchange.client_credentials_replaced",
        who=("citizen",),
        why="Who holds a service's secret or key acts as that service.",
        detail={"client": "client id of the service", "credentials": "secret or keys"},
    ),
    Kind(
        "exchange.client_decided",
        who=("officer",),
        why="A service of the production environment is served on the word of an officer, who is not the one who asked.",
        detail={"client": "client id of the service", "decision": "approved or refused"},
    ),
    Kind(
        "exchange.client_registered",
        who=("citizen",),
        why="Whoever registers a service answers for it.",
        detail={"client": "client id of the service", "environment": "sandbox or production"},
    ),
    Kind(
        "exchange.consent_given",
        who=("citizen",),
        why="A service may be told about a person because that person said so: when, and what exactly, must be answerable.",
        detail={
            "claims": "names of the claims agreed to",
            "client": "client id of the service",
            "person": "the exchange's own number of the person",
        },
    ),
    Kind(
        "exchange.consent_refused",
        who=("citizen",),
        why="A person said no, and nothing was sent: a complaint that it was is answered here.",
        detail={
            "claims": "names of the claims that were asked for",
            "client": "client id of the service",
            "person": "the exchange's own number of the person",
        },
    ),
    Kind(
        "exchange.consent_withdrawn",
        who=("citizen",),
        why="From here on the service may be told nothing more about the person.",
        detail={"client": "client id of the service", "person": "the exchange's own number of the person"},
    ),
    Kind(
        "exchange.identity_released",
        who=("relying_party",),
        why="A person may know which service was given their identity, by which provider and at which level.",
        detail={
            "account_level": "assurance level of the account, 0 if unknown",
            "authentication_level": "assurance level of this login, 0 if unknown",
            "claims": "names of the claims that were told",
            "client": "client id of the service",
            "occasion": "login, userinfo or refresh",
            "person": "the exchange's own number of the person, the sub its services see",
            "provider": "issuer that vouched for the person",
        },
    ),
    Kind(
        "exchange.number_changed",
        who=("system",),
        why="A known person came back with another citizen number: every link made under the old one is in doubt from here on.",
        detail={
            "person": "the exchange's own number of the person, the sub its services see",
            "provider": "issuer that vouched for the person",
        },
    ),
    Kind(
        "exchange.officer_appointed",
        who=("system",),
        why="Who may decide on services, and who said so.",
        detail={"person": "the exchange's own number of the person"},
    ),
    Kind(
        "exchange.own_page_viewed",
        who=("citizen",),
        why="Looking at where one's identity was used is a look as well.",
        detail={"person": "the exchange's own number of the person"},
    ),
    Kind(
        "exchange.signed_out",
        who=("citizen", "relying_party", "system"),
        why="When the exchange ended a login, and for which services, must be answerable after a complaint.",
        detail={"client": "client id of the service that asked for it", "reason": "who or what ended it"},
    ),
    Kind(
        "exchange.upstream_ruled",
        who=("system",),
        why="Which account opens which service, and since when, is a decision that somebody answers for.",
        detail={
            "client": "client id of the service, none: every service",
            "effect": "allow, deny, disable or enable",
            "provider": "code of the eID provider",
            "since": "first day",
            "until": "last day, none: without end",
        },
    ),
)
