"""From a reading to a verdict: passive authentication, the checks beside it, the level they are worth, and whom the card is about."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from ansinh.chip import mrz, passive, trust
from ansinh.chip.checks import Check, Outcome, failed, together
from ansinh.chip.errors import AccessDenied, ChipError
from ansinh.chip.lds import File
from ansinh.chip.passive import CardSecurity, Passive
from ansinh.chip.reading import Reading
from ansinh.chip.verification import chip_checks, data_checks, mapping_checks
from ansinh.chip.verification.contents import Contents, parse
from ansinh.chip.verification.judge import judge
from ansinh.chip.verification.levels import hashed_group, level_of
from ansinh.chip.verification.model import Person, Signer, Verified
from ansinh.chip.verification.policies import Level, Policy
from ansinh.chip.verification.verdict import Verdict
from ansinh.kit import clock
from ansinh.terms import CitizenNumber, PartialDate, Sex, TermError

_NOT_OPENED = {
    "pace_failed": ("access", "downgraded", Verdict.DOWNGRADED),
    "mapping_wrong_key": ("chip_authentication_mapping", "wrong_key", Verdict.WRONG_CHIP_KEY),
}
_SEXES = {"M": Sex.MALE, "F": Sex.FEMALE}


def verify(
    reading: Reading,
    store: trust.TrustStore,
    *,
    policy: Policy,
    now: datetime,
    claimed_number: CitizenNumber | None = None,
    challenge: bytes | None = None,
) -> Verified:
    """What the reading is worth under `policy`. Raises nothing, whatever was read.

    `claimed_number` is the one that the person typed, scanned or said; None leaves that check out. `challenge` is what the chip was to sign:
    give it wherever somebody else read the card, or the signature may be an old one.
    """
    contents = parse(reading)
    found = passive.authenticate(reading.files.get(File.SOD, b""), reading.groups, store, now=now, signed_on=contents.issued_on)
    claims = _claims(contents, claimed_number)
    security = _card_security(reading, contents, store, now=now)
    checks = (
        *_checks(reading, contents, found, security, store, now=now),
        chip_checks.check_active(reading, contents, found, challenge=challenge),
        *claims,
    )
    level = level_of(checks, policy)
    return Verified(
        checks=checks,
        overall=_overall(checks, level),
        level=level,
        verdict=judge(checks, level, policy),
        policy=policy.name,
        access=reading.access,
        person=_person(contents, found, now=now),
        signer=_signer(found),
        hashes={file.name.lower(): hashlib.sha256(raw).hexdigest() for file, raw in reading.files.items()},
        active=reading.active,
    )


def not_opened(denied: AccessDenied, *, policy: Policy) -> Verified | None:
    """What a card that did not open is called; None where that says nothing of the card, as for a wrong access number."""
    named = _NOT_OPENED.get(denied.code)
    if named is None:
        return None
    check, reason, verdict = named
    return Verified(
        checks=(failed(check, reason, denied.detail),),
        overall=Outcome.FAILED,
        level=Level.NONE,
        verdict=verdict,
        policy=policy.name,
        access="unknown",
    )


def _card_security(reading: Reading, contents: Contents, store: trust.TrustStore, *, now: datetime) -> CardSecurity | None:
    raw = reading.files.get(File.CARD_SECURITY)
    return None if raw is None else passive.check_card_security(raw, store, now=now, signed_on=contents.issued_on)


def _checks(
    reading: Reading, contents: Contents, found: Passive, security: CardSecurity | None, store: trust.TrustStore, *, now: datetime
) -> Iterator[Check]:
    yield chip_checks.check_access(reading, contents, found)
    of_data = (_passive(each, reading, contents, found, has_anchors=bool(store.anchors)) for each in found.checks)
    yield from (mapping_checks.with_card_security(each, security) if each.name == "signer_revocation" else each for each in of_data)
    yield data_checks.check_com(reading, contents, found)
    yield data_checks.check_agreement(contents)
    yield data_checks.check_expiry(contents, today=clock.vietnam_day(now))
    yield from mapping_checks.checks(security, reading, contents, found)
    yield chip_checks.check_chip(reading, found)


def _claims(contents: Contents, claimed: CitizenNumber | None) -> tuple[Check, ...]:
    return () if claimed is None else (data_checks.check_claim(contents, claimed),)


def _passive(check: Check, reading: Reading, contents: Contents, found: Passive, *, has_anchors: bool) -> Check:
    """A check of passive authentication, with what only the whole reading knows."""
    group = hashed_group(check.name)
    if group is not None:
        return data_checks.check_hash(check, group, reading)
    if check.name == "sod_structure" and File.SOD not in reading.files:
        reason = "missing" if File.SOD in reading.missing else "unreadable"
        return failed(check.name, reason, "the card gave no security object: nothing on it can be checked")
    if check.name == "signer_trusted":
        return data_checks.with_path(check, has_anchors=has_anchors)
    return data_checks.check_country(check, contents, found) if check.name == "country" else check


def _overall(checks: tuple[Check, ...], level: Level) -> Outcome:
    """The worst of what was done; undetermined where that leaves nothing wrong and nothing proven."""
    worst = together(each.outcome for each in checks if each.outcome is not Outcome.NOT_PERFORMED)
    return Outcome.UNDETERMINED if worst is Outcome.SUCCESSFUL and level is Level.NONE else worst


def _person(contents: Contents, found: Passive, *, now: datetime) -> Person | None:
    lines = contents.lines
    if lines is None or lines.citizen_number is None or not found.binds(1):
        return None
    details = contents.details if found.binds(13) else None
    has_name = details is not None and details.full_name is not None
    try:
        day = mrz.birth_day(lines, clock.vietnam_day(now))
    except ChipError:
        day = None
    printed = f"{lines.surname} {lines.given_names}".strip()
    return Person(
        citizen_number=CitizenNumber.parse(lines.citizen_number),
        full_name=details.full_name or printed if details is not None else printed,
        name_has_marks=has_name,
        birth_date=PartialDate.of(day) if day is not None else _stated(details.birth_date if details is not None else None),
        sex=_SEXES.get(lines.sex, Sex.UNKNOWN),
        residence=details.residence if details is not None else None,
    )


def _stated(text: str | None) -> PartialDate | None:
    """A date that lacks its day or month, as the details have it."""
    try:
        return PartialDate.parse(text or "")
    except TermError:
        return None


def _signer(found: Passive) -> Signer | None:
    if found.signer is None:
        return None
    return Signer(found.signer.country, _as_written(found.signer.serial), found.signer.fingerprint)


def _as_written(serial: int) -> str:
    """A serial number by its bytes in hex: one that was not to be negative, and is written so, keeps its bytes."""
    return f"{serial if serial >= 0 else serial + (1 << 8 * ((serial + 1).bit_length() // 8 + 1)):x}"
