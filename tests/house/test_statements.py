"""Every SQL statement in the code is literal, stands in a store, and is one the migrated schema can prepare."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

import ansinh
from ansinh.kit import db

ROOT = Path(ansinh.__file__).parent
RUNNERS = {"execute": 0, "executemany": 0, "one": 2, "many": 2, "copy": 0, "stream": 0}
# Statements no PREPARE accepts: session commands and COPY, whose columns are checked below by an INSERT of the same shape.
UTILITY = re.compile(
    r"\s*(COPY|SET|SHOW|LOCK|CREATE|DROP|ALTER|TRUNCATE|VACUUM|ANALYZE|LISTEN|NOTIFY|BEGIN|SAVEPOINT|ROLLBACK|EXPLAIN)\b", re.IGNORECASE
)
COPY_IN = re.compile(r"\s*COPY\s+(?P<table>[\w.]+)\s*\((?P<columns>[^)]*)\)\s+FROM\s+STDIN", re.IGNORECASE)


@dataclass(frozen=True)
class Statement:
    where: str
    sql: str | None


def _statements() -> list[Statement]:
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in RUNNERS:
                continue
            place = RUNNERS[node.func.attr]
            if len(node.args) <= place or not _runs_sql(node.func):
                continue
            where = f"{path.relative_to(ROOT)}:{node.lineno}"
            argument = node.args[place]
            found.append(
                Statement(where, argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None)
            )
    return found


def _runs_sql(function: ast.Attribute) -> bool:
    """`one` and `many` are ours by `db.`, `stream` and `copy` run SQL on cursors only; `execute` always does."""
    owner = function.value.id if isinstance(function.value, ast.Name) else ""
    return owner == "db" if function.attr in {"one", "many"} else function.attr.startswith("execute") or "cur" in owner


STATEMENTS = _statements()


def _in_a_store(where: str) -> bool:
    path = Path(where.split(":", maxsplit=1)[0])
    return path.name == "store.py" or "store" in path.parts or path.parts[0] == "kit"


def test_there_are_statements() -> None:
    assert len(STATEMENTS) > 20


def test_every_statement_stands_in_a_store() -> None:
    assert [each.where for each in STATEMENTS if not _in_a_store(each.where)] == []


def test_every_statement_is_literal() -> None:
    built = [each.where for each in STATEMENTS if each.sql is None and not each.where.startswith("kit/")]
    assert built == []


@pytest.mark.parametrize("statement", [each for each in STATEMENTS if each.sql is not None], ids=lambda each: each.where)
def test_the_schema_can_prepare_it(statement: Statement, migrated: db.Connection) -> None:
    assert statement.sql is not None
    sql = statement.sql
    copied = COPY_IN.match(sql)
    if copied:
        columns = copied["columns"].split(",")
        sql = f"INSERT INTO {copied['table']} ({copied['columns']}) SELECT {', '.join(['NULL'] * len(columns))}"
    elif UTILITY.match(sql):
        return
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%"
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    positional = re.sub(r"%%|%\((\w+)\)[sbt]", number, sql)
    assert "%s" not in positional, "named parameters only"
    try:
        with migrated.transaction(force_rollback=True):
            migrated.execute(f"PREPARE checked AS {positional}".encode())
            migrated.execute("DEALLOCATE checked")
    except psycopg.errors.IndeterminateDatatype as unclear:
        pytest.fail(f"{statement.where}: cast the parameter: {unclear}")


@pytest.fixture(scope="module")
def migrated(server_dsn: str, template: str) -> db.Connection:
    del template
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute("CREATE DATABASE statements TEMPLATE template_ansinh")
    return db.connect(server_dsn.replace("/postgres?", "/statements?"))
