"""A small corpus of our own sentences, in the words of laws, as the vocabulary of tests."""

from __future__ import annotations

from functools import cache

from congvu.retrieval.statistics import Rarity, count_texts

SENTENCES = """
Ủy ban nhân dân xã cấp giấy chứng nhận quyền sử dụng đất cho hộ gia đình theo quy định của Luật Đất đai.
Ủy ban nhân dân tỉnh quyết định thu hồi đất và bồi thường về đất.
Người lao động làm việc cho người sử dụng lao động theo hợp đồng lao động được nghỉ hằng năm.
Người lao động có quyền đơn phương chấm dứt hợp đồng lao động khi hết thời gian thử việc.
Hình thức kỷ luật sa thải được người sử dụng lao động áp dụng theo nghị định của Chính phủ.
Người điều khiển xe mô tô, xe gắn máy phải có giấy phép lái xe.
Doanh nghiệp tư nhân nộp thuế thu nhập doanh nghiệp và không được thành lập doanh nghiệp khác.
Quyền và nghĩa vụ của công dân do Hiến pháp và luật quy định.
Cơ quan nhà nước giải quyết thủ tục hành chính trong thời hạn mười ngày làm việc.
Sở Tài chính trình Ủy ban nhân dân tỉnh; tỉnh Lào Cai ban hành kế hoạch phát triển kinh tế - xã hội.
Công chức thôi việc được hưởng trợ cấp; lao động nữ được nghỉ thai sản theo chế độ thai sản.
Thành phố thuộc tỉnh ban hành bảng giá đất; Tòa án nhân dân khu vực xét xử vụ án.
"""
REPEATED = 30


@cache
def small() -> Rarity:
    """Every sentence thirty times, so that its words and pairs count as usual."""
    return count_texts(line for line in SENTENCES.strip().splitlines() for _ in range(REPEATED)).rarity()
