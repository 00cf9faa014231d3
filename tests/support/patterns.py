"""Every regular expression of the product, and what a text costs it when the text is made to be hard."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import mockround

_SAMPLES = (
    "a", "a ", "1", "1,", "1.", " ", "\t", "\n", "-", "a-", "(", "[", "{", "<", "#", "##", '"', "'a", "a.", "a=", "_",
    "1 a ", "--", "==", "|", "a, ", "the the ", "not ", "```", "%% ", "aA1", "BEGIN ", "http://a", "\u00e9",
)  # fmt: skip
_WORDS = re.compile(r"[A-Za-z]{2,}(?: [a-z]+)*")
_DEEPEST = 4


def patterns() -> dict[str, re.Pattern[str]]:
    """Return each pattern that a module holds, by the module and the name that lead to it; each once."""
    found: dict[tuple[str, int], tuple[str, re.Pattern[str]]] = {}
    for module in pkgutil.walk_packages(mockround.__path__, "mockround."):
        if ".migrations" in module.name or module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for where, pattern in _inside(value, f"{module.name}.{name}", 0):
                found.setdefault((pattern.pattern, pattern.flags), (where, pattern))
    return dict(found.values())


def _inside(value: object, where: str, depth: int) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield where, value
    elif depth < _DEEPEST:
        for name, each in _parts(value):
            yield from _inside(each, f"{where}{name}", depth + 1)


def _parts(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, tuple | list):
        yield from ((f"[{at}]", each) for at, each in enumerate(value))
    elif isinstance(value, Mapping):
        yield from ((f"[{key!r}]", each) for key, each in value.items())
    elif is_dataclass(value) and not isinstance(value, type):
        yield from ((f".{field.name}", getattr(value, field.name)) for field in fields(value))


def hard_texts(pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield short texts that are hard when they are repeated: those of other patterns' bane, and its own words."""
    yield from _SAMPLES
    words = sorted(set(_WORDS.findall(pattern.pattern)))[:8]
    yield from (f"{word} " for word in words)
    yield from words


def cost_s(pattern: re.Pattern[str], repeated: str, length: int) -> float:
    """Return the processor's seconds for a search of so many characters."""
    text = (repeated * (length // len(repeated) + 1))[:length] + "\0"
    started = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - started
