"""The docs say what is there: links lead somewhere, rooms and settings are described, decisions are numbered."""

import re
from pathlib import Path

import pytest
from click import Context

import ansinh
from ansinh.cli import cli
from ansinh.settings import Settings

TOP = Path(__file__).parents[2]
PAGES = sorted([TOP / "README.md", TOP / "CHANGELOG.md", *(TOP / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TOP)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text()) if not target.startswith(("http://", "https://", "mailto:"))]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_room_is_described() -> None:
    described = (TOP / "docs" / "rooms.md").read_text()
    rooms = {path.name for path in Path(ansinh.__file__).parent.iterdir() if (path / "__init__.py").exists() and path.name != "doors"}
    assert {room for room in rooms if f"`{room}`" not in described} == set()


def test_every_setting_is_described() -> None:
    described = (TOP / "docs" / "operations.md").read_text()
    assert [name for name in Settings.model_fields if f"ANSINH_{name.upper()}" not in described] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((TOP / "docs" / "adr").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_command_the_readme_names_exists() -> None:
    named = set(re.findall(r"`ansinh ([a-z]+)", (TOP / "README.md").read_text()))
    assert named - set(cli.list_commands(Context(cli))) == set()
    assert named


def test_every_make_target_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (TOP / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`?make ([a-z]+)", (TOP / "README.md").read_text())) - targets == set()


def test_nothing_committed_names_a_machine_or_a_registry() -> None:
    lock = (TOP / "requirements.txt").read_text() + (TOP / "requirements-dev.txt").read_text()
    assert re.findall(r"^\s*--(?:index-url|extra-index-url|find-links|trusted-host)", lock, re.MULTILINE) == []
    assert "://" not in lock


def test_every_test_a_page_names_exists() -> None:
    defined = set(re.findall(r"^def (test_\w+)", "\n".join(path.read_text() for path in (TOP / "tests").rglob("*.py")), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"`(test_\w+)`", page.read_text())}
    assert named - defined == set()
    assert len(named) > 50


def test_every_path_a_page_names_in_code_exists() -> None:
    rooms = (TOP / "docs" / "rooms.md").read_text()
    named = re.findall(r"`([a-z_]+(?:/[a-z_]+)*/?(?:[a-z_]+\.py)?)` ?\|$", rooms, re.MULTILINE)
    assert [path for path in named if not (Path(ansinh.__file__).parent / path).exists()] == []
    assert len(named) > 10
