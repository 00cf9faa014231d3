"""What a model is told: Jinja2 files of prompts/model/, each with a block `system` and a block `user`.

A prompt is known by the hash of its file, which is stored with whatever the model made of it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mockround.content.source import Finding
from mockround.errors import invalid

FOLDER = "prompts/model"
NAMES = ("interviewer", "grader", "cells")
_BLOCKS = ("system", "user")


@dataclass(frozen=True, slots=True)
class Prompt:
    """The two messages that a model gets, and the hash of the file that they were made with."""

    system: str
    user: str
    hash: str


class Prompts:
    """The prompts of the content folders; a later folder overrides. Read when they are first needed."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._source = lru_cache(maxsize=None)(self._read)
        self._template = lru_cache(maxsize=None)(lambda name: self._environment.from_string(self._source(name)))
        # An author's own prompt is a template, too: it gets values, never a way out.
        self._environment = ImmutableSandboxedEnvironment(
            autoescape=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    def prompt(self, name: str, **slots: object) -> Prompt:
        """Return prompt `name` filled with `slots`; raise `invalid` where the file is wrong."""
        try:
            template = self._template(name)
            system, user = ("".join(template.blocks[block](template.new_context(slots))).strip() for block in _BLOCKS)
        except (TemplateError, KeyError) as error:
            raise invalid(
                f"The prompt {FOLDER}/{name}.j2 is wrong: {type(error).__name__}.",
                "Correct it; it needs the blocks 'system' and 'user', and may use the slots of ours only.",
            ) from error
        return Prompt(system, user, self.hash(name))

    def hash(self, *names: str) -> str:
        """Return the hash of the files of `names` together."""
        return hashlib.sha256("\0".join(self._source(name) for name in names).encode()).hexdigest()[:12]

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with the files themselves."""
        for name in NAMES:
            try:
                template = self._template(name)
            except TemplateError as error:
                line = getattr(error, "lineno", None) or 1
                yield Finding(f"{FOLDER}/{name}.j2", line, "", f"no template: {error.message}", "see ours")
                continue
            for block in _BLOCKS:
                if block not in template.blocks:
                    yield Finding(f"{FOLDER}/{name}.j2", 1, "", f"there is no block {block!r}", "see ours")

    def _read(self, name: str) -> str:
        found = [path for folder in self._folders if (path := folder / FOLDER / f"{name}.j2").is_file()]
        return found[-1].read_text(encoding="utf-8")
