"""Check-in: who may ask, what a look-up is answered with, and that it was asked. Prices nothing; who is covered is the register's."""

from ansinh.checkin.accounts import (
    FAILURES_BEFORE_LOCK,
    LOCK,
    STRANGERS_FAILURES_BEFORE_LOCK,
    LoginRefusal,
    facility_of,
    log_in,
    open_accounts,
    purge_logins,
    take_token,
    verify_account,
)
from ansinh.checkin.alarms import ALARMS, MISSES, Activity, Alarm, Reason, alarms_of, in_sequence
from ansinh.checkin.alarms import WINDOW as ALARM_WINDOW
from ansinh.checkin.alerts import Alert, alerts, raise_alert, settle_alert, watch
from ansinh.checkin.answers import decide
from ansinh.checkin.card_findings import CardFinding, Conclusion, card_finding, card_findings, settle_card_finding
from ansinh.checkin.challenges import GOOD_FOR as CHALLENGE_GOOD_FOR
from ansinh.checkin.challenges import Challenge, new_challenge, purge_challenges
from ansinh.checkin.check_in import check_in
from ansinh.checkin.confirmation import Services as VerdictServices
from ansinh.checkin.copayments import (
    CopaidStay,
    CopaymentAnswer,
    allow_copayment_lookups,
    copayment_standing,
    look_up_copayments,
    may_look_up_copayments,
    restrict_copayment_lookups,
)
from ansinh.checkin.desks import MOST_OPEN as MOST_OPEN_DESKS
from ansinh.checkin.desks import Desk, ListedDesk, close_desk, close_desk_as_officer, desks_of, register_desk
from ansinh.checkin.double_visits import SENTENCES as DOUBLE_VISIT_SENTENCES
from ansinh.checkin.double_visits import DoubleVisit, LookedUp, Stay, double_visits
from ansinh.checkin.figures import DEFINITIONS, DayFigures, FacilityFigures, Figures, figures, figures_by_day, figures_by_facility
from ansinh.checkin.file_limit import FileLimit
from ansinh.checkin.lookup import look_up
from ansinh.checkin.model import Answer, Decision, EarlierLookup, NewAccount, Question, Token
from ansinh.checkin.named_officer import NamedOfficer
from ansinh.checkin.officers import approve_officer, refuse_officer, request_officer, withdraw_officer
from ansinh.checkin.one_card import WINDOWS as CARD_WINDOWS
from ansinh.checkin.presence import Evidence, EvidenceLevel, Proof, ReadElsewhere
from ansinh.checkin.proving import Presented, record_refusal
from ansinh.checkin.records import open_record
from ansinh.checkin.rollup import recount_day, roll_up_lookups, roll_up_visits
from ansinh.checkin.standings import (
    AccountOverview,
    Standing,
    close_account,
    keep_calls,
    list_accounts,
    reopen_account,
    rotate_password,
    set_allowed_addresses,
    standing,
    standing_version,
    unlock_account,
)
from ansinh.checkin.statement_worth import FIELD as STATEMENT_FIELD
from ansinh.checkin.statement_worth import POLICIES as PROVING_POLICIES
from ansinh.checkin.statements import Origin, Taken
from ansinh.checkin.stay import NewTreatment, Treatment
from ansinh.checkin.tokens import LIFETIME, TokenState, check, expires_at, issue
from ansinh.checkin.treatments import (
    add_treatments,
    copayments_of,
    shown_since,
    treatment,
    treatments_of,
)
from ansinh.checkin.visit import Moment, Outage, Outcome, StatedVisit, Visit, VisitLookup
from ansinh.checkin.visit_lookup import LookedUpInVisit, look_up_in_visit
from ansinh.checkin.visit_reading import MOST_AT_ONCE as MOST_VISITS_AT_ONCE
from ansinh.checkin.visit_reading import latest_visits, numbered_visit, visit_of, visits_since, warnings_of
from ansinh.checkin.visits import Opened, add_evidence, end_visit, open_visit

__all__ = [
    "ALARMS",
    "ALARM_WINDOW",
    "CARD_WINDOWS",
    "CHALLENGE_GOOD_FOR",
    "DEFINITIONS",
    "DOUBLE_VISIT_SENTENCES",
    "FAILURES_BEFORE_LOCK",
    "LIFETIME",
    "LOCK",
    "MISSES",
    "MOST_OPEN_DESKS",
    "MOST_VISITS_AT_ONCE",
    "PROVING_POLICIES",
    "STATEMENT_FIELD",
    "STRANGERS_FAILURES_BEFORE_LOCK",
    "AccountOverview",
    "Activity",
    "Alarm",
    "Alert",
    "Answer",
    "CardFinding",
    "Challenge",
    "Conclusion",
    "CopaidStay",
    "CopaymentAnswer",
    "DayFigures",
    "Decision",
    "Desk",
    "DoubleVisit",
    "EarlierLookup",
    "Evidence",
    "EvidenceLevel",
    "FacilityFigures",
    "Figures",
    "FileLimit",
    "ListedDesk",
    "LoginRefusal",
    "LookedUp",
    "LookedUpInVisit",
    "Moment",
    "NamedOfficer",
    "NewAccount",
    "NewTreatment",
    "Opened",
    "Origin",
    "Outage",
    "Outcome",
    "Presented",
    "Proof",
    "Question",
    "ReadElsewhere",
    "Reason",
    "Standing",
    "StatedVisit",
    "Stay",
    "Taken",
    "Token",
    "TokenState",
    "Treatment",
    "VerdictServices",
    "Visit",
    "VisitLookup",
    "add_evidence",
    "add_treatments",
    "alarms_of",
    "alerts",
    "allow_copayment_lookups",
    "approve_officer",
    "card_finding",
    "card_findings",
    "check",
    "check_in",
    "close_account",
    "close_desk",
    "close_desk_as_officer",
    "copayment_standing",
    "copayments_of",
    "decide",
    "desks_of",
    "double_visits",
    "end_visit",
    "expires_at",
    "facility_of",
    "figures",
    "figures_by_day",
    "figures_by_facility",
    "in_sequence",
    "issue",
    "keep_calls",
    "latest_visits",
    "list_accounts",
    "log_in",
    "look_up",
    "look_up_copayments",
    "look_up_in_visit",
    "may_look_up_copayments",
    "new_challenge",
    "numbered_visit",
    "open_accounts",
    "open_record",
    "open_visit",
    "purge_challenges",
    "purge_logins",
    "raise_alert",
    "record_refusal",
    "recount_day",
    "refuse_officer",
    "register_desk",
    "reopen_account",
    "request_officer",
    "restrict_copayment_lookups",
    "roll_up_lookups",
    "roll_up_visits",
    "rotate_password",
    "set_allowed_addresses",
    "settle_alert",
    "settle_card_finding",
    "shown_since",
    "standing",
    "standing_version",
    "take_token",
    "treatment",
    "treatments_of",
    "unlock_account",
    "verify_account",
    "visit_of",
    "visits_since",
    "warnings_of",
    "watch",
    "withdraw_officer",
]
