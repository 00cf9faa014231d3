"""The text of a board: what is printed is what is read, and a mistake says its line and what to write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockround.rounds.board import Arrow, Board, Node
from mockround.rounds.boards.building import board_of
from mockround.rounds.boards.text import printed
from tests.support.boards import ORDERS, boards, names

NAMES = names()


def read(text: str, before: Board | None = None) -> Board:
    found = board_of(text, NAMES, before)
    assert found.mistakes == ()
    return found.board


def mistakes(text: str) -> list[str]:
    return [str(mistake) for mistake in board_of(text, NAMES).mistakes]


@given(boards())
def test_a_board_that_is_printed_and_read_over_itself_is_the_same_board(board: Board) -> None:
    assert read(printed(board), board) == board


@given(boards())
def test_the_text_alone_tells_everything_but_ids_and_places(board: Board) -> None:
    text = printed(board)
    again = read(text)
    assert printed(read(text, again)) == printed(again)
    assert sorted(node.label for node in again.nodes) == sorted(node.label for node in board.nodes)
    assert len(again.arrows) == len(board.arrows)
    assert sorted((group.kind, group.label) for group in again.groups) == sorted(
        (group.kind, group.label) for group in board.groups
    )


@given(st.text(max_size=200))
def test_any_text_is_read_to_a_board_that_can_be_printed_and_read(text: str) -> None:
    board = board_of(text, NAMES).board
    assert read(printed(board), board) == board


def test_a_design_is_printed_as_it_was_written() -> None:
    assert printed(read(ORDERS)) == ORDERS


def test_boxes_have_their_class_product_data_group_and_note() -> None:
    board = read(ORDERS)
    [db] = [node for node in board.nodes if node.label == "orders db"]
    assert (db.kind, db.tech, db.data) == ("primary-db", "Postgres", ("workflow-state", "payments-ledger"))
    assert db.notes == "one leader, two followers"
    groups = {group.id: group for group in board.groups}
    zone = groups[db.group]
    assert (zone.kind, zone.label, groups[zone.group].label) == ("zone", "a", "eu")


def test_arrows_have_what_flows_how_and_whether_anybody_waits() -> None:
    flows = [(arrow.label, arrow.protocol, arrow.mode) for arrow in read(ORDERS).arrows]
    assert flows == [
        ("", "HTTPS", ""),
        ("requests", "HTTP/2", "sync"),
        ("writes", "", ""),
        ("order events", "AMQP", "async"),
    ]


@pytest.mark.parametrize(
    ("line", "kind", "tech", "data"),
    [
        ("x [Redis]", "cache", "Redis", ()),
        ("x [work queue]", "message-queue", "", ()),
        ("x [, Zanzibar]", "", "Zanzibar", ()),
        ("x [cache, Memcached] {Sessions}", "cache", "Memcached", ("sessions",)),
        ("x {orders, chat messages, orders}", "", "", ("workflow-state", "chat-messages")),
    ],
)
def test_classes_may_be_written_as_people_say_them(line: str, kind: str, tech: str, data: tuple[str, ...]) -> None:
    [node] = read(line).nodes
    assert (node.kind, node.tech, node.data) == (kind, tech, data)


def test_a_chain_is_an_arrow_between_each_two() -> None:
    board = read("client -> lb --> api ~> queue: requests")
    ends = {node.id: node.label for node in board.nodes}
    assert [(ends[arrow.source], ends[arrow.target], arrow.mode) for arrow in board.arrows] == [
        ("client", "lb", ""),
        ("lb", "api", ""),
        ("api", "queue", "async"),
    ]


def test_a_box_keeps_its_id_and_place_when_its_line_changes() -> None:
    before = read("cache [cache]\napi -> cache: reads")
    placed = before.model_copy(update={"nodes": tuple(n.model_copy(update={"x": 5.0, "y": 7.0}) for n in before.nodes)})
    after = read("Cache [cache, Redis]\napi -> Cache: hot keys", placed)
    assert [(node.id, node.x) for node in after.nodes] == [(node.id, 5.0) for node in placed.nodes]
    assert after.arrows[0].id == placed.arrows[0].id


def test_two_boxes_of_one_name_are_told_apart_by_their_ids() -> None:
    board = Board(
        nodes=(Node(id="eu", label="db"), Node(id="us", label="db")),
        arrows=(Arrow(id="a", source="eu", target="us", mode="async"),),
    )
    assert printed(board) == "db @eu\ndb @us\n\ndb @eu ~> db @us"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\nb [cashe]", "Line 2: 'cashe' is no component class. Did you mean cache"),
        ("a [blorp]", "For a product of no class write [, blorp]."),
        ("a [Envoy]", "Line 1: 'Envoy' can be load-balancer or websocket-gateway. Say which: [load-balancer, Envoy]."),
        ("a {invoices}", "Line 1: 'invoices' is no data class. Take one from the list below the text."),
        ("a -> ", "Line 1: A name is missing before the end of the line."),
        ("a [cache", "Line 1: There is no ']' before the end of the line."),
        ("region eu {\n a", "Line 1: The group 'eu' is not closed. Put } on a line of its own after its last box."),
        ("}", "Line 1: There is no group to close here."),
        ("a\na [cache]", "Line 2: a is described in line 1 already."),
        ("a ~> b (sync)", "Line 1: ~> is asynchronous, and (sync) says otherwise."),
        ("a -> b (AMQP, HTTP)", "Line 1: The arrow has two protocols, 'AMQP' and 'HTTP'."),
        ("a -> b\n> why", "Line 2: A note stands under a box, or above everything."),
        ('"a', "Line 1: The quotes do not close"),
        ("a (b)", "Line 1: '(b)' is not understood here. A box is name [class, product] {data}"),
        ("a" * 201, "is longer than 200 characters. Shorten it."),
        ('"a\\u0007"', "holds a control character. Remove it."),
        ("\n".join(f"b{number}" for number in range(201)), "Line 201: There are more than 200 boxes."),
    ],
)
def test_a_mistake_says_its_line_and_what_to_write(text: str, said: str) -> None:
    [mistake] = mistakes(text)
    assert said in mistake


def test_every_mistake_is_told_and_the_other_lines_are_read() -> None:
    found = board_of("a -> b\nc [cashe]\n}\nd", NAMES)
    assert [mistake.line for mistake in found.mistakes] == [2, 3]
    assert [node.label for node in found.board.nodes] == ["a", "b", "d"]
