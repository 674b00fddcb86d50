"""`ansinh card read`: a card from its reader to its verdict; or an invented person's card, without any reader at all."""

import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from ansinh.chip import errors, reading, transport, verification
from ansinh.cli import card_shown, card_source
from ansinh.cli.card_choices import card_choices
from ansinh.cli.run import settings_from
from ansinh.kit import clock
from ansinh.kit.errors import Refused
from ansinh.wiring import trust

_POLICY = click.Choice(verification.POLICIES)
_NEW_FILE = click.Path(path_type=Path)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.option("--reader", help="Name of the PC/SC reader, or a part that only one has (default: the one with a card in it).")
@click.option("--virtual", metavar="NUMBER", help="No reader: the card of the invented person with this citizen number.")
@click.option("--transcript", type=_FILE, help="No reader: what --record kept of a card.")
@card_choices
@click.option("--key", "kind", type=click.Choice(["can", "mrz"]), default="can", show_default=True, help="What opens it.")
@click.option("--mrz", "lines", type=_FILE, help="File with the three lines from the back of the card, to open it with.")
@click.option("--policy", type=_POLICY, default="hospital", show_default=True, help="How strict the verdict is.")
@click.option("--look-anyway", is_flag=True, help="Open a card that fails PACE by basic access control, to see what it is.")
@click.option("--short", is_flag=True, help="Never ask with extended lengths; for readers that do not pass them on.")
@click.option("--wait", "wait_s", type=click.FloatRange(0, 3600), default=30.0, show_default=True, help="Seconds to wait for a card.")
@click.option("--out", type=_NEW_FILE, help="New folder for the files of the card: personal data, for its owner's eyes only.")
@click.option("--record", type=_NEW_FILE, help="New file for all that was said to the card and by it: personal data as well.")
@click.option("--plain", is_flag=True, help="Show whom the card is about without hiding anything.")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output, without anything personal.")
def read(
    *,
    reader: str | None,
    virtual: str | None,
    transcript: Path | None,
    kind: card_source.KeyKind,
    lines: Path | None,
    policy: str,
    look_anyway: bool,
    short: bool,
    wait_s: float,
    out: Path | None,
    record: Path | None,
    plain: bool,
    as_json: bool,
    **choice: Any,
) -> None:
    """Read a card, check it, and say what it is: genuine, or what is wrong with it. Exit status 1 if it is not genuine.

    The access number (the last six digits of the number on the card) is asked for and not echoed; ANSINH_CARD_CAN may hold it. It is
    never taken from the command line, where others see it. What is shown of the holder is masked unless --plain is given.
    """
    if sum(each is not None for each in (reader, virtual, transcript)) > 1:
        raise click.UsageError("Only one of --reader, --virtual and --transcript.")
    if virtual is None and choice["trouble"] is not None:
        raise click.UsageError("--trouble is for --virtual: a real card has the troubles it has.")
    _refuse_what_is_there(out, record)
    rules = verification.Policy.named(policy)
    if virtual is not None:
        source = card_source.virtual(virtual, kind=kind, choice=choice)
    elif transcript is not None:
        source = card_source.recorded(transcript, kind=kind, lines=lines)
    else:
        source = card_source.in_reader(reader, kind=kind, lines=lines, wait_s=wait_s)
    found, verified = _verified(source, reading.AccessPolicy(after_pace_failure=look_anyway, long_reads=not short), record, rules)
    if found is not None and out is not None:
        reading.save(found, out)
    if as_json:
        click.echo(card_shown.as_json(verified, read=found))
    else:
        card_shown.shown(verified, read=found, plain=plain)
    sys.exit(0 if verified.verdict.is_good else 1)


def _verified(
    source: card_source.Source, ways: reading.AccessPolicy, record: Path | None, rules: verification.Policy
) -> tuple[reading.Reading | None, verification.Verified]:
    """What was read, None of a card that did not open, and what the card is. Raises Refused for a card of which nothing can be said."""
    try:
        found = _read(source, ways, record)
    except errors.AccessDenied as denied:
        verified = verification.not_opened(denied, policy=rules)
        if verified is None:
            raise Refused(denied.code, f"the card does not open: {denied.detail}") from denied
        return None, verified
    return found, verification.verify(found, trust.trust_store(settings_from()), policy=rules, now=clock.utc_now())


def _read(source: card_source.Source, ways: reading.AccessPolicy, record: Path | None) -> reading.Reading:
    """The reading; where `record` is given, the conversation is kept whatever became of it."""
    recorder = transport.recorded.Recorder(source.card, source.random)
    try:
        with closing(recorder), card_shown.Bars() as bars:
            found = reading.read(recorder, source.keys, policy=ways, random=recorder.random, clock=time.monotonic, progress=bars)
            return found if source.is_live else reading.of_another_time(found)
    finally:
        if record is not None:
            transport.recorded.save(recorder.transcript(), record)


def _refuse_what_is_there(*paths: Path | None) -> None:
    for path in paths:
        if path is not None and path.exists():
            raise Refused("already_there", f"{path} is there already; name a new one")
