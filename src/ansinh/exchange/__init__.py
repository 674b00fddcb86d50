"""The identity exchange: an OpenID provider to relying parties, itself a relying party of several eID providers.

It keeps the assurance level that was reached, tells each relying party what that one is registered for, and signs out in
both places. It knows people as (issuer, subject) and nothing of insurance.
"""

from ansinh.exchange import registrations
from ansinh.exchange.app import BACKCHANNEL_LOGOUT_PATH, build_app
from ansinh.exchange.introduction import introduce
from ansinh.exchange.openapi import openapi_paths
from ansinh.exchange.purge import purge
from ansinh.exchange.upstream_rules import end_sessions_of, rule_upstream, upstream_rules
from ansinh.exchange.upstreams import (
    OURS,
    Effect,
    LevelMap,
    Rule,
    Upstream,
    VssidUpstream,
    callback_path,
    generic,
    is_allowed,
    mps_sso,
    national_broker,
    read_upstreams,
)

__all__ = [
    "BACKCHANNEL_LOGOUT_PATH",
    "OURS",
    "Effect",
    "LevelMap",
    "Rule",
    "Upstream",
    "VssidUpstream",
    "build_app",
    "callback_path",
    "end_sessions_of",
    "generic",
    "introduce",
    "is_allowed",
    "mps_sso",
    "national_broker",
    "openapi_paths",
    "purge",
    "read_upstreams",
    "registrations",
    "rule_upstream",
    "upstream_rules",
]
