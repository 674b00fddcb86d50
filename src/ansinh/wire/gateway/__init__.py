"""Messages of the Receipt Portal gateway: token and coverage look-up of 2024. English names inside, official spellings on the wire."""

from ansinh.wire.gateway.codes import SENTENCES, ResultCode
from ansinh.wire.gateway.credentials import Credentials, header_credentials, read_credentials
from ansinh.wire.gateway.lookups import (
    Check,
    LookupReply,
    LookupRequest,
    Term,
    read_lookup_request,
    render_lookup,
    render_lookup_refusal,
)
from ansinh.wire.gateway.openapi import openapi_paths
from ansinh.wire.gateway.reading import WireError
from ansinh.wire.gateway.tokens import (
    AccessToken,
    TokenRequest,
    filetime,
    instant_of,
    read_access_token,
    read_token_request,
    render_token,
    render_token_refusal,
)

__all__ = [
    "SENTENCES",
    "AccessToken",
    "Check",
    "Credentials",
    "LookupReply",
    "LookupRequest",
    "ResultCode",
    "Term",
    "TokenRequest",
    "WireError",
    "filetime",
    "header_credentials",
    "instant_of",
    "openapi_paths",
    "read_access_token",
    "read_credentials",
    "read_lookup_request",
    "read_token_request",
    "render_lookup",
    "render_lookup_refusal",
    "render_token",
    "render_token_refusal",
]
