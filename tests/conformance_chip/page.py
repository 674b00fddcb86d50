"""docs/conformance-chip.md: `python -m tests.conformance_chip.page` writes it from the tables."""

from collections.abc import Iterator
from pathlib import Path

from tests.conformance_chip.table import Case, Unit
from tests.conformance_chip.threats import THREATS, Threat
from tests.conformance_chip.units import APPLICABLE, UNITS, every, passed, share

PAGE = Path(__file__).parents[2] / "docs" / "conformance-chip.md"
RUNS = "test_a_card_of_the_table_comes_to_what_is_expected_of_it"


def page() -> str:
    return "\n".join((*_head(), *_units(), *_cases(), *_threats())) + "\n"


def _head() -> Iterator[str]:
    good, of = share()
    yield from (
        "# Conformance of the chip reader",
        "",
        f"**{good} of {of} applicable cases pass.**",
        "",
        "A suite after the test plan for inspection systems, BSI TR-03105 Part 5.1, version 1.5. Each case is a virtual card that is good but for",
        "one thing: in its files, in what it answers, or in what arrives of it. It is read from its first command to its last and judged, as at a",
        f"counter, and must come to exactly what the table says (`{RUNS}`). The defects of a security object are the rows of passive authentication's",
        "own table, put on a whole card.",
        "",
        "**What this is not.** It is no certificate, and no run of the plan itself. Of the plan, its units, their highest numbers and a few numbers",
        "with their meaning were at hand, not the text of its cases. Only those few are used: `ISO7816_D_09`, and in brackets a range of which only",
        "the ground is known that it covers, where rows of ours may be more or fewer than its numbers. **Every number with an `a` is ours**, inside the unit that covers the ground; it is not the plan's number of that value. The share",
        "above is over our own list of applicable cases. A highest number is no count either.",
        "",
        "**pass**: the card comes to what is expected. **fail**: it does not, for the reason given; the expectation stays. **not supported**: the reader",
        "does not do what the case is about; that it says so is tested where there is a card for it. The last two count against the share.",
        "",
        "The card behind the cases is the test country's; real cards may differ (see the words *assumed* in the decisions).",
        "Written by `python -m tests.conformance_chip.page`; a test holds page and tables together.",
    )


def _units() -> Iterator[str]:
    yield from (
        "",
        "## Units",
        "",
        "| unit | about | highest number of the plan | cases here | pass | fail | not supported | left out |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    )
    for unit in UNITS:
        yield f"| {unit.name} | {unit.about} | {unit.highest} | {_counts(unit)} | {unit.dropped or '-'} |"
    sums = [sum(column) for column in zip(*map(_numbers, APPLICABLE), strict=True)]
    yield f"| all | | | {' | '.join(map(str, sums))} | |"


def _numbers(unit: Unit) -> tuple[int, int, int, int]:
    return len(unit.cases), passed(unit), unit.count(defect=True), unit.count(unsupported=True)


def _counts(unit: Unit) -> str:
    return " | ".join(map(str, _numbers(unit))) if unit.cases else "left out | - | - | -"


def _cases() -> Iterator[str]:
    for unit in APPLICABLE:
        yield from (
            "",
            f"## {unit.name}: {unit.about}",
            "",
            "| number | the card | what must come of it | after | result |",
            "| --- | --- | --- | --- | --- |",
        )
        for number, case in unit.numbered:
            shown = f"{number}<br>({case.plan})" if ".." in case.plan else number
            yield f"| {shown} | {case.title} | {_cell(case)} | {case.source} | {_result(case)} |"


def _cell(case: Case) -> str:
    return "-" if case.expect is None else str(case.expect).replace("|", "\\|")


def _result(case: Case) -> str:
    if case.defect:
        return f"fail: {case.defect}"
    return f"not supported: {case.unsupported}" if case.unsupported else "pass"


def _threats() -> Iterator[str]:
    yield from (
        "",
        "## What may be tried, and what holds it",
        "",
        "| what is tried | what the reader does | tests | cases above |",
        "| --- | --- | --- | --- |",
    )
    numbers = {case.title: number for number, case in every()}
    for threat in THREATS:
        yield _threat(threat, numbers)


def _threat(threat: Threat, numbers: dict[str, str]) -> str:
    tests = "<br>".join(f"`{name}`" for name in threat.tests)
    cases = "<br>".join(numbers[title] for title in threat.cases) or "-"
    return f"| {threat.tried} | {threat.done} | {tests} | {cases} |"


if __name__ == "__main__":
    PAGE.write_text(page())
