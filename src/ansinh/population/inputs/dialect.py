"""What a delimited file is like: its encoding by the first bytes, its delimiter and the names in its first line."""

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ansinh.kit.errors import Refused
from ansinh.population.inputs.mapping import Mapping
from ansinh.population.inputs.model import Side

HEAD_BYTES = 1 << 18
_DELIMITERS = (",", ";", "\t", "|")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LINES = 200
_VALUE = re.compile(r"\s*(?:\d{9,12}|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d\d-\d\d)\s*", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """`start` is the first byte of the first row after the header; `head` some rows, decoded as well as they can be."""

    names: tuple[str, ...]
    delimiter: str
    quote: str
    start: int
    head: tuple[tuple[str, ...], ...]

    def sample(self, name: str) -> list[str]:
        place = self.names.index(name)
        return [row[place] for row in self.head if len(row) == len(self.names)]


def encoding_of(path: Path, mapping: Mapping, side: Side) -> str:
    """The codec the file must be decoded with before anything else; "utf-8" says that its bytes are read as they are."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    try:
        told = codecs.lookup(mapping.encoding).name
    except LookupError:
        raise Refused(
            "encoding", f"{mapping.encoding} is not an encoding this machine knows; legacy names in TCVN3 or VNI need none", field=side
        ) from None
    if told in {"utf-8", "utf-8-sig", "ascii"}:
        if head.count(0) > len(head) // 8:
            raise Refused(
                "encoding", f"{path.name} is not UTF-8 text (it may be UTF-16: say so with encoding in the mapping file)", field=side
            )
        return "utf-8"
    return told


def look_at(path: Path, mapping: Mapping, side: Side) -> Dialect:
    """The dialect of a file in UTF-8, or with bytes of TCVN3 or VNI in it. Raises Refused when it has no header."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        whole = len(head) < HEAD_BYTES
    skipped = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    text = head[skipped:].decode("utf-8", "surrogateescape")
    blank = len(text) - len(text.lstrip("\r\n"))
    if not text[blank:].strip():
        raise Refused("no_rows", f"{path.name} holds nothing but empty lines", field=side)
    delimiter = mapping.delimiter or _sniffed(text[blank:], mapping.quote, path, side)
    rows = _rows(text[blank:], delimiter, mapping.quote)
    if not whole and len(rows) > 1:
        rows.pop()  # cut by the end of what was looked at
    names = tuple(name.strip() for name in rows[0])
    if sum(bool(_VALUE.fullmatch(name)) for name in names) >= 2:
        raise Refused(
            "no_header", f"the first line of {path.name} holds values, not the names of columns: put a header before it", field=side
        )
    return Dialect(
        names=names,
        delimiter=delimiter,
        quote=mapping.quote,
        start=skipped + blank + _length_of_header(text[blank:], mapping.quote),
        head=tuple(tuple(row) for row in rows[1:_LINES]),
    )


def _sniffed(text: str, quote: str, path: Path, side: Side) -> str:
    best, most = "", 0
    for delimiter in _DELIMITERS:
        widths = Counter(len(row) for row in _rows(text, delimiter, quote)[:_LINES])
        (width, lines), *_ = widths.most_common(1) or [(0, 0)]
        if width > 1 and (score := lines * 1_000 + width) > most:
            best, most = delimiter, score
    if not best:
        raise Refused(
            "delimiter",
            f"{path.name} does not look like columns separated by comma, semicolon, tab or bar: name the delimiter in the mapping file",
            field=side,
        )
    return best


def _rows(text: str, delimiter: str, quote: str) -> list[list[str]]:
    lines = io.StringIO(text, newline="")
    if quote:
        reader = csv.reader(lines, delimiter=delimiter, quotechar=quote)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if row:
                rows.append(row)
            if len(rows) > _LINES:
                break
    except csv.Error:
        pass  # a field longer than any name: what came before it is enough to know the dialect by
    return rows


def _length_of_header(text: str, quote: str) -> int:
    """Bytes of the first line with its end; a quoted name may hold a line end."""
    inside = False
    for place, sign in enumerate(text):
        if quote and sign == quote:
            inside = not inside
        elif sign in "\r\n" and not inside:
            end = place + (2 if text[place : place + 2] == "\r\n" else 1)
            return len(text[:end].encode("utf-8", "surrogateescape"))
    return len(text.encode("utf-8", "surrogateescape"))


def transcode(path: Path, encoding: str, into: Path) -> Path:
    """A copy in UTF-8; bytes that are not in `encoding` become U+FFFD, which no name key reads."""
    partial = into.with_suffix(".partial")
    with path.open(encoding=encoding, errors="replace", newline="") as source, partial.open("w", encoding="utf-8", newline="") as target:
        while piece := source.read(1 << 22):
            target.write(piece)
    partial.replace(into)
    return into
