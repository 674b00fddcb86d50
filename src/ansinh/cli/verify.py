"""`ansinh verify`: every insurance record checked against the population register, from two files or databases to verdicts and a report."""

import errno
import re
import shutil
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from ansinh.cli import verify_shown
from ansinh.kit import clock
from ansinh.kit.errors import Refused, RoomError

STOPPED_BY_DRIFT, NO_SPACE, INTERRUPTED = 3, 4, 130
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "ki": 2**10, "mi": 2**20, "gi": 2**30}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmg]i?)?b?", re.IGNORECASE)

_MANUAL = """Verify every record of INSURED against the register POPULATION and write verdicts.

Each record gets exactly one verdict: verified, differs (and in which fields), assigned (a number was found for it, on a second
identifier), candidates (up to five, for a person to decide), someone_else, several_numbers, not_found, deceased. A number is never
assigned on name and birth date alone.

\b
SOURCES
  INSURED and POPULATION are each one of
    a Parquet file, or a folder or a quoted pattern of them   data/insured/   'data/part-*.parquet'
    CSV files likewise: comma, semicolon, tab or bar is found out, the first line names the columns
    a PostgreSQL query      'postgresql://user@host/db#schema.table'   'postgresql://host/db#SELECT ...'
  Keep passwords out of the command line: PostgreSQL's own password file or PGPASSWORD serve.

\b
COLUMNS
  record_id        INSURED only, required: one for each record; of equal ones the first counts
  citizen_number   required: text or integer; blanks, dots and lost leading zeros do not matter
  full_name        required: any Unicode form, or bytes in TCVN3 or VNI
  birth_date       required: date, yyyy-MM-dd, yyyy-MM, yyyy, dd/MM/yyyy, integer yyyymmdd; 00 is unknown
  old_id_number    nine digits of the identity card before
  sex              0/1 for male/female (1/2 with --sex-codes 1-2), or words
  province, ward   codes or names
  status, death_date   POPULATION only: who has died or gone
  A source with other names or codes needs a mapping file (TOML); docs/verification.md has one to copy.

\b
FILES WRITTEN INTO --out
  verdicts.parquet    one row a record: record_id, verdict, citizen_number, stage, score, differs, candidates
  candidates.parquet  everyone a record was compared with: rank, citizen_number, score, levels
  rejected.parquet    values and rows that could not be used: row, record_id, column, reason, sentence, kept
  summary.json        counts, costs, versions          report.html   the same to look at
  ledger.jsonl        what was done, unit by unit; never a record
  The files hold personal data in the clear; a folder made by the command is open to its owner alone.

\b
INTERRUPTED?  Ctrl-C, a reboot, a full disk: the same command goes on where it was, with the same result as in one go.

\b
EXIT STATUS
  0 done   1 refused: the sentence says what and why   2 wrong use   3 stopped: the outcomes drift from what was expected
  4 the disk is full   130 interrupted

\b
EXAMPLES
  ansinh sandbox registers --scale 0.001 --out demo
  ansinh verify demo/insured.parquet demo/population.parquet --out demo/run
  ansinh verify insured.csv 'population/*.parquet' --out run --mapping insured.toml --index /fast/index
  ansinh verify insured.parquet population.parquet --out november --expect october/ledger.jsonl
"""


class _Size(click.ParamType[int]):
    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = _SIZE.fullmatch(str(value).strip())
        if isinstance(value, int) or found is None:
            return value if isinstance(value, int) else self.fail("a size is a number with a unit, such as 6GiB or 800MiB", param, ctx)
        return int(float(found[1]) * _UNITS[(found[2] or "").lower()])


@click.command(help=_MANUAL)
@click.argument("insured")
@click.argument("population")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder of the run, made if need be.")
@click.option(
    "--index",
    "index_dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the population's index (default: index in --out); shared by runs, built anew when POPULATION has changed.",
)
@click.option("--mapping", type=click.Path(path_type=Path), help="Names and codes of INSURED's columns (TOML).")
@click.option("--mapping-population", type=click.Path(path_type=Path), help="The same for POPULATION.")
@click.option("--sex-codes", type=click.Choice(["0-1", "1-2"]), default="0-1", show_default=True, help="Digits of male and female.")
@click.option("--memory", type=_Size(), default="6GiB", show_default=True, help="What the run may hold at most.")
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option(
    "--stages",
    type=click.Choice(["number", "all"]),
    default="all",
    show_default=True,
    help="number: the number check alone; whoever it does not settle is not_found.",
)
@click.option("--engine", type=click.Choice(["native", "spark"]), default="native", show_default=True, help="spark: beyond one machine.")
@click.option(
    "--expect",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="ledger.jsonl of an earlier run: stop when this one's outcomes drift from it.",
)
@click.option("--accept-drift", is_flag=True, help="Go on although the outcomes drift.")
@click.option("--fresh", is_flag=True, help="Start over, whatever an interrupted run left in --out; the index stays.")
@click.option("--json", "as_json", is_flag=True, help="The summary as one object on standard output, nothing else there.")
def verify(insured: str, population: str, *, out: Path, fresh: bool, as_json: bool, **how: Any) -> None:
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        summary = _run(insured, population, out=out, fresh=fresh, **how)
    except KeyboardInterrupt:
        _leave(f"Stopped. What is finished is kept in {out}: the same command goes on from there.", INTERRUPTED)
    except OSError as broken:
        full = broken.errno in {errno.ENOSPC, errno.EDQUOT}
        _leave(f"ansinh: {out}: {broken.strerror or broken}", NO_SPACE if full else 1)
    except RoomError as refused:
        _leave(f"ansinh: {refused.detail}", {"outcome_drift": STOPPED_BY_DRIFT, "disk_full": NO_SPACE}.get(refused.code, 1))
    if as_json:
        click.echo((out / "summary.json").read_bytes())
    else:
        verify_shown.show(summary, out)


def _run(
    insured: str,
    population: str,
    *,
    out: Path,
    index_dir: Path | None,
    mapping: Path | None,
    mapping_population: Path | None,
    sex_codes: Any,
    memory: int,
    threads: int,
    stages: str,
    engine: str,
    expect: Path | None,
    accept_drift: bool,
    fresh: bool,
) -> Any:
    # numpy, numba and pyarrow are loaded here and not before: no other command needs them
    from ansinh.population import batch, inputs, report, search  # noqa: PLC0415

    out = out.absolute()  # Spark's workers have folders of their own
    index_dir = (index_dir or out / "index").absolute()
    out.mkdir(mode=0o700, parents=True, exist_ok=True)  # what comes to lie there is about people
    spool = out / "inputs"
    if fresh and spool.exists():
        shutil.rmtree(spool)  # the answer of a database, as it was then
    told = [inputs.load_mapping(path) if path is not None else None for path in (mapping, mapping_population)]
    with verify_shown.busy("Looking at the sources ..."):
        left = inputs.open(_absolute(insured), "insured", told[0], sex_codes=sex_codes, spool=spool)
        right = inputs.open(_absolute(population), "population", told[1], sex_codes=sex_codes, spool=spool)
    verify_shown.begin(left, right)
    plan = batch.Plan(
        insured=left,
        population=right,
        out=out,
        index_dir=index_dir,
        search=search.SearchStage() if stages == "all" else None,
        threads=threads,
        memory_bytes=memory,
        fresh=fresh,
        drift=batch.Drift(expected=None if expect is None else batch.expected_of(expect)),
        accept_drift=accept_drift,
    )
    run = _spark().run if engine == "spark" else batch.run
    with verify_shown.Bars() as bars:
        summary = run(plan, progress=bars, now=clock.utc_now())
    with verify_shown.busy("Writing the report ..."):
        report.make(out, origin=report.Origin(where=insured, mapping=told[0], sex_codes=sex_codes, spool=spool))
    return summary


def _absolute(source: str) -> str:
    """A file, folder or pattern means the same wherever a worker stands; a database does anyway."""
    return source if "://" in source else str(Path(source).absolute())


def _spark() -> Any:
    try:
        return import_module("ansinh.population.spark")  # pyspark, an extra
    except ImportError as missing:
        raise Refused("engine", f"--engine spark needs the extra ansinh[spark] and Java 17: {missing}", field="engine") from None


def _leave(sentence: str, status: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(status)


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt
