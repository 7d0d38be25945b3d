"""What makes two files the same work.

Within one circle of readers, two files are the same document when they carry the same number, kind and
issuer; symbols without a year ("1951/UBND-VX") start anew every January, so the year of issue counts too.
Files without a number are the same when they come from the same source under the same name (with its folder),
or have the same bytes. The circle of readers is part of the identity: an agency's own copy neither changes
nor betrays a document that others hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from congvu.common.hashing import sha256_hex
from congvu.corpus.types import ReadDocument
from congvu.legal import symbol_key
from congvu.text import fold

MAX_LENGTH = 450
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def has_year(number: str) -> bool:
    """Whether a symbol names its year, and so is given once only: "45/2019/QH14" does, "1951/UBND-VX" does
    not.
    """
    return _YEAR.search(number) is not None


def identity_of(read: ReadDocument, source_code: str, access: Iterable[str]) -> str:
    """The identity of a file that was read, for readers with these access tokens."""
    if read.number:
        year = "" if has_year(read.number) else str(read.issued_on.year if read.issued_on else "")
        parts = ["n", symbol_key(read.number), year, read.kind, fold(read.issuer)]
    else:
        parts = ["f", source_code, fold(str(PurePosixPath(read.file_name).with_suffix("")))]
    identity = "|".join([",".join(sorted(access)), *parts])
    return identity if len(identity) <= MAX_LENGTH else identity[: MAX_LENGTH - 65] + "#" + sha256_hex(identity)
