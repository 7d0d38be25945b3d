from __future__ import annotations

import pytest

from congvu.ingestion.accuracy import compare
from congvu.ingestion.parsers.legacy import Code, code_of_font, convert_lines, convert_run, join_runs

TCVN3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc, Thñ t\xadíng"
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc"
TRUE = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc"


@pytest.mark.parametrize(
    ("font", "code"),
    [
        (".VnTime", Code.TCVN3), (".VnTimeH", Code.TCVN3_CAPITALS), ("ABCDEF+.VnArialH,Bold", Code.TCVN3_CAPITALS),
        ("VNI-Times", Code.VNI), ("vni-times", Code.VNI), ("Times New Roman", Code.UNICODE), (None, Code.UNICODE),
        ("Vnizer", Code.UNICODE),
    ],
)  # fmt: skip
def test_the_font_says_the_code(font: str | None, code: Code) -> None:
    assert code_of_font(font) is code


def test_runs_are_converted_by_their_font() -> None:
    assert join_runs([(TCVN3, Code.TCVN3)]) == f"{TRUE}, Thủ tướng"
    assert join_runs([("Co", Code.VNI), ("äng hoøa", Code.VNI), (" và Điều 1", Code.UNICODE)]) == "Cộng hòa và Điều 1"
    assert convert_run("quyÕt ®Þnh", Code.TCVN3_CAPITALS) == "QUYẾT ĐỊNH"


@pytest.mark.parametrize("text", [TCVN3, VNI])
def test_where_the_font_was_lost_the_words_say_it(text: str) -> None:
    assert convert_lines(f"{text}\nSố 12 | Céng hßa" if text == TCVN3 else text).startswith(TRUE)


@pytest.mark.parametrize(
    "text", [TRUE, "Điều 1. Cà phê, xã Sủng Là, café", "Société générale, à la carte, déjà vu", "Grüße aus Köln", "a"]
)
def test_unicode_and_other_languages_are_left_alone(text: str) -> None:
    assert convert_lines(text) == text
    assert convert_run(TRUE, Code.TCVN3) == TRUE


def test_accuracy_counts_what_is_lost() -> None:
    assert compare("Cộng hòa", "cộng  hòa").error == 0
    worse = compare("Cộng hòa xã hội", "Cộng hoa xã hội")
    assert (worse.syllables_right, worse.syllables) == (3, 4)
    assert worse.diacritics - worse.diacritics_right == 1
    assert worse.edits == 1
