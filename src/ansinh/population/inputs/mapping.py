"""The mapping file: what the columns and codes of a foreign source are called there (TOML).

It is data about a source, not about people. Unknown keys are refused by name, so that a slip of the pen is not silently nothing.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ansinh.kit.errors import Refused

COLUMNS = ("record_id", "citizen_number", "old_id_number", "full_name", "birth_date", "sex", "province", "ward", "status", "death_date")
SEXES = ("male", "female", "unknown")
STATUSES = ("living", "deceased", "gone")
_KEYS = ("columns", "sex", "status", "date_order", "encoding", "delimiter", "quote", "query", "table")

DateOrder = Literal["dmy", "mdy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How to read one source.

    columns     canonical name -> name in the source; "" says that the source has no such column
    sex         code or word in the source -> male, female, unknown;  status likewise -> living, deceased, gone
    date_order  of dates with slashes: dmy, or mdy
    encoding    of a CSV file: a codec of Python's; names that are not in it are left to the name keys (TCVN3, VNI)
    delimiter   of a CSV file, one character; None finds it out
    quote       of a CSV file, one character; "" where quotes are ordinary letters
    query, table  what to read from a PostgreSQL database
    """

    columns: dict[str, str] = field(default_factory=dict)
    sex: dict[str, str] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    date_order: DateOrder = "dmy"
    encoding: str = "utf-8"
    delimiter: str | None = None
    quote: str = '"'
    query: str | None = None
    table: str | None = None


def load_mapping(path: Path) -> Mapping:
    """Raises Refused("mapping", ...) naming the key at fault."""
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except OSError as missing:
        raise Refused("mapping", f"{path.name} cannot be read: {missing.strerror}", field="mapping") from None
    except UnicodeDecodeError:
        raise Refused("mapping", f"{path.name} is not UTF-8 text", field="mapping") from None
    except tomllib.TOMLDecodeError as wrong:
        raise Refused("mapping", f"{path.name} is not TOML: {wrong}", field="mapping") from None
    _known(path, "", told, _KEYS)
    columns, sex, status = (_words(path, told, key) for key in ("columns", "sex", "status"))
    _known(path, "columns.", columns, COLUMNS)
    _known_values(path, "sex", sex, SEXES)
    _known_values(path, "status", status, STATUSES)
    order = told.get("date_order", "dmy")
    if order not in {"dmy", "mdy"}:
        raise Refused("mapping", f'{path.name}: date_order is "dmy" or "mdy"', field="date_order")
    for key, most in (("delimiter", 1), ("quote", 1), ("encoding", 40), ("query", 100_000), ("table", 200)):
        if not isinstance(told.get(key, ""), str) or len(told.get(key, "")) > most:
            raise Refused("mapping", f"{path.name}: {key} is a text of at most {most} characters", field=key)
    rest = {key: told[key] for key in ("encoding", "delimiter", "quote", "query", "table") if key in told}
    return Mapping(columns=columns, sex=sex, status=status, date_order=order, **rest)


def _words(path: Path, told: dict[str, Any], key: str) -> dict[str, str]:
    table = told.get(key, {})
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise Refused("mapping", f'{path.name}: [{key}] is a table of texts, such as record_id = "ID"', field=key)
    return dict(table)


def _known(path: Path, where: str, told: dict[str, Any], known: tuple[str, ...]) -> None:
    for key in told:
        if key not in known:
            raise Refused("mapping", f"{path.name}: {where}{key} is not known; known are {', '.join(known)}", field=key)


def _known_values(path: Path, where: str, told: dict[str, str], known: tuple[str, ...]) -> None:
    for code, meaning in told.items():
        if meaning not in known:
            raise Refused("mapping", f"{path.name}: [{where}] {code} means one of {', '.join(known)}", field=where)
