"""Stops a run whose outcomes are not those of the run before it: a feed that came in another form is noticed after its first units."""

import json
from collections.abc import Mapping
from pathlib import Path

from ansinh.kit.errors import Refused
from ansinh.population.batch.model import Drift

UNKNOWN = "unknown_number"
WITHOUT = "no_number"


def expected_of(ledger: Path) -> dict[str, float]:
    """The mix of a finished run, share by outcome of the number check. Raises Refused `no_mix` when the ledger is not a finished run's."""
    try:
        lines = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError):
        lines = []
    for line in reversed(lines):
        if isinstance(line, dict) and line.get("kind") == "done":
            return {str(outcome): float(share) for outcome, share in line["mix"].items()}
    raise Refused("no_mix", f"{ledger} is not the ledger of a finished run", field="expect")


def mix_of(outcomes: Mapping[str, int]) -> dict[str, float]:
    """Shares of all records, to six places, so that a ledger reads the same everywhere."""
    rows = sum(outcomes.values())
    return {outcome: round(count / rows, 6) if rows else 0.0 for outcome, count in sorted(outcomes.items())}


def check(outcomes: Mapping[str, int], drift: Drift) -> None:
    """Raises Refused `outcome_drift` when the mix so far lies outside of the limits; says nothing below `drift.least_rows`."""
    rows = sum(outcomes.values())
    if rows < drift.least_rows:
        return
    mix = mix_of(outcomes)
    claimed = rows - outcomes.get(WITHOUT, 0)
    found = []
    if drift.expected is None:
        unknown = outcomes.get(UNKNOWN, 0) / claimed if claimed else 0.0
        if unknown > drift.most_unknown:
            found.append(f"{unknown:.1%} of the claimed numbers are nobody's, at most {drift.most_unknown:.0%} is expected")
    else:
        for outcome in sorted({*mix, *drift.expected}):
            was, now = drift.expected.get(outcome, 0.0), mix.get(outcome, 0.0)
            if abs(now - was) > drift.share:
                found.append(f"{outcome} {now:.1%} instead of {was:.1%}")
    if found:
        raise Refused(
            "outcome_drift",
            f"after {rows:,} records the outcomes are not what they should be: {'; '.join(found)}. Look at the input, "
            "or say --accept-drift and run the same command again; what is finished is kept.",
        )
