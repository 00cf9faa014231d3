"""The signs of a board's text: what may stand bare, what needs quotes, and how a line is taken apart."""

import json
import re
from dataclasses import dataclass

PROTOCOLS = frozenset(
    {
        "http", "https", "http/2", "http/3", "rest", "grpc", "graphql", "websocket", "ws", "wss", "sse", "long polling",
        "tcp", "tls", "udp", "quic", "webrtc", "amqp", "mqtt", "sql", "resp", "smtp", "dns", "webhook",
    }
)  # fmt: skip
"""What may stand alone after the colon and is then no label but a protocol, in lower case."""


_TIP = r"(?:-+>|~+>|→|⇢)"
ARROW = rf"\s*{_TIP}\s*"
_SPECIAL = r'"#@\[\]{}():,<>~|→⇢'
# A run of blanks or of dashes is looked at once, whole: what could be an arrow at each of them takes minutes.
_NAME = re.compile(rf"(?:[^\s\-{_SPECIAL}]|-++(?!>)|\s++(?!{_TIP}))+")
_FLOW = re.compile(r'[^"#()]+')
_TERM = re.compile(r'[^"#,\[\]{}()]+')
_ID = re.compile(rf"[^\s{_SPECIAL}\-]+(?:-[^\s{_SPECIAL}>\-]+)*")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
COMMENT = re.compile(r"\s*(#.*)?$")


class WrongLineError(Exception):
    """A line that cannot be read: what is wrong with it, and what to write."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Ref:
    """How a line names a box or a group: by its name, by its id, or by both where the name is not enough."""

    name: str = ""
    id: str = ""

    @property
    def key(self) -> str:
        return key(self.name)

    def __str__(self) -> str:
        return self.name or f"@{self.id}"


def key(name: str) -> str:
    """Two names with the same key are one name."""
    return " ".join(name.split()).casefold()


def is_plain_name(text: str) -> bool:
    """Whether a name may stand without quotes."""
    return _is_plain(_NAME, text)


def is_plain_flow(text: str) -> bool:
    """Whether what flows may stand without quotes: a protocol alone would be read as one."""
    return _is_plain(_FLOW, text) and text.casefold() not in PROTOCOLS


def is_plain_term(text: str) -> bool:
    """Whether a product, a protocol or a data class may stand without quotes in its brackets."""
    return _is_plain(_TERM, text)


def is_plain_id(text: str) -> bool:
    return _is_plain(_ID, text)


def _is_plain(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.fullmatch(text) is not None and " ".join(text.split()) == text and text.isprintable()


@dataclass(slots=True)
class Rest:
    """What of a line is not read yet."""

    text: str

    def sees(self, pattern: str) -> bool:
        return re.match(pattern, self.text) is not None

    def taken(self, pattern: str | re.Pattern[str]) -> str | None:
        found = re.match(pattern, self.text)
        if found is None:
            return None
        self.text = self.text[found.end() :]
        return found.group()

    def takes(self, sign: str) -> bool:
        return self.taken(rf"\s*{re.escape(sign)}\s*") is not None

    def must(self, sign: str, remedy: str) -> None:
        if not self.takes(sign):
            raise WrongLineError(f"There is no {sign!r} before {self._next}.", remedy)

    def end(self, remedy: str) -> None:
        if not COMMENT.match(self.text):
            raise WrongLineError(f"{self._next} is not understood here.", remedy)

    def ref(self) -> Ref:
        name = self._quoted()
        if name is None:
            name = (self.taken(_NAME) or "").strip()
        part_id = ""
        if self.takes("@"):
            part_id = self._quoted() or (self.taken(_ID) or "").strip()
            if not part_id:
                raise WrongLineError("There is no id after the @.", "Write the id, or leave the @ out.")
        if not name and not part_id:
            raise WrongLineError(
                f"A name is missing before {self._next}.", "Name the box; put a name with special signs in quotes."
            )
        return Ref(name, part_id)

    def term(self) -> str:
        self.taken(r"\s+")
        return self._quoted_or(_TERM)

    def flow(self) -> tuple[str, bool]:
        """What flows, and whether it stood in quotes."""
        quoted = self._quoted()
        return (quoted, True) if quoted is not None else ((self.taken(_FLOW) or "").strip(), False)

    def _quoted_or(self, pattern: re.Pattern[str]) -> str:
        quoted = self._quoted()
        return quoted if quoted is not None else (self.taken(pattern) or "").strip()

    def _quoted(self) -> str | None:
        if not self.text.startswith('"'):
            return None
        found = self.taken(_QUOTED)
        try:
            return str(json.loads(found or "", strict=False))
        except ValueError as error:
            raise WrongLineError(
                "The quotes do not close, or hold a \\ that means nothing.", 'End with ", and write \\\\ for \\.'
            ) from error

    @property
    def _next(self) -> str:
        return repr(self.text.strip()[:20]) if self.text.strip() else "the end of the line"
