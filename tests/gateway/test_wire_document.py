"""docs/wire is a conformance document: what it lists is tested."""

import re
from pathlib import Path

from ansinh.checkin.answers import ASKER_AND_PERSON
from ansinh.checkin.rules.card import CARD, without_card
from ansinh.checkin.rules.table import RULES
from ansinh.wire import gateway

ROOT = Path(__file__).parents[2]
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs" / "wire").glob("*.md"))}
DOCUMENT = "\n".join(PAGES.values())


def test_every_test_it_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT))
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(named) > 60
    assert named - written == set()


def test_every_line_of_its_tables_names_a_test() -> None:
    rows = [line for line in DOCUMENT.splitlines() if line.startswith("| ") and not line.startswith("| ---")]
    headings = {
        line for line, following in zip(DOCUMENT.splitlines(), DOCUMENT.splitlines()[1:], strict=False) if following.startswith("| ---")
    }
    assert [row for row in rows if row not in headings and "`test_" not in row and ".md)" not in row] == []


def test_the_rules_stand_in_the_document_as_they_are_asked() -> None:
    asked = [rule.__name__ for rule in (*ASKER_AND_PERSON, without_card, *CARD)]
    assert [rule.name for rule in RULES] == asked
    lines = [
        f"{place}. `{rule.name}`. {rule.says} Source: {rule.source}.{f' **Assumed**: {rule.assumed}.' if rule.assumed else ''}"
        for place, rule in enumerate(RULES, 1)
    ]
    assert "\n".join(lines) in PAGES["lookups.md"], "\n".join(lines)


def test_every_result_code_is_listed() -> None:
    listed = {int(code) for code in re.findall(r"\b(\d{3})\b", PAGES["lookups.md"])} | {121, 122, 123}
    assert {int(code) for code in gateway.ResultCode} - listed == set()
