"""Opens everything that a round can be seen by, and says what is wrong with it: no answer, a 5xx, a file that its
own kind of reader cannot read, a stream with a gap, words of ours that words of others turn round."""

import json
import re
import string
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from html.parser import HTMLParser
from xml.etree import ElementTree

import httpx2

from tests.support.routes import Route

PATIENCE_S = 60.0
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SIGNS = re.compile(rf"[\s…{re.escape(string.punctuation)}]")
# A direction ends with the paragraph at the latest; whatever is no part of a line is a paragraph of its own.
_OWN_LINE = frozenset(
    ("title", "p", "div", "li", "dd", "dt", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "summary", "pre")
    + ("textarea", "option", "button", "blockquote", "footer", "header", "section", "article", "main", "body")
)
_EMPTY = frozenset(("meta", "link", "input", "br", "hr", "img", "col", "rect", "path", "circle", "line", "polygon"))


class Page(HTMLParser):
    """A page: its texts by element, CR and NUL as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        """The words of each paragraph, those within it left out."""
        self.shown: dict[str, list[str]] = {}
        """The words of elements that show a text as it is: by the class 'raw', or the id of a textarea."""
        self.broken_out: list[str] = []
        """What would end the element that keeps it apart."""
        self._open: list[tuple[str, str, list[str]]] = []
        self.feed(re.sub("\r\n?", "\n", html).replace("\0", ""))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _EMPTY:
            return
        told = dict(attrs)
        name = "raw" if told.get("class") == "raw" else told.get("id") or "" if tag == "textarea" else ""
        self._open.append((tag, name, []))

    def handle_endtag(self, tag: str) -> None:
        while tag in (each[0] for each in self._open):
            ended, name, words = self._open.pop()
            if name:
                self.shown.setdefault(name, []).append("".join(words))
            if ended in _OWN_LINE:
                shown = "".join(words)
                self.lines += shown.split("\n") if ended in ("textarea", "pre") else [shown]
            elif self._open:
                self._open[-1][2].extend(words)
            if ended == "bdi" and _TURNING.search("".join(words)):
                self.broken_out.append("".join(words))
            if ended == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._open:
            # A line feed right after the tag belongs to the markup.
            is_first = self._open[-1][0] in ("textarea", "pre") and not self._open[-1][2]
            self._open[-1][2].append(data.removeprefix("\n") if is_first else data)

    def turned(self, foreign: Collection[str]) -> list[str]:
        """Return the lines in which something else follows on a sign that turns what follows."""
        known = "\n".join(map(_bare, foreign))
        found = []
        for line in map(_bare, self.lines):
            sign = _TURNING.search(line)
            if sign and line[sign.start() :] not in known:
                found.append(line)
        return [*found, *self.broken_out]


def as_shown(text: str) -> str:
    """A text without what pages show in different ways: line ends, and NUL."""
    return " ".join(re.sub("[\0\ufffd]", "", text).split())


@lru_cache(maxsize=1024)
def _bare(text: str) -> str:
    """A text without what Markdown takes for its own, and blanks: the search keeps one for each NUL, and adds dots."""
    return _SIGNS.sub("", as_shown(text))


def wrong_with(client: httpx2.Client, path: str, foreign: Collection[str] = ()) -> list[str]:
    """Open an address and return what is wrong. A refusal is right where it says what to do."""
    try:
        answer = client.get(path, timeout=PATIENCE_S)
        answer.content.decode("utf-8")
    except (httpx2.HTTPError, UnicodeDecodeError) as error:
        return [f"{path}: {error!r}"]
    wrong = [] if answer.status_code < 500 else [f"{path}: {answer.status_code}"]
    if answer.status_code >= 400 and not _says_what_to_do(answer):
        wrong.append(f"{path}: {answer.status_code} without a remedy")
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if answer.status_code < 300:
        wrong += [f"{path}: {each}" for each in _unreadable(kind, answer.text, foreign)]
    return wrong


def refused_clearly(answer: httpx2.Response) -> bool:
    """Tell whether something was refused, by us, with what to do."""
    return 400 <= answer.status_code < 500 and _says_what_to_do(answer)


def pages_of(routes: Collection[Route]) -> Iterator[str]:
    """Yield every address that can be opened, but for streams, which do not end by themselves."""
    for route in routes:
        if route.method == "GET" and not route.path.startswith("/static/") and not route.path.endswith("/stream"):
            yield route.path


def streamed(body: str) -> list[Mapping[str, str]]:
    """Return the events of a whole stream as a browser reads it: only LF, CR and both of them end a line."""
    events: list[Mapping[str, str]] = []
    for block in re.split(r"\n\n|\r\r|\r\n\r\n", body.removeprefix("\ufeff")):
        fields: dict[str, str] = {}
        for line in re.split(r"\r\n|\r|\n", block):
            name, colon, value = line.partition(":")
            if name and colon:
                fields[name] = (fields[name] + "\n" if name in fields else "") + value.removeprefix(" ")
        if "data" in fields:
            events.append(fields)
    return events


def _says_what_to_do(answer: httpx2.Response) -> bool:
    if "json" in answer.headers.get("content-type", ""):
        return bool(answer.json().get("remedy"))
    # Trouble has a page of its own; a form that was refused comes again with what is wrong.
    return any(sign in answer.text for sign in ('class="lead"', 'role="alert"', 'class="mistakes"', 'class="merge"'))


def _unreadable(kind: str, text: str, foreign: Collection[str]) -> list[str]:
    try:
        if kind.endswith("json"):
            json.loads(text)
        elif kind == "image/svg+xml":
            ElementTree.fromstring(text)
        elif kind == "text/html":
            page = Page(text)
            whole = [] if text.rstrip().endswith("</html>") else ["the page does not end"]
            return whole + [f"turned round: {ascii(line[-200:])}" for line in page.turned(foreign)]
    except (ValueError, ElementTree.ParseError) as error:
        return [f"no {kind}: {error}"]
    return []
