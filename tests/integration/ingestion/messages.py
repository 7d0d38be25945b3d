"""Messages of the exchange as a province gets them: one circular through its life, written by our own strict writer."""

from __future__ import annotations

import base64
import datetime as dt

from congvu.ingestion.connector_models import SourceConnection
from congvu.ingestion.edxml.types import LOCAL, Attachment, Message, MessageKind, Organ
from congvu.ingestion.edxml.writer import write_message
from congvu.ingestion.sources import SourceData, create_source

SENDER = "H15.01.02"
DOCUMENT_ID = "H15.01.02,2026/03/02,245/SNV-CCVC"
QUESTION = "Hạn nộp báo cáo rà soát vị trí việc làm là ngày nào?"
REASONS = {
    MessageKind.NEW: "Văn bản điện tử mới",
    MessageKind.RECALL: "Thu hồi văn bản điện tử",
    MessageKind.UPDATE: "Cập nhật văn bản điện tử",
    MessageKind.REPLACEMENT: "Văn bản thay thế",
}


def circular(deadline: str) -> str:
    """The text of the circular with this deadline; it names no number of its own, the envelope does."""
    return (
        "Kính gửi: Các sở, ban, ngành\n\n"
        f"Hạn nộp báo cáo rà soát vị trí việc làm năm 2026 là ngày {deadline}, gửi về Sở Phía Bắc để tổng hợp.\n"
    )


def envelope(
    kind: MessageKind,
    deadline: str = "",
    *,
    minute: int = 0,
    document_id: str = DOCUMENT_ID,
    sender: str = SENDER,
    replaces: tuple[str, ...] = (),
    files: tuple[tuple[str, bytes], ...] = (),
    sphere: str = "",
) -> bytes:
    """A message of that kind; its file is the circular, unless others are given. ``minute`` is when it was stamped."""
    given = files or (((f"245-{deadline}.txt", circular(deadline).encode()),) if deadline else ())
    number = document_id.rpartition(",")[2] if "," in document_id else "245/SNV-CCVC"
    message = Message(
        kind=kind,
        sender=Organ(sender, "Sở Phía Bắc"),
        receivers=(Organ("H15.09", "Ủy ban nhân dân tỉnh"),),
        document_id=document_id,
        number=number.partition("/")[0],
        notation=number.partition("/")[2],
        place="Lào Cai",
        promulgated="2026/03/02",
        type_code="18",
        type_name="Công văn",
        subject="V/v rà soát vị trí việc làm năm 2026",
        position="Giám đốc",
        signer="Nguyễn Văn Mẫu",
        sphere=sphere,
        reason=REASONS[kind],
        replaces=replaces,
        attachments=tuple(
            Attachment(name, base64.b64encode(content).decode(), "application/octet-stream", f"cid:{at}")
            for at, (name, content) in enumerate(given)
        ),
    )
    return write_message(message, dt.datetime(2026, 3, 2, 8, minute, tzinfo=LOCAL))


def life() -> list[tuple[str, bytes, str]]:
    """(name, message, the deadline that is answered after it, "" for none): new, update, recall, replacement."""
    return [
        ("1-moi", envelope(MessageKind.NEW, "15/4/2026", minute=1), "15/4/2026"),
        ("2-cap-nhat", envelope(MessageKind.UPDATE, "20/5/2026", minute=2), "20/5/2026"),
        ("3-thu-hoi", envelope(MessageKind.RECALL, minute=3), ""),
        ("4-thay-the", envelope(MessageKind.REPLACEMENT, "30/6/2026", minute=4, replaces=(DOCUMENT_ID,)), "30/6/2026"),
    ]


def connect(code: str = "truc-tinh", connector: str = "folder", **values: object) -> SourceConnection:
    """A source for the whole province unless told otherwise."""
    return create_source(SourceData(code=code, name="Trục liên thông tỉnh", connector=connector, **values))  # type: ignore[arg-type]
