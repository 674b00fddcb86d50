"""`ansinh card trust`: whose chips are believed, and how one more authority, revocation list or master list gets in."""

from datetime import datetime
from pathlib import Path

import click

from ansinh.chip import trust
from ansinh.cli.run import settings_from
from ansinh.kit import clock
from ansinh.wiring import trust as wiring

_WORDS = {"anchor": "An authority", "link": "A link certificate", "revocation_list": "A revocation list", "master_list": "A master list"}


@click.command(name="trust")
@click.option(
    "--import",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Certificate of an authority, link certificate, revocation list or master list to add.",
)
@click.option(
    "--signer", "fingerprint", help="SHA-256 fingerprint, as the authority itself tells it: of the certificate, or of the list's signer."
)
def trust_command(file: Path | None, fingerprint: str | None) -> None:
    """Show the authorities whose chips are believed, with fingerprints and the state of their revocation lists; or add one.

    Nobody is believed at first sight: an authority comes in by its fingerprint, a master list by that of its signer, and a revocation
    list because an authority that is in has signed it.
    """
    settings = settings_from()
    if file is not None:
        came = wiring.import_into(settings, file, fingerprint=fingerprint)
        click.echo(f"{_WORDS[came.kind]} is in the folder as {came.file}.{_counts(came)}")
    store, now = wiring.trust_store(settings), clock.utc_now()
    click.echo(f"{len(store.anchors)} authorities in {wiring.trust_folder(settings)}")
    for each in store.anchors:
        click.echo("\n".join(_lines(each, store, now)))
    if store.links:
        followed = sum(any(link == by.certificate for by in store.authorities_named(link.subject.key)) for link in store.links)
        click.echo(f"{len(store.links)} link certificates, of which an authority here vouches for {followed}")


def _counts(came: trust.Imported) -> str:
    if came.kind != "master_list":
        return ""
    return f" It has {came.anchors} authorities and {came.links} link certificates; {came.unreadable} more could not be read."


def _lines(anchor: trust.Certificate, store: trust.TrustStore, now: datetime) -> list[str]:
    until = anchor.signs_until or anchor.not_after
    return [
        f"{anchor.country or '??'}  {anchor.subject.text}",
        f"    SHA-256 {anchor.fingerprint}",
        f"    serial number {anchor.serial:X}, valid {anchor.not_before:%Y-%m-%d} to {anchor.not_after:%Y-%m-%d}, signs until {until:%Y-%m-%d}",
        f"    {_list_state(store.crl_of(anchor.subject.key), now)}{'' if trust.may_certify(anchor) else '; NOT an authority: counts for nothing'}",
    ]


def _list_state(crl: trust.Crl | None, now: datetime) -> str:
    if crl is None:
        return "no revocation list: whether a signer is revoked stays open"
    until = "" if crl.next_update is None else f", next one due {crl.next_update:%Y-%m-%d}"
    state = "" if crl.is_fresh(now) else "; NOT current: whether a signer is revoked stays open"
    return f"revocation list of {crl.this_update:%Y-%m-%d}, {len(crl.revoked)} revoked{until}{state}"
