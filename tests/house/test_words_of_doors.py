"""A word nobody asks for is taken away: every key of a door stands in its code or templates, whole or as a beginning put together."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from ansinh import doors

DOORS = Path(doors.__path__[0])
WITH_WORDS = sorted(path.parent.name for path in DOORS.glob("*/words"))


def _asked_for(key: str, text: str) -> bool:
    if any(f"{quote}{key}{quote}" in text for quote in "'\""):
        return True
    beginnings = [key[: found.end()] for found in re.finditer(r"[._]", key)]
    return any(f"{quote}{begun}{after}" in text for begun in beginnings for quote in "'\"" for after in (quote, "{"))


@pytest.mark.parametrize("door", WITH_WORDS)
def test_no_word_of_a_door_is_left_over(door: str) -> None:
    words = import_module(f"ansinh.doors.{door}.words").WORDS
    files = [path for room in (door, "pages") for path in (DOORS / room).rglob("*") if path.suffix in {".py", ".html", ".js"}]
    text = "".join(path.read_text(encoding="utf-8") for path in files if path.parent.name != "words")
    assert {key for key in words if not _asked_for(key, text)} == set()


def test_a_word_left_over_is_seen() -> None:
    text = """say('found.title') say("form." ~ name) say(f"level.{level}")"""
    assert [key for key in ("found.title", "form.lead", "level.3", "found.lead", "found.title_of") if not _asked_for(key, text)] == [
        "found.lead",
        "found.title_of",
    ]
