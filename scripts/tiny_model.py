"""`python scripts/tiny_model.py OUT.gguf` writes a model so small that it says words and means none.

Its weights are random and always the same. They are drawn as whole numbers and scaled by powers of two, so that every
machine writes the same bytes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy
from gguf import GGUFWriter, LlamaFileType, TokenType

CONTEXT = 32_768
_SEED = 33
_WIDTH, _HEADS, _INNER = 32, 2, 64
_FINE = 1 << 15
_LOUD = 8.0
"""The first number of every embedding: what a token's own weight on it is, decides how often the token is said."""

_LAYER = {
    "attn_q": ((_WIDTH, _WIDTH), 0.5),
    "attn_k": ((_WIDTH, _WIDTH), 0.5),
    "attn_v": ((_WIDTH, _WIDTH), 0.5),
    "attn_output": ((_WIDTH, _WIDTH), 0.5),
    "ffn_gate": ((_INNER, _WIDTH), 0.25),
    "ffn_up": ((_INNER, _WIDTH), 0.25),
    "ffn_down": ((_WIDTH, _INNER), 0.25),
}
_CARRYING = ("attn_v", "ffn_up")
"""What every token has in common is not carried on: it would drown what one of them says."""

_COMMON = "the a is what when why how of your that it to on and if with you does one we"
_TERMS = "load cache queue shard latency replica request write read key region backup limit timeout"
_WORDS = tuple(f"\u2581{word}" for word in f"{_COMMON} {_TERMS}".split())
_ENDS = ("?", ".", '"')
_SYMBOLS = tuple(",{}[]:-")
_LETTERS = tuple("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\u2581")
_TEMPLATE = "{% for each in messages %}{{ each['role'] }}: {{ each['content'] }}\n{% endfor %}assistant:"

_SPECIAL = (("<unk>", TokenType.UNKNOWN, -8.0), ("<s>", TokenType.CONTROL, -8.0), ("</s>", TokenType.CONTROL, 0.5))
_PLAIN = ((_WORDS, 0.5), (_ENDS, 0.6), (_SYMBOLS, 0.25), (_LETTERS, -0.5))
"""How often what is said. Bytes are as good as never: half a character would be no text."""


def tokens() -> Iterator[tuple[str, TokenType, float]]:
    """Yield each token, its kind and its weight, by number."""
    yield from _SPECIAL
    for byte in range(256):
        yield f"<0x{byte:02X}>", TokenType.BYTE, -8.0
    for texts, weight in _PLAIN:
        for text in texts:
            yield text, TokenType.NORMAL, weight


def write(path: Path) -> None:
    writer = GGUFWriter(path, "llama")
    writer.add_name("tiny")
    writer.add_file_type(LlamaFileType.ALL_F32)
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(_WIDTH)
    writer.add_feed_forward_length(_INNER)
    writer.add_block_count(1)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_HEADS)
    writer.add_rope_dimension_count(_WIDTH // _HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    _add_vocabulary(writer)
    _add_weights(writer)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_vocabulary(writer: GGUFWriter) -> None:
    texts, kinds, _ = zip(*tokens(), strict=True)
    writer.add_vocab_size(len(texts))
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([text.encode() for text in texts])
    writer.add_token_types(kinds)
    writer.add_token_scores([-float(at) for at in range(len(texts))])
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(True)
    writer.add_chat_template(_TEMPLATE)


def _add_weights(writer: GGUFWriter) -> None:
    drawn = numpy.random.Generator(numpy.random.PCG64(_SEED))
    count = len(list(tokens()))
    embedded = _weights(drawn, (count, _WIDTH), 1.0)
    embedded[:, 0] = _LOUD
    # No token likes to follow itself, or the likeliest would be said for ever.
    spoken = _weights(drawn, (count, _WIDTH), 0.5) - embedded / 2
    spoken[:, 0] = [weight for _, _, weight in tokens()]
    writer.add_tensor("token_embd.weight", embedded)
    writer.add_tensor("output.weight", spoken)
    for name in ("output_norm", "blk.0.attn_norm", "blk.0.ffn_norm"):
        writer.add_tensor(f"{name}.weight", numpy.ones(_WIDTH, numpy.float32))
    for name, (shape, scale) in _LAYER.items():
        inner = _weights(drawn, shape, scale)
        if name in _CARRYING:
            inner[:, 0] = 0
        writer.add_tensor(f"blk.0.{name}.weight", inner)


def _weights(drawn: numpy.random.Generator, shape: tuple[int, int], scale: float) -> numpy.ndarray:
    return (drawn.integers(-_FINE, _FINE, shape) * (scale / _FINE)).astype(numpy.float32)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
