"""The share bench measures what it says: every record, from both sources."""

from ansinh.cli.bench import shares


def test_it_shares_every_record_from_both_sources() -> None:
    result = shares.measure(20_000)
    said = result.as_dict()
    assert (said["n"], said["records"], said["from_parquet"]["records"]) == (20, 20_000, 20_000)
    assert result.cpu_ms_per_unit > 0
    assert result.limit.cpu_ms_per_unit is not None
