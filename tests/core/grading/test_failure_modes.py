"""The failure-mode matrix: rows for what was named or drawn, cells with quotes, and no credit for a bare word."""

import pytest

from mockround.grading.failure_modes import failure_matrix
from mockround.grading.report import FailureRow
from mockround.grading.transcript import Transcript, Utterance
from mockround.rounds.board import Board, Node
from tests.support.parts import library

COMPONENTS = tuple(library().components.values())
FULL = (
    "If Redis loses a node, its keys miss. We notice when the hit ratio drops below 90 percent for a minute. Misses "
    "are coalesced and a limiter protects the primary. Only users of that node get slower."
)


def rows(said: str, board: Board | None = None, *, always: tuple[str, ...] = ()) -> dict[str, FailureRow]:
    transcript = Transcript((Utterance(3, "candidate", said),), board or Board())
    found = failure_matrix(transcript, COMPONENTS, always=always)
    for row in found:
        for cell in (row.failure, row.detection, row.mitigation, row.blast_radius):
            for quote in cell.quotes:
                assert (quote.turn, said[quote.start : quote.end]) == (3, quote.quote)
    return {row.component: row for row in found}


def cells(row: FailureRow) -> tuple[str, str, str, str]:
    return row.failure.said, row.detection.said, row.mitigation.said, row.blast_radius.said


def test_a_whole_row_is_read_from_four_sentences() -> None:
    assert cells(rows(FULL)["cache"]) == ("yes", "yes", "yes", "yes")


def test_monitoring_alone_is_only_possibly_a_detection() -> None:
    assert rows("Redis dies and we monitor it.")["cache"].detection.said == "possible"


def test_naming_a_part_is_no_failure() -> None:
    assert cells(rows("We put Redis in front of the database.")["cache"]) == ("no", "no", "no", "no")


def test_a_question_or_a_rejected_thought_fills_no_cell() -> None:
    assert rows("What if Redis dies?")["cache"].failure.said == "no"


def test_only_what_was_named_or_drawn_has_a_row() -> None:
    assert set(rows("If the load balancer dies, DNS points to the second one.")) >= {"load-balancer"}
    assert "cache" not in rows("If the load balancer dies, DNS points to the second one.")
    assert rows("Nothing to see here.") == {}


def test_a_drawn_part_has_a_row_too() -> None:
    board = Board(nodes=(Node(id="n1", label="Redis"),))
    assert rows("Nothing to see here.", board)["cache"].named_as[0].quote == "Redis"


def test_the_parts_of_a_drill_have_rows_whether_named_or_not() -> None:
    assert cells(rows("I pass.", always=("cdn",))["cdn"]) == ("no", "no", "no", "no")


@pytest.mark.parametrize(
    ("said", "component"),
    [
        ("Jobs wait in a Redis list that workers pop, and Redis dies.", "message-queue"),
        ("Postgres with skip locked hands out jobs, and it fails over.", "message-queue"),
        ("Sessions are in Redis, and Redis dies.", "cache"),
        ("A Kafka topic keeps the events, and a broker is lost.", "event-log"),
    ],
)
def test_an_ambiguous_product_is_what_it_is_used_as(said: str, component: str) -> None:
    assert component in rows(said)


def test_a_sound_failure_outside_the_table_is_taken_without_a_mode() -> None:
    row = rows("Redis is wiped by an operator's flush, and we restore it from the nightly snapshot.")["cache"]
    assert row.failure.said == "yes"
    assert row.mitigation.said == "yes"
