"""What `ansinh card` shows: a bar for each file while it is read, the checks in green, amber and red with words, the verdict; and the same as JSON."""

import sys
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

import orjson
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

from ansinh.chip import checks, lds, reading, verification

_COLOURS = {
    checks.Outcome.SUCCESSFUL: ("green", "✓"),
    checks.Outcome.UNDETERMINED: ("yellow", "?"),
    checks.Outcome.FAILED: ("red", "✗"),
    checks.Outcome.NOT_PERFORMED: ("dim", "-"),
}
_LEVELS = {verification.Level.NONE: "red", verification.Level.CHIP_READ: "yellow", verification.Level.CHIP_AUTHENTICATED: "green"}
_LIGHTS = {"green": "green", "yellow": "amber", "red": "red", "dim": "grey"}
_SEXES = {"male": "Nam", "female": "Nữ", "unknown": ""}


class Bars:
    """Called with each piece of a file; nothing is shown where standard error is not a terminal."""

    def __init__(self) -> None:
        self._bars = Progress(
            TextColumn("{task.description:<12}"),
            BarColumn(),
            DownloadColumn(),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
        )
        self._tasks: dict[lds.File, TaskID] = {}

    def __call__(self, file: lds.File, done: int, total: int) -> None:
        task = self._tasks.get(file)
        if task is None:
            task = self._tasks[file] = self._bars.add_task(file.name)
        self._bars.update(task, completed=done, total=total)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._bars.stop()


def checks_shown(made: Iterable[checks.Check]) -> None:
    """Each check with its colour, outcome and reason."""
    console = Console(highlight=False)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("", "Check", "", "Why"):
        table.add_column(heading, overflow="fold")
    for each in made:
        colour, mark = _COLOURS[each.outcome]
        outcome = verification.words.of_outcome(each.outcome).english
        why = each.detail if each.outcome is checks.Outcome.SUCCESSFUL else each.detail or each.reason.replace("_", " ")
        table.add_row(Text(mark, colour), verification.words.of_check(each.name).english, Text(outcome, colour), Text(why, "dim"))
    console.print(table)
    console.print()


def shown(verified: verification.Verified, *, read: reading.Reading | None, plain: bool) -> None:
    """The checks as a table, then verdict and level in both languages. Whom the card is about is masked unless `plain`."""
    console = Console(highlight=False)
    checks_shown(verified.checks)
    light = "green" if verified.verdict is verification.Verdict.GENUINE else "yellow" if verified.verdict.is_good else "red"
    said = verified.verdict.words
    console.print(Text(f"{verified.verdict.value.upper().replace('_', ' ')}: {said.english}", f"bold {light}"), soft_wrap=True)
    console.print(Text(said.vietnamese, light), soft_wrap=True)
    level = verification.words.of_level(verified.level)
    console.print(
        Text.assemble("Level ", (verified.level.value, _LEVELS[verified.level]), f" under the policy {verified.policy}: {level.english}"),
        soft_wrap=True,
    )
    console.print(_whom(verified, plain=plain), soft_wrap=True)
    if read is not None and read.commands:
        ways = {"pace_can": "PACE with the access number", "pace_mrz": "PACE with the printed lines", "bac": "basic access control"}
        console.print(
            f"Opened by {ways.get(read.access, read.access)}; {read.commands} commands, {read.bytes_received:,} bytes, {read.seconds:.2f} s",
            style="dim",
            soft_wrap=True,
        )
        for note in read.notes:
            console.print(f"Noted: {note.replace('_', ' ')}", style="dim", soft_wrap=True)


def as_json(verified: verification.Verified, *, read: reading.Reading | None) -> str:
    """One object without anything personal: codes, hashes, counts."""
    told: dict[str, Any] = {
        "verdict": verified.verdict.value,
        "vietnamese": verified.verdict.words.vietnamese,
        "english": verified.verdict.words.english,
        "level": verified.level.value,
        "overall": verified.overall.value,
        "policy": verified.policy,
        "access": verified.access,
        "checks": [
            {
                "name": each.name,
                "outcome": each.outcome.value,
                "light": _LIGHTS[_COLOURS[each.outcome][0]],
                "reason": each.reason,
                "detail": each.detail,
            }
            for each in verified.checks
        ],
        "signer": None
        if verified.signer is None
        else {"country": verified.signer.country, "serial": verified.signer.serial, "fingerprint": verified.signer.fingerprint},
    }
    if read is not None and read.commands:
        told |= {
            "commands": read.commands,
            "bytes_received": read.bytes_received,
            "seconds": round(read.seconds, 3),
            "notes": list(read.notes),
        }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2).decode()


def masked(text: str) -> str:
    """The first letter of each word; the rest is hidden."""
    return " ".join(word[0] + "*" * (len(word) - 1) for word in text.split())


def _whom(verified: verification.Verified, *, plain: bool) -> str:
    """Whose data they are: of a card that is not good, that says nothing of who holds it."""
    person = verified.person
    if person is None:
        return "Whom it is about is not shown: nobody we trust signed that."
    born = "" if person.birth_date is None else person.birth_date.vietnamese() if plain else f"**/**/{person.birth_date.year}"
    name = person.full_name if plain else masked(person.full_name)
    number = person.citizen_number.value if plain else str(person.citizen_number)
    return ("Holder: " if verified.verdict.is_good else "Its data are of: ") + ", ".join(
        part for part in (number, name, born, _SEXES[person.sex.value]) if part
    )
