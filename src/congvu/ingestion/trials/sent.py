"""Good ones of what sources send and only the unpacker reads: a message, a table of questions, a procedure."""

from __future__ import annotations

import base64
import datetime as dt
import json

from congvu.ingestion.edxml.types import LOCAL, Attachment, Message, MessageKind, Organ
from congvu.ingestion.edxml.writer import write_message
from congvu.ingestion.unpacking import FILES, PROCEDURES, QUESTIONS

READ_AS = {"edxml": FILES, "csv": QUESTIONS, "json": PROCEDURES}
"""How the unpacker is told to read each kind."""


def sent_files(attached: bytes) -> dict[str, bytes]:
    """One of each kind; ``attached`` is the file of the message, a text."""
    procedure = json.dumps(_procedure(), ensure_ascii=False)
    return {"edxml": _message(attached), "csv": _table().encode(), "json": procedure.encode()}


def _message(attached: bytes) -> bytes:
    message = Message(
        kind=MessageKind.NEW,
        sender=Organ("H15.01.02", "Sở Phía Bắc"),
        receivers=(Organ("H15.09", "Ủy ban nhân dân tỉnh"),),
        document_id="H15.01.02,2026/03/02,245/SNV-CCVC",
        number="245",
        notation="SNV-CCVC",
        place="Lào Cai",
        promulgated="2026/03/02",
        type_code="18",
        type_name="Công văn",
        subject="V/v rà soát vị trí việc làm năm 2026",
        position="Giám đốc",
        signer="Nguyễn Văn Mẫu",
        to_places=("Lưu: VT",),
        reason="Văn bản điện tử mới",
        attachments=(
            Attachment("cong-van.txt", base64.b64encode(attached).decode(), "text/plain", "cid:1", "Công văn"),
        ),
    )
    return write_message(message, dt.datetime(2026, 3, 2, 8, tzinfo=LOCAL))


def _table() -> str:
    rows = [f'"Hồ sơ số {n} gồm những gì?","Đơn, bản sao; {n} bộ.","Điều {n} Luật Mẫu"' for n in range(1, 30)]
    return "\n".join(["Câu hỏi,Trả lời,Nguồn", *rows])


def _procedure() -> dict[str, object]:
    return {
        "metadata": {"tên_thủ_tục": "Cấp giấy phép đi bờ", "mã_thủ_tục": "1.000001", "lĩnh_vực": "Biên phòng"},
        "content": {
            "trình_tự_thực_hiện": "Bước 1: nộp hồ sơ.\nBước 2: nhận kết quả.",
            "cơ_quan_thực_hiện": "Đồn biên phòng cửa khẩu cảng",
            "kết_quả_thực_hiện": "Giấy phép",
        },
        "tables": {
            "hinh_thuc_nop": [
                {"hinh_thuc": "Trực tiếp", "thoi_han_giai_quyet": "2 Giờ", "phi_le_phi": "3 USD", "mo_ta": "Tại đồn"}
            ],
            "thanh_phan_ho_so": [{"ten_giay_to": "Đơn đề nghị", "ghi_chu": "Mẫu 1", "so_luong": "Bản chính: 1"}],
            "can_cu_phap_ly": [{"so_ky_hieu": "77/2017/NĐ-CP", "trich_yeu": "Quản lý biên phòng"}],
        },
    }
