"""The fields of one code by position, each as the term it stands for; keeps which were mended and which could not be read."""

import re
from datetime import date

from ansinh.terms import FacilityCode, PartialDate, Sex, TermError, names
from ansinh.wire.qr import mending
from ansinh.wire.qr.model import Unread

_CHANGED = "cannot be read for certain: the keyboard has changed it"
_NO_DATE = "is no date"
_EMPTY = frozenset({"", "-", "–", "—"})
_DASHES = re.compile(r"[\s\-–—.]+")


class Fields:
    """`parts` by position; a position behind the last is an empty field."""

    def __init__(self, parts: list[str], *, mended: set[str]) -> None:
        self.parts = parts
        self.mended = mended
        self.unread: list[Unread] = []

    def digits(self, at: int, field: str) -> str:
        return self._noted(at, field, mending.digits(self._raw(at)))

    def name(self, at: int, field: str) -> str:
        raw = self._raw(at)
        return "" if raw == "" else self._noted(at, field, mending.plain_name(raw))

    def hex(self, at: int, field: str, *, is_name: bool) -> str:
        raw = self._raw(at)
        found = "" if raw == "" else mending.hex_text(raw, is_name=is_name)
        if found is None:
            self.refuse(field, _CHANGED)
            return ""
        if not raw.isascii():
            self.mended.add(field)
        return names.tidy(found)

    def plain(self, at: int, field: str) -> str:
        """A text that is kept as it came, unless characters were lost in it."""
        raw = self._raw(at)
        if "\ufffd" in raw:
            self.refuse(field, _CHANGED)
            return ""
        return names.tidy(raw)

    def partial_date(self, at: int, field: str) -> PartialDate | None:
        raw = self._raw(at)
        if raw == "":
            return None
        found = mending.digits(raw, also="/")
        if found is None:
            self.refuse(field, _CHANGED)
            return None
        try:
            parsed = PartialDate.parse(f"{found[:2]}/{found[2:]}" if len(found) == 6 and "/" not in found else found)
        except TermError:
            self.refuse(field, _NO_DATE)
            return None
        self.note(at, field, found)
        return parsed

    def day(self, at: int, field: str) -> date | None:
        parsed = self.partial_date(at, field)
        if parsed is None:
            return None
        if parsed.day is None:
            self.refuse(field, _NO_DATE)
            return None
        return parsed.first_day

    def sex_word(self, at: int, field: str) -> Sex | None:
        folded = names.fold(self._raw(at))
        if folded in {"NAM", "NU"}:
            return Sex.MALE if folded == "NAM" else Sex.FEMALE
        if folded:
            self.refuse(field, "is neither Nam nor Nữ")
        return None

    def sex_digit(self, at: int, field: str) -> Sex | None:
        """1 is male and everything else female, as programs in use read it; what is no digit is not read."""
        raw = self._raw(at)
        found = mending.digits(raw)
        if raw and found is None:
            self.refuse(field, _CHANGED)
            return None
        return {None: None, "": None, "1": Sex.MALE}.get(found, Sex.FEMALE)

    def facility(self, at: int, field: str) -> FacilityCode | None:
        """The code "xx - xxx", with a dash of any length, spaces or nothing between."""
        raw = self._raw(at)
        if raw == "":
            return None
        plain = raw if raw.replace("–", "").replace("—", "").isascii() else mending.from_vietnamese_layout(raw)
        try:
            code = FacilityCode.parse(_DASHES.sub("", plain or "")[:5])
        except TermError:
            self.refuse(field, _CHANGED)
            return None
        self.note(at, field, plain or "")
        return code

    def note(self, at: int, field: str, found: str) -> None:
        """Remember that a field was mended, if what was found is not what came."""
        if self.parts[at].upper() != found.upper():
            self.mended.add(field)

    def refuse(self, field: str, reason: str) -> None:
        self.unread.append(Unread(field, reason))

    def _noted(self, at: int, field: str, found: str | None) -> str:
        if found is None:
            self.refuse(field, _CHANGED)
            return ""
        if names.tidy(self._raw(at)) != found:
            self.mended.add(field)
        return found

    def _raw(self, at: int) -> str:
        raw = self.parts[at] if at < len(self.parts) else ""
        return "" if raw in _EMPTY else raw
