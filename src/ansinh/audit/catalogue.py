"""The one list of auditable events: who can cause each, why it is kept, what its detail may hold. `append` refuses all else.

`docs/audit-events.md` is written from this list and a test holds them equal:
`python -c "from ansinh import audit; print(audit.catalogue_page(), end='')" > docs/audit-events.md`.
Detail never holds a citizen number, a card number, a health datum or a secret: the subject is named by the register's own
participant id, and what was shown is named by its kind. Kinds stand in alphabetical order; a kind is never renamed or taken away,
because old events keep their names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ansinh.audit.model import ActorKind


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` is room or place, a dot, and what happened in the past tense. `detail` says what each allowed key means."""

    name: str
    who: tuple[ActorKind, ...]
    why: str
    detail: Mapping[str, str]


_CHANGED = {"because": "stable word for the reason", "source": "number of the change or reference of the case that it follows"}
_OFFICER = {"facility": "code of the facility", "kind": "officer or kiosk", "officer": "number of the registration"}
_DESK = {"desk": "thumbprint of the desk's key", "facility": "code of the facility"}
_VISIT = {"interface": "which interface was used", "visit": "our number of the visit"}

_KINDS = (
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
    Kind(
        "desk.closed",
        who=("facility",),
        why="From when on nothing counts that was signed with this key, which may have been lost.",
        detail=_DESK,
    ),
    Kind(
        "desk.registered",
        who=("facility",),
        why="What a desk signs is believed from now on: who registered its key, and when, must be answerable.",
        detail=_DESK,
    ),
    Kind(
        "desk.statement_refused",
        who=("facility",),
        why="A desk whose statements are not believed is broken, off in time, or made to lie: it must stand out.",
        detail={
            "because": "stable code of the refusal",
            "desk": "thumbprint of the key it names, empty where it names none",
            "interface": "which interface was used",
        },
    ),
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
    Kind(
        "officer.approved",
        who=("agency", "officer"),
        why="From here on this person or kiosk may look up cards for the facility, because somebody in the agency said so.",
        detail=_OFFICER,
    ),
    Kind(
        "officer.refused",
        who=("agency", "officer"),
        why="A facility may ask who refused its request.",
        detail=_OFFICER,
    ),
    Kind(
        "officer.requested",
        who=("agency", "facility", "officer"),
        why="The facility answers for whom it lets look up cards.",
        detail=_OFFICER,
    ),
    Kind(
        "officer.withdrawn",
        who=("agency", "facility", "officer"),
        why="Until when somebody could look up cards for the facility.",
        detail=_OFFICER,
    ),
    Kind(
        "population.answered",
        who=("agency", "officer", "system"),
        why="What the population register said of a person is a look at that person, however little it tells.",
        detail={"reference": "our number of the question", "result": "verified, not_verified, or no_answer and why"},
    ),
    Kind(
        "population.asked",
        who=("agency", "officer", "system"),
        why="A question that leaves the house is recorded before it does, so that none is asked unseen.",
        detail={"reference": "our number of the question"},
    ),
    Kind(
        "population.case_decided",
        who=("officer", "system"),
        why="Somebody in the agency found who an insured person is at the population register, or that nobody can tell yet.",
        detail={
            "case": "number of the case",
            "finding": "what was found, in a stable word; empty where the case was overtaken",
            "state": "in force, passed on, waits for a second officer or for papers, turned down, undone, reopened, overtaken",
        },
    ),
    Kind(
        "population.case_details_viewed",
        who=("officer",),
        why="Name, address and parents are kept back at the review desk: who asked for them gave a reason.",
        detail={"because": "which of the listed reasons", "case": "number of the case", "verdict": "why people have to look"},
    ),
    Kind(
        "population.case_opened",
        who=("system",),
        why="What the population register says and what is insured do not fit, and people must look.",
        detail={"case": "number of the case", "verdict": "why people have to look"},
    ),
    Kind(
        "population.case_viewed",
        who=("officer",),
        why="Whoever opens a case sees particulars of an insured person, and of people who may be somebody else.",
        detail={"case": "number of the case", "part": "to decide, or to agree to a decision", "verdict": "why people have to look"},
    ),
    Kind(
        "population.cases_loaded",
        who=("system",),
        why="Many cases came to the review desk at once: the participants in them are told when somebody looks.",
        detail={"cases": "how many", "source": "number of the run"},
    ),
    Kind(
        "population.cases_released",
        who=("officer",),
        why="Until when an officer alone could decide these cases.",
        detail={"cases": "how many"},
    ),
    Kind(
        "population.cases_taken",
        who=("officer",),
        why="Who had which part of an office's work, and how much of it.",
        detail={"cases": "how many", "office": "province code of the office"},
    ),
    Kind(
        "population.change_left_open",
        who=("system",),
        why="The population register said something that contradicts the record; until a person decided, nothing was changed by it.",
        detail={"change": "its number in the feed", "code": "stable word for the contradiction", "kind": "what had happened there"},
    ),
    Kind(
        "population.change_settled",
        who=("agency", "officer"),
        why="Somebody decided that what the population register said of the record needs nothing more.",
        detail={"because": "stable word for the reason", "problem": "our number of what was left open"},
    ),
    Kind(
        "population.feed_stopped",
        who=("system",),
        why="From when on deaths and corrections were not followed, and why: a number was missing, or a page was not the register's.",
        detail={"after": "number of the last change that was taken", "code": "stable word for what stopped it"},
    ),
    Kind(
        "population.record_unmasked",
        who=("system",),
        why="Why a record got its verdict is shown masked; whoever had it shown in the clear on the machine of a run is on record.",
        detail={
            "insured": "head of the digest of the run's insured records",
            "row": "row of the record in them, counted from 0",
            "verdict": "what the run found",
        },
    ),
    Kind(
        "population.run_applied",
        who=("system",),
        why="Many records came to count as verified at once, and some got a number, each of which is an event of its own.",
        detail={
            "cases": "how many came to the review desk",
            "changed": "how many were left because they are not what the run saw any more",
            "fingerprint": "digest of the run's files",
            "numbers": "how many got a number that was found",
            "rows": "which rows of the run's verdicts, counted from 0",
            "run": "number of the run",
            "verified": "how many count as verified now",
        },
    ),
    Kind(
        "record.access_list_viewed",
        who=("citizen", "officer"),
        why="Looking at who looked is a look as well.",
        detail={},
    ),
    Kind(
        "record.viewed",
        who=("citizen", "officer"),
        why="Every look at an insurance record is itself recorded, whoever looks.",
        detail={"page": "which part of the record was shown"},
    ),
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
    Kind(
        "session.ended",
        who=("citizen", "system"),
        why="Until when somebody could look as this person.",
        detail={"reason": "signed out, expired, or ended elsewhere"},
    ),
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
    Kind(
        "vendors.facility_registered",
        who=("system",),
        why="In the sandbox anybody may register a test facility: how many there are, and since when, must be answerable.",
        detail={"facility": "code of the test facility"},
    ),
    Kind(
        "visit.corrected",
        who=("facility",),
        why="The facility said something else about a visit than before: both are kept, and the newer counts.",
        detail=_VISIT,
    ),
    Kind(
        "visit.ended",
        who=("facility",),
        why="Until when a person was at a facility, as that facility says.",
        detail=_VISIT,
    ),
    Kind(
        "visit.evidence_added",
        who=("facility",),
        why="How a facility found out who was there must be answerable when somebody says it was not them.",
        detail={
            **_VISIT,
            "level": "how sure it makes us",
            "proof": "our number of the desk's statement that proves it; not there where the facility only says so",
            "source": "by what it was checked, in the words of the identity-check ledger",
        },
    ),
    Kind(
        "visit.opened",
        who=("facility",),
        why="A person may know at which facilities somebody was checked in as them.",
        detail=_VISIT,
    ),
    Kind(
        "visit.restated",
        who=("facility",),
        why="A visit that was told by one interface was told by the other one too, which may say more of it.",
        detail=_VISIT,
    ),
    Kind(
        "visit.viewed",
        who=("facility",),
        why="Who at the facility saw afterwards that a person had been there.",
        detail=_VISIT,
    ),
)

CATALOGUE: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _KINDS})
