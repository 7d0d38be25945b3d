"""Ink that is not running text: places where words were overlooked, such as under a seal, and frames of stamps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from PIL import Image

from congvu.ingestion.parsers.red_ink import DARK, Box, Mask, frames, pieces_of

_MARGIN = 40
_MOST = 2
_LARGEST = 0.35
_SMALLEST = (100, 100)
_STAMP = (200, 100)


def overlooked(grey: Image.Image, words: Iterable[Box]) -> Iterator[Box]:
    """Boxes (left, top, right, bottom; pixels) of the largest ink outside of ``words``."""
    mask: Mask = np.asarray(grey) < DARK
    mask = mask.copy()
    for left, top, right, bottom in words:
        mask[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = False
    page = grey.width * grey.height
    boxes = [
        box
        for box in pieces_of(mask)
        if box[2] - box[0] >= _SMALLEST[0] and box[3] - box[1] >= _SMALLEST[1] and _area(box) < page * _LARGEST
    ]
    for left, top, right, bottom in sorted(boxes, key=_area, reverse=True)[:_MOST]:
        yield (
            max(0, left - _MARGIN),
            max(0, top - _MARGIN),
            min(grey.width, right + _MARGIN),
            min(grey.height, bottom + _MARGIN),
        )


def stamps_of_receipt(grey: Image.Image) -> list[Box]:
    """Boxes of frames as large as the stamps that offices set on what comes in."""
    return [box for box in frames(grey) if box[2] - box[0] >= _STAMP[0] and box[3] - box[1] >= _STAMP[1]]


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
