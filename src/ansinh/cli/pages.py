"""Enough of a browser for the journey: the forms and the text of a page."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Form:
    """`fields` holds the names and present values of its inputs; buttons without a name are not among them."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.words: list[str] = []
        self._hidden = 0
        self._inside_form = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get").lower()))
            self._inside_form = True
        elif (
            tag == "input"
            and self._inside_form
            and values.get("name")
            and values.get("type") not in {"submit", "button", "checkbox", "radio", "file"}
        ):
            self.forms[-1].fields[values["name"]] = values.get("value", "")
        elif tag in {"script", "style", "head"}:
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside_form = False
        elif tag in {"script", "style", "head"}:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.extend(data.split())


def forms_of(page: str) -> list[Form]:
    return _read(page).forms


def text_of(page: str) -> str:
    """What the page says, words separated by single spaces."""
    return " ".join(_read(page).words)


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader
