"""The model of these tests is the same for everybody: its bytes are, and so is what it says."""

import hashlib
import json
from pathlib import Path

from mockround.llm.failures import Trouble
from tests.realmodel.conftest import MODEL, Llama, written
from tests.support.models import a_model, an_ask, hear

SHA256 = "49e61c5fbe10dbde059e994f5a47555f7471063cf3ab9e7e4eaef6c3293754e1"


def test_it_is_written_byte_for_byte_the_same(tmp_path: Path) -> None:
    first, second = (written(tmp_path / name).read_bytes() for name in ("first.gguf", "second.gguf"))
    assert first == second
    assert hashlib.sha256(first).hexdigest() == SHA256


async def test_asked_the_same_it_says_the_same(llama: Llama) -> None:
    model = a_model(llama.endpoint, None, model=MODEL)
    first, second = [await hear(model, an_ask()) for _ in range(2)]
    assert len(first.text.split()) > 5
    assert (first.text, first.trouble) == (second.text, second.trouble)


async def test_a_schema_binds_it_though_it_means_nothing(llama: Llama) -> None:
    schema = {"type": "string", "minLength": 5, "maxLength": 40}
    heard = await hear(a_model(llama.endpoint, None, model=MODEL), an_ask(schema=schema))
    assert heard.finished is not None
    assert heard.finished.shape == "json_schema"
    said = json.loads(heard.text)
    assert isinstance(said, str)
    assert 5 <= len(said) <= 40


async def test_where_it_does_not_come_to_an_end_it_is_cut(llama: Llama) -> None:
    heard = await hear(a_model(llama.endpoint, None, model=MODEL), an_ask(max_tokens=1))
    assert heard.trouble is Trouble.CUT_BY_LENGTH
