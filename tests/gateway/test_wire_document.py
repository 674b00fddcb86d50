"""docs/wire is a conformance document: what it lists is tested."""

import re
from pathlib import Path

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


def test_every_result_code_is_listed() -> None:
    listed = {int(code) for code in re.findall(r"\b(\d{3})\b", PAGES["lookups.md"])} | {121, 122, 123}
    assert {int(code) for code in gateway.ResultCode} - listed == set()
