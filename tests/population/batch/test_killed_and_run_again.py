"""A run killed without warning, at every stage and at any moment, and run again: the same bytes come out."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ansinh.kit.errors import Refused
from ansinh.population import batch
from ansinh.population.batch import Progress
from ansinh.population.index import storing
from tests.population.batch import registers
from tests.population.batch.conftest import Registers, Undisturbed, published


def in_a_child(work: Callable[[], object]) -> int:
    """Forks, works in the child, and returns the child's number; the child ends with 0, or 1 on an error."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return child


def ended(child: int) -> int:
    """How the child ended: its exit code, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("stage", ["repeats", "number", "search", "duplicates", "publish"])
def test_killed_when_the_ledger_shows_a_stage_the_rerun_writes_the_same(
    small: Registers, undisturbed: Undisturbed, tmp_path: Path, stage: str
) -> None:
    def kill_myself(progress: Progress) -> None:
        if progress.stage == stage and (stage in {"repeats", "duplicates"} or progress.rows_done > registers.GROUP * 3):
            os.kill(os.getpid(), signal.SIGKILL)

    killed = ended(in_a_child(lambda: small.run(tmp_path / "out", progress=kill_myself)))
    resumed: dict[str, int] = {}
    small.run(tmp_path / "out", progress=lambda each: resumed.update({each.stage: each.rows_resumed}))

    assert killed == -signal.SIGKILL
    assert published(tmp_path / "out") == undisturbed.files()
    if stage in {"number", "search", "publish"}:
        assert resumed[stage] >= registers.GROUP * 3


def test_killed_at_any_moment_again_and_again_the_last_run_writes_the_same(
    small: Registers, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    chance = random.Random(2026)
    for _ in range(6):
        child = in_a_child(lambda: small.run(tmp_path / "out"))
        time.sleep(chance.uniform(0.0, 0.25))
        os.kill(child, signal.SIGKILL)
        ended(child)

    small.run(tmp_path / "out")

    assert published(tmp_path / "out") == undisturbed.files()


@pytest.mark.parametrize("named", [batch.VERDICTS_FILE, batch.CANDIDATES_FILE, batch.REJECTED_FILE, "summary.json"])
def test_killed_when_one_of_its_files_has_its_name_the_rerun_names_the_others(
    small: Registers, undisturbed: Undisturbed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    def kill_after(partial: Path, path: Path, publish: Callable[[Path, Path], None] = storing.publish) -> None:
        publish(partial, path)
        if path == tmp_path / "out" / named:
            os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patched:
        patched.setattr(storing, "publish", kill_after)
        killed = ended(in_a_child(lambda: small.run(tmp_path / "out")))
    finished = (tmp_path / "out" / named).exists()
    summary = small.run(tmp_path / "out")

    assert killed == -signal.SIGKILL
    assert finished
    assert published(tmp_path / "out") == undisturbed.files()
    assert summary.verdicts == undisturbed.summary.verdicts


def test_killed_after_its_last_line_the_rerun_tidies_up(small: Registers, undisturbed: Undisturbed, tmp_path: Path) -> None:
    small.run(tmp_path / "out")
    (tmp_path / "out" / "work").mkdir()

    summary = small.run(tmp_path / "out")

    assert summary.verdicts == undisturbed.summary.verdicts
    assert not (tmp_path / "out" / "work").exists()


@pytest.mark.parametrize("fresh", [True, False])
def test_killed_while_it_takes_away_an_earlier_run_the_rerun_begins_anew(
    small: Registers, undisturbed: Undisturbed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, fresh: bool
) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.stage == "publish":
            raise KeyboardInterrupt

    def kill_myself(folder: Path) -> None:
        (folder / "shared.npy").unlink()
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(KeyboardInterrupt):
        small.run(tmp_path / "out", progress=interrupt)
    with monkeypatch.context() as patched:
        patched.setattr("shutil.rmtree", kill_myself)
        killed = ended(in_a_child(lambda: small.run(tmp_path / "out", fresh=True)))
    resumed: set[int] = set()
    small.run(tmp_path / "out", fresh=fresh, progress=lambda each: resumed.add(each.rows_resumed))

    assert killed == -signal.SIGKILL
    assert resumed == {0}
    assert published(tmp_path / "out") == undisturbed.files()


def test_a_run_whose_growing_file_was_taken_away_is_refused_by_name(small: Registers, tmp_path: Path) -> None:
    def kill_myself(progress: Progress) -> None:
        if progress.stage == "publish" and progress.rows_done > registers.GROUP * 3:
            os.kill(os.getpid(), signal.SIGKILL)

    ended(in_a_child(lambda: small.run(tmp_path / "out", progress=kill_myself)))
    (tmp_path / "out" / (batch.VERDICTS_FILE + ".part")).unlink()

    with pytest.raises(Refused, match=r"verdicts\.parquet\.part is gone") as refused:
        small.run(tmp_path / "out")
    assert refused.value.code == "part_missing"


@pytest.mark.parametrize("step", ["index:read", "index:merge", "index:search"])
def test_killed_while_the_index_is_built_the_rerun_builds_the_same(
    small: Registers, undisturbed: Undisturbed, tmp_path: Path, step: str
) -> None:
    def kill_myself(progress: Progress) -> None:
        if progress.stage == step and (step != "index:read" or progress.rows_done > registers.GROUP * 4):
            os.kill(os.getpid(), signal.SIGKILL)

    anew = Registers(small.insured, small.population, tmp_path / "index")
    killed = ended(in_a_child(lambda: anew.run(tmp_path / "out", progress=kill_myself)))
    anew.run(tmp_path / "out")

    assert killed == -signal.SIGKILL
    assert published(tmp_path / "out") == undisturbed.files()


def test_a_process_of_its_own_killed_from_outside_goes_on_too(small: Registers, undisturbed: Undisturbed, tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; import sys; from tests.population.batch.conftest import Registers;"
        "Registers(*map(Path, sys.argv[1:4])).run(Path(sys.argv[4]), progress=lambda each: print(each.stage, flush=True))"
    )
    arguments = [str(each) for each in (small.insured, small.population, small.index_dir, tmp_path / "out")]
    with subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == "number":
                process.kill()
                break
        process.stdout.read()

    small.run(tmp_path / "out")

    assert process.returncode == -signal.SIGKILL
    assert published(tmp_path / "out") == undisturbed.files()
