"""One reader under the fuzzer, in a process of its own: `ansinh fuzz chip` starts this file, nothing imports it.

libFuzzer ends its process when it is done, and coverage is counted only in modules that are loaded under its eyes.
What it finds goes to standard output, a line of JSON for each kind of failure; counts go to standard error, where libFuzzer writes.
"""

import base64
import json
import random
import sys
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ansinh.chip"]):
    from ansinh.chip import authenticate, lds, portrait, reading, verification

    assert all((authenticate, lds, portrait, reading, verification))  # and what they load: first loaded here, or not counted

from ansinh.cli.fuzz.bending import bent
from ansinh.cli.fuzz.chip_proofs import NAMES, proofs
from ansinh.cli.fuzz.chip_readers import readers

_LEAST_BYTES = 4096


def main(name: str, corpus: Path, scratch: Path, options: list[str]) -> None:
    """Never returns: libFuzzer ends the process."""
    reader = proofs(scratch / "factory")[name] if name in NAMES else readers()[name]
    most = max(_LEAST_BYTES, *(2 * len(seed) for seed in reader.seeds))
    for number, seed in enumerate(reader.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    seen: set[str] = set()

    def one(data: bytes) -> None:
        failed = reader.fails_on(data)
        if failed is not None:
            _tell(failed, data, seen)

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        chance = random.Random(seed)  # noqa: S311 - to be repeatable
        if chance.random() < 0.3:
            return bytes(atheris.Mutate(data, max_size))
        return bent(data, chance, lambda value: atheris.Mutate(value, max(len(value) + 16, 32)))[:max_size]

    atheris.Setup([sys.argv[0], str(corpus), f"-max_len={most}", *options], one, custom_mutator=mutate)
    atheris.Fuzz()


def _tell(failed: Exception, data: bytes, seen: set[str]) -> None:
    last = traceback.extract_tb(failed.__traceback__)[-1]
    where = f"{type(failed).__name__} at {Path(last.filename).name}:{last.lineno}"
    if where not in seen:
        seen.add(where)
        print(json.dumps({"failure": where, "input": base64.b64encode(data).decode()}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
