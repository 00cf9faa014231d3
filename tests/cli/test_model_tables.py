"""What `mockround models find` prints of the servers that answered."""

from mockround.cli.model_tables import servers_table
from mockround.llm.discovery import FoundServer


def test_a_server_is_a_line_with_what_it_tells_and_each_model_the_command_that_sets_it_up() -> None:
    found = (
        FoundServer("Ollama", "http://127.0.0.1:11434/v1", ("qwen3:8b",)),
        FoundServer("llama.cpp", "http://127.0.0.1:8080/v1", ("tiny", "other"), context=8192),
    )
    assert servers_table(found).splitlines() == [
        "Ollama at http://127.0.0.1:11434/v1: 1 models",
        "  mockround models add NAME --endpoint http://127.0.0.1:11434/v1 --model qwen3:8b",
        "llama.cpp at http://127.0.0.1:8080/v1: 2 models, 8192 tokens of context",
        "  mockround models add NAME --endpoint http://127.0.0.1:8080/v1 --model tiny",
        "  mockround models add NAME --endpoint http://127.0.0.1:8080/v1 --model other",
    ]


def test_where_nothing_answers_it_says_who_was_asked() -> None:
    assert "asked: Ollama, llama.cpp, LM Studio, vLLM" in servers_table(())
