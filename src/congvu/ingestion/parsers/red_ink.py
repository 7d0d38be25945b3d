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
_RULE = 0.6
_UPRIGHT = 5
_EDGE = 0.1
_SPECK = 8
_THIN = 0.17
_DARK = 140
_HOLLOW = 0.4
_LARGEST_PIECE = 400_000
_ONE_LINE = 2.2

_Mask = NDArray[np.bool_]
_Box = tuple[int, int, int, int]


def without_red(picture: Image.Image) -> Image.Image:
    """Grey as seen through a red filter: stamps over the text vanish, black and blue stay."""
    if picture.mode in ("L", "1", "LA"):
        return picture.convert("L")
    return picture.convert("RGB").getchannel("R")


def red_marks(picture: Image.Image) -> Iterator[tuple[Image.Image, str]]:
    """Pieces of a page that are printed in red, largest first, then all of it: black on white, level, without frame,
    and the page layout that Tesseract should expect ("7" one line, "6" a block, "11" scattered).
    """
    if picture.mode in ("L", "1", "LA"):
        return
    mask = _red(picture.convert("RGB"))
    boxes = sorted(_pieces(mask), key=lambda box: (box[2] - box[0]) * (box[3] - box[1]), reverse=True)
    for box in boxes[:_MOST_MARKS]:
        yield from _readable(mask, box)
    if boxes:
        yield Image.fromarray(np.where(mask, 0, 255).astype(np.uint8)), "11"


def framed_marks(grey: Image.Image) -> Iterator[tuple[Image.Image, str]]:
    """Pieces of a page without colours that stand in a frame, as ``red_marks`` gives them."""
    mask: _Mask = np.asarray(grey) < _DARK
    height, width = (side // 2 * 2 for side in mask.shape)
    half: _Mask = np.asarray(mask[:height, :width].reshape(height // 2, 2, width // 2, 2).any(axis=(1, 3)))
    found = 0
    for ys, xs in _shapes(half):
        box = int(xs.min()) * 2, int(ys.min()) * 2, int(xs.max() + 1) * 2, int(ys.max() + 1) * 2
        wide, high = box[2] - box[0], box[3] - box[1]
        # A frame is mostly hollow.
        if 80 <= wide <= 900 and 35 <= high <= 300 and wide > high * 1.2 and len(ys) * 4 < wide * high * _HOLLOW:
            found += 1
            for picture, layout in _readable(mask, box):
                yield picture, layout
                if layout == "7":
                    yield picture, "6"
        if found == _MOST_MARKS:
            return


def _readable(mask: _Mask, box: _Box) -> Iterator[tuple[Image.Image, str]]:
    left, top, right, bottom = box
    piece = mask[top:bottom, left:right]
    if piece.size > _LARGEST_PIECE:
        return
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


def _pieces(mask: _Mask) -> Iterator[_Box]:
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
    turned = Image.fromarray(piece.astype(np.uint8) * 255).rotate(
        degrees, expand=True, resample=Image.Resampling.BILINEAR
    )
    mask: _Mask = np.asarray(turned) > 127
    return mask


def _without_frame(piece: _Mask) -> _Mask:
    """Without the lines of a stamp's frame, single or double, whole or broken, and cropped to what is left."""
    bare = piece.copy()
    height, width = bare.shape
    letters: list[tuple[float, NDArray[np.intp], NDArray[np.intp]]] = []
    for ys, xs in _shapes(piece):
        wide, high = xs.max() - xs.min() + 1, ys.max() - ys.min() + 1
        at_side = xs.max() < width * _EDGE or xs.min() > width * (1 - _EDGE)
        if wide > width * _RULE or (high > height * _RULE and high > wide * _UPRIGHT and at_side) or len(ys) < _SPECK:
            bare[ys, xs] = False
        else:
            letters.append((len(ys) / max(wide, high), ys, xs))
    # What is left of a thin frame that the scan broke into pieces: far less ink along its length than a letter has.
    boldest = max((ink for ink, _ys, _xs in letters), default=0.0)
    for ink, ys, xs in letters:
        if ink < boldest * _THIN:
            bare[ys, xs] = False
    ys, xs = np.nonzero(bare)
    return bare[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1] if len(ys) else bare


def _shapes(mask: _Mask) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """The connected strokes of a piece, as (rows, columns) of their points."""
    left_over = {(int(y), int(x)) for y, x in zip(*np.nonzero(mask), strict=True)}
    while left_over:
        heap = [left_over.pop()]
        shape = list(heap)
        while heap:
            y, x = heap.pop()
            for near in (
                (y - 1, x - 1), (y - 1, x), (y - 1, x + 1), (y, x - 1),
                (y, x + 1), (y + 1, x - 1), (y + 1, x), (y + 1, x + 1),
            ):  # fmt: skip
                if near in left_over:
                    left_over.remove(near)
                    heap.append(near)
                    shape.append(near)
        points = np.array(shape)
        yield points[:, 0], points[:, 1]


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
