"""`ansinh fuzz chip`: bytes that no card should send, by the million, to every reader of what cards send."""

import base64
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from ansinh.cli.fuzz.chip_proofs import NAMES
from ansinh.cli.fuzz.chip_readers import readers
from ansinh.kit.errors import Refused

_CAMPAIGN = Path(__file__).with_name("chip_campaign.py")
_EXECUTIONS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_COVERED = re.compile(r"cov: (\d+)")
_SLOWEST_S = 5  # an input that takes longer is a failure
_MOST_MB = 2048
_START_S = 120.0
_TARGETS = (*readers(), *NAMES)


@dataclass(frozen=True, slots=True)
class Result:
    """Of one reader. `covered` counts branches reached; `failures` names each kind once, with an input that shows it, in base64."""

    target: str
    executions: int
    covered: int
    failures: tuple[dict[str, str], ...]


@click.command()
@click.option(
    "--target", "targets", type=click.Choice([*_TARGETS, "all"]), multiple=True, default=("all",), show_default=True, help="Which reader."
)
@click.option("--seconds", type=click.IntRange(1), default=10, show_default=True, help="For each reader.")
@click.option("--seed", type=click.IntRange(1), default=1, show_default=True, help="The same seed tries the same bytes first.")
@click.option("--corpus", type=click.Path(file_okay=False, path_type=Path), help="Keep inputs that reached something new here.")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output, nothing else.")
def chip(*, targets: tuple[str, ...], seconds: int, seed: int, corpus: Path | None, as_json: bool) -> None:
    """Bent files of a chip to every reader of them; exit status 1 if anything but a clear refusal came back."""
    if importlib.util.find_spec("atheris") is None:
        raise Refused("no_atheris", "fuzzing needs atheris, which `make` installs with the tools for development")
    names = list(_TARGETS) if "all" in targets else list(targets)
    results = []
    for name in names:
        result = run(name, seconds=seconds, seed=seed, corpus=corpus)
        results.append(result)
        click.echo(f"{name:<16} {result.executions:>9} inputs, {result.covered:>5} branches, {len(result.failures)} failures", err=as_json)
    if as_json:
        click.echo(json.dumps({"seed": seed, "seconds": seconds, "targets": [asdict(each) for each in results]}))
    else:
        for result in results:
            for failure in result.failures:
                click.echo(f"{result.target}: {failure['failure']}: {failure['input']}")
    sys.exit(1 if any(result.failures for result in results) else 0)


def run(name: str, *, seconds: int, seed: int, corpus: Path | None = None) -> Result:
    """One reader for so many seconds, in a process of its own. Raises Refused if the fuzzer does not start."""
    with tempfile.TemporaryDirectory() as scratch:
        kept = Path(scratch, "corpus") if corpus is None else corpus / name
        for folder in (kept, Path(scratch, "stopped"), Path(scratch, "factory")):
            folder.mkdir(parents=True, exist_ok=True)
        options = {
            "max_total_time": seconds,
            "seed": seed,
            "timeout": _SLOWEST_S,
            "rss_limit_mb": _MOST_MB,
            "print_final_stats": 1,
            "artifact_prefix": f"{scratch}/stopped/",
        }
        ended = subprocess.run(  # noqa: S603 - this interpreter, our own file
            [sys.executable, str(_CAMPAIGN), name, str(kept), scratch, *(f"-{key}={value}" for key, value in options.items())],
            capture_output=True,
            text=True,
            timeout=seconds + _START_S,
            check=False,
        )
        failures = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
        failures += [_stopped(path) for path in Path(scratch, "stopped").iterdir()]
    executions = _EXECUTIONS.search(ended.stderr)
    if executions is None and not failures:
        raise Refused("no_fuzzer", f"the fuzzer ended with status {ended.returncode} before it tried anything")
    covered = _COVERED.findall(ended.stderr)
    return Result(name, int(executions[1]) if executions else 0, int(covered[-1]) if covered else 0, tuple(failures))


def _stopped(artifact: Path) -> dict[str, str]:
    """LibFuzzer keeps an input that hung, took too much memory or ended the process, in a file whose name says which."""
    return {"failure": artifact.name.partition("-")[0], "input": base64.b64encode(artifact.read_bytes()).decode()}
