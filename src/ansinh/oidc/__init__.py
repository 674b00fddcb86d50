"""The OpenID Connect and OAuth protocol as decisions on plain data, for both ends of the wire. Does no I/O of its own.

Provider side: read a request, judge it, name the answer; the caller keeps codes, tokens and sessions.
Relying-party side: `RelyingParty` walks a whole login over an HTTP client that is passed in; its steps are here one by one.
"""

from ansinh.oidc.authorize import AuthorizationRequest, read_authorization, redirect_uri_of, state_of
from ansinh.oidc.bearer import Presented, read_access_token
from ansinh.oidc.client_assertions import Assertion, check_assertion, claimed_client, read_assertion
from ansinh.oidc.client_auth import Credentials, authenticate, encode_for_basic, read_credentials
from ansinh.oidc.client_keys import read_client_keys, unproven_claims
from ansinh.oidc.clients import (
    Client,
    SubjectType,
    UserinfoForm,
    check_registration,
    may_return_after_logout,
    may_return_to,
    secret_hash,
)
from ansinh.oidc.codes import CODE_LIFE, CodeBinding, CodeExchange, check_redeemable, read_code_exchange
from ansinh.oidc.discovery import Provider, discovery_address, discovery_document, read_discovery
from ansinh.oidc.dpop import PROOF_WINDOW, Proof, check_proof, read_proof_header
from ansinh.oidc.errors import ProtocolError, ProviderRefusedError, UnknownKeyError
from ansinh.oidc.id_token_checks import Expected, IdToken, check_id_token
from ansinh.oidc.id_tokens import Authentication, at_hash, id_token_claims, token_answer
from ansinh.oidc.introspection import IssuedToken, introspection_answer, token_of
from ansinh.oidc.key_schedule import LEAST_NOTICE, METADATA_LIFE, PUBLISHED_AFTER, USUAL_NOTICE, KeyState, ScheduledKey, next_signs_from
from ansinh.oidc.key_schedule import published as published_keys
from ansinh.oidc.key_schedule import signing as signing_key
from ansinh.oidc.key_schedule import state_of as key_state
from ansinh.oidc.key_sets import READABLE, PublicKeys, read_jwks, read_signed
from ansinh.oidc.keys import SigningKey, jwks, own_keys
from ansinh.oidc.login import (
    Attempt,
    Begun,
    Randomness,
    Tokens,
    begin,
    check_callback,
    check_userinfo,
    logout_address,
    read_tokens,
    token_form,
)
from ansinh.oidc.logout import LogoutHint, read_logout_hint, return_address
from ansinh.oidc.logout_tokens import LOGOUT_TOKEN_TYPE, LogoutToken, check_logout_token, logout_claims
from ansinh.oidc.parameters import Parameters, read_parameters, require
from ansinh.oidc.pkce import answers, challenge_of
from ansinh.oidc.profiles import BASIC, LEGACY, PROFILES, SECURE, AuthMethod, Profile, ProfileName
from ansinh.oidc.pushed import PUSHED_LIFE, PushedRequest, check_pulled, check_pushable, is_request_uri, pushed_answer, request_uri
from ansinh.oidc.refresh import (
    FAMILY_LIFE,
    Refreshed,
    RefreshToken,
    judge_refresh,
    narrowed_scopes,
    next_expiry,
    read_refresh,
)
from ansinh.oidc.relying_party import Http, HttpAnswer, Registration, RelyingParty, SignedIn
from ansinh.oidc.request_objects import read_request_object
from ansinh.oidc.responses import code_address, error_address, with_query
from ansinh.oidc.secure_party import PartyKey, SecureParty
from ansinh.oidc.signed_tokens import SignedToken
from ansinh.oidc.strictness import AS_STANDARD, Strictness
from ansinh.oidc.subjects import pairwise, sector_of
from ansinh.oidc.uris import is_sound
from ansinh.oidc.userinfo_answers import encrypted_userinfo, read_encryption_key, signed_userinfo

__all__ = [
    "AS_STANDARD",
    "BASIC",
    "CODE_LIFE",
    "FAMILY_LIFE",
    "LEAST_NOTICE",
    "LEGACY",
    "LOGOUT_TOKEN_TYPE",
    "METADATA_LIFE",
    "PROFILES",
    "PROOF_WINDOW",
    "PUBLISHED_AFTER",
    "PUSHED_LIFE",
    "READABLE",
    "SECURE",
    "USUAL_NOTICE",
    "Assertion",
    "Attempt",
    "AuthMethod",
    "Authentication",
    "AuthorizationRequest",
    "Begun",
    "Client",
    "CodeBinding",
    "CodeExchange",
    "Credentials",
    "Expected",
    "Http",
    "HttpAnswer",
    "IdToken",
    "IssuedToken",
    "KeyState",
    "LogoutHint",
    "LogoutToken",
    "Parameters",
    "PartyKey",
    "Presented",
    "Profile",
    "ProfileName",
    "Proof",
    "ProtocolError",
    "Provider",
    "ProviderRefusedError",
    "PublicKeys",
    "PushedRequest",
    "Randomness",
    "RefreshToken",
    "Refreshed",
    "Registration",
    "RelyingParty",
    "ScheduledKey",
    "SecureParty",
    "SignedIn",
    "SignedToken",
    "SigningKey",
    "Strictness",
    "SubjectType",
    "Tokens",
    "UnknownKeyError",
    "UserinfoForm",
    "answers",
    "at_hash",
    "authenticate",
    "begin",
    "challenge_of",
    "check_assertion",
    "check_callback",
    "check_id_token",
    "check_logout_token",
    "check_proof",
    "check_pulled",
    "check_pushable",
    "check_redeemable",
    "check_registration",
    "check_userinfo",
    "claimed_client",
    "code_address",
    "discovery_address",
    "discovery_document",
    "encode_for_basic",
    "encrypted_userinfo",
    "error_address",
    "id_token_claims",
    "introspection_answer",
    "is_request_uri",
    "is_sound",
    "judge_refresh",
    "jwks",
    "key_state",
    "logout_address",
    "logout_claims",
    "may_return_after_logout",
    "may_return_to",
    "narrowed_scopes",
    "next_expiry",
    "next_signs_from",
    "own_keys",
    "pairwise",
    "published_keys",
    "pushed_answer",
    "read_access_token",
    "read_assertion",
    "read_authorization",
    "read_client_keys",
    "read_code_exchange",
    "read_credentials",
    "read_discovery",
    "read_encryption_key",
    "read_jwks",
    "read_logout_hint",
    "read_parameters",
    "read_proof_header",
    "read_refresh",
    "read_request_object",
    "read_signed",
    "read_tokens",
    "redirect_uri_of",
    "request_uri",
    "require",
    "return_address",
    "secret_hash",
    "sector_of",
    "signed_userinfo",
    "signing_key",
    "state_of",
    "token_answer",
    "token_form",
    "token_of",
    "unproven_claims",
    "with_query",
]
