"""The whole bench, as small as it goes."""

from pathlib import Path

import pytest

from ansinh.cli.bench import lookups
from ansinh.cli.bench.calls import STYLES
from ansinh.cli.bench.questions import DEFAULT_MIX


def test_a_small_run_answers_every_style_rightly_and_says_what_it_cost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "_WARM_UP_S", 0.2)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)  # as root the database server runs as another user
    plan = lookups.Plan(
        participants=500,
        seconds=1.0,
        rate=60,
        arrivals="poisson",
        workers=1,
        connections=4,
        style="all",
        mix=DEFAULT_MIX,
        keep=tmp_path,
    )
    told = lookups.measure(plan).as_dict()
    assert told["participants"] == 500
    assert {"name", "unit", "n", "wall_s", "cpu_ms_per_unit", "peer", "limit", "machine", "at"} <= told.keys()
    for loop in (told["closed_loop"], told["open_loop"]):
        assert loop["errors"] == 0, loop
        assert loop["offered"] == loop["answered"] > 20
        assert loop["calls"].keys() == STYLES.keys()
        assert 0 <= loop["others_share_of_cpu"] <= 1
        assert 0 < loop["latency_ms"]["p50"] <= loop["latency_ms"]["p99"] <= loop["latency_ms"]["max"]
    assert 0 < told["limit"]["cpu_ms_per_unit"] < told["cpu_ms_per_unit"]
    assert told[f"time_of_{lookups.MANY}"]["minutes"] is None
