"""EF.CardSecurity: are its security infos those that a country signed? Asked as of EF.SOD, step by step; the first answer that is no ends it.

Whether that country, and what it signed here, fit the rest of the card is verification's to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from ansinh.chip import lds, trust
from ansinh.chip.checks import Check, Outcome, failed, not_performed, successful, undetermined
from ansinh.chip.errors import ChipError
from ansinh.chip.passive.signer import check_signature, check_signer

CARD_SECURITY = "card_security"
_REASONS: Mapping[str, str] = {
    "sod_signature": "signature_wrong",
    "signer_trusted": "signer_not_trusted",
    "signer_validity": "signer_out_of_time",
    "signer_revocation": "signer_revoked",
    "country": "signers_country",
}
"""What is wrong, by the question that it was the answer to."""


@dataclass(frozen=True, slots=True)
class CardSecurity:
    """What became of the file.

    `check` is `card_security`: failed for `malformed`, `signature_wrong`, `signer_not_trusted`, `signer_out_of_time`, `signer_revoked` or
    `signers_country`; undetermined for `weak_hash`, `no_anchors` and `time_of_signing_unknown`.
    `revocation` is `signer_revocation` of its signer, which may stay open while `check` is successful: whether that is enough is policy.
    `infos` are None where they cannot be read, `signer` is the certificate in it, believed or not.
    """

    check: Check
    revocation: Check
    infos: lds.SecurityInfos | None = None
    signer: trust.Certificate | None = field(default=None, repr=False)


def check_card_security(raw: bytes, store: trust.TrustStore, *, now: datetime, signed_on: date | None = None) -> CardSecurity:
    """How far the file is one that a country signed. Raises nothing for whatever bytes: what cannot be read fails.

    `signed_on` is when the document was made, if that is known from elsewhere.
    """
    not_asked = not_performed("signer_revocation", "no_path")
    try:
        data = trust.read_signed_data(lds.card_security_content(raw), content_type=lds.SECURITY_OBJECT)
        infos = lds.read_card_security_infos(data.content)
    except ChipError as wrong:
        return CardSecurity(failed(CARD_SECURITY, "malformed", wrong.detail), not_asked)
    signature, signed = check_signature(data)
    if signed is None:
        return CardSecurity(_named(signature), not_asked, infos)
    trusted, validity, revocation, country = check_signer(signed, store, now=now, signed_on=signed_on)
    if not store.anchors and trusted.outcome is Outcome.FAILED:  # nobody is believed yet, which says nothing against a card
        trusted = undetermined(trusted.name, "no_anchors", "no authority is trusted here yet")
    of_revocation = [revocation] if revocation.outcome is Outcome.FAILED else []
    asked = (signature, trusted, *([country] if country.outcome is Outcome.FAILED else []), validity, *of_revocation)
    wrong_ones = sorted(
        (each for each in asked if each.outcome is not Outcome.SUCCESSFUL), key=lambda each: each.outcome is not Outcome.FAILED
    )
    check = _named(wrong_ones[0]) if wrong_ones else successful(CARD_SECURITY)
    return CardSecurity(check, revocation, infos, signed.by)


def _named(check: Check) -> Check:
    """The answer to one question as the outcome of all: what failed by the question, what stayed open by its own reason."""
    reason = _REASONS[check.name] if check.outcome is Outcome.FAILED else check.reason
    return replace(check, name=CARD_SECURITY, reason=reason, detail=f"EF.CardSecurity: {check.detail}")
