"""The identity exchange: an OpenID provider to relying parties, itself a relying party of the eID provider.

It keeps the assurance level that was reached, tells each relying party what that one is registered for, and signs out in
both places. It knows people as (issuer, subject) and nothing of insurance.
"""

from ansinh.exchange.app import BACKCHANNEL_LOGOUT_PATH, build_app
from ansinh.exchange.openapi import openapi_paths
from ansinh.exchange.purge import purge

__all__ = ["BACKCHANNEL_LOGOUT_PATH", "build_app", "openapi_paths", "purge"]
