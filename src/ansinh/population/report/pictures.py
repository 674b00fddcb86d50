"""The report's pictures, drawn in SVG by hand: each with a title and a description, and a table beside it on the page.

480 units wide and as high as need be, letters of 15, so that a phone shows them legibly. Colours are classes; the style sheet has them
for light, dark and paper. What a colour says is also said by place or by words.
"""

from collections.abc import Iterable, Mapping, Sequence

from ansinh.population.report.marked import Marked, element
from ansinh.population.report.words import number, share

WIDTH = 480
_ROW, _BAR = 44, 16
_SQUARES_A_ROW, _SQUARES = 40, 1000


def picture(name: str, height: float, title: str, description: str, *drawn: Marked) -> Marked:
    """The frame of a picture, with its accessible name and description."""
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", description, id=f"{name}-desc"),
        *drawn,
        viewBox=f"0 0 {WIDTH} {height:.0f}",
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
    )


def squares(name: str, outcomes: Sequence[tuple[str, int]], *, title: str, description: str) -> Marked:
    """A thousand squares shared out among the outcomes, in their order."""
    size, gap = 11, 1
    drawn, at = list[Marked](), 0
    for key, count in _shared_out(outcomes, _SQUARES):
        for place in range(at, at + count):
            row, column = divmod(place, _SQUARES_A_ROW)
            drawn.append(
                element(
                    "rect",
                    x=column * (size + gap) + 0.5,
                    y=row * (size + gap) + 0.5,
                    width=size,
                    height=size,
                    rx=2,
                    class_=f"v-{key}",
                )
            )
        at += count
    return picture(name, _SQUARES // _SQUARES_A_ROW * (size + gap) + 1, title, description, *drawn)


def bars(
    name: str, rows: Sequence[tuple[str, Sequence[tuple[str, float]], str]], *, title: str, description: str, most: float | None = None
) -> Marked:
    """Lying bars: (label, parts of (class, value), what stands at the end) for each row, the label above its bar."""
    whole = most or max((sum(value for _, value in parts) for _, parts, _ in rows), default=0) or 1
    drawn = []
    for place, (label, parts, told) in enumerate(rows):
        y, x = place * _ROW, 0.0
        drawn += [element("text", label, x=0, y=y + 16), element("text", told, x=WIDTH, y=y + 16, class_="told", text_anchor="end")]
        drawn.append(element("rect", x=0, y=y + 22, width=WIDTH, height=_BAR, class_="ground", rx=2))
        for key, value in parts:
            width = value / whole * WIDTH
            if width > 0:
                drawn.append(
                    element("rect", x=x, y=y + 22, width=max(width - (0.8 if len(parts) > 1 else 0), 0.8), height=_BAR, class_=key)
                )
            x += width
    return picture(name, max(len(rows), 1) * _ROW, title, description, *drawn)


def columns(
    name: str,
    bins: Sequence[tuple[str, Sequence[tuple[str, int]]]],
    *,
    title: str,
    description: str,
    marks: Iterable[tuple[float, str]] = (),
    every: int = 1,
) -> Marked:
    """Standing columns side by side; `marks` are (place among the columns, word) of lines across; `every` n-th label is written."""
    height, bottom = 250, 210
    marks = list(marks)
    top = 18 + 20 * len(marks)
    whole = max((sum(value for _, value in parts) for _, parts in bins), default=0) or 1
    step = WIDTH / max(len(bins), 1)
    drawn = [element("line", x1=0, y1=bottom, x2=WIDTH, y2=bottom, class_="axis")]
    for place, (label, parts) in enumerate(bins):
        y = float(bottom)
        for key, value in parts:
            tall = value / whole * (bottom - top)
            y -= tall
            if tall > 0:
                drawn.append(element("rect", x=place * step + 1, y=y, width=max(step - 2, 1), height=max(tall, 0.8), class_=key))
        if place % every == 0:
            drawn.append(element("text", label, x=(place + 0.5) * step, y=bottom + 20, text_anchor="middle", class_="small"))
    for nth, (across, word) in enumerate(marks):
        x = min(max(across * step, 1), WIDTH - 1)
        left = x > WIDTH * 0.6
        drawn.append(element("line", x1=x, y1=6 + 20 * nth, x2=x, y2=bottom, class_="mark"))
        drawn.append(
            element("text", word, x=x + (-6 if left else 6), y=18 + 20 * nth, text_anchor="end" if left else "start", class_="small")
        )
    return picture(name, height, title, description, *drawn)


def flow(
    name: str,
    left: Sequence[tuple[str, str]],
    right: Sequence[tuple[str, str]],
    streams: Mapping[tuple[str, str], int],
    *,
    title: str,
    description: str,
) -> Marked:
    """Streams from (key, label) on the left to (key, label) on the right, as wide as they have records."""
    whole = sum(streams.values()) or 1
    tall, apart, node, middle = 300.0, 40, 12, (150, 300)
    heights = {
        side: [sum(count for ends, count in streams.items() if ends[side] == key) / whole * tall for key, _ in keys]
        for side, keys in ((0, left), (1, right))
    }
    high = max(tall + apart * len(each) for each in heights.values())
    tops: list[dict[str, float]] = [{}, {}]
    drawn, labels = [], []
    for side, keys in ((0, left), (1, right)):
        y, space = 18.0, (high - tall) / max(len(keys), 1)
        for (key, label), height in zip(keys, heights[side], strict=True):
            tops[side][key] = y
            x = middle[0] - node if side == 0 else middle[1]
            count = sum(records for ends, records in streams.items() if ends[side] == key)
            drawn.append(element("rect", x=x, y=y, width=node, height=max(height, 1.5), class_="stage" if side == 0 else f"v-{key}"))
            at, anchor = (x - 6, "end") if side == 0 else (x + node + 6, "start")
            middle_y = y + max(height / 2, 6)
            labels.append(element("text", label, x=at, y=middle_y, text_anchor=anchor, class_="small"))
            labels.append(element("text", share(count, whole), x=at, y=middle_y + 16, text_anchor=anchor, class_="told small"))
            y += height + space
    for source, _ in left:
        for target, _ in right:
            width = streams.get((source, target), 0) / whole * tall
            if width > 0:
                drawn.append(_stream(middle, tops[0][source] + width / 2, tops[1][target] + width / 2, max(width, 0.8), target))
                tops[0][source] += width
                tops[1][target] += width
    return picture(name, high + 30, title, description, *drawn, *labels)


def tiles(
    name: str,
    places: Mapping[str, tuple[int, int]],
    groups: Mapping[str, str],
    words: Mapping[str, tuple[str, str, int]],
    *,
    title: str,
    description: str,
) -> Marked:
    """A map of equal tiles: (column, row) of each, and the group it is part of; neighbours of one group are one field.

    `words` has for each group its word, what it says when pointed at, and its step of colour from 0 to 4, -1 for none.
    """
    wide, tall = WIDTH / (max(column for column, _ in places.values()) + 1), 38
    held = {place: groups[code] for code, place in places.items()}
    named = set[tuple[int, int]]()
    drawn = []
    for (column, row), group in held.items():
        word, told, step = words[group]
        right, below = held.get((column + 1, row)) == group, held.get((column, row + 1)) == group
        x, y = column * wide, row * tall
        rect = element(
            "rect", x=x + 1, y=y + 1, width=wide + (1 if right else -2), height=tall + (1 if below else -2), rx=0 if right or below else 3
        )
        field = _field(held, (column, row))
        texts = _label(word, x + wide / 2, y + tall / 2) if not field & named else []
        named |= field
        drawn.append((element("g", element("title", told), rect, class_=f"step-{step}"), element("g", *texts, class_=f"tile on-{step}")))
    tallest = (max(row for _, row in places.values()) + 1) * tall
    return picture(name, tallest, title, description, *(each for each, _ in drawn), *(each for _, each in drawn))


def key(items: Iterable[tuple[str, str]]) -> Marked:
    """What the colours mean: (class, word)."""
    return element("ul", *(element("li", swatch(kind), " ", word) for kind, word in items), class_="key")


def swatch(kind: str) -> Marked:
    """A square of that colour."""
    return element("svg", element("rect", width=12, height=12, rx=2, class_=kind), viewBox="0 0 12 12", class_="swatch", aria_hidden="true")


def _stream(middle: tuple[int, int], start: float, end: float, width: float, target: str) -> Marked:
    x1, x2 = middle
    half = (x1 + x2) / 2
    line = f"M{x1} {start:.1f} C{half:.0f} {start:.1f} {half:.0f} {end:.1f} {x2} {end:.1f}"
    return element("path", d=line, stroke_width=width, class_=f"stream s-{target}")


def _shared_out(outcomes: Sequence[tuple[str, int]], pieces: int) -> list[tuple[str, int]]:
    """Whole pieces in proportion, by the largest remainders."""
    whole = sum(count for _, count in outcomes)
    if not whole:
        return []
    exact = [count * pieces / whole for _, count in outcomes]
    given = [int(each) for each in exact]
    for place in sorted(range(len(exact)), key=lambda each: given[each] - exact[each])[: pieces - sum(given)]:
        given[place] += 1
    return [(name, count) for (name, _), count in zip(outcomes, given, strict=True)]


def _field(held: Mapping[tuple[int, int], str], start: tuple[int, int]) -> set[tuple[int, int]]:
    """The tiles of one group that hang together with this one."""
    found, ahead = {start}, [start]
    while ahead:
        column, row = ahead.pop()
        for near in ((column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)):
            if near not in found and held.get(near) == held[start]:
                found.add(near)
                ahead.append(near)
    return found


def _label(word: str, x: float, y: float) -> list[Marked]:
    lines = _in_lines(word)
    return [
        element("text", line, x=x, y=y + (4 if len(lines) == 1 else -2 + 12 * nth), text_anchor="middle") for nth, line in enumerate(lines)
    ]


def _in_lines(word: str) -> list[str]:
    first, *rest = word.split()
    if not rest or len(word) <= 7:
        return [word]
    return [first, " ".join(rest)] if len(rest) < 3 else [" ".join([first, rest[0]]), " ".join(rest[1:])]


def counts_told(outcomes: Iterable[tuple[str, int]]) -> str:
    """Words and figures one after another, for a description."""
    return "; ".join(f"{word} {number(count)}" for word, count in outcomes)
