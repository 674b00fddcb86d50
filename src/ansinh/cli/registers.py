"""`ansinh sandbox registers`: two invented registers to verify one against the other, of a nation or of a small part of one."""

from pathlib import Path
from time import perf_counter, process_time

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from ansinh.kit.errors import Refused


@click.command()
@click.option("--scale", type=click.FloatRange(0.00001, 2), required=True, help="1 is 98,000,000 people and 55,039,144 insurance records.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder to write into; 4 GB at scale 1.")
@click.option("--seed", type=click.IntRange(0, 2**31), default=1, show_default=True, help="The same seed makes the same files.")
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--text", "as_text", is_flag=True, help="Numbers and dates as text instead of integers.")
def registers(*, scale: float, out: Path, seed: int, threads: int, as_text: bool) -> None:
    """population.parquet, insured.parquet and truth.parquet: invented people, their insurance records, and who each record is of."""
    from ansinh.sandbox import registers as invented  # noqa: PLC0415 - numpy and pyarrow, which no server loads

    plan = invented.Plan(out=out, scale=scale, seed=seed, threads=threads, as_text=as_text)
    began, cpu = perf_counter(), process_time()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks = {what: bar.add_task(what, total=None, rate="") for what in ("population", "insured")}
        starts: dict[str, float] = {}

        def tell(what: str, done: int, of: int) -> None:
            since = perf_counter() - starts.setdefault(what, began if what == "population" else perf_counter())
            rate = f"{done / since / 1e6:.2f} M rows/s" if since > 0 else ""
            bar.update(tasks[what], completed=done, total=of, rate=rate)

        try:
            invented.write(plan, tell=tell)
        except OSError as broken:
            raise Refused("cannot_write", f"{out} cannot be written: {broken.strerror or broken}") from broken
    click.echo(f"{plan.population:,} people and {plan.insured:,} insurance records in {out}")
    click.echo(f"{perf_counter() - began:.1f} s, {process_time() - cpu:.1f} s of CPU")
