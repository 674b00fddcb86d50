"""The catalogue as a page for people. Owns its words, not its content."""

from ansinh.audit.catalogue import CATALOGUE, Kind

_HEAD = """\
# Audited events

Every event the system keeps in its append-only log, who can cause it, why it is kept and what its detail may hold.
This page is written from `ansinh.audit.CATALOGUE`; an event that does not stand here cannot be appended.

Besides its detail every event holds: its number, the transaction that wrote it, the instant, the actor (kind, id, name),
the participant it is about (the register's own number, or nobody) and the purpose.

"""


def catalogue_page() -> str:
    """The text of docs/audit-events.md."""
    return _HEAD + "\n".join(_section(kind) for kind in CATALOGUE.values())


def _section(kind: Kind) -> str:
    lines = [f"## `{kind.name}`", "", kind.why, "", f"Caused by: {', '.join(each.replace('_', ' ') for each in kind.who)}.", ""]
    if kind.detail:
        lines += ["| detail | meaning |", "| --- | --- |", *(f"| `{key}` | {meaning} |" for key, meaning in sorted(kind.detail.items()))]
    else:
        lines.append("No detail.")
    return "\n".join(lines) + "\n"
