from importlib import import_module
from pathlib import Path

from ansinh import audit
from ansinh.audit import catalogue

PAGE = Path(__file__).parents[2] / "docs" / "audit-events.md"


def test_the_page_says_what_the_catalogue_says() -> None:
    command = "python -c \"from ansinh import audit; print(audit.catalogue_page(), end='')\" > docs/audit-events.md"
    assert PAGE.read_text(encoding="utf-8") == audit.catalogue_page(), f"write it anew: {command}"


def test_kinds_stand_in_order_and_are_named_after_what_happened() -> None:
    assert list(audit.CATALOGUE) == sorted(audit.CATALOGUE)
    assert all(name.count(".") == 1 and name == name.lower() for name in audit.CATALOGUE)


def test_a_kind_stands_in_the_file_of_its_first_word() -> None:
    files = [file for file in Path(catalogue.__path__[0]).glob("*.py") if file.stem not in {"__init__", "kind"}]
    stated = {
        file.stem: {kind.name.partition(".")[0] for kind in import_module(f"{catalogue.__name__}.{file.stem}").KINDS} for file in files
    }
    assert stated == {file.stem: {file.stem} for file in files}
    assert set(stated) == {name.partition(".")[0] for name in audit.CATALOGUE}


def test_every_kind_says_who_and_why() -> None:
    assert [kind.name for kind in audit.CATALOGUE.values() if not kind.who or not kind.why.endswith(".")] == []
    assert [kind.name for kind in audit.CATALOGUE.values() if list(kind.who) != sorted(kind.who)] == []
