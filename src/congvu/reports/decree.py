"""The measures of Nghị định 30/2020/NĐ-CP, Phụ lục I: what is allowed, and what we choose of it.

The writer takes the choices, the checker the ranges, so that neither can drift from the other. Sizes are points,
lengths millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
FONT = "Times New Roman"
PAGE = (210, 297)
ADDRESSED, RECEIVERS, AS_ABOVE, KEEP = "Kính gửi:", "Nơi nhận:", "Như trên", "Lưu:"
SUBJECT = "V/v"
END = "./."
APPENDIX = "Phụ lục"


@dataclass(frozen=True, slots=True)
class Measure:
    """A range, both ends allowed, and our choice in it."""

    low: float
    high: float
    chosen: float

    def allows(self, value: float, slack: float = 0.0) -> bool:
        return self.low - slack <= value <= self.high + slack

    def __str__(self) -> str:
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g}–{self.high:g}"


# Mục I.3: margins of the page.
MARGINS = {
    "top": Measure(20, 25, 20),
    "bottom": Measure(20, 25, 20),
    "left": Measure(30, 35, 30),
    "right": Measure(15, 20, 15),
}
# Mục I.7 and II: sizes of type. Of "12 to 13" and the like we take what the decree's samples have.
SIZES = {
    "page_number": Measure(13, 14, 13),
    "nation": Measure(12, 13, 12),
    "motto": Measure(13, 14, 13),
    "parent": Measure(12, 13, 12),
    "issuer": Measure(12, 13, 12),
    "number": Measure(13, 13, 13),
    "date": Measure(13, 14, 13),
    "type_name": Measure(13, 14, 14),
    "subject": Measure(13, 14, 14),
    "letter_subject": Measure(12, 13, 12),
    "body": Measure(13, 14, 14),
    "authority": Measure(13, 14, 14),
    "signer": Measure(13, 14, 14),
    "addressed": Measure(13, 14, 14),
    "receivers": Measure(12, 12, 12),
    "receiver": Measure(11, 11, 11),
    "appendix": Measure(14, 14, 14),
    "appendix_title": Measure(13, 14, 13),
    "appendix_reference": Measure(13, 14, 13),
}
INDENTS = (10.0, 12.7)
"""First lines of the body begin 1 cm or 1.27 cm in (Mục II.6.e)."""
INDENT = 12.7
GAP = 6.0
"""Points between paragraphs, at least (Mục II.6.e), and between the number and the subject of a letter (II.5.b)."""
LINES = Measure(1.0, 1.5, 1.0)
"""Height of lines, in lines (Mục II.6.e)."""
RULE_PART = Measure(1 / 3, 1 / 2, 0.42)
"""Length of the rules under issuer and subject, as part of the text above (Mục II.2.b, II.5.b)."""
RULE_WHOLE = Measure(0.9, 1.1, 1.0)
"""Length of the rule under the motto: that of the text (Mục II.1.b), within what one sees."""
