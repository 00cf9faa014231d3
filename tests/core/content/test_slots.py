"""Slots: which names stand in braces, and texts whose braces cannot be filled."""

import pytest

from mockround.content.slots import slots_in


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("no slot", ()),
        ("{component}", ("component",)),
        ("{a} and {b} and {a}", ("a", "b", "a")),
        ("a {{brace}} that is text", ()),
        ("{open", None),
        ("close}", None),
        ("{a!r}", None),
        ("{a:>10}", None),
        ("{}", ("",)),
    ],
)
def test_the_slots_of_a_text_are_its_names_in_braces(text: str, slots: tuple[str, ...] | None) -> None:
    assert slots_in(text) == slots
