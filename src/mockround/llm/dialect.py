"""How one endpoint wants its requests written: what it refused once is not sent to it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mockround.llm.port import Ask, Shape

_ABOUT_SHAPE = ("response_format", "json_schema", "json_object")


@dataclass
class Dialect:
    """Begins with the newest form of OpenAI's chat protocol that local servers understand, and learns by refusals."""

    model: str
    shape: Shape = "json_schema"
    """How far a reply can be bound to a schema."""
    is_schema_in_object: bool = False
    """llama-cpp-python takes the schema beside `json_object`, and fails on `json_schema`."""
    names_max_tokens: str = "max_tokens"
    left_out: set[str] = field(default_factory=set)

    def body(self, ask: Ask) -> dict[str, object]:
        """Return the request's body."""
        body: dict[str, object] = {
            "model": self.model,
            "messages": [{"role": each.role, "content": each.content} for each in ask.messages],
            "stream": True,
            "stream_options": {"include_usage": True},
            "temperature": ask.temperature,
            self.names_max_tokens: ask.max_tokens,
        }
        if ask.schema is not None and self.shape != "prompt":
            body["response_format"] = self._response_format(ask.schema)
        return {name: value for name, value in body.items() if name not in self.left_out}

    def learns(self, refusal: str, ask: Ask, sent: Mapping[str, object]) -> bool:
        """Take a refusal of what was sent, in lower case; tell whether the next request will be another one."""
        if self.body(ask) != sent:
            # Another call learned it while this one was under way; nothing is known yet against the new form.
            return True
        if ask.schema is not None and any(each in refusal for each in _ABOUT_SHAPE):
            return self._steps_down()
        if "max_completion_tokens" in refusal and self.names_max_tokens == "max_tokens":
            self.names_max_tokens = "max_completion_tokens"
            return True
        for name in ("stream_options", "temperature"):
            if name in refusal and name not in self.left_out:
                self.left_out.add(name)
                return True
        return False

    def _response_format(self, schema: object) -> dict[str, object]:
        if self.shape == "json_schema":
            return {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": schema}}
        return {"type": "json_object", "schema": schema} if self.is_schema_in_object else {"type": "json_object"}

    def _steps_down(self) -> bool:
        if self.shape == "json_schema":
            self.shape, self.is_schema_in_object = "json_object", True
        elif self.is_schema_in_object:
            self.is_schema_in_object = False
        elif self.shape == "json_object":
            self.shape = "prompt"
        else:
            return False
        return True
