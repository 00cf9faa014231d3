"""A page's look as rows of hex digits: how much ink is in each cell of a coarse grid. Small, readable in a diff,
and blind to how a machine draws its letters."""

import base64
from collections.abc import Sequence

from playwright.sync_api import Page

COLUMNS = 48
"""Cells across. A cell is as high as it is wide."""
# Ink is what differs from the page's ground, four times over: a line of text is a grey of its own.
_DRAWN = """async ([picture, columns]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const rows = Math.max(1, Math.round((image.height / image.width) * columns));
    const canvas = document.createElement("canvas");
    canvas.width = columns;
    canvas.height = rows;
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.drawImage(image, 0, 0, columns, rows);
    const { data } = pen.getImageData(0, 0, columns, rows);
    const light = (at) => 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
    const ground = light(0);
    const ink = (at) => Math.min(15, Math.floor((Math.abs(light(at) - ground) * 4) / 16)).toString(16);
    return Array.from({ length: rows }, (_, row) =>
        Array.from({ length: columns }, (_, column) => ink(4 * (row * columns + column))).join(""));
}"""
_CLOSE = 4
"""Steps of sixteen that a cell may differ: another font, another hinting."""


def look(page: Page, drawing: Page) -> list[str]:
    """Return what the window shows. `drawing` is a blank page: a site's own policy forbids pictures from elsewhere."""
    picture = base64.b64encode(page.screenshot(animations="disabled", caret="hide")).decode()
    rows: list[str] = drawing.evaluate(_DRAWN, [picture, COLUMNS])
    return rows


def unlike(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of cells, of 1, in which two looks clearly differ; 1 where they are not of one size."""
    if [len(row) for row in one] != [len(row) for row in other]:
        return 1.0
    cells = [
        (int(a, 16), int(b, 16))
        for left, right in zip(one, other, strict=True)
        for a, b in zip(left, right, strict=True)
    ]
    return sum(abs(a - b) > _CLOSE for a, b in cells) / len(cells)
