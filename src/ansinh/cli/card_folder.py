"""`ansinh card verify` and `ansinh card show`: what `ansinh card read --out`, or another program, left in a folder."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ansinh.chip import checks, errors, lds, portrait, reading, verification
from ansinh.cli import card_shown
from ansinh.cli.run import settings_from
from ansinh.kit import clock, crypto
from ansinh.kit.errors import Refused
from ansinh.wiring import trust, verdicts

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
VERDICT = "verdict.jws"
_NEEDED = ("citizen_number", "full_name", "birth_date", "gender", "residence")
_OTHERS = (
    "nationality", "ethnicity", "religion", "origin", "features", "issued_on", "expires_on", "father", "mother", "parents_as_one", "spouse",
    "old_number", "field_16",
)  # fmt: skip


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option(
    "--policy", type=click.Choice(verification.POLICIES), default="hospital", show_default=True, help="How strict the verdict is."
)
@click.option("--plain", is_flag=True, help="Show whom the card is about without hiding anything.")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output, without anything personal.")
@click.option(
    "--service", is_flag=True, help="Have the verification service judge (a running `make run`); its signed verdict stays in FOLDER."
)
def verify(folder: Path, policy: str, *, plain: bool, as_json: bool, service: bool) -> None:
    """Check what was read from a card: FOLDER holds SOD.bin, DG1.bin and so on. Exit status 1 if it is not genuine.

    Files prove less than the card: that its chip is the original can only be seen while it is there.
    """
    read = _reading(folder)
    if service:
        sys.exit(0 if _judged_elsewhere(folder, read, as_json=as_json) else 1)
    rules = verification.Policy.named(policy)
    verified = verification.verify(read, trust.trust_store(settings_from()), policy=rules, now=clock.utc_now())
    if as_json:
        click.echo(card_shown.as_json(verified, read=read))
    else:
        card_shown.shown(verified, read=read, plain=plain)
    sys.exit(0 if verified.verdict.is_good else 1)


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option("--all", "everything", is_flag=True, help="Also what health insurance has no use for: family, ethnicity, religion ...")
@click.option("--plain", is_flag=True, help="Hide nothing.")
def show(folder: Path, *, everything: bool, plain: bool) -> None:
    """Show what the files of a card say: masked, and only what health insurance needs, unless told otherwise. Checks nothing."""
    read = _reading(folder)
    for file, raw in sorted(read.files.items(), key=lambda each: list(lds.File).index(each[0])):
        click.echo(f"{file.name} ({len(raw):,} bytes)")
        try:
            for line in _said(file, raw, everything=everything, plain=plain):
                click.echo(f"    {line}")
        except errors.ChipError as wrong:
            click.echo(f"    cannot be read: {wrong.detail}")
    click.echo("None of this was checked: ansinh card verify does that.")


def _judged_elsewhere(folder: Path, read: reading.Reading, *, as_json: bool) -> bool:
    """Asks the service, keeps what it signed, says what it says; True where it calls the data genuine."""
    signed = verdicts.service(settings_from()).verify(
        read.files, request_id=crypto.random_token(12).replace("_", "-"), nonce=os.urandom(32)
    )
    kept = folder / VERDICT
    kept.write_text(signed.token)
    kept.chmod(0o600)
    verdict = signed.verdict
    if as_json:
        told = [{"name": name, "outcome": outcome, "reason": reason} for name, outcome, reason in verdict.checks]
        click.echo(json.dumps({"issuer": verdict.issuer, "at": verdict.at.isoformat(), "verdict": verdict.result, "checks": told}))
        return signed.data_are_genuine
    card_shown.checks_shown(checks.Check(name, checks.Outcome(outcome), reason) for name, outcome, reason in verdict.checks)
    click.echo(f"{verdict.issuer} says: {verification.Verdict(verdict.result).words.english} ({verdict.result})")
    click.echo(f"Signed at {verdict.at:%Y-%m-%d %H:%M:%S} UTC, over these files and this question; kept in {kept}")
    return signed.data_are_genuine


def _said(file: lds.File, raw: bytes, *, everything: bool, plain: bool) -> Iterator[str]:
    match file:
        case lds.File.CARD_ACCESS:
            yield from _protocols(lds.read_card_access(raw))
        case lds.File.COM:
            com = lds.read_com(raw)
            yield f"LDS {com.lds_version}; says it has {', '.join(f'DG{group}' for group in com.groups)}"
        case lds.File.SOD:
            yield f"a signed list of hashes: CMS of {len(lds.sod_content(raw)):,} bytes"
        case lds.File.DG1:
            yield from (line if plain else _hidden(line) for line in lds.read_dg1(raw).lines)
        case lds.File.DG2:
            for face in lds.read_dg2(raw):
                seen = portrait.inspect(face.image)
                yield f"portrait, {seen.kind.value}, {seen.width} x {seen.height}, {len(face.image):,} bytes, by {face.record.standard}"
        case lds.File.DG13:
            yield from _details(lds.read_dg13(raw), everything=everything, plain=plain)
        case lds.File.DG14:
            yield from _protocols(lds.read_dg14(raw))
        case lds.File.DG15:
            yield f"public key of active authentication, {len(lds.read_dg15(raw))} bytes"
        case _:
            yield "not read by this program"


def _protocols(infos: lds.SecurityInfos) -> Iterator[str]:
    for pace in infos.pace:
        yield f"PACE {pace.oid}, version {pace.version}, parameters {pace.parameter_id}"
    for chip in infos.chip_authentication:
        yield f"chip authentication {chip.oid}, version {chip.version}{'' if chip.key_id is None else f', key {chip.key_id}'}"
    for key in infos.chip_keys:
        yield f"key of chip authentication, {len(key.public_key_info)} bytes{'' if key.key_id is None else f', key {key.key_id}'}"
    if infos.active_authentication is not None:
        yield f"active authentication signs by {infos.active_authentication}"
    if infos.others:
        yield f"{infos.others} more"


def _details(details: lds.Dg13, *, everything: bool, plain: bool) -> Iterator[str]:
    for name in (*_NEEDED, *_OTHERS) if everything else _NEEDED:
        value = getattr(details, name)
        if value is not None:
            yield f"{name.replace('_', ' '):<16} {value if plain else _masked(name, value)}"
    hidden = sum(getattr(details, name) is not None for name in _OTHERS)
    if hidden and not everything:
        yield f"{hidden} more fields; --all shows them"


def _masked(name: str, value: str) -> str:
    if name in {"gender", "nationality"}:
        return value
    if name.endswith(("_date", "_on")):
        return f"**/**/{value[-4:]}" if value[-4:].isdigit() else value
    return f"{value[:2]}{'*' * (len(value) - 4)}{value[-2:]}" if name == "citizen_number" else card_shown.masked(value)


def _hidden(line: str) -> str:
    """Fillers and the first five signs stay, which name the kind of card and its country."""
    return line[:5] + "".join("<" if sign == "<" else "*" for sign in line[5:]) if line.startswith("ID") else _starred(line)


def _starred(line: str) -> str:
    return "".join("<" if sign == "<" else "*" for sign in line)


def _reading(folder: Path) -> reading.Reading:
    try:
        return reading.load(folder)
    except FileNotFoundError:
        raise Refused("no_card_files", f"{folder} holds no files of a card: SOD.bin, DG1.bin and so on", field="folder") from None
    except OSError as wrong:
        raise Refused("folder_unusable", f"{folder}: {wrong.strerror}", field="folder") from wrong
