"""A model that judges: it says what a test wrote, and keeps what it was asked."""

import json
from collections.abc import Mapping

from mockround.llm.failures import Trouble
from mockround.llm.port import Ask, Finished, ModelFailure, Reply, Usage

Said = str | Mapping[str, object] | Trouble


class Judge:
    """Says its lines in order, the last one for ever."""

    def __init__(self, *lines: Said) -> None:
        self.lines = list(lines)
        self.asked: list[Ask] = []

    def __call__(self, ask: Ask) -> Reply:
        self.asked.append(ask)
        line = self.lines.pop(0) if len(self.lines) > 1 else self.lines[0]
        if isinstance(line, Trouble):
            raise ModelFailure(line)
        return Reply(line if isinstance(line, str) else json.dumps(line), Finished(Usage(1000, 50)))
