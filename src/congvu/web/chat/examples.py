"""Questions that a newcomer can try; all of them are answered from the texts that come with the demo."""

from __future__ import annotations

EXAMPLES = (
    "Người lao động khuyết tật được nghỉ hằng năm bao nhiêu ngày?",
    "Khoản 2 Điều 113 Bộ luật Lao động nói gì?",
    "Thời hiệu yêu cầu chia di sản thừa kế là bao lâu?",
    "Người từ bao nhiêu tuổi phải chịu trách nhiệm hình sự?",
    "Người lao động kết hôn được nghỉ mấy ngày?",
    "Quyết định 14/2026/QĐ-UBND có hiệu lực từ ngày nào?",
)
