"""Boards from and to elsewhere: JSON and Mermaid, with clear mistakes and nothing that escapes its quotes."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockround.rounds.board import LONGEST_WORDS, Board, Node
from mockround.rounds.boards.building import board_of
from mockround.rounds.boards.files import board_in
from mockround.rounds.boards.mermaid import encoded, mermaid_of
from tests.support.boards import ORDERS, boards, names

NAMES = names()
LINE = re.compile(
    r'flowchart LR|\s*n\d+\["[^"\[\]{}()<>|`;%]*(?:<br/>[^"\[\]{}()<>|`;%]*)?"\](?::::[a-z-]+)?'
    r'|\s*subgraph g\d+\["[^"]+"\]|\s*end|\s*n\d+ -\.?-?>(?:\|"[^"<>|]+"\|)? n\d+|'
)


def read(text: str) -> Board:
    found = board_in(text, NAMES, Board())
    assert found.mistakes == ()
    return found.board


def flows(board: Board) -> list[tuple[str, str, str, str, str]]:
    called = {node.id: node.label for node in board.nodes}
    return [(called[each.source], called[each.target], each.label, each.protocol, each.mode) for each in board.arrows]


@settings(deadline=None)
@given(boards())
def test_json_is_taken_in_as_it_was_exported(board: Board) -> None:
    assert read(board.model_dump_json()) == board


@settings(deadline=None)
@given(boards())
def test_no_word_of_a_board_escapes_from_its_quotes_in_mermaid(board: Board) -> None:
    for line in re.sub(r"#\d+;", "x", mermaid_of(board)).split("\n"):
        assert LINE.fullmatch(line), line


@settings(deadline=None)
@given(boards())
def test_mermaid_of_ours_is_taken_in_again_with_its_boxes_arrows_and_groups(board: Board) -> None:
    again = read(mermaid_of(board))
    assert [node.kind for node in again.nodes] == _in_printed_order(board)
    assert sorted(arrow.mode == "async" for arrow in again.arrows) == sorted(
        arrow.mode == "async" for arrow in board.arrows
    )
    assert len(again.groups) == len(board.groups)


def _in_printed_order(board: Board) -> list[str]:
    """Kinds of boxes as Mermaid's text has them: those of a group within it."""

    def inside(outer: str) -> list[str]:
        kinds = [node.kind for node in board.nodes if node.group == outer]
        return kinds + [kind for group in board.groups if group.group == outer for kind in inside(group.id)]

    return inside("")


def test_a_design_survives_mermaid() -> None:
    board = board_of(ORDERS, NAMES).board
    again = read(mermaid_of(board))
    assert flows(again) == flows(board)
    assert {(node.label, node.kind, node.tech) for node in again.nodes} == {
        (node.label, node.kind, node.tech) for node in board.nodes
    }
    assert [(group.kind, group.label) for group in again.groups] == [("region", "eu"), ("zone", "a")]


def test_a_flowchart_that_others_wrote_is_taken_in() -> None:
    board = read(
        """%% how it is today
flowchart TD
    A[Web app] -->|GET /orders| B(Orders API)
    B -- reads --> C[(Orders DB)]
    B -.->|order events| D{{Queue}}; D ==> E & F
    classDef hot fill:#f00
    subgraph workers [Worker pool]
      E[[Mailer]] --> G>Log]
    end
    F --- C
"""
    )
    assert flows(board) == [
        ("Web app", "Orders API", "GET /orders", "", ""),
        ("Orders API", "Orders DB", "reads", "", ""),
        ("Orders API", "Queue", "order events", "", "async"),
        ("Queue", "Mailer", "", "", ""),
        ("Queue", "F", "", "", ""),
        ("Mailer", "Log", "", "", ""),
        ("F", "Orders DB", "", "", ""),
    ]
    assert [group.label for group in board.groups] == ["Worker pool"]


def test_names_in_mermaid_that_are_longer_than_ours_are_cut() -> None:
    long = "x" * (LONGEST_WORDS + 1)
    board = read(f'flowchart LR\n  subgraph g1["{long}"]\n    n1["{long}"] -->|{long}| n2\n  end\n')
    [group], [box, _], [arrow] = board.groups, board.nodes, board.arrows
    assert {len(each.label) for each in (group, box, arrow)} == {LONGEST_WORDS}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("flowchart LR\n  a -->", "Line 2: A box is missing before the end of the line."),
        ("flowchart LR\n  a[b", "Line 2: The box that opens with [ does not close. Write ] after it."),
        ("flowchart LR\n  a ~~~ b", "Line 2: '~~~ b' is no arrow that is known here. Write --> or -.->|words|."),
        ("graph TD\nend", "Line 2: There is no subgraph to end here."),
        ('{"nodes": [', "Line 1: This is no JSON"),
        ('{"boxes": []}', "Line 1: boxes: Extra inputs are not permitted."),
        ('{"nodes": [{"id": "a", "x": "left"}]}', "nodes.0.x: Input should be a valid number"),
        ('{"nodes": [{"id": "a", "kind": "redis"}]}', "'redis' is no class of the catalog."),
        ('{"arrows": [{"id": "a", "source": "x", "target": "y"}]}', "begins or ends at a box that is not there."),
        ("[1]", "Line 1: A name is missing before '[1]'."),
    ],
)
def test_a_mistake_says_where_it_is(text: str, said: str) -> None:
    [mistake, *_] = board_in(text, NAMES, Board()).mistakes
    assert said in str(mistake)


@given(st.text(max_size=150))
def test_any_text_after_a_flowcharts_head_is_read_or_its_mistakes_are_told(text: str) -> None:
    found = board_in(f"flowchart LR\n{text}", NAMES, Board())
    assert found.mistakes or read(json.dumps(found.board.model_dump(mode="json"))) == found.board


def test_every_sign_that_means_something_is_encoded() -> None:
    label = 'a "b" <b>c</b> `d` #35; %% {e} |f| [g] (h) ;\\'
    board = Board(nodes=(Node(id="end", label=label),))
    assert not set(encoded(label)) & set('"<>`%{}|[]()\\')
    assert read(mermaid_of(board)).nodes[0].label == label
