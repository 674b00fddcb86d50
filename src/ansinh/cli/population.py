"""`ansinh population`: what decides a verification, and what is done with it."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.table import Table

from ansinh.population import rules

_KINDS = {"agrees": "green", "soft": "yellow", "differs": "red", "varies": "yellow", "missing": "dim"}


@click.group()
def population() -> None:
    """The population register beside ours: rules and results of verifying one against the other."""


@population.command("rules")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output, nothing else.")
@click.option("--write", is_flag=True, help="Make generated.py and docs/verification-rules.md anew from rules.toml.")
@click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read another file of rules, to see if it is right.",
)
def rules_command(file: Path | None, *, as_json: bool, write: bool) -> None:
    """The rules of a verification: levels of each field, their weights, the decision tables."""
    try:
        read = rules.load(rules.FILE if file is None else file)
    except rules.RulesError as wrong:
        raise click.ClickException(str(wrong)) from None
    if write:
        _write(read)
    elif as_json:
        weights = {field.id: {level.id: level.weight for level in field.levels} for field in read.fields}
        click.echo(orjson.dumps({**asdict(read), "weights": weights}, option=orjson.OPT_INDENT_2))
    else:
        _show(read, Console())


def _write(read: rules.Rules) -> None:
    code = Path(rules.generated.__file__)
    code.write_text(rules.generate.source(read), encoding="utf-8")
    click.echo(f"{code} written.")
    docs = code.parents[4] / "docs"
    if docs.is_dir():
        (docs / "verification-rules.md").write_text(rules.page.text(read), encoding="utf-8")
        click.echo(f"{docs / 'verification-rules.md'} written.")


def _show(read: rules.Rules, console: Console) -> None:
    console.print(f"[bold]Rules {read.version}[/] ({read.sha256[:12]}). Weights in bits; every m is a guess on the pessimistic side.\n")
    for field in read.fields:
        console.print(_field(field))
    for condition in read.conditions:
        table = Table(title=f"{condition.en} · {condition.vi}", title_justify="left", caption=condition.reason, caption_justify="left")
        table.add_column("any of")
        table.add_column("reason")
        for line in condition.lines:
            table.add_row(_allowed(line.allows), line.reason)
        console.print(table)
    console.print(_decisions("At the number", read.at_number))
    console.print(_decisions("At the search", read.at_search))
    for name, threshold in read.thresholds.items():
        console.print(f"[bold]{name}[/] {threshold.value / 100:g} bits ({rules.odds(threshold.value)}). {threshold.reason}")


def _field(field: rules.Field) -> Table:
    table = Table(title=f"{field.en} · {field.vi}", title_justify="left", caption=field.reason, caption_justify="left")
    for column in ("level", "in Vietnamese", "counts as"):
        table.add_column(column)
    for column in ("m", "u", "bits"):
        table.add_column(column, justify="right")
    for level in field.levels:
        u = "" if level.u is None else f"{level.u:g}{' × share' if level.by_share else ''}"
        bits = "" if level.m is None else f"{level.weight / 100:+.2f}{' + rarity' if level.by_share else ''}"
        kind = f"[{_KINDS[level.kind]}]{level.kind}[/]"
        table.add_row(level.en, level.vi, kind, "" if level.m is None else f"{level.m:g}", u, bits)
    return table


def _decisions(title: str, rows: tuple[rules.Row, ...]) -> Table:
    table = Table(title=f"{title}: the first line that fits decides", title_justify="left", show_lines=True)
    for column in ("result", "where", "said to people"):
        table.add_column(column)
    for row in rows:
        parts = [*row.meets, *([_allowed(row.allows)] if row.allows else [])]
        parts += [f"claimed number {' or '.join(row.claimed)}"] if row.claimed else []
        limits = (("score", row.score_at_least), ("margin", row.margin_at_least))
        parts += [f"{name} at least {least / 100:g} bits" for name, least in limits if least is not None]
        parts += ["a candidate"] if row.candidates_at_least else []
        table.add_row(f"[bold]{row.result}[/]", "\n".join(parts) or "all else", f"{row.vi}\n{row.en}")
    return table


def _allowed(allows: Mapping[str, tuple[str, ...]]) -> str:
    return "\n".join(f"{field}: {' or '.join(levels)}" for field, levels in allows.items())
