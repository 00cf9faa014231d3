"""A board as an SVG picture that needs nothing else: no script, no style sheet, no font, no link. Words are text."""

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from mockround.rounds.board import Arrow, Board, Group, Node
from mockround.rounds.boards.names import Names
from mockround.rounds.boards.places import BARE_HEIGHT, CHIP_HEIGHT, MOST_CHIPS, Places, Rect, around, places_of
from mockround.rounds.boards.text import printed

_MARGIN = 32.0
_EMPTY = Rect(0, 0, 240, 128)
_PAPER, _INK, _MUTED, _LINE, _BOX, _FRAME = "#ffffff", "#17201d", "#53605b", "#7c8a84", "#f6f7f5", "#e1efe9"
_FONT = "system-ui, sans-serif"
_CHARS_A_BOX, _CHARS_AN_ARROW, _CHARS_A_CHIP = 22, 32, 24
_NOT_XML = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_GROUP_KINDS: Mapping[str, str] = {
    "": "", "region": "region", "zone": "zone", "shard-set": "shard set", "service": "service",
}  # fmt: skip


def svg_of(board: Board, names: Names) -> str:
    """Return the picture. A reader that sees no pictures finds the board's text in it."""
    places = places_of(board)
    ways = [(arrow, _clear_way(arrow, nth, places)) for arrow, nth in _numbered(board, places)]
    drawn = [Rect(*_at(way, step), 0, 0) for _, way in ways for step in _STEPS]
    hull = around([*places.boxes.values(), *places.frames.values(), *drawn]) or _EMPTY
    width, height = hull.width + 2 * _MARGIN, hull.height + 2 * _MARGIN
    root = Element("svg", _numbers(width=width, height=height))
    root.set("xmlns", "http://www.w3.org/2000/svg")
    root.set("viewBox", " ".join(map(_number, (hull.x - _MARGIN, hull.y - _MARGIN, width, height))))
    root.set("role", "img")
    root.set("font-family", _FONT)
    SubElement(root, "title").text = "Board"
    SubElement(root, "desc").text = _clean(printed(board))
    _marker(root)
    _rect(root, Rect(hull.x - _MARGIN, hull.y - _MARGIN, width, height), fill=_PAPER)
    for group in _outside_in(board, places):
        _frame(root, group, places.frames[group.id])
    for arrow, way in ways:
        _arrow(root, arrow, way)
    for node in board.nodes:
        _box(root, node, places.boxes[node.id], names)
    for arrow, way in ways:
        _label(root, arrow, way, places)
    return tostring(root, encoding="unicode")


def _marker(root: Element) -> None:
    marker = SubElement(
        SubElement(root, "defs"),
        "marker",
        {"id": "tip", "viewBox": "0 0 8 8", "refX": "7", "refY": "4", "orient": "auto-start-reverse"}
        | _numbers(markerWidth=7, markerHeight=7),
    )
    SubElement(marker, "path", {"d": "M0 0 8 4 0 8z", "fill": _MUTED})


def _outside_in(board: Board, places: Places) -> list[Group]:
    return sorted(board.groups, key=lambda group: -places.frames[group.id].width * places.frames[group.id].height)


def _frame(root: Element, group: Group, rect: Rect) -> None:
    _rect(root, rect, fill=_FRAME, stroke=_LINE, rx="8", **{"fill-opacity": "0.5", "stroke-dasharray": "4 4"})
    kind = _GROUP_KINDS[group.kind]
    words = f"{group.label} ({kind})" if group.label and kind else group.label or kind or "group"
    _text(root, rect.x + 16, rect.y + 28, words, longest=_CHARS_AN_ARROW, size=14, fill=_MUTED)


def _box(root: Element, node: Node, rect: Rect, names: Names) -> None:
    box = SubElement(root, "g")
    _rect(box, rect, fill=_BOX, stroke=_LINE, rx="8")
    kind = names.title(node.kind) if node.kind else ""
    name = node.called(kind)
    about = " · ".join(word for word in (kind, node.tech) if word and word != name)
    line = rect.y + (27 if about else 38)
    _text(box, rect.x + 12, line, name, longest=_CHARS_A_BOX, size=15, fill=_INK, weight="600")
    _text(box, rect.x + 12, line + 20, about, longest=_CHARS_A_BOX + 4, size=12, fill=_MUTED)
    for at, words in enumerate(_chips(node, names)):
        top = rect.y + BARE_HEIGHT + at * CHIP_HEIGHT
        _rect(box, Rect(rect.x + 12, top, rect.width - 24, CHIP_HEIGHT - 4), fill=_FRAME, rx="4")
        _text(box, rect.x + 20, top + 14, words, longest=_CHARS_A_CHIP, size=12, fill=_INK)


def _chips(node: Node, names: Names) -> Iterator[str]:
    yield from (names.title(each) for each in node.data[:MOST_CHIPS])
    if len(node.data) > MOST_CHIPS:
        yield f"and {len(node.data) - MOST_CHIPS} more"


def _numbered(board: Board, places: Places) -> Iterator[tuple[Arrow, int]]:
    """The arrows that have both their boxes, each with how many stood between these two before it."""
    seen: dict[frozenset[str], int] = {}
    for arrow in board.arrows:
        if arrow.source in places.boxes and arrow.target in places.boxes:
            ends = frozenset((arrow.source, arrow.target))
            seen[ends] = seen.get(ends, -1) + 1
            yield arrow, seen[ends]


_Way = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""A cubic curve: its ends, and what bends it."""


def _arrow(root: Element, arrow: Arrow, way: _Way) -> None:
    (x0, y0), *bent = way
    path = f"M{_number(x0)} {_number(y0)}C{' '.join(_number(at) for point in bent for at in point)}"
    drawn = {"d": path, "fill": "none", "stroke": _MUTED, "stroke-width": "1.5", "marker-end": "url(#tip)"}
    SubElement(root, "path", drawn | ({"stroke-dasharray": "6 4"} if arrow.mode == "async" else {}))


def _label(root: Element, arrow: Arrow, way: _Way, places: Places) -> None:
    """Write what flows on the arrow, as near to its middle as no box is in the way."""
    if not arrow.words.strip():
        return
    width = 7.0 * min(len(arrow.words), _CHARS_AN_ARROW) + 8
    spots = [Rect(x - width / 2, y - 10, width, 20) for x, y in (_at(way, share) for share in _ALONG)]
    free = (spot for spot in spots if not any(_overlap(spot, box) for box in places.boxes.values()))
    spot = next(free, spots[0])
    _rect(root, spot, fill=_PAPER, rx="4", **{"fill-opacity": "0.9"})
    x, y = spot.middle
    _text(root, x, y + 4, arrow.words, longest=_CHARS_AN_ARROW, size=12, fill=_INK, anchor="middle")


_ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)


def _clear_way(arrow: Arrow, nth: int, places: Places) -> _Way:
    """The straightest way past the other boxes; straight through where there is none."""
    others = [box for box_id, box in places.boxes.items() if box_id not in (arrow.source, arrow.target)]
    ways = [_way(places.boxes[arrow.source], places.boxes[arrow.target], nth, bow) for bow in _BOWS]
    return next((way for way in ways if not any(_holds(box, _at(way, at)) for box in others for at in _STEPS)), ways[0])


_BOWS = (0.0, -70.0, 70.0, -140.0, 140.0, -210.0, 210.0)
_STEPS = tuple(step / 20 for step in range(1, 20))


def _holds(box: Rect, point: tuple[float, float]) -> bool:
    return box.x <= point[0] <= box.right and box.y <= point[1] <= box.bottom


def _way(source: Rect, target: Rect, nth: int, bow: float) -> _Way:
    """The way of an arrow, its middle moved aside by `bow`. Those between the same boxes are spread."""
    aside = bow * 4 / 3
    spread = 22.0 * ((nth + 1) // 2) * (1 if nth % 2 else -1)
    if source == target:
        x, y, top = source.middle[0] + spread, source.y, source.y - 44
        return ((x - 24, y), (x - 40, top), (x + 40, top), (x + 24, y))
    if target.x >= source.right or target.right <= source.x:
        onward = target.x >= source.right
        start = (source.right if onward else source.x, source.middle[1] + spread)
        end = (target.x if onward else target.right, target.middle[1] + spread)
        bend = max(40.0, abs(end[0] - start[0]) / 2) * (1 if onward else -1)
        return (start, (start[0] + bend, start[1] + aside), (end[0] - bend, end[1] + aside), end)
    down = target.y >= source.y
    start = (source.middle[0] + spread, source.bottom if down else source.y)
    end = (target.middle[0] + spread, target.y if down else target.bottom)
    bend = max(24.0, abs(end[1] - start[1]) / 2) * (1 if down else -1)
    return (start, (start[0] + aside, start[1] + bend), (end[0] + aside, end[1] - bend), end)


def _at(way: _Way, share: float) -> tuple[float, float]:
    """The point of a curve at `share` of its way."""
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    return (
        sum(weight * point[0] for weight, point in zip(weights, way, strict=True)),
        sum(weight * point[1] for weight, point in zip(weights, way, strict=True)),
    )


def _overlap(one: Rect, other: Rect) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def _rect(parent: Element, rect: Rect, **more: str) -> None:
    SubElement(parent, "rect", _numbers(x=rect.x, y=rect.y, width=rect.width, height=rect.height) | more)


def _text(  # noqa: PLR0913 - what a text needs
    parent: Element, x: float, y: float, words: str, *, longest: int, size: int, fill: str, weight: str = "",
    anchor: str = "",
) -> None:  # fmt: skip
    """Write one line; what is too long for it is cut, and stands whole in its title."""
    plain = _clean(" ".join(words.split()))
    if not plain:
        return
    more = {"font-weight": weight, "text-anchor": anchor}
    placed = _numbers(x=x, y=y) | {"font-size": str(size), "fill": fill}
    text = SubElement(parent, "text", placed | {key: value for key, value in more.items() if value})
    if len(plain) > longest:
        title = SubElement(text, "title")
        title.text, title.tail = plain, plain[: longest - 1].rstrip() + "…"
    else:
        text.text = plain


def _clean(text: str) -> str:
    """Without the signs that no XML may hold."""
    return _NOT_XML.sub("", text)


def _numbers(**values: float) -> dict[str, str]:
    return {name: _number(value) for name, value in values.items()}


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
