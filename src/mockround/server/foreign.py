"""How words of others stand among words of ours: they may turn nothing round but themselves, and keep every sign."""

import re

from markupsafe import Markup, escape

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that override a direction, and those that would end what keeps them apart."""


def plain(text: str) -> str:
    """Return `text` without signs that change the direction of what follows: for where no markup can stand."""
    return _TURNING.sub("", text)


def apart(text: object) -> Markup:
    """Return `text` to stand within a line of ours, its direction its own affair."""
    return Markup("<bdi>{}</bdi>").format(plain(str(text)))


def verbatim(text: str) -> Markup:
    """Return `text` for an element that shows it as it is, as many signs as it has.

    HTML takes a CR for an LF, and two of them for one, so it is named; NUL it cannot hold in any way.
    """
    shown = re.sub("\r(?!\n)", "\n", text).replace("\0", "\ufffd")
    return Markup(str(escape(shown)).replace("\r", "&#13;"))  # noqa: S704 - escaped just before
