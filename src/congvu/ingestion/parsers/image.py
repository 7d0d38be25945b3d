"""Pictures of pages: PNG, JPEG, TIFF (several pages in one) and GIF, recognised page by page."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.base import ParsedText
from congvu.ingestion.parsers.recognise import DPI, recognise_pages
from congvu.ingestion.parsers.scan import scanned_text
from congvu.ingestion.types import ReadError, Reason

# A0 at 300 dpi: nothing larger is a page.
_MOST_PIXELS = 140_000_000
_LONG_SIDE = 11.7
_PAGE_POINTS = 1000
_USUAL = (200.0, 700.0)


class ImageParser:
    name = "image-1"
    media_type = "image/*"

    def parse(self, path: Path, limits: Limits, workdir: Path) -> ParsedText:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            try:
                with Image.open(path) as picture:
                    return self._read(picture, limits, workdir)
            except ReadError:
                raise
            except Image.DecompressionBombError as error:
                raise ReadError(Reason.DECOMPRESSION_BOMB, "picture of too many points") from error
            except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
                raise ReadError(Reason.DAMAGED, f"picture: {type(error).__name__}") from error

    def _read(self, picture: Image.Image, limits: Limits, workdir: Path) -> ParsedText:
        count = getattr(picture, "n_frames", 1)
        if count > limits.pages:
            raise ReadError(Reason.TOO_MANY_PAGES, f"{count} pages, limit {limits.pages}")

        def draw(number: int) -> Image.Image:
            picture.seek(number - 1)
            return page_picture(picture)

        pages = recognise_pages(range(1, count + 1), draw, limits, workdir)
        return scanned_text(pages, limits)


def page_picture(picture: Image.Image) -> Image.Image:
    """A picture of a page in RGB or grey, at ``DPI`` as far as its own resolution is known or can be guessed."""
    if picture.width * picture.height > _MOST_PIXELS:
        raise ReadError(Reason.DECOMPRESSION_BOMB, f"picture of {picture.width} by {picture.height} points")
    claimed = picture.info.get("dpi", (0, 0))[0] or 0
    longest = max(picture.width, picture.height)
    # A photograph or a screen's claim of 72 or 96 dpi says nothing: the page is taken to be A4.
    resolution = float(claimed) if _USUAL[0] <= float(claimed) <= _USUAL[1] else longest / _LONG_SIDE
    if longest < _PAGE_POINTS:
        resolution = DPI  # too small for a page: a stamp, a logo
    if "A" in picture.getbands() or picture.mode == "P":
        sheet = Image.new("RGB", picture.size, "white")
        layer = picture.convert("RGBA")
        sheet.paste(layer, mask=layer.getchannel("A"))
        drawn: Image.Image = sheet
    else:
        drawn = picture.convert("L" if picture.mode in ("1", "L", "I;16", "I", "F") else "RGB")
    scale = DPI / resolution if resolution else 1.0
    if 0.8 <= scale <= 1.25:
        return drawn
    size = max(1, round(drawn.width * scale)), max(1, round(drawn.height * scale))
    return drawn.resize(size, Image.Resampling.LANCZOS)
