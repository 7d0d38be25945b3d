"""What the checker tells of sentences that keep to the words of their text, as the prompt asks for."""

from __future__ import annotations

import pytest

from congvu.answering.verify import Basis, check

PLACE = "khoản 2 Điều 7 Luật Ví dụ 2026\nThẩm quyền, thời hạn"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        pytest.param(
            "2. Thẻ tạm thời được cấp cho người không có quốc tịch và có giá trị thay thế giấy thông hành"
            " khi qua cửa khẩu.",
            "Thẻ tạm thời có giá trị thay thế giấy thông hành khi qua cửa khẩu.",
            "Thẻ tạm thời không có giá trị thay thế giấy thông hành khi qua cửa khẩu.",
            id="denial-put-in",
        ),
        pytest.param(
            "2. Anh, chị phải nuôi dưỡng em trong trường hợp không còn cha mẹ hoặc cha mẹ không có điều"
            " kiện trông nom.",
            "Anh, chị phải nuôi dưỡng em trong trường hợp cha mẹ không có điều kiện trông nom.",
            "Anh, chị phải nuôi dưỡng em trong trường hợp không còn cha mẹ hoặc cha mẹ có điều kiện trông nom.",
            id="denial-left-out",
        ),
        pytest.param(
            "2. Bên cho vay có quyền yêu cầu trả tiền lãi trên số tiền chậm trả tương ứng với thời gian"
            " chậm trả, trừ trường"
            " hợp các bên có thỏa thuận khác hoặc luật có quy định khác.",
            "Bên cho vay có quyền yêu cầu trả tiền lãi trên số tiền chậm trả tương ứng với thời gian chậm trả.",
            "Bên cho vay có quyền yêu cầu trả tiền lãi trên số tiền chậm trả tương ứng với toàn bộ kỳ vay, trừ trường"
            " hợp các bên có thỏa thuận khác hoặc luật có quy định khác.",
            id="other-words-in-the-middle",
        ),
        pytest.param(
            "2. Bên bán chịu rủi ro cho đến khi hoàn thành thủ tục đăng ký, bên mua chịu rủi ro kể từ thời điểm đó.",
            "Bên bán chịu rủi ro cho đến khi hoàn thành thủ tục đăng ký.",
            "Bên bán chịu rủi ro cho đến khi giao tài sản cho bên mua.",
            id="until-when",
        ),
        pytest.param(
            "2. Tòa án chỉ tự mình ra quyết định áp dụng biện pháp khẩn cấp trong trường hợp quy định tại"
            " Điều 9 của Luật này.",
            "Tòa án chỉ tự mình ra quyết định áp dụng biện pháp khẩn cấp trong trường hợp quy định tại Điều 9.",
            "Tòa án chỉ tự mình ra quyết định áp dụng biện pháp khẩn cấp trong trường hợp quy định tại Điều 7.",
            id="own-article-in-the-place-of-another",
        ),
        pytest.param(
            "2. Bên bán phải chịu trách nhiệm về khiếm khuyết của hàng hóa đã có trước thời điểm giao hàng,"
            " kể cả trường hợp"
            " khiếm khuyết đó được phát hiện sau thời điểm giao hàng.",
            "Bên bán phải chịu trách nhiệm về khiếm khuyết của hàng hóa đã có trước thời điểm giao hàng, kể"
            " cả trường hợp"
            " khiếm khuyết đó được phát hiện sau thời điểm giao hàng.",
            "Bên bán phải chịu trách nhiệm về khiếm khuyết của hàng hóa đã có trước thời điểm giao hàng, trừ trường hợp"
            " khiếm khuyết đó được phát hiện sau thời điểm giao hàng.",
            id="exception-for-inclusion",
        ),
        pytest.param(
            "2. Quyết định phải được lập bằng văn bản và có các nội dung chủ yếu sau đây:\na) Ngày ra quyết"
            " định;\nb) Họ, tên"
            " người ký;\nc) Căn cứ ra quyết định.",
            "Quyết định phải được lập bằng văn bản và có 03 nội dung chủ yếu.",
            "Quyết định phải được lập bằng văn bản và có 04 nội dung chủ yếu.",
            id="counted-points",
        ),
        pytest.param(
            "2. Nhà đầu tư phải ký quỹ để bảo đảm thực hiện dự án, trừ các trường hợp sau đây:\na) Nhà đầu"
            " tư trúng đấu thầu"
            " dự án có sử dụng đất;\nb) Nhà đầu tư đã góp đủ vốn theo tiến độ.",
            "Nhà đầu tư trúng đấu thầu dự án có sử dụng đất không phải ký quỹ.",
            "Nhà đầu tư trúng đấu thầu dự án có sử dụng đất phải ký quỹ.",
            id="list-of-exceptions",
        ),
        pytest.param(
            "2. Ủy ban thường vụ Quốc hội quy định về thể thức và kỹ thuật trình bày văn bản của Quốc hội,"
            " Chủ tịch nước. Chính"
            " phủ quy định về thể thức và kỹ thuật trình bày văn bản của các cơ quan khác.",
            "Ủy ban thường vụ Quốc hội quy định về thể thức và kỹ thuật trình bày văn bản của Quốc hội, Chủ tịch nước.",
            "Chính phủ quy định về thể thức và kỹ thuật trình bày văn bản của Quốc hội, Chủ tịch nước.",
            id="somebody-else-for-all-the-rest",
        ),
        pytest.param(
            "2. Hợp đồng vô hiệu khi công việc đã giao kết là công việc mà pháp luật cấm.",
            "Công việc đã giao kết là công việc pháp luật cấm thì hợp đồng vô hiệu.",
            "Công việc đã giao kết là công việc pháp luật không cấm thì hợp đồng vô hiệu.",
            id="ban-of-what-stands-before",
        ),
    ],
)
def test_a_copied_sentence_passes_and_its_altered_copy_does_not(text: str, right: str, wrong: str) -> None:
    verdict = check(right, [Basis(text, PLACE)])
    assert verdict.ok, verdict.refusals
    assert not check(wrong, [Basis(text, PLACE)]).ok


ARTICLE = Basis(
    "Điều 7. Thời hạn\n1. Hồ sơ được nộp trực tiếp tại bộ phận một cửa.\n2. Kết quả được trả trong 05 ngày làm việc.",
    "Điều 7 Luật Ví dụ 2026 (số 10/2026/QH16)",
)


@pytest.mark.parametrize(
    ("sentence", "ok"),
    [
        ("Theo khoản 2 Điều 7 Luật Ví dụ 2026, kết quả được trả trong 05 ngày làm việc.", True),
        ("Theo khoản 1 Điều 7 Luật Ví dụ 2026, kết quả được trả trong 05 ngày làm việc.", False),
        ("Theo Điều 7 Luật Ví dụ 2026, hồ sơ được nộp trực tiếp tại bộ phận một cửa.", True),
        ("Theo Điều 7 Luật Thí dụ 2025, hồ sơ được nộp trực tiếp tại bộ phận một cửa.", False),
    ],
)
def test_a_sentence_may_name_the_khoan_and_the_law_that_say_it_and_no_others(sentence: str, ok: bool) -> None:
    assert check(sentence, [ARTICLE]).ok is ok
