"""Questions that a newcomer can try; all of them are answered from the texts that come with the demo."""

from __future__ import annotations

EXAMPLES = (
    "Người lao động khuyết tật được nghỉ hằng năm bao nhiêu ngày?",
    "Khoản 2 Điều 113 Bộ luật Lao động nói gì?",
    "Thời hiệu yêu cầu chia di sản thừa kế là bao lâu?",
    "Người từ bao nhiêu tuổi phải chịu trách nhiệm hình sự?",
    "Người lao động làm thêm giờ vào ngày lễ được trả lương thế nào?",
    "Kế hoạch chuyển đổi số năm 2026 giao nhiệm vụ gì cho Sở Nội vụ?",
)
