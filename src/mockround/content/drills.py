"""The wording of the drills, as an author writes it in catalog/drills.yaml."""

from typing import Literal

from mockround.content.models import Authored, Line


class Drill(Authored):
    """What a drill is called and what it asks. `{...}` slots are filled with names from the content."""

    kind: Literal["recognise", "narrate", "failure-modes", "consistency"]
    title: Line
    prompt: Line


class DrillTable(Authored):
    """The drills; a folder of your own replaces one by its kind."""

    drills: tuple[Drill, ...]
