"""The stand-in of the Ministry of Public Security's eID provider: an OpenID provider with accounts of invented people.

Another institution: it shares formats and protocol with us, never a decision. It proofs nobody, and holds no biometrics: the faces it compares are drawings.
"""

from ansinh.sandbox.eid.accounts import (
    change_state,
    current_code,
    number_of,
    open_accounts,
    prove_in_person,
    reissue_number,
    subjects,
)
from ansinh.sandbox.eid.app import build_app
from ansinh.sandbox.eid.model import REALM, Account, AccountState
from ansinh.sandbox.eid.purge import purge

__all__ = [
    "REALM",
    "Account",
    "AccountState",
    "build_app",
    "change_state",
    "current_code",
    "number_of",
    "open_accounts",
    "prove_in_person",
    "purge",
    "reissue_number",
    "subjects",
]
