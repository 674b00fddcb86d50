"""The file a hospital keeps waiting visits in: nothing acknowledged is lost, whatever byte a crash comes at; what is erased is gone."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ansinh.kit.errors import Refused
from ansinh.sandbox.hospital.journal import Journal

RECORDS = [{"kind": "visit", "visit_id": str(number), "full_name": f"Người Mẫu {number}"} for number in range(3)]


def filled(path: Path) -> Journal:
    journal = Journal(path)
    for record in RECORDS:
        journal.append(record)
    return journal


def records(path: Path) -> list[object]:
    return [line.record for line in Journal(path).lines()]


def test_records_come_back_in_order(tmp_path: Path) -> None:
    filled(tmp_path / "queue")
    assert records(tmp_path / "queue") == RECORDS


def test_nothing_is_there_before_the_first_record(tmp_path: Path) -> None:
    assert Journal(tmp_path / "none" / "queue").lines() == []
    assert not (tmp_path / "none").exists()


def test_only_the_owner_may_read_file_and_folder(tmp_path: Path) -> None:
    path = tmp_path / "hospital" / "queue"
    filled(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_others_could_read_is_closed_to_them_at_the_next_use(tmp_path: Path) -> None:
    filled(tmp_path / "queue")
    (tmp_path / "queue").chmod(0o644)
    Journal(tmp_path / "queue").lines()
    assert stat.S_IMODE((tmp_path / "queue").stat().st_mode) == 0o600


def test_a_record_cut_off_at_any_byte_takes_no_other_with_it(tmp_path: Path) -> None:
    filled(tmp_path / "whole")
    whole = (tmp_path / "whole").read_bytes()
    begin_of_last = whole[:-1].rindex(b"\n") + 1
    for cut in range(begin_of_last, len(whole)):
        path = tmp_path / "cut"
        path.write_bytes(whole[:cut])
        assert records(path) == RECORDS[:2], cut
        Journal(path).append(RECORDS[2])
        assert records(path) == RECORDS, cut


@pytest.mark.parametrize("which", [0, 1, 2])
def test_what_is_erased_is_in_the_file_no_more(tmp_path: Path, which: int) -> None:
    journal = filled(tmp_path / "queue")
    journal.erase([journal.lines()[which]])
    assert RECORDS[which] not in records(tmp_path / "queue")
    assert len(records(tmp_path / "queue")) == 2
    assert f"Mẫu {which}".encode() not in (tmp_path / "queue").read_bytes()


def test_a_crash_at_any_byte_of_an_erasure_is_finished_by_the_next_who_opens_the_file(tmp_path: Path) -> None:
    journal = filled(tmp_path / "whole")
    line = journal.lines()[1]
    before = (tmp_path / "whole").read_bytes()
    journal.erase([line])
    announced = (tmp_path / "whole").read_bytes()[len(before) :]
    path = tmp_path / "cut"
    for written in range(line.length + 1):  # the announcement is on the disk, the over-writing got this far
        over = before[: line.offset] + b"x" * written + before[line.offset + written :]
        path.write_bytes(over + announced)
        assert records(path) == [RECORDS[0], RECORDS[2]], written
        assert "Mẫu 1".encode() not in path.read_bytes(), written
    for written in range(len(announced)):  # the announcement itself was cut off: nothing is erased
        path.write_bytes(before + announced[:written])
        assert records(path) == RECORDS, written


def test_an_empty_journal_is_an_empty_file(tmp_path: Path) -> None:
    journal = filled(tmp_path / "queue")
    journal.erase(journal.lines())
    assert (tmp_path / "queue").read_bytes() == b""


def test_erasing_twice_does_nothing(tmp_path: Path) -> None:
    journal = filled(tmp_path / "queue")
    line = journal.lines()[0]
    journal.erase([line])
    size = (tmp_path / "queue").stat().st_size
    journal.erase([line])
    assert (tmp_path / "queue").stat().st_size == size
    assert len(journal.lines()) == 2


def test_a_line_changed_by_other_hands_is_told_and_nothing_is_thrown_away(tmp_path: Path) -> None:
    filled(tmp_path / "queue")
    content = (tmp_path / "queue").read_bytes().replace("Mẫu 1".encode(), "Mẫu 7".encode())
    (tmp_path / "queue").write_bytes(content)
    with pytest.raises(Refused, match="line 2 was changed") as refused:
        Journal(tmp_path / "queue").lines()
    assert "Mẫu" not in str(refused.value)
    assert (tmp_path / "queue").read_bytes() == content


WRITER = """
import sys
from pathlib import Path
from ansinh.sandbox.hospital.journal import Journal
journal = Journal(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), 100000):
    journal.append({"kind": "visit", "visit_id": str(number)})
    print(number, flush=True)
    if number % 3 == 2:
        journal.erase([line for line in journal.lines() if line.record["visit_id"] == str(number - 1)])
        print(-number + 1, flush=True)
"""


def test_a_writer_killed_again_and_again_loses_nothing_it_had_said_was_kept(tmp_path: Path) -> None:
    path, first = tmp_path / "queue", 0
    kept: set[int] = set()
    for lines in (3, 7, 12, 20, 31):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(first)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        begun = "".join(writer.stdout.readline() for _ in range(lines))  # it is in the middle of something by now
        os.kill(writer.pid, signal.SIGKILL)
        said = [int(line) for line in (begun + writer.stdout.read()).splitlines()]
        writer.wait()
        kept |= {number for number in said if number >= 0}
        kept -= {-number for number in said if number < 0}
        there = [int(str(line.record["visit_id"])) for line in Journal(path).lines()]
        assert len(there) == len(set(there))
        # the last step may have been done without having been said
        assert kept - {max(kept, default=0) - 1} <= set(there)
        assert len(set(there) - kept) <= 1
        kept = set(there)
        first = max(there) + 1
    assert len(kept) > 5
