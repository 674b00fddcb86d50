"""The bench of chip cards says what it must, and what it measures stays within what the issue allows."""

import orjson
from click.testing import CliRunner

from ansinh.cli.bench import bench


def test_a_reading_is_verified_and_a_card_opened_within_their_limits_of_cpu() -> None:
    told = orjson.loads(CliRunner().invoke(bench, ["chip", "--json", "--count", "20", "--no-reader"]).stdout)
    assert {"name", "unit", "n", "wall_s", "cpu_ms_per_unit", "peer", "limit", "machine", "at"} <= told.keys()
    assert told["limit"]["cpu_ms_per_unit"] < told["cpu_ms_per_unit"] <= 5
    assert max(told["verify_cpu_ms_by_signer"].values()) <= 5
    assert told["pace_host_cpu_ms"] <= 30
    assert told["read_in_process"]["extended"]["commands"] < told["read_in_process"]["short"]["commands"]
