"""No text makes a regular expression of ours take longer than its length: what is four times as long costs four times.

Content holds no patterns: a name that an author writes is taken word for word.
"""

import re

from mockround.content.components import Component
from mockround.grading.mentions import Catalog
from tests.support.patterns import cost_s, hard_texts, patterns
from tests.support.promises import Tally

LENGTH = 4000
_CHEAP_S = 0.02
"""Below this nothing is compared: a search of a line in so short a time harms nobody, and a ratio would be noise."""
_MOST = 9.0
"""For four times the text. A linear search makes 4, a quadratic one 16."""
BOUNDED = {
    "mockround.content.packs._INSTALLED": "the name of one file",
    "mockround.grading.pacelc.leanings._OF_VERBS": "matched at the start of one short finding",
    "mockround.rounds.boards.": "one line of a board, which is bounded, from where the last sign ended",
}
"""Patterns that never search a long text from each of its places, and why."""


def slow_texts(name: str, pattern: re.Pattern[str]) -> list[str]:
    """The texts on which the pattern costs more than in proportion."""
    return [f"{name} on {text!r}" for text in hard_texts(pattern) if _is_slow(pattern, text)]


def _is_slow(pattern: re.Pattern[str], text: str) -> bool:
    # From short to long: what explodes on 20 characters must not be asked for 4,000.
    return any(_grows(pattern, text, length) for length in (20, 250, 1000, LENGTH))


def _grows(pattern: re.Pattern[str], text: str, length: int) -> bool:
    if cost_s(pattern, text, length) < _CHEAP_S:
        return False
    ratios = (cost_s(pattern, text, length) / max(cost_s(pattern, text, length // 4), 1e-6) for _ in range(3))
    return min(ratios) > _MOST


def test_no_pattern_of_ours_is_slower_than_its_text_is_long(tally: Tally) -> None:
    found = {name: each for name, each in patterns().items() if not name.startswith(tuple(BOUNDED))}
    short = [text for name, pattern in found.items() for text in slow_texts(name, pattern)]
    assert len(found) > 100
    tally.held("P4 P10", "regular expressions against texts that are made to be hard", tried=len(found), short=short)


def test_what_is_called_bounded_is_still_there() -> None:
    names = patterns()
    assert [each for each in BOUNDED if not any(name.startswith(each) for name in names)] == []


def test_a_pattern_that_explodes_or_grows_with_the_square_is_caught(tally: Tally) -> None:
    written = (r"(a+)+$", r"\b\d[\d.,]*\s?(k|m)\b", r"[\s-]+-[\s-]+b", r"#{2,}[^#]*end")
    known_bad = [re.compile(each) for each in written]
    caught = sum(bool(slow_texts("bad", pattern)) for pattern in known_bad)
    tally.control("P4 P10", "expressions that grow faster than the text", tried=len(known_bad), caught=caught)
    assert caught == len(known_bad)


def a_component(*synonyms: str) -> Component:
    return Component(id="cache", title="Cache", group="x", role="x", synonyms=synonyms, products=(), failure_modes=())


def test_a_name_of_an_author_is_taken_word_for_word() -> None:
    lexicon = Catalog([a_component("(a+)+$", "side  car", "[x]", "read - ahead")])
    assert [each.component for each in lexicon.mentions("a side-car, and aaaa, x")] == ["cache"]
    assert lexicon.mentions("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!") == ()


def test_a_name_with_many_gaps_costs_no_more_than_the_text(tally: Tally) -> None:
    lexicon = Catalog([a_component("a" + " " * 30 + "b", "a" + " - " * 30 + "b", "x" + "- " * 30 + "y")])
    pattern = lexicon._pattern
    short = [text for text in ("a ", "a-", "a - ", "x-", "x ", "- ", " ") if _is_slow(pattern, text)]
    short += ["a and blanks"] if cost_s(pattern, "a" + " " * 1999, 2000) > 1 else []
    tally.held("P10", "names of a catalog with many gaps in them", tried=8, short=short)
