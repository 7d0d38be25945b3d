"""ZIP files that are equal where their contents are: writers of office files stamp every entry with the time of day."""

from __future__ import annotations

import io
import zipfile

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def repeatable(data: bytes) -> bytes:
    """The same archive with every entry dated alike."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(entry, source.read(name))
    return target.getvalue()
