"""What of a passage a model gets to read, and in which order."""

from __future__ import annotations

from congvu.answering.compose.picking import read_question
from congvu.answering.compose.prompting import request_for
from congvu.answering.compose.sources import Reading, shortened
from congvu.answering.compose.tables import without_table_rows
from tests.unit.answering.build import ON

LIST = """2. Hồ sơ gồm:
a) Đơn đề nghị theo mẫu do Bộ trưởng quy định;
b) Bản sao có chứng thực của giấy chứng nhận sức khỏe;
c) Biên lai nộp lệ phí theo quy định của pháp luật."""


def test_a_text_that_fits_is_read_whole() -> None:
    assert shortened(LIST, len(LIST), read_question("Hồ sơ gồm gì?")) == LIST


def test_of_a_longer_one_the_opening_and_the_lines_nearest_to_the_question_are_read_whole() -> None:
    text = shortened(LIST, 80, read_question("Có phải nộp giấy chứng nhận sức khỏe không?"))
    assert text == "2. Hồ sơ gồm:\nb) Bản sao có chứng thực của giấy chứng nhận sức khỏe;"


def test_of_one_long_line_whole_sentences_are_read() -> None:
    text = "Câu thứ nhất nói về phí. Câu thứ hai nói về lệ phí và thời hạn nộp. Câu thứ ba nói về cơ quan thu."
    assert shortened(text, 70, read_question("thời hạn nộp lệ phí")) == (
        "Câu thứ nhất nói về phí. Câu thứ hai nói về lệ phí và thời hạn nộp."
    )


def test_rules_and_examples_come_first_and_never_change_and_the_best_source_comes_last() -> None:
    sources = [Reading("K7", "Điều 1 Luật A", "Lời thứ nhất."), Reading("B3", "Điều 2 Luật B", "Lời thứ hai.")]
    one, other = request_for("Câu một?", sources, ON), request_for("Câu hai?", sources[:1], ON)
    assert one.messages[:-1] == other.messages[:-1]
    assert [m.role for m in one.messages[:3]] == ["system", "user", "assistant"]
    last = one.messages[-1].content
    assert last.index("Câu một?") < last.index("[B3]") < last.index("[K7]")


def test_the_heading_of_an_article_stands_in_its_place_and_not_among_the_words_to_copy() -> None:
    article = Reading("K7", "Điều 27 Luật A\nChế độ tập sự", "Điều 27. Chế độ tập sự\n1. Người mới phải tập sự.")
    asked = request_for("Ai phải tập sự?", [article], ON).messages[-1].content
    assert "[K7] «1. Người mới phải tập sự.» (Điều 27 Luật A: Chế độ tập sự)" in asked


def test_rows_of_wide_tables_are_not_read_and_a_label_with_its_value_is() -> None:
    table = "Kế hoạch:\nSTT | Chỉ tiêu | Xã A | Xã B\n1 | Đất trồng lúa | 462,86 | 20,41\nLệ phí | 50.000 đồng\n12.500"
    assert without_table_rows(table) == "Kế hoạch:\nSTT | Chỉ tiêu | Xã A | Xã B\nLệ phí | 50.000 đồng"
    assert without_table_rows("1   Đất nông nghiệp   NNP   51.278,15   462,86") == ""
    assert without_table_rows("a) Phạt tiền từ 1.000.000 đồng đến 2.000.000 đồng;\n\nb) Cảnh cáo.").count("\n") == 2
