"""A board as a picture: well-formed, harmless whatever was typed, and nothing stands on anything else."""

import itertools
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from mockround.rounds.board import Arrow, Board, Group, Node
from mockround.rounds.boards.building import board_of
from mockround.rounds.boards.places import Rect, places_of
from mockround.rounds.boards.svg import svg_of
from tests.support.boards import ORDERS, boards, names

NAMES = names()
SVG = "{http://www.w3.org/2000/svg}"
HARMLESS = {f"{SVG}{tag}" for tag in ("svg", "title", "desc", "defs", "marker", "path", "rect", "text", "g")}
EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>&lt;javascript:'


def words_in(picture: str) -> list[str]:
    root = ElementTree.fromstring(picture)
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def overlap(one: Rect, other: Rect) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


@settings(deadline=None)
@given(boards())
def test_every_board_is_a_well_formed_picture_of_harmless_parts(board: Board) -> None:
    root = ElementTree.fromstring(svg_of(board, NAMES))
    assert {element.tag for element in root.iter()} <= HARMLESS
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or name in ("style", "href", "class")}
    assert len(list(root.iter(f"{SVG}g"))) == len(board.nodes)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_text(typed: str) -> None:
    board = Board(
        nodes=(Node(id="a", label=typed, tech=typed), Node(id="b")),
        arrows=(Arrow(id="c", source="a", target="b", label=typed, protocol=typed[:60]),),
        groups=(Group(id="g", label=typed),),
        notes=typed,
    )
    root = ElementTree.fromstring(svg_of(board, NAMES))
    assert {element.tag for element in root.iter()} <= HARMLESS


def test_markup_stands_there_as_it_was_typed() -> None:
    picture = svg_of(Board(nodes=(Node(id="a", label=EVIL),)), NAMES)
    assert "<script" not in picture
    assert "<img" not in picture
    assert any("<script>alert(1)" in words for words in words_in(picture))


def test_a_design_is_told_in_words_and_in_text() -> None:
    board = board_of(ORDERS, NAMES).board
    picture = svg_of(board, NAMES)
    assert {"client", "orders db", "HTTPS", "requests (sync, HTTP/2)", "eu (region)"} <= set(words_in(picture))
    described = ElementTree.fromstring(picture).find(f"{SVG}desc")
    assert described is not None
    assert described.text == ORDERS
    assert picture.count('stroke-dasharray="6 4"') == 1


@settings(deadline=None)
@given(boards())
def test_boxes_that_nobody_placed_stand_on_no_other_and_in_no_foreign_group(board: Board) -> None:
    free = board.model_copy(
        update={"nodes": tuple(node.model_copy(update={"x": None, "y": None}) for node in board.nodes)}
    )
    places = places_of(free)
    assert not [pair for pair in itertools.combinations(places.boxes.values(), 2) if overlap(*pair)]
    outer = {group.id: group.group for group in board.groups}
    for node in board.nodes:
        holders = set()
        at = node.group
        while at:
            holders.add(at)
            at = outer[at]
        held = {group for group in outer if any(_stands_in(each, group, outer) for each in board.nodes)}
        for group in held:
            assert overlap(places.boxes[node.id], places.frames[group]) == (group in holders)


def _stands_in(node: Node, group: str, outer: dict[str, str]) -> bool:
    at = node.group
    while at and at != group:
        at = outer[at]
    return bool(at)


def test_what_was_placed_stays_there_and_what_was_not_stands_below_it() -> None:
    board = Board(nodes=(Node(id="a", x=500, y=-40), Node(id="b"), Node(id="c")), arrows=())
    boxes = places_of(board).boxes
    assert (boxes["a"].x, boxes["a"].y) == (500, -40)
    assert min(boxes["b"].y, boxes["c"].y) >= boxes["a"].bottom


@settings(deadline=None)
@given(boards())
def test_everything_that_is_drawn_lies_within_the_picture(board: Board) -> None:
    root = ElementTree.fromstring(svg_of(board, NAMES))
    x, y, width, height = map(float, root.attrib["viewBox"].split())
    for rect in root.iter(f"{SVG}rect"):
        if rect.attrib.get("rx") == "8":
            assert x <= float(rect.attrib["x"]) <= x + width - float(rect.attrib["width"])
            assert y <= float(rect.attrib["y"]) <= y + height - float(rect.attrib["height"])
    for path in list(root.iter(f"{SVG}path"))[1:]:
        start, end = (path.attrib["d"][1:].split("C")[0].split(), path.attrib["d"].split()[-2:])
        assert all(x <= float(at[0]) <= x + width and y <= float(at[1]) <= y + height for at in (start, end))


def test_words_on_an_arrow_stand_on_no_box() -> None:
    board = board_of("a -> b -> c\na -> c: past the one in the middle", NAMES).board
    picture = ElementTree.fromstring(svg_of(board, NAMES))
    [words] = [each for each in picture.iter(f"{SVG}text") if each.text == "past the one in the middle"]
    x, y = float(words.attrib["x"]), float(words.attrib["y"])
    assert not [box for box in places_of(board).boxes.values() if overlap(box, Rect(x - 40, y - 8, 80, 16))]


def test_arrows_lead_from_left_to_right() -> None:
    boxes = places_of(board_of("a -> b -> c\nc -> a", NAMES).board).boxes
    assert [boxes[node].x for node in ("n1", "n2", "n3")] == sorted(boxes[node].x for node in ("n1", "n2", "n3"))
    assert boxes["n1"].right < boxes["n2"].x
