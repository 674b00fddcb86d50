"""report.html and report.json of a finished run, written beside its other files."""

from dataclasses import asdict
from pathlib import Path

import orjson

from ansinh.population.report import counting
from ansinh.population.report import origin as origins
from ansinh.population.report.model import Figures, Reviewed
from ansinh.population.report.origin import Origin
from ansinh.population.report.page import page

PAGE, DATA = "report.html", "report.json"


def make(out: Path, *, origin: Origin | None = None, reviewed: Reviewed | None = None) -> Figures:
    """Writes report.html and report.json into `out` and returns what they say.

    `origin` is where the insured records are, remembered for the next time; without it the report has neither provinces nor ages nor
    examples. The same run gives the same bytes. Raises Refused as `counting.count`.
    """
    figures = counting.count(out, origin=origin, reviewed=reviewed)
    _write(out / DATA, orjson.dumps(asdict(figures), option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS))
    _write(out / PAGE, page(figures).encode())
    if origin is not None:
        origins.remember(out, origin)
    return figures


def _write(path: Path, content: bytes) -> None:
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(content)
    partial.replace(path)
