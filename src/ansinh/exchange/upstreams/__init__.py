"""The eID providers the exchange asks: one small interface, an adapter for each way of being asked, and who may use which.

An adapter declares in data which claims and levels its provider tells, how one signs out there and where its answers arrive. What
a login is worth is what the provider's signed answer says in a notation that was written down here, and else unknown.
"""

from ansinh.exchange.upstreams.choice import Effect, Rule, is_allowed, to_offer, usable
from ansinh.exchange.upstreams.configured import read_upstreams
from ansinh.exchange.upstreams.generic import generic
from ansinh.exchange.upstreams.levels import NONE_KNOWN, OURS, LevelMap
from ansinh.exchange.upstreams.model import (
    Declared,
    LogoutStyle,
    Upstream,
    Vouched,
    callback_path,
    check_together,
    logout_path,
)
from ansinh.exchange.upstreams.mps_sso import mps_sso
from ansinh.exchange.upstreams.national_broker import national_broker
from ansinh.exchange.upstreams.openid import OpenIdUpstream
from ansinh.exchange.upstreams.vssid import NotThePasswordError, VssidUpstream

__all__ = [
    "NONE_KNOWN",
    "OURS",
    "Declared",
    "Effect",
    "LevelMap",
    "LogoutStyle",
    "NotThePasswordError",
    "OpenIdUpstream",
    "Rule",
    "Upstream",
    "Vouched",
    "VssidUpstream",
    "callback_path",
    "check_together",
    "generic",
    "is_allowed",
    "logout_path",
    "mps_sso",
    "national_broker",
    "read_upstreams",
    "to_offer",
    "usable",
]
