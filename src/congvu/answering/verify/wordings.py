"""Words that a sentence may use of itself, words that stand for each other, and words that must not change places."""

from __future__ import annotations

NEUTRAL = tuple(
    tuple(phrase.split())
    for phrase in """
    trường hợp; theo đó; nêu trên; nói trên; trên đây; cụ thể; chi tiết; đầy đủ; bổ sung; tối đa; tối thiểu; cao nhất;
    thấp nhất; ít nhất; nhiều nhất; lớn nhất; nhỏ nhất; chậm nhất; muộn nhất; trong vòng; thời gian; thời hạn;
    thời điểm; kỳ hạn; khoảng; thời giờ; số lượng; tổng số; mức độ; khung; dành; dịp; tính; lấy; điều kiện; hoàn cảnh;
    trách nhiệm; nghĩa vụ; quyền hạn; nhiệm vụ; thẩm quyền; ban hành; xem xét; tiến hành; tuân thủ; tuân theo;
    chấp hành; căn cứ; dựa; cơ sở; liên quan; tương ứng; bao gồm; gồm có; kèm theo; đi kèm; đồng thời; ngoài ra;
    tuy nhiên; nghĩa là; tức là; lưu ý; tóm lại; do đó; vì vậy; vì thế; thông qua; hiện hành; hiện nay; nói chung;
    nói riêng; khái niệm; định nghĩa; nội dung; đối tượng; phạm vi; trình tự; thủ tục; quy trình; cách thức; hai bên;
    các bên; các loại; điều khoản; nói ở đây; nhắc; đề cập; giới hạn; bất kỳ; tất cả; toàn bộ; lần lượt; ngay;
    trong khi; nhận được; đã nhận; có được; thuộc diện; rơi vào; câu hỏi; rõ ràng; hỏi; trả lời; đáp ứng; người nào;
    áp dụng; điều chỉnh; xác định; quy định; hướng dẫn; ràng buộc; tương tự; phần còn lại; ví dụ; chẳng hạn; ngày nào;
    mỗi; từng; kỳ; lúc; ngay khi; cùng lúc; nơi nào; số phần; việc này; chủ thể; phía; giải thích; thuật ngữ; dạng;
    cần thiết; phía dưới; bản thân; tiếp tục; nằm; trong đó; trong số; thế nào; bằng cách; sở dĩ; lý do; mục đích;
    ý nghĩa; kết quả; nguyên tắc; ngoại lệ; ở đây; dài; bằng; đạt; giá trị; công việc; hoạt động; cũ; ký ngày;
    cụm từ; nói về; nói đến; xảy ra; dẫn đến; dẫn tới; tùy; kèm; hình thức; số liệu; tỷ lệ; quy tắc; đặt ra;
    mốc; hạn chót; diễn ra; gắn với; ứng với; chờ; kể trên; nói tới; đòi hỏi;
    nêu tại; được nêu; coi là; coi như; gọi là; liệt kê; diễn giải; giải nghĩa; mô tả; tình huống; tình hình; sự việc;
    vụ việc; vai trò; hạng mục; phương thức; tổng cộng; nói cách khác; nhìn chung; thực chất; mang tính; cho biết;
    chỉ ra; độ tuổi
    """.replace("\n", " ").split(";")
    if phrase.strip()
)
"""Phrases that connect what a text says and claim nothing that it could contradict."""

SAME = {
    word: frozenset(others.split())
    for word, others in {
        "gửi": "nộp chuyển giao trình báo", "chuyển": "gửi giao", "giao": "chuyển gửi", "nộp": "gửi đóng trả kèm",
        "đóng": "nộp", "trả": "nộp thanh chi", "chi": "trải trả", "ghi": "nêu hiện lập", "nêu": "ghi quy gồm",
        "nhận": "gửi giao chuyển báo hưởng", "buộc": "phải", "giữ": "để lưu", "lưu": "giữ", "lập": "làm",
        "làm": "lập thực", "tiến": "thực", "xin": "nghị cầu",
        "yêu": "nghị", "cầu": "nghị", "đề": "yêu", "nghị": "cầu", "bỏ": "hủy bãi", "sửa": "chỉnh", "chia": "phân",
        "chọn": "lựa", "viết": "ghi", "kết": "hết chấm", "thúc": "hết dứt", "chấm": "hết kết", "dứt": "hết thúc",
        "xử": "phạt", "phạt": "xử", "trị": "giá", "qua": "thông", "đổi": "thay", "thẳng": "trực", "xét": "tính",
    }.items()
}  # fmt: skip
"""A word, and words of the text any of which may stand for it."""

CONTRARY = tuple(
    tuple(tuple(p.strip() for p in side.split("/")) for side in line.split("|"))
    for line in """
    cấp trên | cấp dưới | cùng cấp
    cấp tỉnh | cấp huyện | cấp xã
    trở lên | trở xuống
    tối đa / nhiều nhất / lớn nhất / không quá / không vượt quá | tối thiểu / ít nhất / nhỏ nhất / không dưới
    cao nhất | thấp nhất
    chậm nhất / muộn nhất / trễ nhất | sớm nhất
    đầu vào | đầu ra
    mới | cũ
    bắt đầu thời hạn / ngày bắt đầu / khi bắt đầu | hết thời / kết thúc / chấm dứt / ngày hết / ngày hoàn thành
    không còn | vẫn còn
    một trong | tất cả / toàn bộ / mọi | một phần / phần còn lại
    đúng với / phù hợp với / giống với | khác với / trái với / không phù hợp với
    tăng | giảm
    có lợi | bất lợi
    nhất | nhì | ba
    lần đầu | lần hai
    cá nhân | tập thể
    trực tiếp | gián tiếp
    nam | nữ
    là quyền / có quyền / có các quyền | là nghĩa vụ / có nghĩa vụ / có các nghĩa vụ / là trách nhiệm / có trách nhiệm
    nhân với / nhân cho | chia cho | cộng với
    đường bộ | đường sắt | đường thủy
    bên trong | bên ngoài
    trong nước | nước ngoài
    trong hạn mức | vượt hạn mức / ngoài hạn mức
    công lập | tư thục | ngoài công lập
    bản chính / bản gốc | bản sao / bản chụp
    ban đầu | cuối cùng
    thường xuyên | định kỳ | đột xuất
    hằng năm | hằng tháng | hằng tuần | hằng quý | hằng ngày
    tự nguyện | bắt buộc
    chính thức | tạm thời
    xuất khẩu | nhập khẩu
    xuất cảnh | nhập cảnh
    thường trú | tạm trú
    trong giờ | ngoài giờ
    trong hạn | quá hạn
    trả trước | trả sau
    có hiệu lực | hết hiệu lực
    thành lập | giải thể
    khen thưởng | kỷ luật
    chấp thuận / đồng ý | từ chối
    mở rộng | thu hẹp
    đầu năm | cuối năm
    công khai | bí mật
    """.strip().splitlines()
)
"""Sides that exclude each other; phrases of one side mean the same."""

DONE = frozenset(
    tuple(phrase.split())
    for phrase in """
    biết; bảo đảm; bố trí; chuyển; coi; cấp; dành; ghi; ghi rõ; giao; gửi; hướng dẫn; hạch toán; lưu; lưu giữ;
    lấy; lập; mang; nêu; nêu rõ; nộp; phân; phân công; sắp xếp; thiết lập; tiến hành; tiếp; tiếp tục; trả; trả
    lời; tuân thủ; tính; tạo lập; xin; xuất trình; xác; xếp; đáp ứng; đăng; đăng tải; đưa; đảm bảo
    """.replace("\n", " ").split(";")
)
"""Verbs of handling that laws use all over: made from a corpus by ``evaluation/common_verbs.py``."""
