"""Reading the file of one table: bounded in size, depth, records and length of a value, safe to point at bytes from anywhere.

The standard library's expat in one pass: it never opens a file or an address, and a document type (and with it every entity of
its own) is refused where it begins. Elements are found by name, in any order, with or without a namespace; what the format does
not know is passed over. Decides nothing about the values: that is `checking`.
"""

import re
from dataclasses import dataclass
from xml.parsers import expat

from ansinh.wire.claims.tables import Table

SIGNATURE = "CHUKYDONVI"
_BOM = b"\xef\xbb\xbf"
_DEEPEST = 64
_LONGEST_VALUE = 65_536
_MOST_ELEMENTS = 500_000  # of all names together: megabytes of elements that nobody asked for would take seconds to pass over
# .NET programs write their strings as UTF-8 and declare UTF-16 all the same: what the bytes are counts, not what they say
_DECLARATION = re.compile(rb"\s*<\?xml\s[^>]{0,200}\?>")


class FileError(ValueError):
    """The file cannot be read. `opens` is False where it is no XML at all, True where it is but not of this table.

    `place` names the element, "" for the file; neither it nor `reason`, a sentence for the reply, repeats what was sent.
    """

    def __init__(self, place: str, reason: str, *, opens: bool) -> None:
        super().__init__(f"{place or 'file'}: {reason}")
        self.place = place
        self.reason = reason
        self.opens = opens


class TooManyRecordsError(ValueError):
    """The file is of the right form and holds more records than one file may."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """Records in their order: the table's fields by name, trimmed; a field whose tag is not there is not in the record.

    `is_signed`: something stands in the element for the unit's signature. It is not verified.
    """

    records: tuple[dict[str, str], ...]
    is_signed: bool


def read_table(file: bytes, table: Table, *, most_records: int) -> TableFile:
    """Raises FileError and TooManyRecordsError. UTF-8 with or without byte order mark and declaration, whatever encoding it declares."""
    if file.startswith(_BOM):
        file = file[3:]
    declaration = _DECLARATION.match(file)
    if declaration is not None:
        file = file[declaration.end() :]
    if not file.strip():
        raise FileError("", "tệp rỗng", opens=False)
    reader = _Reader(table, most_records)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        parser.Parse(file, True)
    except expat.ExpatError as wrong:
        raise FileError("", f"không đúng cú pháp XML (dòng {wrong.lineno})", opens=False) from None
    return reader.found()


class _Reader:
    """Follows one document. `_path` holds the names of the open elements."""

    def __init__(self, table: Table, most_records: int) -> None:
        self._table = table
        self._inside = (table.root_tag, table.list_tag, table.record_tag) if table.list_tag else (table.root_tag,)
        self._names = {field.name for field in table.fields}
        self._most = most_records
        self._path: list[str] = []
        self._records: list[dict[str, str]] = []
        self._text: list[str] | None = None
        self._length = 0
        self._has_list = not table.list_tag
        self._is_signed = False
        self._elements = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._path.append(name)
        self._elements += 1
        if self._elements > _MOST_ELEMENTS:
            raise FileError("", f"nhiều hơn {_MOST_ELEMENTS} thẻ", opens=True)
        depth = len(self._path)
        if depth > _DEEPEST:
            raise FileError("", f"lồng nhau quá {_DEEPEST} cấp", opens=True)
        if self._text is not None:
            raise FileError(self._path[-2], "phải là văn bản, không chứa thẻ con", opens=True)
        if depth == 1 and name != self._table.root_tag:
            raise FileError(self._table.root_tag, "thẻ gốc phải có tên này", opens=True)
        if self._path == list(self._inside[:2]):
            self._has_list = True
        if self._path == list(self._inside):
            self._begin_record()
        elif depth == len(self._inside) + 1 and tuple(self._path[:-1]) == self._inside and name in self._names:
            self._begin_field(name)
        elif depth > 2 and self._path[1] == SIGNATURE:
            self._is_signed = True

    def text(self, piece: str) -> None:
        if self._text is not None:
            self._length += len(piece)
            if self._length > _LONGEST_VALUE:
                raise FileError(f"{self._table.record_tag}[{len(self._records)}].{self._path[-1]}", "dài quá mức cho phép", opens=True)
            self._text.append(piece)
        elif len(self._path) == 2 and self._path[1] == SIGNATURE and piece.strip():
            self._is_signed = True

    def end(self, _tag: str) -> None:
        name = self._path.pop()
        if self._text is not None:
            self._records[-1][name] = "".join(self._text).strip()
            self._text = None

    def doctype(self, *_declared: object) -> None:
        raise FileError("", "không được chứa DOCTYPE", opens=True)

    def found(self) -> TableFile:
        if not self._has_list:
            raise FileError(self._table.list_tag, "thiếu thẻ", opens=True)
        if not self._records:
            raise FileError(self._table.record_tag, "thiếu thẻ", opens=True)
        return TableFile(tuple(self._records), self._is_signed)

    def _begin_record(self) -> None:
        if len(self._records) >= self._most:
            raise TooManyRecordsError
        self._records.append({})

    def _begin_field(self, name: str) -> None:
        if name in self._records[-1]:
            raise FileError(f"{self._table.record_tag}[{len(self._records)}].{name}", "thẻ xuất hiện hai lần", opens=True)
        self._text, self._length = [], 0
