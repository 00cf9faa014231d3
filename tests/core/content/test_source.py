"""One file: what becomes a plain value, and what is refused before it can do harm."""

import re
import time
import tracemalloc

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from mockround.content.source import MAX_NODES, Document, Finding, UnreadableError, parse

BILLION_LAUGHS = "a: &a [ha]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
LOOKS_LIKE_A_NUMBER_TO_ONE_OF_THE_TWO = re.compile(r"[-+.\d].*")


def refusal(text: str) -> Finding:
    with pytest.raises(UnreadableError) as caught:
        parse(text, "rubrics/x.yaml")
    return caught.value.finding


def test_values_are_plain() -> None:
    document = parse("a: 1\nb: [x, 2.5, true, null]\nc: {d: ''}\n", "x.yaml")
    assert document.value == {"a": 1, "b": ["x", 2.5, True, None], "c": {"d": ""}}


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "10:1", "1_000", "2024-01-01", "0x1F", "1e999", "9" * 5000])
def test_a_word_that_yaml_1_1_would_turn_into_something_else_stays_text(word: str) -> None:
    assert parse(f"a: {word}", "x.yaml").value == {"a": word}


@pytest.mark.parametrize(
    ("written", "value"), [("-3", -3), ("+4", 4), ("010", 10), ("1e3", 1000.0), (".5", 0.5), ("~", None), ("", None)]
)
def test_a_plain_scalar_follows_the_core_schema(written: str, value: object) -> None:
    assert parse(f"a: {written}", "x.yaml").value == {"a": value}


@pytest.mark.parametrize("written", ["'1'", '"true"', "|\n  null\n"])
def test_a_quoted_scalar_is_text(written: str) -> None:
    assert isinstance(parse(f"a: {written}", "x.yaml").value["a"], str)


def test_every_value_knows_its_line() -> None:
    document = parse("a: 1\nb:\n  - c: x\n    d: y\n  - e\n", "x.yaml")
    lines = [document.line(place) for place in ((), ("a",), ("b",), ("b", 0, "c"), ("b", 0, "d"), ("b", 1))]
    assert lines == [1, 1, 2, 3, 4, 5]


def test_a_place_that_is_not_there_has_the_line_of_what_is_around_it() -> None:
    assert parse("a:\n  - b: 1\n", "x.yaml").line(("a", 0, "absent", "deeper")) == 2


def test_a_finding_reads_file_line_place_what_and_remedy() -> None:
    finding = Document("rubrics/x.yaml", {}, {("criteria", 3, "met"): 42}).finding(
        ("criteria", 3, "met"), "too long", "shorten it"
    )
    assert str(finding) == "rubrics/x.yaml:42 criteria.3.met: too long -> shorten it"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: &x 1\nb: *x\n", 1, "the anchor '&x'"),
        ("a: 1\nb: *x\n", 2, "the alias '*x'"),
        ("a: !!python/object:os.system x\n", 1, "the tag"),
        ("a: !own 1\n", 1, "the tag '!own'"),
        ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' stands twice"),
        ("a:\n  b: 1\n  b: 2\n", 3, "the key 'b' stands twice"),
        ("a: 1\n---\nb: 2\n", 2, "a second document"),
        ("? [a, b]\n: 1\n", 1, "a key that is not plain text"),
        ("a: 1\nb: \x07\n", 2, "the control character"),
        ('a: 1\nb: "\\a"\n', 2, "the control character"),
        ("a: left \u202eright\n", 1, "the control character"),
        ("a: [1\nb: 2\n", 2, "did not find"),
        ("a: 'open\n", 2, "found unexpected end of stream"),
        ("[" * 40 + "]" * 40, 1, "nesting deeper than 32"),
        ("- 1\n" * (MAX_NODES + 1), MAX_NODES, "more than 50,000 values"),
    ],
)
def test_what_is_refused_is_named_with_its_line(text: str, line: int, what: str) -> None:
    finding = refusal(text)
    assert (finding.file, finding.line) == ("rubrics/x.yaml", line)
    assert finding.what.startswith(what)
    assert finding.remedy


@pytest.mark.parametrize("text", [BILLION_LAUGHS, "[" * 3000, "{a: " * 3000, "- " * 3000, "? " * 3000])
def test_a_bomb_is_refused_at_once_and_costs_no_memory(text: str) -> None:
    tracemalloc.start()
    started = time.perf_counter()
    refusal(text)
    took_s = time.perf_counter() - started
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took_s < 2
    assert peak < 4 * 1024 * 1024


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text("abcdefgh -:#'\"", min_size=1, max_size=8), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(PLAIN, st.booleans())
def test_plain_data_reads_as_with_safe_load(value: object, flow: bool) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow)
    loaded = yaml.safe_load(text)
    assume(not any(LOOKS_LIKE_A_NUMBER_TO_ONE_OF_THE_TWO.fullmatch(leaf) for leaf in texts_in(loaded)))
    assert parse(text, "x.yaml").value == loaded


def texts_in(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.items() for part in each for text in texts_in(part)]
    return [text for each in value for text in texts_in(each)] if isinstance(value, list) else []
