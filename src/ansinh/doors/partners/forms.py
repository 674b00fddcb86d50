"""A registration form read: what the developer wrote becomes a draft, and every rule it breaks is found. Nothing is kept here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from ansinh import oidc
from ansinh.doors.partners.frame import Site
from ansinh.exchange import registrations
from ansinh.kit import errors

_MOST_DIGITS = 4
UNREACHABLE = object()  # the sector's document could not be had
_METHODS = ("client_secret_basic", "client_secret_post", "private_key_jwt")


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it came: the draft, what is wrong with it, and the key that was made for it."""

    draft: registrations.Draft
    faults: tuple[registrations.Fault, ...]
    made: registrations.NewKey | None = None
    typed: Mapping[str, str] = field(default_factory=dict)


def fetch_sector(site: Site, form: Mapping[str, str]) -> object:
    """The document at the sector's address, UNREACHABLE where there is none to be had; None where the form names no sector."""
    address = form.get("sector_identifier_uri", "").strip()
    if form.get("subject_type") != "pairwise" or not address:
        return None
    if not oidc.is_sound(address):
        return UNREACHABLE
    try:
        answer = site.http.get(address)
        return answer.json() if answer.status == 200 else UNREACHABLE
    except errors.CounterpartDown:
        return UNREACHABLE


def read(
    form: Mapping[str, str], environment: registrations.Environment, *, sector_document: object, keys_so_far: Mapping[str, Any] | None
) -> Filled:
    """The form as a draft. Keys are those uploaded, one made here, or those the client has already."""
    draft = _draft(form)
    made: registrations.NewKey | None = None
    faults: list[registrations.Fault] = []
    if draft.needs_key:
        try:
            jwks, made = _keys(form, keys_so_far)
            draft = replace(draft, jwks=jwks)
        except errors.Refused as refused:
            faults.append(registrations.Fault("keys", refused.code))
    known = {fault.field for fault in faults}
    faults += [fault for fault in registrations.faults_of(draft, environment) if fault.field not in known]
    if not faults:
        try:
            listed = None if sector_document is UNREACHABLE else sector_document
            draft = replace(draft, sector=registrations.sector_of(draft, listed))
        except oidc.ProtocolError as wrong:
            faults.append(registrations.Fault(wrong.field or "sector_identifier_uri", _sector_rule(draft, sector_document)))
    return Filled(draft, tuple(faults), made, form)


def _sector_rule(draft: registrations.Draft, sector_document: object) -> str:
    if not draft.sector_identifier_uri:
        return "sector_needed"
    return "sector_unreachable" if sector_document is UNREACHABLE else "sector_mismatch"


def _keys(form: Mapping[str, str], keys_so_far: Mapping[str, Any] | None) -> tuple[Mapping[str, Any] | None, registrations.NewKey | None]:
    if form.get("keys", "").strip():
        return registrations.read_keys(form["keys"]), None
    if keys_so_far is not None:
        return keys_so_far, None
    made = registrations.new_key()
    return {"keys": [made.public]}, made


def _draft(form: Mapping[str, str]) -> registrations.Draft:
    """What stands in the fields, cut and trimmed; what may not stand there is found by the rules."""
    profile, method, days = form.get("profile", "basic"), form.get("auth_method", ""), form.get("consent_days", "")
    chosen = method if method in _METHODS else "client_secret_basic"
    return registrations.Draft(
        name=" ".join(form.get("name", "").split()),
        purpose=" ".join(form.get("purpose", "").split()),
        purpose_en=" ".join(form.get("purpose_en", "").split()),
        profile=profile if profile in oidc.PROFILES else "basic",
        auth_method=cast("oidc.AuthMethod", chosen),
        redirect_uris=_lines(form, "redirect_uris"),
        post_logout_redirect_uris=_lines(form, "post_logout_redirect_uris"),
        backchannel_logout_uri=form.get("backchannel_logout_uri", "").strip(),
        scopes=("openid", *(scope for scope in registrations.SCOPES[1:] if form.get(f"scope_{scope}"))),
        claims={name: form.get(f"reason_{name}", "").strip() for name in registrations.CLAIMS if form.get(f"claim_{name}")},
        consent_days=int(days) if days.isascii() and days.isdigit() and len(days) <= _MOST_DIGITS else -1,
        default_acr=form.get("default_acr", ""),
        subject_type="pairwise" if form.get("subject_type") == "pairwise" else "public",
        sector_identifier_uri=form.get("sector_identifier_uri", "").strip() if form.get("subject_type") == "pairwise" else "",
    )


def _lines(form: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in form.get(name, "").splitlines() if line.strip())
