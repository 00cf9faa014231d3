"""The pages' policy forbids inline scripts and styles; a template that has one would be broken in the browser only."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mockround.resources import templates_dir

TEMPLATES = sorted(templates_dir().rglob("*.html"))
_JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)


class _Inline(HTMLParser):
    """Notes whatever a strict content security policy refuses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in sorted(names) if name == "style" or name.startswith("on")]
        self.found += [
            f"{tag} {value}" for _, value in attrs if (value or "").strip().lower().startswith("javascript:")
        ]


def inline_in(text: str) -> list[str]:
    parser = _Inline()
    parser.feed(_JINJA.sub("x", text))
    parser.close()
    return parser.found


def tags_in(text: str) -> Iterator[str]:
    return (match.group(1) for match in re.finditer(r"<([a-z][a-z-]*)", _JINJA.sub("x", text)))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(templates_dir()).as_posix())
def test_a_template_has_no_inline_script_or_style(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert next(tags_in(text), None), "there is no HTML in it"
    assert inline_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "<p style='{{ x }}'>",
        "<style>p {}</style>",
        "<script>go()</script>",
        "{% if a < b %}<a onclick='go()'>{% endif %}",
        "<a href=' javascript:go()'>",
    ],
)
def test_the_rule_knows_what_is_inline(text: str) -> None:
    assert len(inline_in(text)) == 1
