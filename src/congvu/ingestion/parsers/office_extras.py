"""What an Office file carries beside its text: what it says of itself, and pictures that may be stamps."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path

from lxml import etree
from PIL import Image

from congvu.ingestion.conf import Limits
from congvu.ingestion.parsers.image import page_picture
from congvu.ingestion.parsers.recognise import refuse_stamps
from congvu.ingestion.parsers.zipsafe import read_part, read_xml
from congvu.ingestion.types import ReadError

_PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
_MOST_PICTURES = 12
_LARGEST_PICTURE = 4_000_000
_LONGEST_VALUE = 2000


def office_metadata(archive: zipfile.ZipFile) -> tuple[tuple[str, str], ...]:
    """(name, value) of the properties of an Office Open XML file, its own and those that people added."""
    found: list[tuple[str, str]] = []
    for part in _PARTS:
        root = read_xml(archive, part)
        for element in root.iterchildren(etree.Element) if root is not None else ():
            name = element.get("name") or etree.QName(element).localname
            value = " ".join("".join(element.itertext()).split())
            if value:
                found.append((str(name), value[:_LONGEST_VALUE]))
    return tuple(found)


def refuse_stamped_pictures(archive: zipfile.ZipFile, folder: str, limits: Limits, workdir: Path) -> None:
    """Raises ReadError where red ink of a picture below ``folder`` spells the mark of a state secret.

    Only small ones are looked at: a stamp, or a scanned page; what no library reads is no stamp of ours.
    """
    names = [name for name in archive.namelist() if name.startswith(folder)]
    for name in names[:_MOST_PICTURES]:
        data = read_part(archive, name)
        if data is None or len(data) > _LARGEST_PICTURE:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            try:
                with Image.open(io.BytesIO(data)) as picture:
                    drawn = page_picture(picture)
            except (ReadError, OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
                continue
        refuse_stamps(drawn, limits, workdir)

