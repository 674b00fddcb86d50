"""Where the insured records of a run are, and how that is remembered in the run's folder: never with a password."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from ansinh.population import inputs

FILE, SPOOL = "sources.json", "inputs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The insured records as `inputs.open` wants them; `spool` is the folder of a database's answer."""

    where: str
    mapping: inputs.Mapping | None = None
    sex_codes: Any = "0-1"
    spool: Path | None = None


def remember(out: Path, origin: Origin) -> None:
    """Writes down where the records are. A database is named without its password: its answer lies in the folder of the run."""
    told = {
        "insured": _place(origin.where),
        "mapping": None if origin.mapping is None else asdict(origin.mapping),
        "sex_codes": origin.sex_codes,
    }
    (out / FILE).write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))


def recall(out: Path) -> Origin | None:
    """Where the records of the run in `out` were the last time, None where nobody has said it."""
    try:
        told = orjson.loads((out / FILE).read_bytes())
        mapping = None if told["mapping"] is None else inputs.Mapping(**told["mapping"])
        return Origin(where=told["insured"], mapping=mapping, sex_codes=told["sex_codes"], spool=out / SPOOL)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _place(where: str) -> str:
    scheme, found, rest = where.partition("://")
    if not found:
        return str(Path(where).absolute())
    dsn, hash_, asked = rest.partition("#")
    login, at, host = dsn.rpartition("@")
    return f"{scheme}://{login.partition(':')[0]}{at}{host}{hash_}{asked}"
