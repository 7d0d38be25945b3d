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
