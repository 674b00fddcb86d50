"""What a desk states of a card it has read, and the messages it opens a visit with. Signs; sends nothing and decides no level."""

import base64
from datetime import datetime
from typing import Any

from ansinh.chip import checks, verification
from ansinh.desk.line import Account
from ansinh.desk.model import Challenge, Found, VisitAsked
from ansinh.kit import clock
from ansinh.wire import ledger, presence

ACTIVE = "active_authentication"
_FILES: tuple[presence.FileName, ...] = ("sod", "dg1", "dg2", "dg13", "dg14", "dg15")


def state(found: Found, challenge: Challenge, *, facility_code: str, key_pem: bytes, statement_id: str, now: datetime) -> str:
    """The signed statement that this card was read at this desk.

    The card's own signature and a verification service's verdict go along where they are over this challenge. Raises ValueError for a card whose reading says no level or no person: there is nothing to state of it.
    """
    verified, told = found.verified, checks_for(found, challenge)
    level = verification.level_of(told, verification.Policy.named(verified.policy))
    if not found.may_check_in or verified.person is None or verified.access == "unknown" or level is verification.Level.NONE:
        raise ValueError("of this card there is nothing to state")
    signer = verified.signer
    claims = presence.Claims(
        iss=presence.desk_id(key_pem),
        aud=challenge.audience,
        iat=int(now.timestamp()),
        jti=statement_id,
        challenge=challenge.value,
        facility=facility_code,
        subject=presence.subject_of(challenge.value, verified.person.citizen_number.value),
        level=level.value,
        policy=verified.policy,
        checks=tuple(presence.CheckTold(name=each.name, outcome=each.outcome.value, reason=each.reason) for each in told),
        hashes={name: verified.hashes[name] for name in _FILES if name in verified.hashes},
        access=verified.access,
        signer=None if signer is None else presence.Signer(country=signer.country, serial=signer.serial, fingerprint=signer.fingerprint),
        active=_active(found, challenge),
        verdict_jws=_verdict(found, challenge),
    )
    return presence.write(claims, key_pem)


def checks_for(found: Found, challenge: Challenge) -> tuple[checks.Check, ...]:
    """The checks as far as they are about this challenge: what the card signed for another one was not performed for this."""
    if found.verified.active is None or _active(found, challenge) is not None:
        return found.verified.checks
    other = checks.not_performed(ACTIVE, "other_challenge")
    return tuple(other if each.name == ACTIVE and each.outcome is checks.Outcome.SUCCESSFUL else each for each in found.verified.checks)


def visit_message(
    found: Found, asked: VisitAsked, challenge: Challenge, statement: str, *, account: Account, device: str, now: datetime
) -> dict[str, Any]:
    """What opens the visit of whom the card is about, with the card as evidence; `statement` is what was stated for `challenge`."""
    level = verification.level_of(checks_for(found, challenge), verification.Policy.named(found.verified.policy))
    return {
        "visit_id": asked.visit_id,
        "person": person_named(found),
        "category": asked.category,
        "care_kind": asked.care_kind,
        "arrived_at": _instant(now),
        "officer": account.officer,
        "evidence": {
            "level": level.value,
            "source": ledger.CheckedBy.CARD_CHIP.value,
            "at": _instant(found.at),
            "device": device.encode("ascii", "ignore").decode(),  # the interface takes no other letters here
            "statement": statement,
        },
    }


def person_named(found: Found) -> dict[str, str]:
    """The holder as the interface for visits names people."""
    person = found.verified.person
    assert person is not None
    assert person.birth_date is not None
    return {"number": person.citizen_number.value, "full_name": person.full_name, "birth_date": person.birth_date.iso()}


def _active(found: Found, challenge: Challenge) -> presence.Active | None:
    answered = found.verified.active
    if answered is None or answered.challenge != presence.card_challenge(challenge.value):
        return None
    signature = base64.urlsafe_b64encode(answered.signature).rstrip(b"=").decode()
    return presence.Active(challenge=answered.challenge.hex(), signature=signature)


def _verdict(found: Found, challenge: Challenge) -> str | None:
    """The verification service's, where it was asked with this challenge."""
    opinion = found.opinion
    if opinion is None or not opinion.token or opinion.nonce != presence.challenge_bytes(challenge.value):
        return None
    return opinion.token


def _instant(at: datetime) -> str:
    return at.astimezone(clock.VIETNAM).isoformat(timespec="seconds")
