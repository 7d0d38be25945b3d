"""Red ink on a page: taken out of the picture for reading, and cut out by itself to read stamps."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_GRID = 8
_JOIN = 3
_REDDER = 45
_DARK_ENOUGH = 250
_MOST_MARKS = 8
_FEWEST_CELLS = 12
_SMALLEST = (60, 20)
_LINE_HEIGHT = 48
_RULE = 0.55
_ONE_LINE = 2.2

_Mask = NDArray[np.bool_]


def without_red(picture: Image.Image) -> Image.Image:
    """Grey as seen through a red filter: stamps over the text vanish, black and blue stay."""
    if picture.mode in ("L", "1", "LA"):
        return picture.convert("L")
    return picture.convert("RGB").getchannel("R")


def red_marks(picture: Image.Image) -> Iterator[tuple[Image.Image, str]]:
    """Pieces of a page that are printed in red, largest first: black on white, level, without frame, and the page
    layout that Tesseract should expect ("7" one line, "6" a block).
    """
    if picture.mode in ("L", "1", "LA"):
        return
    mask = _red(picture.convert("RGB"))
    boxes = sorted(_pieces(mask), key=lambda box: (box[2] - box[0]) * (box[3] - box[1]), reverse=True)
    for left, top, right, bottom in boxes[:_MOST_MARKS]:
        piece = mask[top:bottom, left:right]
        for angle in _angles(piece):
            bare = _without_frame(_turned(piece, angle))
            if bare.size and bare.any():
                yield _printed(bare)


def _red(picture: Image.Image) -> _Mask:
    colours = np.asarray(picture, dtype=np.int16)
    red, green, blue = colours[..., 0], colours[..., 1], colours[..., 2]
    other = np.maximum(green, blue)
    mask: _Mask = (red - other > _REDDER) & (other < _DARK_ENOUGH - _REDDER)
    return mask


def _pieces(mask: _Mask) -> Iterator[tuple[int, int, int, int]]:
    """Boxes (left, top, right, bottom) around what belongs together, found on a coarse grid."""
    height, width = (side // _GRID * _GRID for side in mask.shape)
    coarse = mask[:height, :width].reshape(height // _GRID, _GRID, width // _GRID, _GRID).any(axis=(1, 3))
    left_over = {(int(y), int(x)) for y, x in zip(*np.nonzero(coarse), strict=True)}
    reach = [(dy, dx) for dy in range(-_JOIN, _JOIN + 1) for dx in range(-_JOIN, _JOIN + 1)]
    while left_over:
        heap = [left_over.pop()]
        piece = list(heap)
        while heap:
            y, x = heap.pop()
            for dy, dx in reach:
                near = (y + dy, x + dx)
                if near in left_over:
                    left_over.remove(near)
                    heap.append(near)
                    piece.append(near)
        if len(piece) < _FEWEST_CELLS:
            continue
        ys, xs = [y for y, _x in piece], [x for _y, x in piece]
        box = min(xs) * _GRID, min(ys) * _GRID, (max(xs) + 1) * _GRID, (max(ys) + 1) * _GRID
        if box[2] - box[0] >= _SMALLEST[0] and box[3] - box[1] >= _SMALLEST[1]:
            yield box


def _angles(piece: _Mask) -> Iterator[float]:
    """As it is, and turned level along its longer axis where a stamp was set crooked (degrees)."""
    yield 0.0
    ys, xs = np.nonzero(piece)
    if len(xs) < 50:
        return
    spread = np.cov(np.stack([xs, ys]).astype(float))
    values, axes = np.linalg.eigh(spread)
    x, y = axes[:, int(np.argmax(values))]
    angle = math.degrees(math.atan2(y, x))
    angle = (angle + 90) % 180 - 90
    if values.max() > 2 * values.min() and abs(angle) > 1.5:
        yield angle


def _turned(piece: _Mask, degrees: float) -> _Mask:
    if not degrees:
        return piece
    turned = Image.fromarray(piece.astype(np.uint8) * 255).rotate(degrees, expand=True, resample=Image.Resampling.BILINEAR)
    mask: _Mask = np.asarray(turned) > 127
    return mask


def _without_frame(piece: _Mask) -> _Mask:
    """Without the rows and columns that are mostly ink at the edges: the frame of a stamp, single or double."""
    bare = piece.copy()
    height, width = bare.shape
    rows, columns = bare.mean(axis=1), bare.mean(axis=0)
    edge_y, edge_x = max(3, height // 4), max(3, width // 8)
    for index in (*range(edge_y), *range(height - edge_y, height)):
        if rows[index] > _RULE:
            bare[max(0, index - 1) : index + 2] = False
    for index in (*range(edge_x), *range(width - edge_x, width)):
        if columns[index] > _RULE:
            bare[:, max(0, index - 1) : index + 2] = False
    ys, xs = np.nonzero(bare)
    return bare[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1] if len(ys) else bare


def _printed(mask: _Mask) -> tuple[Image.Image, str]:
    """Black letters on white with a margin, of a size that Tesseract reads well."""
    height, width = mask.shape
    one_line = width > height * _ONE_LINE
    picture = Image.fromarray(np.where(mask, 0, 255).astype(np.uint8))
    if one_line or height < _LINE_HEIGHT:
        scale = _LINE_HEIGHT / height
        picture = picture.resize((max(1, round(width * scale)), _LINE_HEIGHT), Image.Resampling.LANCZOS)
    margin = _LINE_HEIGHT // 2
    sheet = Image.new("L", (picture.width + 2 * margin, picture.height + 2 * margin), 255)
    sheet.paste(picture, (margin, margin))
    return sheet, "7" if one_line else "6"
