"""`ansinh hospital`: the desk of an invented hospital, against any base URL; what it says is what a clerk would read."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import SystemRandom
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ansinh.cli.run import settings_from
from ansinh.kit import clock, http
from ansinh.kit.errors import CounterpartDown, NotFound, Refused
from ansinh.sandbox import hospital as hospitals
from ansinh.terms import PartialDate, TermError
from ansinh.wire import ledger, programs, qr
from ansinh.wiring import crowd

Command = TypeVar("Command", bound=Callable[..., None])
_BY_HAND = hospitals.Evidence(ledger.CheckedBy.TYPED_IN, "typed", "ansinh hospital")
_MEANINGS = {
    "000": "covered",
    "00": "covered",
    "001": "card of the army: check the paper card",
    "002": "card of the police: check the paper card",
    "003": "the old card has expired, a new one was issued",
    "004": "a new card was issued, the old one still holds",
    "010": "the card has expired",
    "050": "no such card",
    "060": "the name is another one",
    "061": "the name begins right and goes on differently",
    "070": "the birth date is another one",
}


@click.group()
@click.option("--url", help="Base URL of the gateway (default: the agency on this machine).")
@click.option("--facility", help="Code of the facility (default: the first of `ansinh sandbox facilities`).")
@click.option("--program", "name", type=click.Choice([each.name for each in hospitals.PROGRAMS]), default="2024", show_default=True)
@click.option("--queue", "queue_path", type=click.Path(path_type=Path, dir_okay=False), help="File of the waiting visits.")
@click.pass_context
def hospital(context: click.Context, url: str | None, facility: str | None, name: str, queue_path: Path | None) -> None:
    """An invented hospital: look up, check in, scan a code; and when the gateway is down, keep and send later."""
    settings = settings_from()
    row = _facility(facility)
    account = hospitals.Account(
        row["facility_code"],
        row["username"],
        row["password"],
        programs.Officer(row["officers"][0]["name"], row["officers"][0]["citizen_number"]),
    )
    line = hospitals.Line(
        url or settings.vss_url,
        account,
        program=hospitals.program(name),
        client=http.Client(timeout_s=8.0, allow_hosts=settings.hosts),
        now=clock.utc_now,
    )
    queue = hospitals.Queue(queue_path or settings.home / "hospital" / f"{account.facility_code}.queue")
    context.obj = hospitals.Desk(line, queue, now=clock.utc_now), line, queue


def _of_a_person(command: Command) -> Command:
    for option in (
        click.option("--birth", "birth_date", default="", help="dd/MM/yyyy, MM/yyyy or yyyy."),
        click.option("--name", "full_name", default=""),
        click.argument("text"),
    ):
        command = option(command)
    return command


@hospital.command()
@_of_a_person
@click.pass_obj
def lookup(desk: Any, text: str, full_name: str, birth_date: str) -> None:
    """Look up TEXT: a number, or what a scanner typed; "-" reads it from standard input."""
    patient, _ = _patient(text, full_name, birth_date)
    _, line, _ = desk
    _say_heard(line.look_up(patient.asked()))
    try:
        copaid = line.copayment(patient.asked())
    except (CounterpartDown, Refused) as none:
        click.echo(f"Co-payment of the year: not known ({none.code})")
        return
    click.echo(f"Co-payment of the year: {'none' if copaid.total is None else f'{copaid.total:,} dong'}")


@hospital.command()
@_of_a_person
@click.option("--visit", "visit_id", required=True, help="The hospital's own number of the visit.")
@click.option("--decision", type=click.Choice(["3176", "4750"]), default="3176", show_default=True)
@click.option("--category", default="1.1", show_default=True, help="Visit category; 2 is an emergency.")
@click.pass_obj
def checkin(desk: Any, text: str, full_name: str, birth_date: str, visit_id: str, decision: str, category: str) -> None:
    """Admit whoever TEXT names and send the status file; if the gateway is down, admit and queue."""
    patient, evidence = _patient(text, full_name, birth_date)
    at_desk, _, _ = desk
    admission = at_desk.arrive(patient, evidence, visit_id=visit_id, category=category)
    if admission.welcome is hospitals.Welcome.NOT_LOOKED_UP:
        click.echo(f"The gateway does not answer ({admission.error_code}, {admission.attempts} attempts). ADMIT the patient.")
        click.echo("Time, error and evidence are kept; `ansinh hospital flush` sends them when the gateway is back.")
        return
    _say_heard(admission.heard)
    for account, at in admission.seen_elsewhere:
        click.echo(f"Ask the patient: {account} looked this person up at {at[8:10]}:{at[10:]} on {at[6:8]}/{at[4:6]}.")
    receipt = at_desk.check_in(patient, visit_id=visit_id, decision=decision, category=category)
    if not receipt.is_accepted:
        raise Refused(f"check_in_{receipt.code}", f"the gateway did not take the check-in: {receipt.code} {receipt.sentence}")
    click.echo(f"Checked in: {receipt.transaction_id}")


@hospital.command()
@click.argument("text")
def scan(text: str) -> None:
    """Say what a scanned TEXT holds, mended where a keyboard changed it; a code proves nothing about who holds it."""
    reading = _read(text)
    click.echo(f"{reading.kind.value.replace('_', ' ')}: {reading.key}")
    shown = {
        "name": reading.full_name,
        "birth date": "" if reading.birth_date is None else reading.birth_date.vietnamese(),
        "sex": "" if reading.sex is None else reading.sex.value,
        "address": reading.address,
        "facility": "" if reading.facility_code is None else reading.facility_code.value,
        "valid": "" if reading.valid_from is None else f"{reading.valid_from:%d/%m/%Y} to {_day(reading.valid_to)}",
    }
    for label, value in shown.items():
        if value:
            click.echo(f"  {label:<11}{value}")
    for field in sorted(reading.mended):
        click.echo(f"  mended     {field.replace('_', ' ')}: the keyboard had changed it")
    for unread in reading.unread:
        click.echo(f"  NOT READ   {unread.field.replace('_', ' ')}: {unread.reason}")
    if reading.unread:
        click.echo(f"  To do: {qr.ADVICE}.")


@hospital.command()
@click.option("--discharge", "visit_id", help="Say that the patient of this visit has left.")
@click.pass_obj
def queue(desk: Any, visit_id: str | None) -> None:
    """Show the visits that wait for the gateway, without the people in them."""
    _, _, waiting = desk
    if visit_id is not None:
        waiting.discharge(visit_id, at=clock.utc_now())
    entries = waiting.waiting()
    click.echo(f"Visits that wait: {len(entries)}." if entries else "Nothing waits.")
    for entry in entries:
        left = "has left" if entry.discharged_at else "is here"
        done = ", ".join(f"{step.replace('_', ' ')} {code}" for step, code in entry.codes.items()) or "nothing said yet"
        click.echo(f"  {entry.visit_id:<20} since {entry.outage_since[:16]}  {entry.error_code}, {entry.attempts} attempts; {left}; {done}")


@hospital.command()
@click.option("--wait", "wait_s", type=click.IntRange(0, 86_400), default=0, show_default=True, help="Keep trying for so many seconds.")
@click.pass_obj
def flush(desk: Any, wait_s: int) -> None:
    """Send what waits; ends with status 1 while something still waits for the gateway."""
    _, line, waiting = desk
    began, random = time.monotonic(), SystemRandom()
    for number in range(10_000):
        outcome = _round(waiting, line)
        left_s = wait_s - (time.monotonic() - began)
        if "gateway" not in outcome or left_s <= 0:
            break
        pause_s = min(left_s, hospitals.wait_before(number, random).total_seconds())
        click.echo(f"The gateway does not answer; next try in {pause_s:.0f} s.")
        time.sleep(pause_s)
    for waits_for, count in sorted(outcome.items()):
        click.echo(f"Visits that wait for {_the(waits_for)}: {count}." if waits_for else f"Visits done, and erased here: {count}.")
    if not outcome:
        click.echo("Nothing waits.")
    if "gateway" in outcome:
        raise CounterpartDown("gateway_down", "the gateway does not answer; everything stays in the queue")


def _round(waiting: hospitals.Queue, line: hospitals.Line) -> dict[str, int]:
    """How many visits are done, or wait for what."""
    outcome: dict[str, int] = {}
    columns = (TextColumn("sending"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=len(waiting.waiting()))
        for delivered in hospitals.deliver(waiting, line, now=clock.utc_now):
            outcome[delivered.waits_for] = outcome.get(delivered.waits_for, 0) + 1
            progress.advance(task)
    return outcome


def _the(waits_for: str) -> str:
    return {"discharge": "the patient's discharge", "gateway": "the gateway"}.get(waits_for, waits_for)


def _facility(code: str | None) -> dict[str, Any]:
    rows = crowd.facilities()
    found = next((row for row in rows if code in {None, row["facility_code"]}), None)
    if found is None:
        raise NotFound("no_such_facility", f"there is no facility {code}; see `ansinh sandbox facilities`")
    return found


def _read(text: str) -> qr.Reading:
    """Of "-" from standard input: what stands in a command line can be seen by everybody on the machine."""
    try:
        return qr.read(sys.stdin.read() if text == "-" else text)
    except qr.QrError as wrong:
        raise Refused("not_read", str(wrong)) from None


def _patient(text: str, full_name: str, birth_date: str) -> tuple[hospitals.Patient, hospitals.Evidence]:
    reading = _read(text)
    try:
        birth = PartialDate.parse(birth_date, field="--birth").vietnamese() if birth_date else ""
        patient = hospitals.from_scan(reading, full_name=full_name, birth_date=birth)
    except (TermError, ValueError) as wrong:
        raise Refused("not_enough", str(wrong)) from None
    return patient, hospitals.evidence_of(reading, device=_BY_HAND.device)


def _say_heard(heard: Any) -> None:
    click.echo(f"{heard.code}: {_MEANINGS.get(heard.code, 'see docs/wire')}")
    if heard.card_number:
        click.echo(f"Card {heard.card_number}, {heard.valid_from} to {heard.valid_to}, registered at {heard.facility_code}")
    if heard.new_card_number and heard.new_card_number != heard.card_number:
        click.echo(f"New card {heard.new_card_number}")


def _day(day: Any) -> str:
    return "open end" if day is None else f"{day:%d/%m/%Y}"
