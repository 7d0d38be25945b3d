"""Points of lists in what a model writes."""

from __future__ import annotations

from congvu.answering.compose.generative import Outcome, written
from congvu.answering.compose.sources import Reading

FILE = Reading(
    "V3",
    "khoản 2 Điều 62 Luật Du lịch",
    "2. Hồ sơ đề nghị cấp đổi thẻ hướng dẫn viên du lịch bao gồm:\n"
    "a) Đơn đề nghị theo mẫu do Bộ trưởng quy định;\n"
    "b) Thẻ hướng dẫn viên du lịch đã được cấp.",
)


def shown(words: str) -> list[str]:
    return [s.text for s in written([words], [FILE], Outcome()) if s is not None]


def test_a_point_alone_gets_the_sentence_that_it_hangs_on() -> None:
    assert shown("[V3] b) Thẻ hướng dẫn viên du lịch đã được cấp.") == [
        "Hồ sơ đề nghị cấp đổi thẻ hướng dẫn viên du lịch bao gồm: Thẻ hướng dẫn viên du lịch đã được cấp."
    ]


def test_a_list_stands_as_it_was_written() -> None:
    lines = [
        "Hồ sơ đề nghị cấp đổi thẻ hướng dẫn viên du lịch bao gồm:",
        "a) Đơn đề nghị theo mẫu do Bộ trưởng quy định;",
        "b) Thẻ hướng dẫn viên du lịch đã được cấp.",
    ]
    assert shown("[V3] " + "\n[V3] ".join(lines)) == lines


def test_a_lead_without_points_and_a_scrap_are_not_shown() -> None:
    assert shown("[V3] Hồ sơ đề nghị cấp đổi thẻ hướng dẫn viên du lịch bao gồm:\n[V3] Thẻ đã được cấp.") == []


def test_a_sentence_that_is_called_false_is_not_shown() -> None:
    assert shown("[V3] Hồ sơ đề nghị cấp đổi thẻ hướng dẫn viên du lịch bao gồm thẻ đã được cấp là sai.") == []


def test_a_sentence_that_was_cut_off_is_not_shown() -> None:
    cut = "[V3] Hồ sơ đề nghị cấp đổi thẻ hướng dẫn viên du lịch bao gồm thẻ hướng dẫn viên"
    assert shown(cut) == []
    assert len(shown(f"{cut} du lịch đã được cấp")) == 1


def test_the_next_clause_is_no_point_of_the_list_above() -> None:
    source = Reading(
        "D3",
        "Điều 29 Luật Trọng tài thương mại",
        "1. Hoạt động của Trung tâm trọng tài chấm dứt trong các trường hợp sau đây:\n"
        "a) Các trường hợp được quy định tại điều lệ của Trung tâm trọng tài;\n"
        "2. Chính phủ quy định chi tiết trình tự, thủ tục chấm dứt hoạt động của Trung tâm trọng tài.",
    )
    said = "Chính phủ quy định chi tiết trình tự, thủ tục chấm dứt hoạt động của Trung tâm trọng tài."
    assert [s.text for s in written([f"[D3] {said}"], [source], Outcome()) if s is not None] == [said]


def test_the_letter_of_a_choice_is_left_out_and_nothing_is_said_twice() -> None:
    said = "Hồ sơ đề nghị cấp đổi thẻ hướng dẫn viên du lịch bao gồm thẻ hướng dẫn viên du lịch đã được cấp"
    assert shown(f"[V3] B. {said}.\n[V3] {said};\n") == [f"{said}."]


def test_a_last_line_that_ends_before_a_bracket_or_behind_its_letter_was_cut_off() -> None:
    text = "1. Phân loại:\nd) Loại T13 (13+): từ đủ 13 tuổi;\ne) Rà soát, phân loại phim."
    film = Reading("N4", "khoản 1 Điều 32 Luật Điện ảnh", text)
    for cut in ("[N4] d) Loại T13", "[N4] a) Rà soát, phân"):
        assert [s.text for s in written([cut], [film], Outcome()) if s is not None] == []


LEAVE = Reading(
    "K7",
    "khoản 1 Điều 113 Bộ luật Lao động",
    "1. Người lao động làm việc đủ 12 tháng thì được nghỉ hằng năm như sau:\n"
    "a) 12 ngày làm việc đối với người làm công việc trong điều kiện bình thường;\n"
    "b) 14 ngày làm việc đối với người lao động là người khuyết tật;\n"
    "c) 16 ngày làm việc đối với người làm công việc đặc biệt nặng nhọc.",
)
NORMAL = "[K7] 12 ngày làm việc đối với người làm công việc trong điều kiện bình thường."


def test_a_number_of_another_case_than_the_asked_one_gives_way_to_the_asked_one() -> None:
    asked, outcome = "Người lao động khuyết tật được nghỉ hằng năm bao nhiêu ngày?", Outcome()
    found = [s for s in written([NORMAL], [LEAVE], outcome, asked) if s is not None]
    assert [(s.text, s.repaired) for s in found] == [
        (
            "Người lao động làm việc đủ 12 tháng thì được nghỉ hằng năm như sau: 14 ngày làm việc đối với người lao "
            "động là người khuyết tật.",
            True,
        )
    ]
    assert outcome.mended == 1
    assert not outcome.partial


def test_the_asked_case_and_a_number_at_the_beginning_stay() -> None:
    asked = "Làm công việc trong điều kiện bình thường được nghỉ hằng năm bao nhiêu ngày?"
    found = [s.text for s in written([NORMAL], [LEAVE], Outcome(), asked) if s is not None]
    assert len(found) == 1
    assert found[0].endswith("như sau: 12 ngày làm việc đối với người làm công việc trong điều kiện bình thường.")
