"""An administrative procedure as JSON, made a document whose fields are its headings. Runs inside the sandbox."""

from __future__ import annotations

import json
from typing import Any

from congvu.ingestion.made_text import Part, Record
from congvu.ingestion.types import ReadError, Reason

PARSER = "procedure-1"
_NOTHING = frozenset({"", "không có thông tin"})
_FIELDS = (
    ("trình_tự_thực_hiện", "Trình tự thực hiện"),
    ("cách_thức_thực_hiện", "Cách thức thực hiện"),
    ("đối_tượng_thực_hiện", "Đối tượng thực hiện"),
    ("cơ_quan_thực_hiện", "Cơ quan thực hiện"),
    ("cơ_quan_có_thẩm_quyền", "Cơ quan có thẩm quyền"),
    ("cơ_quan_được_ủy_quyền", "Cơ quan được ủy quyền"),
    ("cơ_quan_phối_hợp", "Cơ quan phối hợp"),
    ("địa_chỉ_tiếp_nhận_hs", "Địa chỉ tiếp nhận hồ sơ"),
    ("kết_quả_thực_hiện", "Kết quả thực hiện"),
    ("yêu_cầu_điều_kiện_thực_hiện", "Yêu cầu, điều kiện thực hiện"),
    ("mô_tả", "Mô tả"),
)
_ASKED = {
    "Trình tự thực hiện": "trình tự các bước thực hiện, làm thế nào",
    "Thời hạn giải quyết": "mất bao lâu, bao nhiêu ngày",
    "Phí, lệ phí": "bao nhiêu tiền",
    "Thành phần hồ sơ": "hồ sơ gồm những gì, cần hồ sơ, giấy tờ gì",
    "Cơ quan thực hiện": "cơ quan nào, nộp ở đâu",
    "Yêu cầu, điều kiện thực hiện": "điều kiện gì",
    "Căn cứ pháp lý": "theo văn bản nào",
}
"""In which words people ask for a field; searched with its heading, not shown."""
_GENERAL = (
    ("mã_thủ_tục", "Mã thủ tục"), ("số_quyết_định", "Công bố theo"), ("lĩnh_vực", "Lĩnh vực"),
    ("cấp_thực_hiện", "Cấp thực hiện"), ("loại_thủ_tục", "Loại thủ tục"),
)  # fmt: skip


def read_procedure(data: bytes) -> Record:
    """The record of a procedure: steps, ways and time limits, fees, dossier, basis, each under its heading.

    Raises ReadError where the JSON is not a procedure.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ReadError(Reason.DAMAGED, "not JSON") from error
    general, content, tables = (_part(value, name) for name in ("metadata", "content", "tables"))
    name = _said(general.get("tên_thủ_tục"))
    if not name:
        raise ReadError(Reason.UNSUPPORTED, "JSON without the name of a procedure (metadata.tên_thủ_tục)")
    code = _said(general.get("mã_thủ_tục"))
    facts = [f"{label}: {_said(general.get(key))}" for key, label in _GENERAL if _said(general.get(key))]
    ways = _rows(tables, "hinh_thuc_nop")
    title = (name if name.lower().startswith("thủ tục") else f"Thủ tục {name}").rstrip(". ")
    parts = [Part("Thông tin chung", "\n".join(facts))]
    parts += [Part(label, text) for key, label in _FIELDS if (text := _said(content.get(key)))]
    parts += [
        Part("Thời hạn giải quyết", _by_way(ways, "thoi_han_giai_quyet", "mo_ta")),
        Part("Phí, lệ phí", _by_way(ways, "phi_le_phi")),
        Part("Thành phần hồ sơ", "\n".join(_papers(_rows(tables, "thanh_phan_ho_so")))),
        Part("Căn cứ pháp lý", "\n".join(_basis(_rows(tables, "can_cu_phap_ly")))),
    ]
    return Record(
        title=f"{title} (mã {code})" if code else title,
        # Every field of a procedure speaks of it, though only the title names it.
        parts=tuple(Part(part.heading, part.body, _about(part.heading, title)) for part in parts if part.body),
        parser=PARSER,
        media_type="application/json",
    )


def _about(heading: str, title: str) -> str:
    return f"{title}; {_ASKED[heading]}" if heading in _ASKED else title


def _by_way(ways: list[dict[str, Any]], field: str, remark: str = "") -> str:
    """What holds for each way of handing in, once where it is the same for all of them."""
    lines: dict[str, str] = {}
    for way in ways:
        said = _said(way.get(field))
        more = _said(way.get(remark)).lstrip(": ") if remark else ""
        text = f"{said}. {more}" if said and more and more != said else said or more
        name = _said(way.get("hinh_thuc"))
        if text and name not in lines.get(text, ""):
            lines[text] = f"{lines[text]}, {name}" if text in lines else name
        elif text:
            lines.setdefault(text, name)
    return "\n".join(f"- {name}: {text}" if name else f"- {text}" for text, name in lines.items())


def _papers(rows: list[dict[str, Any]]) -> list[str]:
    lines = []
    for row in rows:
        name = _said(row.get("ten_giay_to"))
        more = [" ".join(_said(row.get(key)).split()) for key in ("ghi_chu", "so_luong")]
        if name:
            lines.append(f"- {name} ({'; '.join(filter(None, more))})" if any(more) else f"- {name}")
    return lines


def _basis(rows: list[dict[str, Any]]) -> list[str]:
    lines = []
    for row in rows:
        number, name = _said(row.get("so_ky_hieu")), _said(row.get("trich_yeu"))
        if number or name:
            lines.append(f"- {name}" if number in name else f"- {number}: {name}".rstrip(": "))
    return lines


def _part(value: object, name: str) -> dict[str, Any]:
    part = value.get(name) if isinstance(value, dict) else None
    return part if isinstance(part, dict) else {}


def _rows(tables: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = tables.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _said(value: object) -> str:
    text = value.strip() if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""
    return "" if text.lower() in _NOTHING else text
