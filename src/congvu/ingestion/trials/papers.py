"""Made-up administrative papers for trials: some bear the mark of a state secret, some only talk about secrets."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

HEADS = ("ỦY BAN NHÂN DÂN TỈNH", "SỞ NỘI VỤ", "SỞ TÀI CHÍNH", "CÔNG AN TỈNH", "BỘ CHỈ HUY QUÂN SỰ TỈNH", "TỈNH ỦY")
KINDS = (("BÁO CÁO", "BC"), ("KẾ HOẠCH", "KH"), ("TỜ TRÌNH", "TTr"), ("PHƯƠNG ÁN", "PA"), ("THÔNG BÁO", "TB"))
SUBJECTS = (
    "Tình hình thực hiện nhiệm vụ phát triển kinh tế - xã hội quý I",
    "Bố trí lực lượng bảo vệ mục tiêu trong dịp lễ",
    "Diễn tập khu vực phòng thủ năm 2026",
    "Kết quả kiểm tra công tác quý II",
    "Nhân sự chuẩn bị cho nhiệm kỳ mới",
)
SENTENCES = (
    "Thực hiện chỉ đạo của cấp trên, đơn vị đã triển khai các nhiệm vụ được giao theo đúng tiến độ.",
    "Các phòng chuyên môn phối hợp chặt chẽ, báo cáo kịp thời những vướng mắc phát sinh tại cơ sở.",
    "Kinh phí thực hiện được bố trí từ nguồn ngân sách tỉnh, quyết toán theo quy định hiện hành.",
    "Trong thời gian tới, đề nghị các đơn vị tiếp tục rà soát, bổ sung phương án cho phù hợp với thực tế.",
    "Số lượng phương tiện tham gia là 14 chiếc, quân số 120 người, chia thành ba mũi.",
    "Lãnh đạo đơn vị chịu trách nhiệm về kết quả thực hiện và báo cáo trước ngày 25 hằng tháng.",
)
MARKS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
_STAMPS = (
    "{mark}", "[ {mark} ]", "Độ mật: {title}", "ĐỘ MẬT: {mark}", "{spaced}", "TÀI LIỆU {mark}", "{mark} - KHẨN",
    "{mark}\nBản số: 02", "| {mark} |", "Dấu chỉ độ mật: {title}", "Mức độ mật: {title}",
)  # fmt: skip
_NUMBERS = ("Số: {n}-M/{kind}-UBND", "Số: {n}/{kind}-UBND(M)", "Số: {n}/{kind}-UBND-MẬT", "Số: {n}/{kind}-CAT (TM)")
_NAMES = (
    "{subject} ({mark}).{ext}", "{MARK}_{subject}.{ext}", "[{MARK}] bao cao {n}.{ext}", "Kế hoạch {low} số {n}.{ext}",
    "bao cao {n} - {PLAIN}.{ext}", "tai lieu {plain}.{ext}", "Độ mật {MARK} - {n}.{ext}",
)  # fmt: skip
_FIELDS = (
    ("Độ mật", "{title}"), ("Keywords", "{MARK}"), ("classification", "{title}"), ("Subject", "Độ mật: {title}"),
    ("SecurityLevel", "{plain}"), ("Category", "{MARK}; quốc phòng"),
)  # fmt: skip

TALK_LINES = (
    "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC", "QUY CHẾ BẢO MẬT THÔNG TIN", "MẬT ONG RỪNG U MINH", "MẬT ĐỘ XÂY DỰNG",
    "ĐẶT LẠI MẬT KHẨU", "LƯU HÀNH NỘI BỘ", "Độ mật: Không", "Độ mật: Thường", "Mức độ mật: Mật/Tối mật/Tuyệt mật",
    "Tuyệt mật: 30 năm; Tối mật: 20 năm; Mật: 10 năm.", "DANH MỤC BÍ MẬT NHÀ NƯỚC", "CAM KẾT BẢO MẬT",
    "Văn bản đóng dấu “MẬT” thì không gửi qua mạng.", "Bí mật kinh doanh, bí mật công tác", "THÂN MẬT", "CƠ MẬT VIỆN",
    "Mật", "mật", "Tối mật", "MẶT BẰNG QUY HOẠCH", "MẤT CÂN ĐỐI", "MẶT TRẬN TỔ QUỐC VIỆT NAM", "Mật danh", "HỘI MẬT",
    "Điều 8. Thẩm quyền xác định độ mật của tài liệu", "Mật độ dân số: 250 người/km2", "Tên đăng nhập | Mật khẩu",
    "Bảo mật | Đạt", "KHẨN", "HỎA TỐC", "XEM XONG TRẢ LẠI", "Giải mật tài liệu của năm 2015",
)  # fmt: skip
TALK_SENTENCES = (
    "Theo Luật Bảo vệ bí mật nhà nước, tài liệu mang độ Tuyệt mật được bảo vệ 30 năm.",
    "Người dùng phải giữ bí mật mật khẩu và đổi mật khẩu 45 ngày một lần.",
    "Mật độ xây dựng tối đa của khu đất là 40%, mật độ dân cư 250 người/ha.",
    "Sản lượng mật ong của huyện đạt 12 tấn, mật mía đạt 30 tấn.",
    "Bên nhận thông tin cam kết bảo mật các bí mật kinh doanh trong thời hạn hai năm.",
    "Văn bản có độ mật phải được đóng dấu MẬT, TỐI MẬT hoặc TUYỆT MẬT theo quy định.",
    "Không soạn thảo tài liệu tối mật trên máy tính nối mạng.",
)
TALK_NAMES = (
    "Luật Bảo vệ bí mật nhà nước 2025", "quy che bao mat", "mat bang quy hoach", "Mật ong rừng", "MẬT ĐỘ DÂN SỐ",
    "dat lai mat khau", "Quy định về tài liệu mật", "Hướng dẫn quản lý tài liệu tối mật", "QUY CHẾ BẢO MẬT",
    "Mẫu dấu độ mật", "Danh mục bí mật nhà nước", "so sanh mat do", "mat tran to quoc", "Bảo mật hai lớp",
    "tap huan bao ve bi mat nha nuoc", "bao cao mat can doi thu chi", "ke hoach mat bang san xuat",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """One made-up paper. ``stamp`` is to be set in red on a scan; ``secret`` whether it must be refused; ``canary`` is
    a word of its body that occurs nowhere else.
    """

    lines: tuple[str, ...]
    canary: str
    name: str = "van-ban"
    stamp: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    secret: bool = False
    how: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def marked(seed: int, index: int, how: str) -> Paper:
    """A paper that bears a mark: in its text ("text"), numbering ("number"), "name", "metadata", or red "stamp"."""
    draw = random.Random(f"{seed}-{index}-{how}")  # noqa: S311 - made-up papers, no secrets of ours
    mark = MARKS[index % 3]
    words = _words_of(mark, draw)
    number, head, canary = f"Số: {words['n']}/{words['kind']}-UBND", "", _canary(seed, index, "m")
    name, stamp = f"van-ban-{index}", ""
    metadata: tuple[tuple[str, str], ...] = ()
    if how == "text":
        head = draw.choice(_STAMPS).format(**words)
    elif how == "number":
        number = draw.choice(_NUMBERS).format(**words)
    elif how == "name":
        name = draw.choice(_NAMES).format(**words).removesuffix(".{ext}")
    elif how == "metadata":
        label, value = draw.choice(_FIELDS)
        metadata = ((label, value.format(**words)),)
    elif how == "stamp":
        stamp = mark
    lines = _paper(draw, number, canary, words["kind"], head)
    return Paper(lines, canary, name, stamp, metadata, secret=True, how=how)


def ordinary(seed: int, index: int) -> Paper:
    """A paper that talks about secrets, bees and passwords, and bears no mark."""
    draw = random.Random(f"{seed}-{index}-ordinary")  # noqa: S311 - see above
    kind = draw.choice(KINDS)[1]
    canary = _canary(seed, index, "o")
    lines = list(_paper(draw, f"Số: {draw.randrange(1, 3000)}/{kind}-UBND", canary, kind, ""))
    for _time in range(draw.randrange(1, 4)):
        lines.insert(draw.randrange(len(lines)), draw.choice(TALK_LINES))
    for _time in range(draw.randrange(1, 4)):
        lines.insert(draw.randrange(6, len(lines)), draw.choice(TALK_SENTENCES))
    name = f"{draw.choice(TALK_NAMES)} {index}" if index % 3 == 0 else f"van-ban-{index}"
    metadata = (("Keywords", draw.choice(TALK_NAMES)), ("Title", draw.choice(TALK_SENTENCES)))
    return Paper(tuple(lines), canary, name, metadata=metadata, how="ordinary")


def _words_of(mark: str, draw: random.Random) -> dict[str, str]:
    plain = {"MẬT": "mat", "TỐI MẬT": "toi mat", "TUYỆT MẬT": "tuyet mat"}[mark]
    return {
        "mark": mark, "MARK": mark, "title": mark.capitalize(), "low": mark.lower(), "spaced": " ".join(mark),
        "plain": plain, "PLAIN": plain.upper(), "n": str(draw.randrange(1, 400)), "kind": draw.choice(KINDS)[1],
        "subject": draw.choice(SUBJECTS), "ext": "{ext}",
    }  # fmt: skip


def _paper(draw: random.Random, number: str, canary: str, kind: str, head: str) -> tuple[str, ...]:
    title = next(name for name, code in KINDS if code == kind)
    return tuple(_lines(draw, number, canary, title, head))


def _lines(draw: random.Random, number: str, canary: str, title: str, head: str) -> Iterator[str]:
    yield draw.choice(HEADS)
    yield number
    yield "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    yield "Độc lập - Tự do - Hạnh phúc"
    yield f"Lào Cai, ngày {draw.randrange(1, 29)} tháng {draw.randrange(1, 13)} năm 2026"
    yield from head.split("\n") if head else ()
    yield title
    yield draw.choice(SUBJECTS)
    yield from draw.sample(SENTENCES, 4)
    yield f"Mã hồ sơ kèm theo: {canary}."
    yield "Nơi nhận:"
    yield "- Như trên; - Lưu: VT."


def _canary(seed: int, index: int, letter: str) -> str:
    return f"zq{seed:04d}{letter}{index:05d}xk"
