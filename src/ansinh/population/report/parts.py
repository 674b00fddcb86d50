"""What every page of a report is made of: the document, a section with its picture and its table, a table."""

from collections.abc import Sequence
from importlib import resources

from ansinh.population.report.marked import Child, Marked, both, element, joined

Words = tuple[str, str]
Cell = Child


def document(title: Words, header: Marked, sections: Sequence[Marked | None], footer: Marked) -> str:
    """A whole file: its styles are in it, it asks for nothing and runs nothing."""
    css = resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content="default-src 'none'; style-src 'unsafe-inline'"),
        element("meta", name="robots", content="noindex"),
        element("title", f"{title[0]} · {title[1]}"),
        element("style", Marked(css)),
    )
    body = element("body", element("header", header), element("main", *sections), element("footer", footer))
    return "<!doctype html>\n" + element("html", head, body, lang="vi") + "\n"


def section(name: str, title: Words, lead: Words | None, *content: Child) -> Marked:
    """One chapter of the page."""
    said = None if lead is None else element("p", both(*lead))
    return element("section", element("h2", both(*title), id=name), said, *content, aria_labelledby=name)


def beside(figure: Marked, *others: Child) -> Marked:
    """A picture and what stands beside it, below it on a phone."""
    return element("div", element("figure", figure), element("div", *others), class_="pair")


def table(
    caption: Words, head: Sequence[Words | None], rows: Sequence[Sequence[Cell]], *, words: int = 1, under: frozenset[int] = frozenset()
) -> Marked:
    """A table whose first column names its rows; columns from `words` on are figures. Rows of `under` belong to the one above them."""
    heads = [
        element("td") if each is None else element("th", both(*each), scope="col", class_="n" if place >= words else None)
        for place, each in enumerate(head)
    ]
    body = [
        element(
            "tr",
            *(
                element("th", cell, scope="row") if place == 0 else element("td", cell, class_="n" if place >= words else None)
                for place, cell in enumerate(row)
            ),
            class_="under" if nth in under else None,
        )
        for nth, row in enumerate(rows)
    ]
    drawn = element("table", element("caption", both(*caption)), element("thead", element("tr", *heads)), element("tbody", *body))
    return element("div", drawn, class_="wide", tabindex="0", role="region", aria_label=caption[0])


def unfolded(summary: Words, *content: Child) -> Marked:
    """What is shown when asked for, and always on paper."""
    return element("details", element("summary", both(*summary)), *content)


def tiles(items: Sequence[tuple[str, Words]]) -> Marked:
    """A few large figures, each with its words."""
    return element("ul", *(element("li", element("span", figure, class_="big"), both(*words)) for figure, words in items), class_="tiles")


__all__ = ["Cell", "Words", "beside", "document", "joined", "section", "table", "tiles", "unfolded"]
