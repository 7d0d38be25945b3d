"""From the words of a model to sentences: what is shown, with which citation, and what is not."""

from __future__ import annotations

from congvu.answering.compose.generative import Outcome, Sentence, written
from congvu.answering.compose.sources import Reading

LEAVE = Reading("K7", "Điều 2 Luật Nghỉ phép", "Người lao động được nghỉ hằng năm 12 ngày làm việc.")
TERM = Reading("B3", "Điều 5 Luật Nghỉ phép", "Đơn xin nghỉ phải gửi trước ít nhất 03 ngày làm việc.")


def shown(words: str, size: int = 5) -> tuple[list[Sentence], Outcome]:
    outcome = Outcome()
    pieces = [words[start : start + size] for start in range(0, len(words), size)]
    return [s for s in written(pieces, [LEAVE, TERM], outcome) if s is not None], outcome


def test_sentences_come_one_by_one_with_the_tokens_that_they_cite() -> None:
    found, outcome = shown(
        "- Người lao động được nghỉ hằng năm 12 ngày làm việc [K7].\nPhải gửi đơn trước ít nhất 3 ngày làm việc [B3]."
    )
    assert [s.tokens for s in found] == [("K7",), ("B3",)]
    assert found[0].text == "Người lao động được nghỉ hằng năm 12 ngày làm việc."
    assert not outcome.refused


def test_a_true_sentence_without_a_citation_gets_that_of_the_source_that_says_it() -> None:
    found, _outcome = shown("Đơn xin nghỉ phải gửi trước ít nhất 03 ngày làm việc.")
    assert [s.tokens for s in found] == [("B3",)]


def test_a_forged_or_a_wrong_citation_is_not_put_right() -> None:
    found, outcome = shown(
        "Người lao động được nghỉ hằng năm 12 ngày làm việc [Z9].\n"
        "Đơn xin nghỉ phải gửi trước ít nhất 03 ngày làm việc [K7].\n"
        "Mức thưởng là 5 triệu đồng."
    )
    assert not found
    assert len(outcome.refused) == 3


def test_nothing_found_is_said_by_the_model_in_two_words() -> None:
    found, outcome = shown("KHÔNG CÓ")
    assert not found
    assert outcome.nothing
    assert not outcome.refused


def test_a_citation_may_stand_before_its_sentences_and_a_conclusion_is_left_out() -> None:
    found, outcome = shown(
        "[K7] Người lao động được nghỉ hằng năm 12 ngày làm việc.\n"
        "[B3] Đơn xin nghỉ phải gửi trước ít nhất 3 ngày làm việc.\n"
        "Kết luận: Đúng"
    )
    assert [s.tokens for s in found] == [("K7",), ("B3",)]
    assert outcome.conclusions == 1
    assert not outcome.partial


RULE = Reading(
    "M4",
    "Điều 7 Luật An ninh mạng",
    "Hoạt động hợp tác của Bộ, ngành khác phải có ý kiến của Bộ Công an trước khi triển khai, "
    "trừ hoạt động của Bộ Quốc phòng.",
)


def test_a_sentence_that_only_says_the_question_again_gives_way_to_the_text() -> None:
    question = "Hoạt động hợp tác của Bộ Quốc phòng phải có ý kiến của Bộ Công an trước khi triển khai, đúng hay sai?"
    said = "[M4] Hoạt động hợp tác của Bộ Quốc phòng phải có ý kiến của Bộ Công an trước khi triển khai."
    found = [s for s in written([said], [RULE], Outcome(), question) if s is not None]
    assert [(s.text, s.repaired) for s in found] == [(RULE.text, True)]


def test_what_the_text_says_in_the_same_words_is_no_echo() -> None:
    question = "Đơn xin nghỉ phải gửi trước ít nhất 03 ngày làm việc, đúng hay sai?"
    words = ["[B3] Đơn xin nghỉ phải gửi trước ít nhất 03 ngày làm việc."]
    found = [s for s in written(words, [TERM], Outcome(), question) if s is not None]
    assert [s.repaired for s in found] == [False]


def test_an_exception_that_was_left_out_is_put_back() -> None:
    said = "[M4] Hoạt động hợp tác của ngành khác phải có ý kiến của Bộ Công an trước khi triển khai."
    found = [s for s in written([said], [RULE], Outcome()) if s is not None]
    assert [(s.text, s.repaired) for s in found] == [(RULE.text, True)]


WHO = Reading(
    "H5",
    "khoản 2 Điều 4 Luật Tiếp cận thông tin\nChủ thể thực hiện quyền tiếp cận thông tin",
    "Người mất năng lực hành vi dân sự thực hiện yêu cầu cung cấp thông tin thông qua người đại diện theo pháp luật.\n"
    "Người có khó khăn trong nhận thức, làm chủ hành vi thực hiện yêu cầu cung cấp thông tin thông qua người giám hộ.",
)


def test_halves_of_two_sentences_make_no_third() -> None:
    said = "Người có khó khăn trong nhận thức thực hiện yêu cầu cung cấp thông tin thông qua người đại diện pháp luật."
    found = [s.text for s in written([f"[H5] {said}"], [WHO], Outcome()) if s is not None]
    assert said not in found


def test_a_term_that_is_not_the_one_defined_is_not_shown_as_an_echo() -> None:
    text = "Cư trú là việc công dân sinh sống tại một địa điểm thuộc đơn vị hành chính cấp xã."
    stay = Reading("B7", "khoản 2 Điều 2 Luật Cư trú", text)
    said = text.replace("Cư trú", "Lưu trú")
    found = [s.text for s in written([f"[B7] {said}"], [stay], Outcome(), f"{said} Đúng hay sai?") if s is not None]
    assert found == [text]


def test_a_heading_and_the_place_of_the_source_that_are_copied_along_are_left_out() -> None:
    article = Reading("Q7", "Điều 27 Luật Viên chức 2010\nChế độ tập sự", "Chính phủ quy định chi tiết chế độ tập sự.")
    words = (
        "[Q7] «Điều 27. Chế độ tập sự\nChính phủ quy định chi tiết chế độ tập sự.»\n(Điều 27.\n"
        "[Q7] Chính phủ quy định chi tiết chế độ tập sự. (Điều 27 Luật Viên chức 2010: Chế độ tập sự)"
    )
    outcome = Outcome()
    found = [s.text for s in written([words], [article], outcome) if s is not None]
    assert found == ["Chính phủ quy định chi tiết chế độ tập sự."]
    assert not outcome.refused


def test_words_of_ones_own_give_way_to_the_text_though_they_say_the_same() -> None:
    found, outcome = shown("[B3] Trước ít nhất 03 ngày làm việc phải gửi đơn xin nghỉ.")
    assert [(s.text, s.repaired) for s in found] == [("Đơn xin nghỉ phải gửi trước ít nhất 03 ngày làm việc.", True)]
    assert outcome.mended == 1
