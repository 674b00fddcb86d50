"""HTML and SVG made of elements: text is always escaped, so that no value of a file can become a tag."""

from html import escape


class Marked(str):
    """Text that is markup already: only `element` and `joined` make it."""

    __slots__ = ()


Child = str | Marked | None
_VOID = frozenset({"meta", "br", "path", "rect", "line", "circle"})


def element(tag: str, /, *children: Child, **attributes: str | float | None) -> Marked:
    """One element. Attributes of None are left out; `class_` is class, other underlines become dashes."""
    told = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_written(value))}"' for name, value in attributes.items() if value is not None
    )
    if tag in _VOID and not children:
        return Marked(f"<{tag}{told}/>")
    return Marked(f"<{tag}{told}>{joined(*children)}</{tag}>")


def joined(*children: Child) -> Marked:
    """Elements and texts one after another; None is nothing."""
    return Marked("".join(each if isinstance(each, Marked) else escape(each, quote=False) for each in children if each is not None))


def both(vi: str, en: str) -> Marked:
    """Vietnamese first, English second."""
    return joined(vi, " ", element("span", en, lang="en", class_="en"))


def _written(value: str | float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
