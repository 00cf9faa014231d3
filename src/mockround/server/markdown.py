"""Words of a round as HTML. Markdown is rendered first and sanitised after it; nothing is loaded from elsewhere."""

from functools import cache
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_TAGS = {
    "a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_LONGEST = 20_000
"""Longer texts are pasted logs, not Markdown, and stay as they are: brackets without end would take seconds."""
# Headings of a turn would break the outline of the page, images would be requests to elsewhere.
_OFF = ("image", "heading", "lheading", "html_block", "html_inline", "reference")


def rendered(text: str) -> Markup:
    """Return `text` as HTML that can stand in any page. The style sheet shows the address of every link."""
    if len(text) > _LONGEST:
        return Markup("<p>{}</p>").format(Markup("<br>").join(text.splitlines()))
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

    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable(list(_OFF))
