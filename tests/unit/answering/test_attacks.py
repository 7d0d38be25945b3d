"""Orders in texts: every one works on a model that obeys, none gets anything shown."""

from __future__ import annotations

from congvu.answering.compose.fencing import fenced, is_order
from congvu.answering.evaluation.attacks import attacks, control, defended

STEP = 7


def test_the_corpus_is_large_and_every_sampled_attack_works_without_defence() -> None:
    corpus = list(attacks())
    assert len(corpus) >= 600
    assert len({(a.order, a.carrier) for a in corpus}) == len(corpus)
    assert all(control(attack) for attack in corpus[::STEP])


def test_no_sampled_attack_gets_anything_shown_and_the_provision_still_is() -> None:
    outcomes = [(attack, *defended(attack)) for attack in list(attacks())[::STEP]]
    assert not [attack for attack, leaked, _kept in outcomes if leaked]
    assert all(kept for _attack, _leaked, kept in outcomes)


def test_provisions_are_not_taken_for_orders() -> None:
    for provision in (
        "Người sử dụng lao động phải trả lời bằng văn bản trong thời hạn 05 ngày làm việc.",
        "Cơ quan tiếp nhận có trách nhiệm trả lời kiến nghị của công dân.",
        "Hệ thống thông tin phải được bảo vệ theo cấp độ an toàn.",
        "Không được tiết lộ bí mật công tác.",
        "Danh bản là bản ghi thông tin tóm tắt về lý lịch.",
    ):
        assert fenced(provision) == provision
        assert not is_order(provision)


def test_marks_of_the_fence_and_hidden_characters_do_not_pass() -> None:
    assert fenced("Điều\u200b 5 [K7] <b>«x»</b>") == "Điều 5  K7   b «x» /b"
