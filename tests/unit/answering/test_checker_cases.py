"""What the checker tells of sentences that speak of one of several cases, of exceptions and of who does something."""

from __future__ import annotations

import pytest

from congvu.answering.verify import Basis, check

PLACE = "khoản 2 Điều 7 Luật Ví dụ 2026\nThẩm quyền, thời hạn"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        pytest.param(
            "2. Bên thuê phải báo trước ít nhất 45 ngày đối với hợp đồng không xác định "
            "thời hạn hoặc ít nhất 30 ngày đối với hợp đồng xác định thời hạn.",
            "Đối với hợp đồng xác định thời hạn, bên thuê phải báo trước ít nhất 30 ngày.",
            "Đối với hợp đồng xác định thời hạn, bên thuê phải báo trước ít nhất 45 ngày.",
            id="contrary-case",
        ),
        pytest.param(
            "2. Người dự tuyển có độ tuổi như sau: nam từ đủ 22 tuổi trở lên, nữ từ đủ 20 tuổi trở lên.",
            "Nam, nữ dự tuyển phải đủ độ tuổi, trong đó nam từ đủ 22 tuổi trở lên.",
            "Nam, nữ dự tuyển phải đủ độ tuổi, trong đó nam từ đủ 20 tuổi trở lên.",
            id="nearest-case",
        ),
        pytest.param(
            "2. Người tìm thấy vật trôi dạt là động sản thì được hưởng một nửa giá trị; nếu "
            "vật đó là bất động sản thì thuộc về Nhà nước.",
            "Vật đó là bất động sản thì thuộc về Nhà nước.",
            "Vật đó là bất động sản thì thuộc về người tìm thấy.",
            id="somebody-at-the-end",
        ),
        pytest.param(
            "2. Chủ nhà có quyền yêu cầu cơ quan nhà nước có thẩm quyền dọn mương. Chi phí "
            "dọn mương do chủ sở hữu mương chịu.",
            "Chi phí dọn mương do chủ sở hữu mương chịu.",
            "Chi phí dọn mương do cơ quan nhà nước có thẩm quyền chịu.",
            id="by-whom",
        ),
        pytest.param(
            "2. Trường hợp đương sự rút một phần yêu cầu hoặc Viện kiểm sát rút một phần "
            "kháng nghị thì Hội đồng xét xử nhận định về việc đương sự rút yêu cầu, Viện "
            "kiểm sát rút kháng nghị và quyết định đình chỉ xét xử phần kháng nghị đó trong "
            "bản án.",
            "Đương sự rút một phần yêu cầu thì Hội đồng xét xử quyết định đình chỉ xét xử "
            "phần kháng nghị đó trong bản án.",
            "Đương sự rút một phần yêu cầu thì Thẩm phán quyết định đình chỉ xét xử phần kháng nghị đó trong bản án.",
            id="subject-of-the-end",
        ),
        pytest.param(
            "2. Đơn được gửi bằng lời nói, bằng văn bản hoặc bằng thư điện tử.",
            "Đơn được gửi bằng một trong 03 hình thức là lời nói, văn bản hoặc thư điện tử.",
            "Đơn được gửi bằng một trong 02 hình thức là lời nói, văn bản hoặc thư điện tử.",
            id="own-count",
        ),
        pytest.param(
            "2. Tài sản chung gồm đất có được sau khi kết hôn, trừ phần được tặng cho riêng.",
            "Tài sản chung gồm đất có được sau khi kết hôn, không kể phần được tặng cho riêng.",
            "Tài sản chung gồm đất có được sau khi kết hôn, kể cả phần được tặng cho riêng.",
            id="without-for-except",
        ),
        pytest.param(
            "2. Sau 01 năm kể từ ngày thông báo thì gia súc thuộc về người bắt được.",
            "Sau 01 năm kể từ ngày thông báo, gia súc mới thuộc về người bắt được.",
            "Sau 01 năm kể từ ngày thông báo, gia súc không thuộc về người bắt được.",
            id="only-then",
        ),
        pytest.param(
            "2. Thông báo chấp nhận đến chậm vẫn có hiệu lực, trừ trường hợp bên đề nghị trả lời ngay không đồng ý.",
            "Thông báo chấp nhận đến chậm không còn hiệu lực nếu bên đề nghị trả lời ngay không đồng ý.",
            "Thông báo chấp nhận đến chậm không còn hiệu lực.",
            id="excepted-deed",
        ),
        pytest.param(
            "2. Cha mẹ phải nuôi con chưa thành niên, con đã thành niên không có khả năng lao động.",
            "Cha mẹ phải nuôi con đã thành niên không có khả năng lao động.",
            "Cha mẹ phải nuôi con đã thành niên có khả năng lao động.",
            id="grown-up",
        ),
        pytest.param(
            "2. Thông tin được người có thẩm quyền của cơ quan nhà nước đó ký xác nhận.",
            "Thông tin được người có thẩm quyền của cơ quan nhà nước đó ký xác nhận.",
            "Thông tin được người có thẩm quyền của cơ quan nhà nước cấp trên ký xác nhận.",
            id="higher-body",
        ),
        pytest.param(
            "2. Người cai nghiện chịu sự quản lý trong thời hạn 01 năm kể từ ngày hoàn thành việc cai nghiện.",
            "Thời hạn quản lý được tính kể từ ngày hoàn thành việc cai nghiện.",
            "Thời hạn quản lý được tính kể từ ngày bắt đầu việc cai nghiện.",
            id="completed",
        ),
        pytest.param(
            "2. Giấy phép gieo trồng loài cây hằng năm có thời hạn là 10 năm, loài cây lâu năm có thời hạn là 20 năm.",
            "Giấy phép gieo trồng loài cây lâu năm có thời hạn là 20 năm.",
            "Giấy phép gieo trồng loài cây lâu năm có thời hạn là 10 năm.",
            id="one-opening",
        ),
        pytest.param(
            "2. Đương sự rút đơn trước khi Tòa án mở phiên họp thì Thẩm phán ra quyết định "
            "đình chỉ; đương sự rút đơn sau khi Tòa án mở phiên họp thì Hội đồng xét xử ra "
            "quyết định đình chỉ.",
            "Đương sự rút đơn trước khi Tòa án mở phiên họp thì Thẩm phán ra quyết định đình chỉ.",
            "Đương sự rút đơn trước khi Tòa án mở phiên họp thì Hội đồng xét xử ra quyết định đình chỉ.",
            id="before-and-after",
        ),
        pytest.param(
            "2. Trẻ em dưới 36 tháng được giao cho mẹ nuôi, trừ trường hợp mẹ không đủ điều "
            "kiện trông nom hoặc cha mẹ có thỏa thuận khác phù hợp với lợi ích của trẻ em.",
            "Trẻ em dưới 36 tháng được giao cho mẹ nuôi nếu mẹ đủ điều kiện trông nom và "
            "cha mẹ không có thỏa thuận khác phù hợp với lợi ích của trẻ em.",
            "Trẻ em dưới 36 tháng được giao cho mẹ nuôi nếu mẹ đủ điều kiện trông nom và "
            "cha mẹ có thỏa thuận khác phù hợp với lợi ích của trẻ em.",
            id="condition-for-exception",
        ),
        pytest.param(
            "2. Bên bán không chịu trách nhiệm về khuyết tật mà bên mua đã biết hoặc phải biết khi mua.",
            "Bên bán không chịu trách nhiệm về khuyết tật mà bên mua phải biết khi mua.",
            "Bên bán không chịu trách nhiệm về khuyết tật mà bên mua phải biết sau khi mua.",
            id="when-and-after",
        ),
        pytest.param(
            "2. Phạm vi của hướng dẫn viên được quy định như sau:\na) Hướng dẫn viên quốc tế "
            "được hướng dẫn cho khách nội địa, khách quốc tế trong phạm vi toàn quốc và đưa "
            "khách ra nước ngoài;\nb) Hướng dẫn viên nội địa được hướng dẫn cho khách nội "
            "địa trong phạm vi toàn quốc.",
            "Hướng dẫn viên quốc tế được hướng dẫn cho khách nội địa, khách quốc tế trong "
            "phạm vi toàn quốc và đưa khách ra nước ngoài.",
            "Hướng dẫn viên nội địa được hướng dẫn cho khách nội địa, khách quốc tế trong "
            "phạm vi toàn quốc và đưa khách ra nước ngoài.",
            id="other-term-at-the-beginning",
        ),
        pytest.param(
            "2. Quyền hưởng dụng là quyền khai thác công dụng và hưởng hoa lợi đối với tài "
            "sản thuộc quyền sở hữu của chủ thể khác trong một thời hạn nhất định.",
            "Quyền hưởng dụng là quyền khai thác công dụng và hưởng hoa lợi đối với tài sản "
            "thuộc quyền sở hữu của chủ thể khác trong một thời hạn nhất định.",
            "Quyền hưởng dụng là quyền khai thác công dụng và hưởng hoa lợi đối với tài sản "
            "thuộc quyền sở hữu của chính mình trong một thời hạn nhất định.",
            id="one's-own-and-another's",
        ),
        pytest.param(
            "2. Công dân không được tiếp cận thông tin mật. Khi thông tin được giải mật thì "
            "công dân được tiếp cận theo quy định của Luật này.",
            "Khi thông tin được giải mật thì công dân được tiếp cận theo quy định của Luật này.",
            "Khi thông tin được giải mật thì công dân không được tiếp cận theo quy định của Luật này.",
            id="denied-between-the-same-words",
        ),
        pytest.param(
            "2. Giao dịch được thể hiện bằng lời nói, bằng văn bản hoặc bằng hành vi cụ thể.",
            "Luật nêu 03 cách thể hiện giao dịch, trong đó có lời nói.",
            "Luật nêu 04 cách thể hiện giao dịch, trong đó có lời nói.",
            id="count-of-a-list-of-the-text",
        ),
        pytest.param(
            "2. Thời hạn nộp lưu hồ sơ là 01 năm kể từ ngày công việc kết thúc.",
            "Thời hạn nộp lưu hồ sơ là 01 năm kể từ ngày công việc kết thúc.",
            "Thời hạn nộp lưu hồ sơ là 01 năm kể từ ngày công việc bắt đầu.",
            id="end-for-beginning",
        ),
        pytest.param(
            "2. Cơ quan cấp giấy phép trong thời hạn 15 ngày kể từ ngày nhận đủ hồ sơ hợp lệ.",
            "Cơ quan cấp giấy phép trong thời hạn 15 ngày kể từ ngày nhận đủ hồ sơ hợp lệ.",
            "Cơ quan cấp giấy phép sau thời hạn 15 ngày kể từ ngày nhận đủ hồ sơ hợp lệ.",
            id="after-a-period-for-within",
        ),
        pytest.param(
            "2. Bản án có hiệu lực pháp luật từ ngày Tòa án ra quyết định đình chỉ xét xử.",
            "Bản án có hiệu lực pháp luật từ ngày Tòa án ra quyết định đình chỉ xét xử.",
            "Bản án có hiệu lực pháp luật đến ngày Tòa án ra quyết định đình chỉ xét xử.",
            id="until-for-since",
        ),
        pytest.param(
            "2. Trong thời hạn 07 ngày mà một bên không thực hiện cam kết thì Thẩm phán mở phiên họp.",
            "Hết thời hạn 07 ngày mà một bên không thực hiện cam kết thì Thẩm phán mở phiên họp.",
            "Trước thời hạn 07 ngày mà một bên không thực hiện cam kết thì Thẩm phán mở phiên họp.",
            id="ran-out",
        ),
        pytest.param(
            "2. Bên bảo lãnh chỉ phải thực hiện nghĩa vụ thay khi bên kia không có khả năng.",
            "Bên bảo lãnh chỉ phải thực hiện nghĩa vụ thay khi bên kia không có khả năng.",
            "Bên bảo lãnh không chỉ phải thực hiện nghĩa vụ thay khi bên kia không có khả năng.",
            id="restriction-taken-back",
        ),
        pytest.param(
            "2. Người được hoãn tập trung là người đang ốm đau.",
            "Trường hợp hoãn tập trung của người đang ốm đau được quy định tại khoản 2 Điều 7 Luật Ví dụ 2026.",
            "Trường hợp hoãn tập trung của người đang ốm đau không được quy định tại khoản 2 Điều 7 Luật Ví dụ 2026.",
            id="not-said-there",
        ),
        pytest.param(
            "2. Thông tin về cuộc họp nội bộ là thông tin mật.",
            "Thông tin về cuộc họp nội bộ là thông tin mật.",
            "Thông tin về cuộc họp nội bộ không thuộc thông tin mật.",
            id="no-such-class",
        ),
        pytest.param(
            "2. Điều kiện cấp phép cho công ty gồm:\na) Có trụ sở làm việc bảo đảm cho hoạt "
            "động kinh doanh;\nb) Có vốn theo quy định.",
            "Công ty phải có trụ sở làm việc bảo đảm cho hoạt động kinh doanh.",
            "Công ty có thể có trụ sở làm việc bảo đảm cho hoạt động kinh doanh.",
            id="condition-is-no-choice",
        ),
        pytest.param(
            "2. Trong thời hạn 03 ngày, Tòa án phải gửi quyết định đó cho Viện kiểm sát và Sở Tư pháp.",
            "Tòa án phải gửi quyết định đó cho Viện kiểm sát và Sở Tư pháp.",
            "Sở Tư pháp phải gửi quyết định đó cho Viện kiểm sát.",
            id="somebody-else-does-it",
        ),
        pytest.param(
            "2. Hồ sơ gồm:\na) Đơn đề nghị;\nb) 02 ảnh chân dung cỡ nhỏ;\nc) Bản sao thẻ.",
            "Hồ sơ gồm 02 ảnh chân dung cỡ nhỏ.",
            "Hồ sơ gồm 03 ảnh chân dung cỡ nhỏ.",
            id="things-that-the-text-counts",
        ),
        pytest.param(
            "2. Người chưa thành niên có thể có nơi cư trú khác nếu được cha, mẹ đồng ý.",
            "Người chưa thành niên có thể có nơi cư trú khác nếu được cha, mẹ đồng ý.",
            "Người đã thành niên có thể có nơi cư trú khác nếu được cha, mẹ đồng ý.",
            id="already-and-not-yet",
        ),
    ],
)
def test_the_right_case_passes_and_another_does_not(text: str, right: str, wrong: str) -> None:
    verdict = check(right, [Basis(text, PLACE)])
    assert verdict.ok, verdict.refusals
    assert not check(wrong, [Basis(text, PLACE)]).ok


def test_a_heading_bans_what_its_points_are() -> None:
    heading = Basis(
        "1. Nhà bị thu hồi theo quyết định của cơ quan nhà nước có thẩm quyền.",
        "khoản 1 Điều 3 Luật Ví dụ 2026\nĐịa điểm không được đăng ký tạm trú mới",
    )
    assert check("Nhà bị thu hồi là địa điểm không được đăng ký tạm trú mới.", [heading]).ok
    assert not check("Nhà bị thu hồi là địa điểm vẫn được đăng ký tạm trú mới.", [heading]).ok


def test_a_text_that_breaks_off_names_nobody_else() -> None:
    broken_off = Basis("2. Chi phí dọn mương do chủ sở hữu mương chịu. Chi phí dọn mương do", PLACE)
    assert check("Chi phí dọn mương do chủ sở hữu mương chịu.", [broken_off]).ok
    only_begun = Basis("2. Chủ sở hữu mương chịu mọi chi phí dọn mương do", PLACE)

    assert not any("by “”" in r.reason for r in check("Chi phí dọn mương do chủ sở hữu chịu.", [only_begun]).refusals)
