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
from ansinh.provider.token import token
from ansinh.provider.tokens_known import introspect, revoke
from ansinh.provider.trace import Step, TracedLogin, last_logins
from ansinh.provider.userinfo import userinfo

__all__ = [
    "Asked",
    "Call",
    "Grant",
    "Host",
    "Institution",
    "Language",
    "Login",
    "Pass",
    "Provider",
    "Renewal",
    "Step",
    "TracedLogin",
    "asked",
    "block_client",
    "browser",
    "choose_language",
    "deliver_logouts",
    "discovery",
    "document",
    "end_client",
    "end_sessions",
    "error_document",
    "error_page",
    "find_client",
    "first_time",
    "go",
    "change_client",
    "introspect",
    "issue_code",
    "jwks",
    "last_logins",
    "machine",
    "no_such_page",
    "purge",
    "push",
    "register_client",
    "revoke",
    "token",
    "userinfo",
]
