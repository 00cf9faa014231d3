"""Writes docs/content.md from the models and the docs of their fields: `python -m mockround.content.reference_page`."""

import ast
import inspect
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from mockround.content.authored import Authored, Line, Slug
from mockround.content.layout import FOLDERS, PACK_TABLES, TABLES
from mockround.content.pack_names import MOST_BYTES, MOST_FILES
from mockround.content.packs import MANIFEST, Manifest

_GUIDE = """\
# Writing content

<!-- Made by `python -m mockround.content.reference_page docs/content.md`; edit the models and that file instead. -->

Everything that MockRound asks and grades is YAML that you can edit. Check your work with `mockround content check`;
it names file, line, place, what is wrong and what to do, for all mistakes at once.

## Where things lie

| place | what it holds |
| --- | --- |
{places}

Beside these, `rubrics/exemplars/<topic>.yaml` holds answers in many voices to each criterion of a topic; the embedded
grader is fitted on them and tested with them.

The file's name is the id: `problems/url-shortener.yaml` holds the problem `url-shortener`. Ids are small letters,
digits and dashes. The folder is the kind: a pattern and a skill may not be mixed up even where their names are close.

A folder of your own has the same layout. `mockround content check DIR` checks it together with the shipped content, and
`--content DIR` serves it: a file of a new name adds to the shipped content, a file of a shipped name replaces that
file, and a row of a catalog table is added or replaced by its id. Links may not lead out of the folder.

## Packs

A pack is content that you give to others: a zip, or a folder, with `pack.yaml` at its top and the layout above.
`mockround content install FILE` installs it beside the shipped content, `mockround content list` names what is
installed, and `mockround content remove NAME` takes it away. A pack of the same name replaces the older one.

```yaml
# pack.yaml
name: payments
title: Payment systems
version: '1.0'
author: Ana
license: CC-BY-4.0
```

A pack adds, and replaces nothing. It may hold rubrics, exemplars for its own topics, problems, paths, and rows of
these tables: {pack_tables}. How grades are made, what is said around a question and what a
model is told are not its to change. It stands on the shipped content and on itself, not on another pack. At most
{most_files} files, {most_mib} MiB when unpacked, 2 MiB as a zip.

## Add a problem

1. Copy a file in `problems/` under the new id, and write the prompt as the interviewer will read it out.
2. Give the figures under `scale` and the hidden facts under `facts_if_asked`: they are told only when asked.
3. Name the patterns and skills that it exercises, and the pattern that it tempts one to name wrongly.
4. Write two or three twists; each probes criteria of the problem's own topics.
5. Run `mockround content check`. To give it a place in the list, add its id to `catalog/curriculum.yaml`.

## Add a criterion

1. Open the topic's rubric and copy an entry under `criteria`. Give it a new id that starts as its neighbours do.
2. Write `met` so that two readers of one transcript agree; then `partial`, then what sounds right and earns nothing.
3. Give an answer for each under `examples`. They are tests: the grader must agree with them.
4. Write the ladder: three probes from open to pointed that never contain the answer, three hints that come ever closer.
5. Say under `path_refs` which step of a path teaches it.

## Add a path

1. Copy a file in `paths/` under the new id. Number the steps 1, 2, 3 as they stand, and say why each stands there.
2. Put a checkpoint where a learner should prove something; `after_step` is the step before it.
3. Say what a passing answer must contain, and by which criteria; say which step a failed one leads back to.
4. Make `counts` agree with the sequence.

## How YAML is read

As YAML 1.2 without its traps: `yes`, `no` and `10:1` are text; anchors, aliases, tags, duplicate keys, a second
document, control characters, nesting deeper than 32 and files over 1 MiB are refused.
"""


def page() -> str:
    """Return the whole of docs/content.md."""
    homes: dict[str, type[Authored]] = {f"{folder}/<id>.yaml": model for folder, model in FOLDERS.items()}
    homes |= {**TABLES, MANIFEST: Manifest}
    places = "\n".join(f"| `{name}` | {_link(model)}: {_doc(model)} |" for name, model in homes.items())
    sections = [_section(model) for model in dict.fromkeys(_reached(homes.values()))]
    guide = (
        _GUIDE.replace("{places}", places)
        .replace("{pack_tables}", ", ".join(f"`{name}`" for name in PACK_TABLES))
        .replace("{most_files}", f"{MOST_FILES:,}")
        .replace("{most_mib}", str(MOST_BYTES // 2**20))
    )
    return "\n".join([guide, "## The fields\n", *sections])


def _reached(models: Any) -> Iterator[type[Authored]]:
    """Each model, then the models in its fields, in the order of the files."""
    for model in models:
        yield model
        for hint in get_type_hints(model, include_extras=True).values():
            yield from _reached(_models_in(hint))


def _models_in(hint: Any) -> list[type[Authored]]:
    if inspect.isclass(hint) and issubclass(hint, Authored):
        return [hint]
    return [model for part in get_args(hint) for model in _models_in(part)]


def _section(model: type[Authored]) -> str:
    docs = _field_docs(model)
    hints = get_type_hints(model, include_extras=True)
    rows = [
        f"| `{field.alias or name}` | {_words(hints[name])}{'' if field.is_required() else ', optional'} "
        f"| {docs.get(name, '')} |"
        for name, field in model.model_fields.items()
    ]
    head = [f"### {model.__name__}\n", f"{_doc(model)}\n", "| field | is | |", "| --- | --- | --- |"]
    return "\n".join([*head, *rows, ""])


def _field_docs(model: type[Authored]) -> dict[str, str]:
    body = ast.parse(inspect.getsource(model)).body[0]
    assert isinstance(body, ast.ClassDef)  # noqa: S101 - true of the source of a class
    docs: dict[str, str] = {}
    for field, after in zip(body.body, body.body[1:], strict=False):
        match field, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(doc))):
                docs[name] = " ".join(doc.split())
    return docs


def _words(hint: Any) -> str:
    """A type in an author's words."""
    args = get_args(hint)
    match get_origin(hint):
        case _ if hint == Slug:
            return "an id"
        case _ if hint == Line:
            return "text"
        case origin if origin is Annotated:
            return _words(args[0])
        case origin if origin is Literal:
            return " or ".join(f"`{arg}`" for arg in args)
        case origin if origin in (Union, UnionType):
            return " or ".join(_words(arg) for arg in args)
        case origin if origin is dict:
            return f"for each of {_words(args[0])}: {_words(args[1])}"
        case origin if origin is tuple:
            return f"list of {_many(args[0])}" if args[-1] is ... else f"{len(args)} {_many(args[0])}"
    return _plain_words(hint)


def _many(hint: Any) -> str:
    return {Slug: "ids", Line: "texts"}.get(hint) or _words(hint)


def _plain_words(hint: Any) -> str:
    if inspect.isclass(hint) and issubclass(hint, Authored):
        return _link(hint)
    if inspect.isclass(hint) and issubclass(hint, StrEnum):
        return " or ".join(f"`{value}`" for value in hint)
    return {str: "text", int: "a whole number", float: "a number", bool: "`true` or `false`", NoneType: "`null`"}[hint]


def _link(model: type[Authored]) -> str:
    return f"[{model.__name__}](#{model.__name__.lower()})"


def _doc(model: type[Authored]) -> str:
    return " ".join((model.__doc__ or "").split())


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
