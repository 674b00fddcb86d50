"""Every record into signed files, from PostgreSQL and from Parquet; beside a plain COPY over one connection, and hashing and writing alone."""

import hashlib
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ansinh import oidc, sharing
from ansinh.cli.bench.result import Result, Side, cpu_s, postmaster
from ansinh.kit import clock, crypto, embedded
from ansinh.wiring import schema
from ansinh.wiring.sharing import TERMS

_BLOCK = 500_000  # records invented at a time
_FIRST = 1_000_000_000  # citizen numbers begin here: 12 digits with two zeros before them


def measure(records: int) -> Result:
    """`records` invented records, in a temporary database and a temporary file."""
    with tempfile.TemporaryDirectory(prefix="ansinh-bench-share-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with embedded.running(folder) as dsn:
            schema.migrate(dsn)
            _say(f"loading {records:,} records into PostgreSQL")
            sharing.restore(dsn, _lines(records))
            server = postmaster(dsn)
            key = oidc.SigningKey(crypto.load_or_create_ec_key(folder / "key.pem"))
            _say("files from PostgreSQL")
            ours, wall_s = _ours(dsn, folder / "share", key, server)
            _say("a plain COPY")
            plain = _plain(dsn, server)
        _say("hashing and writing the same bytes")
        limit, size = _hashed(folder / "share")
        shutil.rmtree(folder / "share")
        _say(f"files from Parquet, {records:,} records")
        parquet = _from_parquet(folder, records)
    thousands = records // 1000
    return Result(
        name="share",
        unit="thousand records into signed files, from PostgreSQL",
        n=thousands,
        wall_s=wall_s,
        cpu_ms_per_unit=1000 * ours / thousands,
        peer=Side("COPY of the same table over one connection, kept nowhere: client and server", 1000 * plain / thousands),
        limit=Side("SHA-256 and writing of the same bytes", 1000 * limit / thousands),
        at=clock.utc_now(),
        details={
            "records": records,
            "cpu_s": round(ours, 2),
            "records_per_s": round(records / wall_s),
            "mb": size >> 20,
            "from_parquet": parquet,
        },
    )


def _ours(dsn: str, folder: Path, key: oidc.SigningKey, server: int) -> tuple[float, float]:
    before, begun = cpu_s(server) + time.process_time(), time.monotonic()
    sharing.make_files(dsn, folder, share_id="BENCH-SHARE", terms=TERMS, key=key, now=clock.utc_now())
    return cpu_s(server) + time.process_time() - before, time.monotonic() - begun


def _plain(dsn: str, server: int) -> float:
    before = cpu_s(server) + time.process_time()
    sharing.plain_copy(dsn, lambda _piece: None)
    return cpu_s(server) + time.process_time() - before


def _hashed(folder: Path) -> tuple[float, int]:
    size, begun = 0, time.process_time()
    with (folder / "copy").open("wb") as out:
        for path in sorted(folder.glob("part-*.csv")):
            body = path.read_bytes()
            hashlib.sha256(body).digest()
            out.write(body)
            size += len(body)
    return time.process_time() - begun, size


def _from_parquet(folder: Path, records: int) -> dict[str, Any]:
    from ansinh.sharing import parquet  # noqa: PLC0415 - as the command does

    source, out = folder / "verdicts.parquet", folder / "from-parquet"
    with pq.ParquetWriter(source, pa.schema([("record_id", pa.string()), ("citizen_number", pa.string())]), compression="zstd") as writer:
        for start in range(0, records, _BLOCK):
            writer.write_table(_table(start, min(_BLOCK, records - start)))
    out.mkdir()
    cpu, begun = time.process_time(), time.monotonic()
    chunks = parquet.write_chunks(source, out)
    return {
        "records": sum(each.rows for each in chunks),
        "cpu_s": round(time.process_time() - cpu, 2),
        "wall_s": round(time.monotonic() - begun, 2),
    }


def _numbers(start: int, count: int) -> tuple[Any, Any]:
    """Insurance numbers and citizen numbers as text: lawful in form, of nobody."""
    rows = np.arange(start, start + count, dtype=np.int64)
    citizens = _FIRST + rows * 1_543 % 94_999_999_999  # spread over the range as real ones are
    return _padded(rows, 10), _padded(citizens, 12)


def _padded(numbers: Any, width: int) -> Any:
    return pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width, "0")


def _table(start: int, count: int) -> Any:
    insurance, citizens = _numbers(start, count)
    return pa.table({"record_id": insurance, "citizen_number": citizens})


def _lines(records: int) -> Iterator[bytes]:
    for start in range(0, records, _BLOCK):
        insurance, citizens = _numbers(start, min(_BLOCK, records - start))
        ids = pc.cast(pa.array(np.arange(start + 1, start + 1 + len(insurance), dtype=np.int64)), pa.string())
        cards = pc.binary_join_element_wise("DN401", insurance, "")
        lines = pc.binary_join_element_wise(ids, insurance, citizens, cards, "2026-01-01", "2026-12-31", "01001", "insured", "0\n", "\t")
        yield pc.binary_join(pa.ListArray.from_arrays([0, len(lines)], lines), "")[0].as_buffer().to_pybytes()


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
