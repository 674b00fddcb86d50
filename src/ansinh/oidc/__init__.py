"""The OpenID Connect and OAuth protocol as decisions on plain data, for both ends of the wire. Does no I/O of its own.

Provider side: read a request, judge it, name the answer; the caller keeps codes, tokens and sessions.
Relying-party side: `RelyingParty` walks a whole login over an HTTP client that is passed in; its steps are here one by one.
"""

from ansinh.oidc.authorize import AuthorizationRequest, read_authorization, redirect_uri_of, state_of
from ansinh.oidc.bearer import read_bearer
from ansinh.oidc.client_auth import Credentials, authenticate, encode_for_basic, read_credentials
from ansinh.oidc.clients import AuthMethod, Client, check_registration, may_return_after_logout, may_return_to, secret_hash
from ansinh.oidc.codes import CODE_LIFE, CodeBinding, CodeExchange, check_redeemable, read_code_exchange
from ansinh.oidc.discovery import Provider, discovery_address, discovery_document, read_discovery
from ansinh.oidc.errors import ProtocolError, ProviderRefusedError, UnknownKeyError
from ansinh.oidc.id_token_checks import Expected, IdToken, check_id_token
from ansinh.oidc.id_tokens import Authentication, at_hash, id_token_claims, token_answer
from ansinh.oidc.keys import PublicKeys, SignedToken, SigningKey, jwks, own_keys, read_jwks, read_signed
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
from ansinh.oidc.parameters import Parameters, read_parameters, require
from ansinh.oidc.pkce import answers, challenge_of
from ansinh.oidc.relying_party import Http, HttpAnswer, Registration, RelyingParty, SignedIn
from ansinh.oidc.responses import code_address, error_address, with_query

__all__ = [
    "CODE_LIFE",
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
    "LogoutHint",
    "Parameters",
    "ProtocolError",
    "Provider",
    "ProviderRefusedError",
    "PublicKeys",
    "Randomness",
    "Registration",
    "RelyingParty",
    "SignedIn",
    "SignedToken",
    "SigningKey",
    "Tokens",
    "UnknownKeyError",
    "answers",
    "at_hash",
    "authenticate",
    "begin",
    "challenge_of",
    "check_callback",
    "check_id_token",
    "check_redeemable",
    "check_registration",
    "check_userinfo",
    "code_address",
    "discovery_address",
    "discovery_document",
    "encode_for_basic",
    "error_address",
    "id_token_claims",
    "jwks",
    "logout_address",
    "may_return_after_logout",
    "may_return_to",
    "own_keys",
    "read_authorization",
    "read_bearer",
    "read_code_exchange",
    "read_credentials",
    "read_discovery",
    "read_jwks",
    "read_logout_hint",
    "read_parameters",
    "read_signed",
    "read_tokens",
    "redirect_uri_of",
    "require",
    "return_address",
    "secret_hash",
    "state_of",
    "token_answer",
    "token_form",
    "with_query",
]
