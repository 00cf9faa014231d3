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
# Headings of a turn would break the outline of the page, images would be requests to elsewhere.
_OFF = ("image", "heading", "lheading", "html_block", "html_inline", "reference")


def rendered(text: str) -> Markup:
    """Return `text` as HTML that can stand in any page. The style sheet shows the address of every link."""
    return Markup(  # noqa: S704 - sanitised by nh3
        nh3.clean(
            _markdown().render(text),
            tags=_TAGS,
            attributes={"a": {"href", "title"}, "ol": {"start"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer nofollow",
        )
    )


@cache
def _markdown() -> "MarkdownIt":
    """Imported when first needed: the first page has nothing to render."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable(list(_OFF))
