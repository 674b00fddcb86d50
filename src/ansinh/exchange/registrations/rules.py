"""What may be registered, and which rule is broken where it may not. Pure: every fault is found at once, so that none comes as a surprise."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from ansinh import oidc, terms
from ansinh.exchange.registration_model import Draft, Environment, Fault
from ansinh.exchange.rules import SCOPES
from ansinh.wire import eid

CLAIMS = eid.CLAIMS_FOR_RELYING_PARTIES
LEVELS = tuple(level.acr for level in eid.LEVELS)
LONGEST_CONSENT_DAYS = 365

_MOST_ADDRESSES = 10
_NAME, _PURPOSE, _REASON = (3, 80), (10, 200), (5, 200)
_VISIBLE = re.compile(r"[!-~]{1,500}", re.ASCII)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# Reserved names (RFC 2606, RFC 6761): nobody can own one, so no code sent there reaches a stranger.
_TEST_NAMES = ("test", "example", "invalid", "localhost", "example.com", "example.org", "example.net")


def faults_of(draft: Draft, environment: Environment) -> tuple[Fault, ...]:
    """Every rule the draft breaks; empty where it may be registered. The sector's document is judged apart, since it must be fetched."""
    return tuple(
        fault
        for faults in (
            _texts(draft),
            _addresses("redirect_uris", draft.redirect_uris, environment, least=1),
            _addresses("post_logout_redirect_uris", draft.post_logout_redirect_uris, environment),
            _addresses("backchannel_logout_uri", tuple(filter(None, (draft.backchannel_logout_uri,))), environment),
            _addresses("sector_identifier_uri", tuple(filter(None, (draft.sector_identifier_uri,))), environment),
            _authentication(draft),
            _told(draft),
            _level(draft),
        )
        for fault in faults
    )


def fault_of_address(address: str, environment: Environment) -> str | None:
    """The rule one address breaks, the first in order of how much it matters; None for a good one."""
    broken = _unreadable(address)
    if broken is not None:
        return broken
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    if parts.scheme == "http" and host not in _LOOPBACK:
        return "http_only_on_loopback"
    if environment == "sandbox" and not _is_nobodys(host):
        return "sandbox_stays_here"
    if environment == "production" and _is_nobodys(host):
        return "no_loopback_in_production"
    return None if oidc.is_sound(address) else "not_an_address"


def _is_nobodys(host: str) -> bool:
    return host in _LOOPBACK or any(f".{host}".endswith(f".{name}") for name in _TEST_NAMES)


def _unreadable(address: str) -> str | None:
    if _VISIBLE.fullmatch(address) is None or "\\" in address:
        return "not_an_address"
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return "not_an_address"
    checks = {
        "not_an_address": not parts.scheme or not parts.hostname,
        "https_or_loopback": parts.scheme not in {"https", "http"},
        "no_user": "@" in parts.netloc,
        "no_fragment": "#" in address,
        "no_wildcard": "*" in address,
        "no_dots": any(part in {".", ".."} for part in parts.path.split("/")),
    }
    return next((rule for rule, is_broken in checks.items() if is_broken), None)


def sector_of(draft: Draft, listed: object) -> str:
    """The host the client's pairwise subjects are made for, "" for public ones. `listed` is the document at the sector's address.

    Raises ProtocolError("invalid_client_metadata") naming `sector_identifier_uri` (OpenID Connect Core 8.1, Registration 1.0 section 5).
    """
    if draft.subject_type == "public":
        return ""
    if not draft.sector_identifier_uri:
        return oidc.sector_of(draft.redirect_uris, None)
    addresses = listed if isinstance(listed, list) and all(isinstance(each, str) for each in listed) else None
    return oidc.sector_of(draft.redirect_uris, draft.sector_identifier_uri, listed=addresses)


def _texts(draft: Draft) -> Iterator[Fault]:
    for name, (shortest, longest) in (("name", _NAME), ("purpose", _PURPOSE), ("purpose_en", _PURPOSE)):
        text = getattr(draft, name)
        if not shortest <= len(text) <= longest or not text.isprintable():
            yield Fault(name, f"{name.removesuffix('_en')}_length")


def _addresses(field: str, addresses: tuple[str, ...], environment: Environment, *, least: int = 0) -> Iterator[Fault]:
    if len(addresses) < least:
        yield Fault(field, "address_missing")
    if len(addresses) > _MOST_ADDRESSES:
        yield Fault(field, "too_many_addresses")
        return
    for number, address in enumerate(addresses):
        rule = "twice" if address in addresses[:number] else fault_of_address(address, environment)
        if rule is not None:
            yield Fault(field, rule, address)


def _authentication(draft: Draft) -> Iterator[Fault]:
    if draft.auth_method not in oidc.PROFILES[draft.profile].auth_methods:
        yield Fault("auth_method", "method_not_of_profile")
    elif draft.needs_key and draft.jwks is None:
        yield Fault("keys", "key_missing")


def _told(draft: Draft) -> Iterator[Fault]:
    for name, reason in draft.claims.items():
        if name not in CLAIMS:
            yield Fault("claims", "claim_unknown", name)
        elif not _REASON[0] <= len(reason) <= _REASON[1] or not reason.isprintable():
            yield Fault("claims", "claim_without_reason", name)
        elif draft.subject_type == "pairwise" and eid.MEANINGS[name] == "technical_id":
            yield Fault("claims", "claim_defeats_pairwise", name)
    if not set(SCOPES) >= set(draft.scopes) or "openid" not in draft.scopes:
        yield Fault("scopes", "scope_unknown")
    if not 0 <= draft.consent_days <= LONGEST_CONSENT_DAYS:
        yield Fault("consent_days", "consent_days_range")


def _level(draft: Draft) -> Iterator[Fault]:
    if draft.default_acr:
        try:
            eid.read_demand(draft.default_acr)
        except terms.TermError:
            yield Fault("default_acr", "level_unknown")
