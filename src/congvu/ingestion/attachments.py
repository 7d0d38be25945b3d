"""Files that are only the annex of another document, and so do not carry a number of their own.

"Phụ lục II … (Kèm theo Nghị định số 30/2020/NĐ-CP …)": the number belongs to the decree. Were it taken for the
annex's own, six annexes and their decree would be seven versions of one document.
"""

from __future__ import annotations

import re

from congvu.legal import find_symbols
from congvu.legal.titles import capital_first, title_case

_HEAD_LINES = 14
_OWN_HEAD = re.compile(r"^(?:(?:Luật |Bộ luật )?Số\s*:|CỘNG H(?:ÒA|OÀ) XÃ HỘI|Kính gửi)", re.IGNORECASE)
_ATTACHED = re.compile(r"^\(?(?:Ban hành )?kèm theo\s", re.IGNORECASE)
_LABEL = re.compile(r"^(?:Phụ lục|Biểu mẫu|Mẫu)\s*(?:số\s*)?[IVXLC\d]*\s*$", re.IGNORECASE)
_NUMERAL = re.compile(r"[IVXLC\d]+")
_ORNAMENT = re.compile(r"^[\W_]*$")


def attachment_title(text: str) -> str | None:
    """The title of a text that is only attached to another one; None for a document of its own."""
    head = [line.strip() for line in text.splitlines() if not _ORNAMENT.match(line)][:_HEAD_LINES]
    index = next((i for i, line in enumerate(head) if _OWN_HEAD.match(line) or _ATTACHED.match(line)), 0)
    if index == 0 or _OWN_HEAD.match(head[index]):
        return None
    symbols = find_symbols(" ".join(head[index : index + 3]))
    if not symbols:
        return None
    label = head[0] if _LABEL.match(head[0]) else ""
    name = title_case(" ".join(head[1 if label else 0 : index]))
    title = ": ".join(part for part in (_label_case(label), name) if part)
    return f"{title} (kèm theo {symbols[0][0].canonical})"


def _label_case(label: str) -> str:
    """ "PHỤ LỤC II" as "Phụ lục II"."""
    words = (word if _NUMERAL.fullmatch(word) else word.lower() for word in label.split())
    return capital_first(" ".join(words))
