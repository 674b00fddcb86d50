"""Messages of the Receipt Portal gateway. English names inside, official spellings on the wire."""

from ansinh.wire.gateway.claimed import claimed_username
from ansinh.wire.gateway.codes import SENTENCES, ResultCode, Withheld
from ansinh.wire.gateway.copayments import (
    Cardholder,
    CopaidStay,
    CopaymentCode,
    read_copayment_request,
    read_copayment_username,
    render_copayments,
    render_copayments_refusal,
)
from ansinh.wire.gateway.credentials import Credentials, body_credentials, header_credentials, read_credentials
from ansinh.wire.gateway.fields import ACCOUNTS, FACILITIES, FILES, NAMES, NOTES, PASSWORDS, TOKEN_IDS, TOKENS, VOCABULARY, Name
from ansinh.wire.gateway.generations import GENERATIONS, Generation
from ansinh.wire.gateway.history import render_history, render_history_refusal
from ansinh.wire.gateway.lookup_requests import LookupRequest, read_lookup_request
from ansinh.wire.gateway.lookups import Check, LookupReply, Stay, Term, render_lookup, render_lookup_refusal
from ansinh.wire.gateway.notes import public_note
from ansinh.wire.gateway.openapi import openapi_paths
from ansinh.wire.gateway.published import (
    INVENTED_BY_PATH,
    OFFICERS_SINCE,
    PUBLISHED,
    PUBLISHED_BY_PATH,
    CallKind,
    PublishedCall,
    Style,
)
from ansinh.wire.gateway.reading import WireError
from ansinh.wire.gateway.records import RecordCode, read_record_number, render_record, render_record_refusal
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
    "ACCOUNTS",
    "FACILITIES",
    "FILES",
    "GENERATIONS",
    "INVENTED_BY_PATH",
    "NAMES",
    "NOTES",
    "OFFICERS_SINCE",
    "PASSWORDS",
    "PUBLISHED",
    "PUBLISHED_BY_PATH",
    "SENTENCES",
    "TOKENS",
    "TOKEN_IDS",
    "VOCABULARY",
    "AccessToken",
    "CallKind",
    "Cardholder",
    "Check",
    "CopaidStay",
    "CopaymentCode",
    "Credentials",
    "Generation",
    "LookupReply",
    "LookupRequest",
    "Name",
    "PublishedCall",
    "RecordCode",
    "ResultCode",
    "Stay",
    "Style",
    "Term",
    "TokenRequest",
    "WireError",
    "Withheld",
    "body_credentials",
    "claimed_username",
    "filetime",
    "header_credentials",
    "instant_of",
    "openapi_paths",
    "public_note",
    "read_access_token",
    "read_copayment_request",
    "read_copayment_username",
    "read_credentials",
    "read_lookup_request",
    "read_record_number",
    "read_token_request",
    "render_copayments",
    "render_copayments_refusal",
    "render_history",
    "render_history_refusal",
    "render_lookup",
    "render_lookup_refusal",
    "render_record",
    "render_record_refusal",
    "render_token",
    "render_token_refusal",
]
