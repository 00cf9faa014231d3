"""Words of a round as HTML. Markdown is rendered first and sanitised after it; nothing is loaded from elsewhere."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_TAGS = {
    "a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_MOST_CELLS = 5000
_LONGEST = 20_000
"""Longer texts are pasted logs, not Markdown, and stay as they are: brackets without end would take seconds."""
# Headings of a turn would break the outline of the page, images would be requests to elsewhere.
_OFF = ("image", "heading", "lheading", "html_block", "html_inline", "reference")


def rendered(text: str) -> Markup:
    """Return `text` as HTML that can stand in any page. The style sheet shows the address of every link."""
    if len(text) > _LONGEST:
        return Markup("<p>{}</p>").format(Markup("<br>").join(text.splitlines()))
    return _read(text)


# A turn never changes, and is shown again on every page of its round and to each of its readers.
@lru_cache(maxsize=256)
def _read(text: str) -> Markup:
    return Markup(  # noqa: S704 - sanitised by nh3
        nh3.clean(
            _markdown().render(text),
            tags=_TAGS,
            attributes={"a": {"href", "title"}, "ol": {"start"}},
            url_schemes={"http", "https", "mailto"},
            # An address without a scheme may be somebody else's ('//'), or a page of ours that does something.
            url_relative="deny",
            link_rel="noopener noreferrer nofollow",
        )
    )


@cache
def _markdown() -> "MarkdownIt":
    """Imported when first needed: the first page has nothing to render."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable(list(_OFF))
    reader.block.ruler.at("table", _small_table, {"alt": ["paragraph", "reference"]})
    return reader


def _small_table(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    """Read a table, but for one that may have thousands of cells: each short row is filled up to all its columns."""
    from markdown_it.rules_block.table import table  # noqa: PLC0415

    below = start + 1
    if below >= end:
        return False
    columns = state.src.count("|", state.bMarks[below], state.eMarks[below])
    return (end - start) * columns <= _MOST_CELLS and table(state, start, end, silent)
