"""What `ansinh verify` shows: a bar for each stage while it runs, and at the end what came of it, in words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Table

_ERRORS = Console(stderr=True, highlight=False)
_STAGES = {
    "repeats": "Record ids",
    "index:read": "Population: reading",
    "index:merge": "Population: index",
    "number": "Number check",
    "search": "Search",
    "duplicates": "Duplicates",
    "publish": "Verdicts",
}
# verdict -> (what it means, colour)
VERDICTS: Mapping[str, tuple[str, str]] = {
    "verified": ("the person of this number, as the record says", "green"),
    "assigned": ("a number was found, by a second identifier beside name and birth", "green"),
    "several_numbers": ("one person with several insurance records", "yellow"),
    "differs": ("the number is that person's, but fields differ: see the column differs", "yellow"),
    "candidates": ("people who may be meant, for a person to decide", "yellow"),
    "someone_else": ("the number is another person's", "red"),
    "deceased": ("the person of this number has died", "red"),
    "not_found": ("nobody like this in the population register", "red"),
}
_FATES = {
    "left_out": "Rows without a verdict (rejected.parquet has each)",
    "dropped": "Values that could not be used; their rows went on (rejected.parquet has each)",
    "reread": "Values read otherwise than they were written",
}
_SHOWN = 12


@contextmanager
def busy(doing: str) -> Iterator[None]:
    """For what takes a while and has no rows to count: looking at a large CSV file, asking a database."""
    with _ERRORS.status(doing):
        yield


def begin(insured: Any, population: Any) -> None:
    for called, source in (("INSURED", insured), ("POPULATION", population)):
        columns = ", ".join(name if name == theirs else f"{name} = {theirs}" for name, theirs in source.names.items())
        _ERRORS.print(f"[bold]{called}[/] {source.rows:,} rows: {columns}", soft_wrap=True)


class Bars:
    """Called with each `batch.Progress`; a terminal shows bars, a log file one line at the end of each stage."""

    def __init__(self) -> None:
        self._bars = Progress(
            TextColumn("{task.description:<24}"),
            BarColumn(bar_width=28),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[rate]:>16}"),
            TextColumn("{task.fields[left]:>12}"),
            TextColumn("{task.fields[mix]}"),
            console=_ERRORS,
            disable=not _ERRORS.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}
        self._last: Any = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._bars.stop()
        if self._last is not None:
            self._line(self._last)

    def __call__(self, progress: Any) -> None:
        if self._last is not None and self._last.stage != progress.stage:
            self._line(self._last)
        self._last = progress
        if progress.stage not in self._tasks:
            self._tasks[progress.stage] = self._bars.add_task(_called(progress.stage), total=None, rate="", left="", mix="")
        self._bars.update(
            self._tasks[progress.stage],
            total=progress.rows_total,
            completed=progress.rows_done,
            rate=_rate(progress.rows_per_s),
            left=_left(progress),
            mix=mix(progress.outcomes),
        )

    def _line(self, progress: Any) -> None:
        if not _ERRORS.is_terminal:
            _ERRORS.print(
                f"{_called(progress.stage)}: {progress.rows_done:,} of {progress.rows_total:,} rows in {progress.seconds:.1f} s, "
                f"{_rate(progress.rows_per_s)} {mix(progress.outcomes)}".rstrip(),
                soft_wrap=True,
            )


def mix(outcomes: Mapping[str, int]) -> str:
    """The three most frequent outcomes as shares."""
    total = sum(outcomes.values())
    most = sorted(outcomes.items(), key=lambda each: -each[1])[:3]
    return " · ".join(f"{name} {count / total:.1%}" for name, count in most if count) if total else ""


def show(summary: Any, out: Path) -> None:
    """The end of a run on standard output: outcomes, what could not be used, where everything lies."""
    console = Console(highlight=False)
    console.print(_outcomes(summary))
    _values(console, summary, out)
    console.print(_files(summary, out))


def _outcomes(summary: Any) -> Table:
    table = Table(title=f"{summary.rows:,} records against {summary.population:,} people", title_justify="left", box=None, pad_edge=False)
    table.add_column("verdict")
    table.add_column("records", justify="right")
    table.add_column("share", justify="right")
    table.add_column("which means")
    for verdict, (meaning, colour) in VERDICTS.items():
        count = summary.verdicts.get(verdict, 0)
        if count:
            table.add_row(f"[{colour}]{verdict}[/]", f"{count:,}", _share(count, summary.rows), meaning)
    return table


def _values(console: Console, summary: Any, out: Path) -> None:
    """What was not used or read otherwise, with the first examples, masked when they were counted."""
    from ansinh.population import inputs  # noqa: PLC0415 - loaded by now

    told = orjson.loads((out / "summary.json").read_bytes()).get("values")
    found = inputs.findings(told) if told else []
    for fate, title in _FATES.items():
        mine = [each for each in found if each.fate == fate]
        if not mine:
            continue
        table = Table(title=f"\n{title}", title_justify="left", box=None, pad_edge=False)
        table.add_column("column")
        table.add_column("count", justify="right")
        table.add_column("why")
        table.add_column("first of them", overflow="fold")
        for each in mine[:_SHOWN]:
            table.add_row(each.column, f"{each.count:,}", each.sentence, "\n".join(each.examples))
        console.print(table)
        if len(mine) > _SHOWN:
            console.print(f"... and {len(mine) - _SHOWN} more kinds: summary.json has them all.")
    without = summary.population - summary.index_rows
    if without:
        console.print(f"\n{without:,} rows of POPULATION have no usable citizen number and cannot be found by it.")


def _files(summary: Any, out: Path) -> Table:
    seconds = sum(cost.seconds for cost in summary.costs.values())
    cpu = sum(cost.cpu_seconds for cost in summary.costs.values())
    peak = max((cost.peak_rss_bytes for cost in summary.costs.values()), default=0)
    table = Table(
        title=f"\n{_time(seconds)}, {_time(cpu)} of CPU, {peak / 2**30:.1f} GiB",
        title_justify="left",
        box=None,
        pad_edge=False,
        show_header=False,
    )
    for name, path in {**summary.files, "report.html": out / "report.html"}.items():
        table.add_row(name, str(path))
    return table


def _called(stage: str) -> str:
    return _STAGES.get(stage, stage.replace("_", " ").capitalize())


def _rate(rows_per_s: float) -> str:
    if rows_per_s >= 1e6:
        return f"{rows_per_s / 1e6:.2f} M rows/s"
    return f"{rows_per_s / 1e3:.0f} k rows/s" if rows_per_s >= 1e3 else f"{rows_per_s:.0f} rows/s" if rows_per_s else ""


def _left(progress: Any) -> str:
    if progress.rows_done >= progress.rows_total:
        return f"in {_time(progress.seconds)}"
    return f"{_time(progress.seconds_left)} left" if progress.seconds_left is not None else ""


def _time(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min {rest} s"


def _share(count: int, total: int) -> str:
    share = count / total
    return f"{share:.2%}" if share >= 0.0001 or count == 0 else "< 0.01%"
