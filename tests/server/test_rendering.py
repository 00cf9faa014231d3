"""The pieces that pages are made of, without a server."""

from pathlib import Path

import pytest
from markupsafe import Markup

from mockround.errors import MockroundError
from mockround.server import words
from mockround.server.assets import assets_in, required_assets
from mockround.server.charts import radar
from mockround.server.event_types import event_types
from mockround.server.markdown import rendered
from mockround.server.marks import Piece, pieces

ROOT = Path(__file__).resolve().parents[2]


def test_the_browser_has_the_event_types_of_the_log() -> None:
    written = (ROOT / "web" / "lib" / "events.gen.ts").read_text(encoding="utf-8")
    assert written == event_types(), "run: python -m mockround.server.event_types > web/lib/events.gen.ts"


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<svg onload=alert(1)>",
        "![x](http://elsewhere/x.png)",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<a href='#' onclick=alert(1)>x</a>",
        "<style>@import url(//elsewhere)</style>",
        "[x]: http://elsewhere/x.png\n![x]",
        "# heading",
    ],
)
def test_words_of_a_round_bring_no_script_no_image_and_no_heading(attack: str) -> None:
    html = str(rendered(attack))
    for forbidden in ("<script", "<svg", "<img", "<style", "<h1", "<a href='#'", 'href="javascript', 'href="data'):
        assert forbidden not in html


def test_a_link_in_a_turn_tells_nothing_to_where_it_leads() -> None:
    assert 'rel="noopener noreferrer nofollow"' in rendered("[x](https://elsewhere.example)")


def test_overlapping_marks_become_one() -> None:
    assert pieces("cache aside", [(0, 5), (3, 8)]) == (Piece("cache as", marked=True), Piece("ide", marked=False))


def test_a_text_without_marks_is_one_piece() -> None:
    assert pieces("cache", []) == (Piece("cache", marked=False),)


def test_a_radar_has_no_shape_where_a_dimension_has_no_points() -> None:
    drawn = radar([(2, 3), (None, None), (4, 4)])
    assert (drawn.low, drawn.high) == ("", "")
    assert len(drawn.axes) == 3


def test_full_points_reach_the_outer_ring() -> None:
    drawn = radar([(4, 4), (4, 4), (4, 4)])
    assert drawn.low == drawn.rings[-1]


def test_no_score_is_no_number() -> None:
    assert words.shares(None, None) == "no score"
    assert words.shares(0.0, 0.0) == "0%"
    assert words.shares(0.4, 0.54) == "40 to 54%"


def test_practice_leads_to_a_step_or_to_a_topic() -> None:
    assert words.practice_url("patterns-first#2") == "/paths/patterns-first#step-2"
    assert words.practice_url("skill/failure-mode-analysis") == "/topics/skill/failure-mode-analysis"


def test_assets_that_were_not_built_are_trouble_with_a_remedy(tmp_path: Path) -> None:
    assert assets_in(tmp_path) is None
    with pytest.raises(MockroundError, match="make setup"):
        required_assets(tmp_path)


@pytest.mark.parametrize("pasted", ["[" * 50_000, "<b>" * 10_000, "> " * 20_000, "a line of a log\n" * 20_000])
def test_a_long_paste_is_shown_as_it_is_and_not_read_as_markdown(pasted: str) -> None:
    html = rendered(pasted)
    shown = str(html).removeprefix("<p>").removesuffix("</p>").replace("<br>", "\n")
    assert Markup(shown).unescape() == pasted.removesuffix("\n")
    assert "<b>" not in html
