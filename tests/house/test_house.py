"""The house rules that import-linter has no contract for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ansinh

ROOT = Path(ansinh.__file__).parent
ROOMS = {
    "audit", "chip", "biometrics", "oidc", "register", "identity", "exchange", "staff", "population", "checkin", "vendors", "desk", "claims", "dossiers",
    "healthbook", "sharing", "statistics", "wire", "terms", "kit", "sandbox", "doors",
}  # fmt: skip
FILES = sorted(ROOT.rglob("*.py"))
BANNED_NAMES = {"service", "services", "util", "utils", "helper", "helpers", "common", "base", "manager"}
# Rules are functions of plain data: what they may never reach.
IMPURE = ("psycopg", "starlette", "fastapi", "httpx2", "ansinh.kit.db", "ansinh.kit.http", "ansinh.kit.web")
PURE_ROOMS = {"oidc", "wire", "terms"}
PURE_FILES = {"rules.py", "answers.py", "verdict.py", "linking.py"}


def _imports(path: Path) -> Iterator[tuple[str, str]]:
    """(module, name) for each import of the file; name is "" for `import module`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            assert node.level == 0, f"{path}: relative imports hide whose rule it is"
            yield from ((node.module, alias.name) for alias in node.names)


def _room(path: Path) -> str:
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def _door_is_closed(module: str, own_room: str) -> bool:
    parts = module.split(".")
    if parts[0] != "ansinh" or len(parts) < 3 or parts[1] == own_room:
        return False
    inside = parts[3:] if parts[1] in {"doors", "sandbox", "kit", "chip"} else parts[2:]  # these hold rooms, or tools, of their own
    return parts[1] in ROOMS and len(inside) > 0


def test_from_outside_a_room_only_its_door_is_imported() -> None:
    knocked_through = [
        f"{path.relative_to(ROOT)}: from {module} import {name}"
        for path in FILES
        for module, name in _imports(path)
        if _door_is_closed(module, _room(path))
    ]
    assert knocked_through == []


def test_a_door_left_open_is_noticed() -> None:
    assert _door_is_closed("ansinh.register.store", "checkin")
    assert not _door_is_closed("ansinh.register", "checkin")
    assert not _door_is_closed("ansinh.register.store", "register")
    assert _door_is_closed("ansinh.chip.lds.files", "desk")
    assert not _door_is_closed("ansinh.chip.lds", "desk")


def test_psycopg_is_imported_only_by_kit() -> None:
    outside = [
        str(path.relative_to(ROOT))
        for path in FILES
        for module, _ in _imports(path)
        if module.split(".")[0] in {"psycopg", "psycopg_pool"} and _room(path) != "kit" and "store" not in path.relative_to(ROOT).as_posix()
    ]
    assert outside == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rules_never_reach_a_database_or_a_web_framework(path: Path) -> None:
    relative = path.relative_to(ROOT)
    if _room(path) not in PURE_ROOMS and relative.name not in PURE_FILES and "rules" not in relative.parts:
        return
    reached = [module for module, name in _imports(path) if module.startswith(IMPURE) or f"{module}.{name}".startswith(IMPURE)]
    assert reached == []


def test_no_file_is_named_after_a_layer() -> None:
    assert [str(path.relative_to(ROOT)) for path in FILES if path.stem in BANNED_NAMES] == []
