"""What the checker lets pass as another way of saying it, each beside what it must not let pass."""

from __future__ import annotations

import pytest

from congvu.answering.verify import Basis, check

PLACE = "khoản 5 Điều 13 Luật Ví dụ 2026\nHồ sơ đề nghị"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        pytest.param(
            "5. Thời gian kéo dài thêm không quá thời hạn quy định tại khoản 1 Điều này.",
            "Thời gian kéo dài thêm không quá thời hạn tại khoản 1 Điều 13.",
            "Thời gian kéo dài thêm không quá thời hạn tại khoản 2 Điều 13.",
            id="own-article-by-number",
        ),
        pytest.param(
            "5. Bộ trưởng có trách nhiệm đối thoại với thanh niên ít nhất mỗi năm một lần.",
            "Bộ trưởng đối thoại với thanh niên mỗi năm ít nhất một lần.",
            "Bộ trưởng đối thoại với thanh niên mỗi năm nhiều nhất một lần.",
            id="bound-before-each-year",
        ),
        pytest.param(
            "5. Chủ dự án không được tự ý thay đổi thiết kế đã được duyệt.",
            "Chủ dự án bị cấm tự ý thay đổi thiết kế đã được duyệt.",
            "Chủ dự án được tự ý thay đổi thiết kế đã được duyệt.",
            id="ban-in-another-word",
        ),
        pytest.param(
            "5. Chủ dự án không được tự ý thay đổi thiết kế đã được duyệt.",
            "Tự ý thay đổi thiết kế đã được duyệt là việc chủ dự án không được làm.",
            "Tự ý thay đổi thiết kế đã được duyệt là việc chủ dự án được làm.",
            id="ban-behind-what-it-bans",
        ),
        pytest.param(
            "5. Giấy tờ phải được chứng thực, trừ trường hợp được miễn chứng thực theo điều ước quốc tế.",
            "Giấy tờ có thể được miễn chứng thực theo điều ước quốc tế.",
            "Giấy tờ phải chứng thực theo điều ước quốc tế, không được miễn chứng thực.",
            id="may-be-exempt",
        ),
        pytest.param(
            "5. Việc mang vật chứa bí mật ra nước ngoài phải được Bộ trưởng Bộ Công an cho phép.",
            "Bộ trưởng Bộ Công an có quyền cho phép mang vật chứa bí mật ra nước ngoài.",
            "Bộ trưởng Bộ Quốc phòng có quyền cho phép mang vật chứa bí mật ra nước ngoài.",
            id="to-allow-is-a-verb",
        ),
        pytest.param(
            "5. Trong thời hạn 30 ngày kể từ ngày gửi thông báo nhưng không nhận văn bản chấp thuận thì từ chối hồ sơ.",
            "Quá 30 ngày kể từ ngày gửi thông báo mà không nhận văn bản chấp thuận thì từ chối hồ sơ.",
            "Quá 40 ngày kể từ ngày gửi thông báo mà không nhận văn bản chấp thuận thì từ chối hồ sơ.",
            id="time-that-ran-out",
        ),
        pytest.param(
            "5. Thời hạn thẩm định là 15 ngày, kể từ ngày nhận đủ hồ sơ; kết quả được công bố khi ban hành quyết định.",
            "Thời hạn thẩm định là 15 ngày tính từ ngày nhận đủ hồ sơ.",
            "Thời hạn thẩm định là 15 ngày tính từ ngày ban hành quyết định.",
            id="when-a-time-begins",
        ),
        pytest.param(
            "5. Việc bỏ phiếu được thực hiện theo trình tự sau đây:\na) Người được bỏ phiếu trình bày ý kiến;\n"
            "b) Đại biểu thảo luận tại tổ.",
            "Người được bỏ phiếu trình bày ý kiến trước khi đại biểu thảo luận tại tổ.",
            "Người được bỏ phiếu trình bày ý kiến sau khi đại biểu thảo luận tại tổ.",
            id="steps-of-a-list",
        ),
        pytest.param(
            "5. Bộ Xây dựng có trách nhiệm:\na) Ban hành quy chuẩn kỹ thuật về phương tiện quảng cáo;\n"
            "b) Phối hợp với Bộ Giao thông vận tải, cơ quan thuộc Chính phủ có liên quan hướng dẫn quy hoạch.",
            "Cơ quan ban hành quy chuẩn kỹ thuật về phương tiện quảng cáo là Bộ Xây dựng.",
            "Cơ quan ban hành quy chuẩn kỹ thuật về phương tiện quảng cáo là Bộ Giao thông vận tải.",
            id="what-is-asked-for",
        ),
        pytest.param(
            "5. Chủ đầu tư phải xây dựng nút giao khác mức.",
            "Công trình mà chủ đầu tư phải xây dựng là nút giao khác mức.",
            "Công trình mà chủ đầu tư phải xây dựng là nút giao cùng mức.",
            id="another-or-the-same",
        ),
        pytest.param(
            "5. Quyết định gồm các nội dung sau đây: căn cứ pháp lý; phạm vi thanh tra.",
            "Các nội dung của quyết định được liệt kê tại khoản 5 Điều 13 Luật Ví dụ 2026.",
            "Các nội dung của quyết định được liệt kê tại khoản 4 Điều 13 Luật Ví dụ 2026.",
            id="where-it-is-listed",
        ),
        pytest.param(
            "5. Hội nghị hiệp thương lần thứ ba lập danh sách chính thức; cơ cấu được điều chỉnh lần thứ hai.",
            "Hội nghị hiệp thương lần thứ ba lập danh sách chính thức.",
            "Hội nghị hiệp thương lần thứ hai lập danh sách chính thức.",
            id="ordinals",
        ),
        pytest.param(
            "5. Bị đơn phải chứng minh trong các trường hợp sau:\na) Sản phẩm được bảo hộ là sản phẩm mới;\n"
            "b) Sản phẩm được bảo hộ không phải là sản phẩm mới.",
            "Điểm b áp dụng cho trường hợp sản phẩm được bảo hộ không phải là sản phẩm mới.",
            "Điểm a áp dụng cho trường hợp sản phẩm được bảo hộ không phải là sản phẩm mới.",
            id="points-that-share-their-words",
        ),
        pytest.param(
            "5. Chứng từ giấy có thể được chuyển đổi nếu đảm bảo các điều kiện sau:\na) Có chữ ký của người khai;\n"
            "b) Phản ánh toàn vẹn nội dung.",
            "Chứng từ giấy được chuyển đổi phải có chữ ký của người khai.",
            "Chứng từ giấy được chuyển đổi không phải có chữ ký của người khai.",
            id="conditions-are-due",
        ),
        pytest.param(
            "5. Hợp đồng phải được công chứng, trừ trường hợp một bên là tổ chức tín dụng.",
            "Nếu một bên là tổ chức tín dụng thì hợp đồng không phải công chứng.",
            "Nếu một bên là tổ chức tín dụng thì hợp đồng phải công chứng.",
            id="the-excepted-case",
        ),
        pytest.param(
            "5. Phạt tiền từ 2.000.000 đồng đến 3.000.000 đồng đối với hành vi không niêm yết giá.",
            "Không niêm yết giá bị phạt từ 2 đến 3 triệu đồng.",
            "Không niêm yết giá bị phạt từ 1 đến 3 triệu đồng.",
            id="scale-of-a-range",
        ),
        pytest.param(
            "5. Nghiêm cấm lợi dụng chức vụ để nhận quà tặng.",
            "Không ai được lợi dụng chức vụ để nhận quà tặng.",
            "Không ai bị cấm lợi dụng chức vụ để nhận quà tặng.",
            id="what-nobody-may",
        ),
        pytest.param(
            "5. Không thu lệ phí đối với trẻ em dưới 06 tuổi.",
            "Trẻ em dưới 6 tuổi được miễn lệ phí.",
            "Trẻ em dưới 6 tuổi phải nộp lệ phí.",
            id="exempt-in-other-words",
        ),
        pytest.param(
            "5. Thông tư này có hiệu lực thi hành từ ngày 15 tháng 8 năm 2024.",
            "Ngày có hiệu lực của Thông tư là 15 tháng 8 năm 2024.",
            "Ngày có hiệu lực của Thông tư là 16 tháng 8 năm 2024.",
            id="date-without-its-word",
        ),
        pytest.param(
            "5. Sở Tư pháp trình Chủ tịch Ủy ban nhân dân cấp tỉnh hồ sơ.",
            "Hồ sơ do Sở Tư pháp trình Chủ tịch Ủy ban nhân dân cấp tỉnh.",
            "Hồ sơ do Chủ tịch Ủy ban nhân dân cấp tỉnh trình Sở Tư pháp.",
            id="the-other-way-round",
        ),
        pytest.param(
            "5. Văn phòng phải có từ hai công chứng viên hợp danh trở lên.",
            "Văn phòng phải có ít nhất hai công chứng viên hợp danh.",
            "Văn phòng có nhiều nhất hai công chứng viên hợp danh.",
            id="limit-of-a-number-in-words",
        ),
        pytest.param(
            "5. Công chức được nghỉ phép 12 ngày mỗi năm.",
            "Công chức được nghỉ phép mười hai ngày một năm.",
            "Công chức được nghỉ phép mười hai ngày một tháng.",
            id="for-each-year",
        ),
        pytest.param(
            "5. Hồ sơ gồm đơn theo Mẫu số 01; nộp 02 bộ hồ sơ đến Sở Công Thương.",
            "Cần nộp hai bộ hồ sơ đến Sở Công Thương.",
            "Đơn theo Mẫu số 02.",
            id="numbers-of-forms",
        ),
        pytest.param(
            "5. Hội đồng nhân dân cấp tỉnh quyết định mức thu phí; Ủy ban nhân dân cấp tỉnh tổ chức thực hiện việc "
            "thu phí trên địa bàn.",
            "Việc tổ chức thu phí trên địa bàn là trách nhiệm của Ủy ban nhân dân cấp tỉnh.",
            "Việc tổ chức thu phí trên địa bàn là trách nhiệm của Hội đồng nhân dân cấp tỉnh.",
            id="whose-duty-it-is",
        ),
        pytest.param(
            "5. Giấy phép có thể được gia hạn một lần.",
            "Giấy phép chỉ được gia hạn một lần.",
            "Chỉ giấy phép xây dựng có thể được gia hạn một lần.",
            id="only-so-often",
        ),
    ],
)
def test_another_way_of_saying_it(text: str, right: str, wrong: str) -> None:
    basis = Basis(text, PLACE)
    assert not check(right, [basis]).refusals
    assert check(wrong, [basis]).refusals


def test_the_office_that_goes_on_in_the_same_line_is_meant() -> None:
    basis = Basis(
        "5. Chủ tịch Ủy ban nhân dân cấp huyện quyết định giao số lượng gọi nhập ngũ và tham gia Công an nhân dân cho "
        "cấp xã; quyết định danh sách công dân gọi nhập ngũ và tham gia Công an nhân dân theo đề nghị.",
        PLACE,
    )
    assert check("Danh sách công dân gọi nhập ngũ do Chủ tịch Ủy ban nhân dân cấp huyện quyết định.", [basis]).ok


def test_a_name_that_the_text_writes_wrong_is_found() -> None:
    basis = Basis("5. Mỗi cặp vợ chống chỉ nên có từ một đến hai con.", PLACE)
    assert check("Mỗi cặp vợ chồng chỉ nên có từ một đến hai con.", [basis]).ok
