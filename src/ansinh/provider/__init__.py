"""An OpenID provider, but for its people: the endpoints for programs, and everything between a login and the tokens it gives.

Served twice: by the identity exchange, whose people come from upstream, and by the sandbox's eID provider, which has accounts. The
host knows the people, their sessions and its pages; nothing here does.
"""

from ansinh.provider.authorization import Asked, asked, issue_code, push
from ansinh.provider.calls import (
    Call,
    browser,
    choose_language,
    document,
    error_document,
    error_page,
    go,
    machine,
    no_such_page,
)
from ansinh.provider.key_changes import KeyChange, KeyStatus, Record, Revoked, announce_key, drop_given_out, keys_of, revoke_key, turn_keys
from ansinh.provider.keys import PICKED_UP_AFTER, KeyRing, Vault
from ansinh.provider.logout_notices import deliver_logouts
from ansinh.provider.model import Grant, Host, Institution, Language, Login, Pass, Provider, Renewal
from ansinh.provider.published import discovery, jwks
from ansinh.provider.registry import (
    block_client,
    change_client,
    end_client,
    end_sessions,
    find_client,
    first_time,
    purge,
    register_client,
)
from ansinh.provider.signers import FixedKeys, Keys, as_keys
from ansinh.provider.token import token
from ansinh.provider.tokens_known import introspect, revoke
from ansinh.provider.trace import Step, TracedLogin, last_logins
from ansinh.provider.userinfo import userinfo

__all__ = [
    "PICKED_UP_AFTER",
    "Asked",
    "Call",
    "FixedKeys",
    "Grant",
    "Host",
    "Institution",
    "KeyChange",
    "KeyRing",
    "KeyStatus",
    "Keys",
    "Language",
    "Login",
    "Pass",
    "Provider",
    "Record",
    "Renewal",
    "Revoked",
    "Step",
    "TracedLogin",
    "Vault",
    "announce_key",
    "as_keys",
    "asked",
    "block_client",
    "browser",
    "change_client",
    "choose_language",
    "deliver_logouts",
    "discovery",
    "document",
    "drop_given_out",
    "end_client",
    "end_sessions",
    "error_document",
    "error_page",
    "find_client",
    "first_time",
    "go",
    "introspect",
    "issue_code",
    "jwks",
    "keys_of",
    "last_logins",
    "machine",
    "no_such_page",
    "purge",
    "push",
    "register_client",
    "revoke",
    "revoke_key",
    "token",
    "turn_keys",
    "userinfo",
]
