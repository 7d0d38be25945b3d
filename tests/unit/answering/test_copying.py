"""A sentence of a model is a copy: the text's words in the text's order, with stretches left out."""

from __future__ import annotations

import pytest

from congvu.answering.verify import Basis, check, check_copy

OFFICES = Basis(
    "2. Cơ quan thường trực Hội đồng phối hợp phổ biến, giáo dục pháp luật của Chính phủ là Bộ Tư pháp, của Ủy ban "
    "nhân dân cấp tỉnh là Sở Tư pháp, của Ủy ban nhân dân cấp huyện là Phòng Tư pháp.",
    "khoản 2 Điều 7 Luật Phổ biến, giáo dục pháp luật 2012 (số 14/2012/QH13)\nHội đồng phối hợp",
)
PERIODS = Basis(
    "1. Kỳ tính thuế đối với cá nhân cư trú được quy định như sau:\n"
    "a) Kỳ tính thuế theo năm áp dụng đối với thu nhập từ kinh doanh; thu nhập từ tiền lương, tiền công;\n"
    "b) Kỳ tính thuế theo từng lần phát sinh thu nhập áp dụng đối với thu nhập từ đầu tư vốn; thu nhập từ chuyển "
    "nhượng bất động sản; thu nhập từ trúng thưởng.",
    "khoản 1 Điều 7 Luật Thuế thu nhập cá nhân 2007\nKỳ tính thuế",
)
JUDGES = Basis(
    "2. Tại phiên tòa, việc thay đổi Thẩm phán, Thư ký Tòa án do Hội đồng xét xử quyết định sau khi nghe ý kiến của "
    "người bị yêu cầu thay đổi. Chánh án Tòa án quyết định cử Thẩm phán, Thư ký Tòa án thay thế người bị thay đổi.",
    "khoản 2 Điều 56 Bộ luật Tố tụng dân sự 2015\nQuyết định việc thay đổi",
)
NOTICE = Basis(
    "Trường hợp viên chức nghỉ hưu, đơn vị phải thông báo bằng văn bản trước 06 tháng, nếu viên chức không có đề "
    "nghị khác.",
    "Điều 46 Luật Viên chức 2010\nChế độ hưu trí",
)


SOLDIERS = Basis(
    "2. Quân nhân chuyên nghiệp khi bị tạm giam thì không được sử dụng quân phục; nếu bị phạt tù thì đương nhiên bị "
    "tước quân hiệu khi bản án có hiệu lực pháp luật.\n"
    "3. Mức lương tối đa bằng 02 lần mức cơ bản, nếu lợi nhuận vượt kế hoạch thì tính thêm 2% mức tiền lương. "
    "Người sử dụng đất nộp 01 Giấy đề nghị (bằng các phương thức: Gửi trực tiếp, gửi qua bưu chính) cho cơ quan thuế.",
    "Điều 49 Luật Quân nhân chuyên nghiệp 2015\nQuyền lợi",
)
ARTICLES = Basis(
    "Điều 3. Mức giảm\n1. Giảm 30% tiền thuê đất phải nộp của năm 2024.\nĐiều 4. Hồ sơ\nGiấy đề nghị giảm tiền thuê "
    "đất theo Mẫu tại Phụ lục.",
    "Nghị định 87/2025/NĐ-CP",
)


@pytest.mark.parametrize(
    ("copy", "basis"),
    [
        ("Kỳ tính thuế theo năm áp dụng đối với thu nhập từ kinh doanh.", PERIODS),
        (
            "Theo khoản 1 Điều 7 Luật Thuế thu nhập cá nhân 2007, kỳ tính thuế theo từng lần phát sinh thu nhập áp "
            "dụng đối với thu nhập từ trúng thưởng.",
            PERIODS,
        ),
        (
            "Kỳ tính thuế đối với cá nhân cư trú được quy định như sau: Kỳ tính thuế theo từng lần phát sinh thu nhập "
            "áp dụng đối với thu nhập từ chuyển nhượng bất động sản.",
            PERIODS,
        ),
        (
            "Cơ quan thường trực Hội đồng phối hợp phổ biến, giáo dục pháp luật của UBND cấp tỉnh là Sở Tư pháp.",
            OFFICES,
        ),
        ("Tại phiên tòa, việc thay đổi Thẩm phán, Thư ký Tòa án do Hội đồng xét xử quyết định.", JUDGES),
        ("Quân nhân chuyên nghiệp nếu bị phạt tù thì bị tước quân hiệu khi bản án có hiệu lực pháp luật.", SOLDIERS),
        ("Mức lương tối đa bằng 02 lần mức cơ bản.", SOLDIERS),
        ("Theo Điều 49 Luật Quân nhân chuyên nghiệp 2015, nếu lợi nhuận vượt kế hoạch thì tính thêm 2%.", SOLDIERS),
        ("Người sử dụng đất nộp 01 Giấy đề nghị cho cơ quan thuế.", SOLDIERS),
        (
            "Kỳ tính thuế đối với cá nhân cư trú được quy định như sau: a) Kỳ tính thuế theo năm áp dụng đối với thu "
            "nhập từ kinh doanh.",
            PERIODS,
        ),
        ("Theo Điều 4 Nghị định 87/2025/NĐ-CP, Giấy đề nghị giảm tiền thuê đất theo Mẫu tại Phụ lục.", ARTICLES),
        (
            "Trường hợp viên chức nghỉ hưu, đơn vị phải thông báo bằng văn bản trước 6 tháng, nếu viên chức không có "
            "đề nghị khác.",
            NOTICE,
        ),
    ],
)
def test_a_copy_with_stretches_left_out_passes(copy: str, basis: Basis) -> None:
    assert check_copy(copy, [basis]).refusals == ()


@pytest.mark.parametrize(
    ("altered", "basis", "words"),
    [
        (
            "Cơ quan thường trực Hội đồng phối hợp phổ biến, giáo dục pháp luật của Ủy ban nhân dân cấp tỉnh là Phòng "
            "Tư pháp.",
            OFFICES,
            "enumeration",
        ),
        (
            "Kỳ tính thuế theo năm áp dụng đối với thu nhập từ chuyển nhượng bất động sản.",
            PERIODS,
            "another line",
        ),
        (
            "Tại phiên tòa, việc thay đổi Thẩm phán, Thư ký Tòa án do Chánh án Tòa án quyết định.",
            JUDGES,
            "another sentence",
        ),
        ("Tại phiên tòa, việc thay đổi Thẩm phán do Tòa án thay thế.", JUDGES, "middle of another sentence"),
        ("Việc thay đổi Thẩm phán do Viện kiểm sát quyết định.", JUDGES, "no such words"),
        ("Đơn vị phải thông báo bằng văn bản trước 06 tháng, nếu viên chức có đề nghị khác.", NOTICE, "không"),
        ("Đơn vị phải thông báo bằng văn bản trước 06 tháng.", NOTICE, "condition"),
        ("Đơn vị phải thông báo.", Basis("Nếu có yêu cầu, đơn vị phải thông báo.", "Điều 2 Luật A"), "condition"),
        ("Quân nhân chuyên nghiệp khi bị tạm giam thì được sử dụng quân phục.", SOLDIERS, "không"),
        ("Quân nhân chuyên nghiệp nếu phạt tù thì đương nhiên bị tước quân hiệu.", SOLDIERS, "bị"),
        (
            "Theo Điều 3 Nghị định 87/2025/NĐ-CP, Giấy đề nghị giảm tiền thuê đất theo Mẫu tại Phụ lục.",
            ARTICLES,
            "another article",
        ),
        ("Trường hợp viên chức nghỉ hưu, đơn vị phải thông báo bằng văn bản trước 06 tháng.", NOTICE, "condition"),
    ],
)
def test_what_is_put_in_or_may_not_be_left_out_is_refused(altered: str, basis: Basis, words: str) -> None:
    verdict = check_copy(altered, [basis])
    assert not verdict.ok
    assert any(words in refusal.reason for refusal in verdict.refusals), verdict.refusals


def test_the_same_in_other_words_is_no_copy_though_the_text_says_it() -> None:
    said = "Trước 06 tháng, đơn vị phải thông báo bằng văn bản cho viên chức nghỉ hưu, nếu họ không có đề nghị khác."
    assert check(said, [NOTICE]).ok
    assert not check_copy(said, [NOTICE]).ok


def test_a_sentence_that_cites_two_texts_copies_them_one_behind_the_other() -> None:
    said = "Kỳ tính thuế theo năm áp dụng đối với thu nhập từ kinh doanh. Chánh án Tòa án quyết định cử Thẩm phán."
    assert check_copy(said, [PERIODS, JUDGES]).ok
    assert not check_copy(said, [JUDGES]).ok


def test_a_text_without_words_and_a_sentence_without_words_are_no_copies() -> None:
    assert not check_copy("Đơn vị phải thông báo.", [Basis("…", "")]).ok
    assert not check_copy("…", [NOTICE]).ok
    assert not check_copy("Đơn vị phải thông báo.", []).ok
