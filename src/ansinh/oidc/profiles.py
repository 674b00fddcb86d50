"""How strictly a relying party is held: three profiles, each a choice that is made once when it is registered."""

from dataclasses import dataclass
from typing import Literal

AuthMethod = Literal["client_secret_basic", "client_secret_post", "private_key_jwt"]
ProfileName = Literal["legacy", "basic", "secure"]


@dataclass(frozen=True, slots=True)
class Profile:
    """`pkce`: code_challenge is required. `pushed`: requests arrive on the back channel only. `bound`: tokens are bound to a DPoP key."""

    name: ProfileName
    auth_methods: frozenset[AuthMethod]
    pkce: bool
    pushed: bool
    bound: bool


# What today's relying parties of the national exchange send: often no state, no nonce, no PKCE.
LEGACY = Profile("legacy", frozenset({"client_secret_basic", "client_secret_post"}), pkce=False, pushed=False, bound=False)
# OpenID Connect Core with the code flow of RFC 9700.
BASIC = Profile("basic", frozenset({"client_secret_basic", "client_secret_post", "private_key_jwt"}), pkce=True, pushed=False, bound=False)
# FAPI 2.0 Security Profile, with DPoP.
SECURE = Profile("secure", frozenset({"private_key_jwt"}), pkce=True, pushed=True, bound=True)

PROFILES: dict[ProfileName, Profile] = {each.name: each for each in (LEGACY, BASIC, SECURE)}
