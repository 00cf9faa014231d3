"""Which components of the catalog a text names, and how. Naming a product gives a component, never a role."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mockround.content.models import Component

# What a product is used as, from the words around it (catalog/ambiguous-products.yaml says the same in prose).
_USES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "redis": (
        ("message-queue", r"\b(list|streams?|consumer group|jobs?|queue|lpush|brpop)\b"),
        ("pubsub-bus", r"\b(publish|pub/?sub|channel|subscribe)\b"),
        ("presence-store", r"\b(heartbeat|presence|online)\b"),
        ("geo-index", r"\b(geoadd|geo|nearby)\b"),
        ("rate-limiter", r"\b(token bucket|rate[- ]limit|incr)\b"),
    ),
    "kafka": (("message-queue", r"\b(work(er)? queue|jobs?)\b"),),
    "postgresql": (
        ("message-queue", r"\bskip locked\b"),
        ("geo-index", r"\bpostgis\b"),
        ("search-index", r"\b(tsvector|full[- ]text)\b"),
        ("read-replica", r"\breplicas?\b"),
    ),
    "lambda": (("worker", r"\b(queue|event|triggered by|sqs)\b"),),
    "snowflake": (("olap-store", r"\b(warehouse|analytics|report|dashboard)\b"),),
    "elasticsearch": (("observability", r"\blogs?\b"), ("geo-index", r"\b(distance|nearby|geo)\b")),
}
SHORT_NAMES = {
    "postgres": "PostgreSQL",
    "pg": "PostgreSQL",
    "mongo": "MongoDB",
    "dynamo": "DynamoDB",
    "elastic": "Elasticsearch",
}
# Too common as ordinary words to name a component, unless an article makes a part of the design of them.
_ORDINARY = frozenset(
    {
        "edge",
        "proxy",
        "partition",
        "device",
        "secondary",
        "leader",
        "primary",
        "master",
        "gateway",
        "app",
        "backend",
        "follower",
    }
)
_ARTICLES = "the|a|an|our|one|each|every|that|this|old|new|second"
_AROUND = 80


@dataclass(frozen=True, slots=True)
class Mention:
    """A component named at text[start:end]."""

    component: str
    start: int
    end: int


class Catalog:
    """The names of all components, compiled once."""

    def __init__(self, components: Iterable[Component]) -> None:
        self._of: dict[str, str] = {}
        for component in components:
            for name in _names(component):
                self._of.setdefault(" ".join(name.lower().split()), component.id)
        for short, product in SHORT_NAMES.items():
            if product.lower() in self._of:
                self._of.setdefault(short, self._of[product.lower()])
        longest_first = sorted(self._of.keys() - _ORDINARY, key=lambda name: (-len(name), name))
        names = "|".join(_as_spoken(name) for name in longest_first)
        ordinary = rf"(?:{_ARTICLES})\s+({'|'.join(sorted(_ORDINARY))})(?!\s+(?:key|concern|goal|reason))"
        self._pattern = re.compile(rf"(?<!\w)(?:({names})|{ordinary})(?:s|es)?(?!\w)", re.IGNORECASE)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Return the components that `text` names, in order; ambiguous products are settled by the words around."""
        return tuple(self._found(text))

    def _found(self, text: str) -> Iterator[Mention]:
        for match in self._pattern.finditer(text):
            group = 1 if match.group(1) is not None else 2
            name = re.sub(r"[\s-]+", " ", match.group(group).lower())
            component = self._of.get(name) or self._of.get(match.group(group).lower())
            if component is not None:
                around = text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
                used_as = _settled(SHORT_NAMES.get(name, name).lower(), component, around)
                yield Mention(used_as, match.start(group), match.end())


def _as_spoken(name: str) -> str:
    """Return the pattern of a name. An author's words are no pattern, and a row of blanks is one gap: a pattern with
    several open gaps in a row would try every way to share what is between them."""
    return "".join(r"[\s-]+" if " " in part else re.escape(part) for part in _GAPS.split(name))


def _names(component: Component) -> Sequence[str]:
    plain = (component.title.split("(")[0].strip(), component.id.replace("-", " "))
    return (*plain, *component.synonyms, *component.products)


_GAPS = re.compile(r"([ -]+)")


@lru_cache(maxsize=256)
def _use_pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _settled(product: str, component: str, around: str) -> str:
    for use, pattern in _USES.get(product, ()):
        if _use_pattern(pattern).search(around):
            return use
    return component
