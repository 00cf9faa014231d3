"""Packs as somebody would make them who wants to write elsewhere, to fill the memory or to pass for something else.

All of them are written here, byte by byte; none lies in the repository.
"""

import io
import stat
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from tests.support.packs import PROBLEM, good_pack, zipped

BILLION_LAUGHS = "a: &a [ha]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A zip, and the words by which its refusal must name the rule; `file` is what must be named, escaped."""

    name: str
    zipped: bytes
    rule: str
    file: str = ""


def hostile() -> Iterator[Hostile]:
    yield from _names()
    yield from _shapes()
    yield from _sizes()
    yield from _yaml()
    yield from _content()


def _names() -> Iterator[Hostile]:
    """Names that lead elsewhere, or that look or work otherwise than they are written."""
    outside = "leads out of the pack"
    for name, rule in {
        "../escaped.yaml": outside,
        "problems/../../escaped.yaml": outside,
        "problems/./x.yaml": outside,
        "problems//x.yaml": outside,
        ".git/../../escaped.yaml": outside,
        "/escaped.yaml": "absolute",
        "C:/escaped.yaml": "absolute",
        "C:escaped.yaml": "absolute",
        "\\\\server\\escaped.yaml": "absolute",
        "problems\\..\\..\\escaped.yaml": "backslash",
        "problems/con.yaml": "device",
        "problems/NUL": "device",
        "lpt1/x.yaml": "device",
        "problems/a\0.yaml": "control",
        "problems/a\x1b[2J.yaml": "control",
        "problems/a\n.yaml": "control",
        "problems/\u202elmay.exe": "control",
        "problems/a\u200b.yaml": "control",
        "problems/\ud83d.yaml".encode("utf-16", "surrogatepass").decode("utf-16", "replace"): "unusual",
        "problems/caf\u00e9.yaml": "unusual",
        "problems/a b.yaml": "unusual",
        "problems/x.py": "no content",
        "pack.j2": "no content",
        "a/b/c/d/e.yaml": "deeper",
        f"problems/{'x' * 200}.yaml": "too long",
    }.items():
        yield Hostile(f"name {name!r}", zipped({**good_pack(), name: "id: x\n"}), rule, repr(name[:20])[1:-1])
    twice = {**good_pack(), PROBLEM.replace("tool", "Tool"): "id: x\n"}
    yield Hostile("names that differ in case alone", zipped(twice), "stands twice", "Tool-library.yaml")
    within = {**good_pack(), f"{PROBLEM}/x.yaml": "id: x\n"}
    yield Hostile("a file inside a file", zipped(within), "which is a file", "x.yaml")


def _shapes() -> Iterator[Hostile]:
    """Zips that are none, or that hold what is no file."""
    whole = zipped(good_pack())
    unreadable = "no zip that can be read"
    yield Hostile("no zip at all", b"pack.yaml", unreadable)
    yield Hostile("an empty file", b"", unreadable)
    yield Hostile("cut off", whole[: len(whole) // 2], unreadable)
    yield Hostile("a byte of the text changed", whole[:90] + bytes([whole[90] ^ 1]) + whole[91:], unreadable)
    yield Hostile("a table of contents that points before the file", _with_offset(whole, 2**31), unreadable)
    for kind in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR):
        yield Hostile(
            f"mode {kind:o}", _with_entry("problems/x.yaml", mode=kind | 0o777), "a link or a device", "x.yaml"
        )
    yield Hostile("a password", _with_entry("problems/x.yaml", flags=1), "password", "x.yaml")
    yield Hostile("packed with lzma", _with_entry("problems/x.yaml", method=zipfile.ZIP_LZMA), "unusual compression")
    yield Hostile("an unknown packing", _with_entry("problems/x.yaml", method=99), "unusual compression")


def _sizes() -> Iterator[Hostile]:
    """Little that becomes much."""
    zeros = "# " + "0" * 2**20
    yield Hostile("a file of a mebibyte, a thousand times smaller", zipped({**good_pack(), "problems/x.yaml": zeros}),
                  "larger than 1,048,576 bytes", "x.yaml")  # fmt: skip
    many = {f"problems/x{number}.yaml": "# " + "0" * 900_000 for number in range(10)}
    yield Hostile("ten files that unpack to a thousand times", zipped({**good_pack(), **many}), "times its size")
    lies = _with_entry("problems/x.yaml", content=b"0" * 5_000_000, says=100)
    yield Hostile("says that it is small", lies, "no zip that can be read")
    ten_thousand = {f"problems/x{number}.yaml": "" for number in range(10_000)}
    yield Hostile("ten thousand files", zipped({**good_pack(), **ten_thousand}), "more than 1,000 files")
    yield Hostile("one large zip", zipped(good_pack()) + b"0" * 2**21, "larger than 2,097,152 bytes")


def _yaml() -> Iterator[Hostile]:
    """Content that explodes, nests or says what it is."""
    for name, text, rule in (
        ("billion laughs", BILLION_LAUGHS, "the anchor '&a'"),
        ("lists three thousand deep", "[" * 3000, "nesting deeper than 32"),
        ("mappings three thousand deep", "{a: " * 3000, "nesting deeper than 32"),
        ("a tag that calls a function", "id: !!python/object/apply:os.system ['true']\n", "the tag"),
        ("a key twice", "id: x\nid: y\n", "stands twice"),
        ("a number of a thousand digits as a level", f"id: x\nlevels: [{'9' * 1000}]\n", "is not one of the values"),
        ("fifty thousand values", "- 1\n" * 50_001, "more than 50,000 values"),
        ("not UTF-8", b"id: caf\xe9\n", "not UTF-8"),
        ("UTF-16", "id: x\n".encode("utf-16"), "not UTF-8"),
        ("a hidden direction", "id: x\ntitle: a \u202eb\n", "control character"),
        ("two documents", "id: x\n---\nid: y\n", "a second document"),
        ("nothing", "", "is not a mapping"),
    ):
        file = {"problems/x.yaml": text}
        yield Hostile(f"content: {name}", zipped({**good_pack(), **file}), rule, "problems/x.yaml")
    yield Hostile(
        "a manifest of laughs", zipped({**good_pack(), "pack.yaml": BILLION_LAUGHS}), "the anchor", "pack.yaml"
    )


def _content() -> Iterator[Hostile]:
    """Well-formed content that is not a pack's to bring."""
    pack = good_pack()
    without = {name: text for name, text in pack.items() if name != "pack.yaml"}
    yield Hostile("no manifest", zipped(without), "the file is missing", "pack.yaml")
    for name in ("../evil", "Evil", "con.x", ".", "a" * 65):
        yield Hostile(f"is called {name!r}", zipped(good_pack(name=name)), "", "pack.yaml:")
    taken = {"problems/url-shortener.yaml": pack[PROBLEM].replace("id: tool-library", "id: url-shortener")}
    yield Hostile("a problem of ours", zipped({**pack, **taken}), "is there already", "problems/url-shortener.yaml")
    row = "stores: [{id: dynamodb-single-region, title: x, pacelc: x, watch_for: x}]\n"
    yield Hostile("a row of ours", zipped({**pack, "catalog/stores.yaml": row}), "is there already", "stores.yaml")
    for name in ("catalog/scoring.yaml", "catalog/grading-rules.yaml", "catalog/curriculum.yaml"):
        yield Hostile(f"brings {name}", zipped({**pack, name: "a: 1\n"}), "is not known here", "catalog")
    yield Hostile("brings prompts", zipped({**pack, "prompts/embedded/x.yaml": "a: 1\n"}), "is not known here")
    ours = {"rubrics/exemplars/proximity.yaml": "topic: proximity\ncriteria: {}\n"}
    yield Hostile("exemplars for a topic of ours", zipped({**pack, **ours}), "is no topic of this pack", "proximity")
    lost = {PROBLEM: pack[PROBLEM].replace("primary_pattern: read-heavy", "primary_pattern: nowhere")}
    yield Hostile("points to nothing", zipped({**pack, **lost}), "there is no pattern 'nowhere'", PROBLEM)


def _with_entry(
    name: str,
    content: bytes = b"id: x\n",
    *,
    mode: int = stat.S_IFREG | 0o644,
    flags: int = 0,
    method: int = zipfile.ZIP_DEFLATED,
    says: int | None = None,
) -> bytes:
    """Return a good pack and one entry more, whose table of contents says what is asked for."""
    into = io.BytesIO(zipped(good_pack()))
    with zipfile.ZipFile(into, "a", zipfile.ZIP_DEFLATED) as packed:
        info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = mode << 16
        packed.writestr(info, content)
    made = bytearray(into.getvalue())
    at = made.rindex(b"PK\x01\x02")
    struct.pack_into("<H", made, at + 8, struct.unpack_from("<H", made, at + 8)[0] | flags)
    struct.pack_into("<H", made, at + 10, method)
    if says is not None:
        struct.pack_into("<L", made, at + 24, says)
    return bytes(made)


def _with_offset(whole: bytes, offset: int) -> bytes:
    """Return the zip with the place of its table of contents moved."""
    made = bytearray(whole)
    struct.pack_into("<L", made, made.rindex(b"PK\x05\x06") + 16, offset)
    return bytes(made)
