"""Checks of what the card says against itself, against the day, and against what was claimed. That it was signed is passive authentication's."""

from dataclasses import replace
from datetime import date

from ansinh.chip import lds, mrz
from ansinh.chip.checks import Check, Outcome, failed, not_performed, successful, undetermined
from ansinh.chip.errors import ChipError
from ansinh.chip.lds import File
from ansinh.chip.passive import Passive, hash_name
from ansinh.chip.reading import Reading
from ansinh.chip.verification.contents import Contents, day_of
from ansinh.terms import CitizenNumber

_LETTERS = {"VNM": "VN", "UTO": "UT"}
"""ISO 3166-1: three letters in printed lines, two in certificates. The issuer of the citizen card, and ICAO's example country."""
_COUNTRY, _EXPIRY, _AGREEMENT = "country", "card_expiry", "dg1_against_dg13"


def check_hash(check: Check, group: int, reading: Reading) -> Check:
    """The check of a group's hash, where the group was asked for and did not come: what the issuer signed and the card does not give is gone."""
    if check.outcome is not Outcome.NOT_PERFORMED or check.reason != "not_read" or group not in reading.asked:
        return check
    file = File.of_group(group)
    if file in reading.missing:
        return failed(hash_name(group), "missing", f"the issuer signed {file.name}, and the card does not have it")
    if file in reading.locked:
        return not_performed(hash_name(group), "locked", f"the card does not open {file.name} to us")
    if file in reading.unreadable:
        return failed(hash_name(group), "unreadable", f"the issuer signed {file.name}, and it could not be read")
    return check


def check_country(check: Check, contents: Contents, passive: Passive) -> Check:
    """Signer and authority are of one country, and that is the country that the card names."""
    if passive.signer is None or contents.lines is None:
        return (
            check if passive.signer is None or check.outcome is Outcome.FAILED else undetermined(_COUNTRY, "not_read", "DG1 was not read")
        )
    named = _LETTERS.get(contents.lines.issuer)
    if named is None:
        return undetermined(_COUNTRY, "unknown_country", "the card names a country whose certificates are not known here")
    if passive.signer.country != named:
        return failed(_COUNTRY, "other_country", "the card is signed by another country than the one it names")
    return check


def check_com(reading: Reading, contents: Contents, passive: Passive) -> Check:
    """EF.COM, which nobody signs, against the list that the issuer signed (BSI TR-03135-1). The signed list is the one that counts."""
    name = "com_against_sod"
    if not passive.listed:
        return not_performed(name, "no_list", "there is no signed list to compare with")
    if File.COM in contents.unreadable or File.COM in reading.unreadable:
        return failed(name, "malformed", "EF.COM cannot be read")
    if contents.com is None:
        return not_performed(name, "not_read", "EF.COM was not read; the signed list counts in any case")
    said = frozenset(contents.com.groups)
    if passive.listed - said:
        return failed(name, "missing_in_com", f"EF.COM leaves out {_groups(passive.listed - said)}, which the issuer signed")
    if said - passive.listed:
        return failed(name, "not_in_sod", f"EF.COM lists {_groups(said - passive.listed)}, which the issuer never signed")
    if passive.versions not in {None, (contents.com.lds_version, contents.com.unicode_version)}:
        return failed(name, "versions_differ", "EF.COM names other versions than the issuer signed")
    return successful(name)


def check_agreement(contents: Contents) -> Check:
    """The printed lines and the details say the same of number, dates and name (the name as far as it fits into its line)."""
    lines, details = contents.lines, contents.details
    if contents.unreadable & {File.DG1, File.DG13}:
        return undetermined(_AGREEMENT, "malformed", "one of the two cannot be read")
    if lines is None or details is None:
        return not_performed(_AGREEMENT, "not_read", "one of the two was not read")
    if details.citizen_number is None or details.citizen_number != lines.citizen_number:
        return failed(_AGREEMENT, "numbers_differ", "the two have different citizen numbers")
    differing = next((name for name, differ in _differences(lines, details) if differ), None)
    if differing is not None:
        return failed(_AGREEMENT, f"{differing}_differ", f"the two have different {differing.replace('_', ' ')}")
    return successful(_AGREEMENT)


def check_expiry(contents: Contents, *, today: date) -> Check:
    """The last day of the card is not over; `today` in Viet Nam. A card without end is never over."""
    if contents.lines is None:
        is_broken = File.DG1 in contents.unreadable
        return undetermined(_EXPIRY, "malformed", "DG1 cannot be read") if is_broken else not_performed(_EXPIRY, "not_read")
    try:
        last = mrz.expiry_day(contents.lines)
    except ChipError as wrong:
        return undetermined(_EXPIRY, "malformed", wrong.detail)
    if last is None:
        return successful(_EXPIRY, "the card does not expire")
    if today > last:
        return failed(_EXPIRY, "expired", "the card's last day is over")
    return successful(_EXPIRY)


def check_claim(contents: Contents, claimed: CitizenNumber) -> Check:
    """The number that was typed, scanned or said is the one in the chip."""
    name = "claimed_number"
    if contents.lines is None or contents.lines.citizen_number is None:
        return undetermined(name, "not_read", "the chip's number was not read")
    if contents.lines.citizen_number != claimed.value:
        return failed(name, "other_person", "the chip has another citizen number")
    return successful(name)


def with_path(check: Check, *, has_anchors: bool) -> Check:
    """That nobody is believed at all says nothing against a card."""
    if check.outcome is Outcome.FAILED and not has_anchors and check.reason in {"issuer_unknown", "self_signed"}:
        return replace(check, outcome=Outcome.UNDETERMINED, reason="no_anchors", detail="no authority is trusted here yet")
    return check


def _differences(lines: mrz.Td1, details: lds.Dg13) -> list[tuple[str, bool]]:
    born, until = day_of(details.birth_date), day_of(details.expires_on)
    return [
        ("birth_dates", born is not None and "<" not in lines.birth_date and f"{born:%y%m%d}" != lines.birth_date),
        ("expiry_dates", until is not None and f"{until:%y%m%d}" != lines.expiry_date),
        ("names", details.full_name is not None and _printed(details.full_name) != lines.lines[2]),
    ]


def _printed(full_name: str) -> str | None:
    try:
        return mrz.printed_name(full_name)
    except ChipError:
        return None


def _groups(numbers: frozenset[int]) -> str:
    return ", ".join(f"DG{number}" for number in sorted(numbers))
