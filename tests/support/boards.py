"""Boards for tests: one to look at, and a strategy for every board that may be kept."""

from hypothesis import strategies as st

from mockround.rounds.board import Arrow, Board, Group, Node
from mockround.rounds.boards.checks import faults
from mockround.rounds.boards.names import Names, names_of
from tests.support.parts import library

ORDERS = """\
client [client]
lb [load-balancer]
queue [message-queue, RabbitMQ]
region eu {
  api [app-service, FastAPI]
  zone a {
    orders db [primary-db, Postgres] {workflow-state, payments-ledger}
      > one leader, two followers
  }
}

client -> lb: HTTPS
lb -> api: requests (sync, HTTP/2)
api -> orders db: writes
api ~> queue: order events (AMQP)"""


def names() -> Names:
    return names_of(library())


_WORDS = st.one_of(
    st.sampled_from(
        ["", "api", "API", "orders db", "a -> b", "HTTPS", "sync", "region x", "a-", '"', "x @y", "> z", "}"]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
)
_NOTES = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=30)
_IDS = st.one_of(
    st.sampled_from([f"n{number}" for number in range(6)]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=6),
)


@st.composite
def boards(draw: st.DrawFn) -> Board:
    """Any board without faults."""
    kinds = st.sampled_from(["", *library().components])
    data = st.lists(st.sampled_from(list(library().data_classes)), unique=True, max_size=3).map(tuple)
    places = st.one_of(st.none(), st.floats(-1000, 1000))
    groups: list[Group] = []
    for group_id in draw(st.lists(_IDS, unique=True, max_size=4)):
        outer = st.sampled_from(["", *(group.id for group in groups)])
        kind = st.sampled_from(["", "region", "zone", "shard-set", "service"])
        groups.append(draw(st.builds(Group, id=st.just(group_id), label=_WORDS, kind=kind, group=outer)))
    framed = st.sampled_from(["", *(group.id for group in groups)])
    nodes = [
        draw(st.builds(Node, id=st.just(node_id), kind=kinds, label=_WORDS, tech=_WORDS, notes=_NOTES, data=data,
                       group=framed, x=places, y=places))
        for node_id in draw(st.lists(_IDS, unique=True, max_size=5))
    ]  # fmt: skip
    ends = st.sampled_from([node.id for node in nodes] or [""])
    mode = st.sampled_from(["", "sync", "async"])
    arrows = [
        draw(st.builds(Arrow, id=st.just(arrow_id), source=ends, target=ends, label=_WORDS, protocol=_WORDS, mode=mode))
        for arrow_id in draw(st.lists(_IDS, unique=True, max_size=6) if nodes else st.just([]))
    ]
    board = Board(nodes=tuple(nodes), arrows=tuple(arrows), groups=tuple(groups), notes=draw(_NOTES))
    assert not faults(board, names())
    return board
