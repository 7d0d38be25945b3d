"""Questions made from headings and sentences by rules of our own, as officials and citizens word them."""

from __future__ import annotations

import random
import re

_PATTERNS: list[tuple[re.Pattern[str], tuple[str, ...]]] = [
    (re.compile(p, re.IGNORECASE), forms)
    for p, forms in [
        (
            r"^thẩm quyền (?:của .+ trong việc )?(.+)$",
            ("Ai có thẩm quyền {0}?", "Cơ quan nào {0}?", "{0} do ai quyết định?"),
        ),
        (
            r"^điều kiện (?:để )?(.+)$",
            ("Muốn {0} cần điều kiện gì?", "Khi nào được {0}?", "{0} phải đáp ứng điều kiện nào"),
        ),
        (r"^tiêu chuẩn (?:của )?(.+)$", ("{0} cần tiêu chuẩn gì?", "Ai được làm {0}?")),
        (
            r"^(?:thời hạn|thời gian) (.+)$",
            ("{0} trong thời hạn bao lâu?", "{0} mất bao lâu?", "Bao nhiêu ngày thì {0}?"),
        ),
        (
            r"^quyền (?:và nghĩa vụ )?của (.+)$",
            ("{0} có những quyền gì?", "{0} được làm gì?", "{0} có quyền và nghĩa vụ gì"),
        ),
        (
            r"^(?:nghĩa vụ|trách nhiệm|nhiệm vụ) của (.+)$",
            ("{0} phải làm gì?", "{0} có trách nhiệm gì?", "Việc của {0}"),
        ),
        (r"^nhiệm vụ(?: và|,) quyền hạn của (.+)$", ("{0} có nhiệm vụ, quyền hạn gì?", "{0} làm những việc gì?")),
        (
            r"^(?:trình tự, thủ tục|trình tự|thủ tục) (.+)$",
            ("Muốn {0} phải làm thế nào?", "Các bước {0}", "{0} ra sao?"),
        ),
        (r"^hồ sơ (?:đề nghị )?(.+)$", ("{0} cần giấy tờ gì?", "Hồ sơ {0} gồm những gì?", "Muốn {0} nộp gì")),
        (r"^(?:các |những )?hành vi bị (?:nghiêm )?cấm(.*)$", ("Không được làm gì{0}?", "Những việc nào bị cấm{0}?")),
        (r"^(?:xử lý|xử phạt) (?:hành vi )?(.+)$", ("{0} bị xử lý thế nào?", "{0} bị phạt bao nhiêu?")),
        (
            r"^vi phạm (?:quy định |các quy định )?(?:về |của )?(.+)$",
            ("Vi phạm {0} bị phạt bao nhiêu?", "Mức phạt lỗi {0}"),
        ),
        (r"^tội (.+)$", ("{0} bị phạt bao nhiêu năm tù?", "{0} thì bị xử lý hình sự thế nào?", "Mức phạt tội {0}")),
        (r"^nguyên tắc (.+)$", ("{0} theo nguyên tắc nào?", "Khi {0} phải tuân theo nguyên tắc gì?")),
        (r"^(?:các )?trường hợp (.+)$", ("Khi nào {0}?", "Trường hợp nào {0}?", "Ai {0}")),
        (r"^căn cứ (.+)$", ("Dựa vào đâu để {0}?", "Căn cứ nào để {0}?")),
        (r"^(?:đối tượng|người) (.+)$", ("Ai {0}?", "Những ai {0}?")),
        (
            r"^(?:thu hồi|đình chỉ|tạm đình chỉ|hủy bỏ) (.+)$",
            ("Khi nào bị thu hồi, đình chỉ {0}?", "Trường hợp nào mất {0}"),
        ),
        (r"^(?:cấp|cấp lại|gia hạn|đăng ký) (.+)$", ("Muốn có {0} thì làm gì?", "Xin cấp {0} ở đâu, thế nào?")),
        (r"^mức (.+)$", ("{0} bao nhiêu?", "{0} được tính thế nào?")),
        (r"^(?:khái niệm|định nghĩa) (.+)$", ("{0} là gì?", "Thế nào là {0}?")),
    ]
]
_PLAIN = (
    "{0} được quy định như thế nào?",
    "Quy định về {0}",
    "{0} là gì?",
    "{0} gồm những gì?",
    "{0} ra sao?",
    "Pháp luật quy định thế nào về {0}?",
    "cho hỏi {0}",
    "{0} theo quy định mới nhất",
)
_AMOUNTS = [
    (re.compile(r"(?:từ |trên |dưới |không quá |ít nhất |tối đa )?\d[\d.,]*(?: \w+)? (?:đồng)(?: đến \d[\d.,]* đồng)?"),
     "bao nhiêu tiền"),
    (re.compile(r"(?:từ )?\d+(?: \w+)? đến \d+(?: \w+)? năm"), "mấy năm"),
    (re.compile(r"(?:không quá |ít nhất |đủ |từ )?\d+ (ngày làm việc|ngày|tháng|năm|giờ|tuổi)"), r"bao nhiêu \1"),
    (re.compile(r"(?:không quá |ít nhất |từ )?\d[\d.,]*\s?%"), "bao nhiêu phần trăm"),
]  # fmt: skip
_DEFINED = re.compile(r"^(?:\d+\.\s*|[a-zđ]\)\s*)?([A-ZĐÀ-Ỹ][^.;:]{3,80}?) (?:là|bao gồm|được hiểu là) ")
_MARKER = re.compile(r"^(?:\d+[a-zđ]?\.|[a-zđ]\)|-)\s*")
_YES_NO = (" được ", " phải ", " bị ", " có quyền ", " có trách nhiệm ")


def of_heading(heading: str, rng: random.Random) -> str:
    """A heading ("Thẩm quyền xử phạt") as a question or as it is."""
    heading = heading.strip().rstrip(".")
    if rng.random() < 0.3:
        return heading
    if rng.random() < 0.8:
        for pattern, forms in _PATTERNS:
            if found := pattern.match(heading):
                return _capital(rng.choice(forms).format(*found.groups()), rng)
    return _capital(rng.choice(_PLAIN).format(_lower_first(heading)), rng)


def of_sentence(sentence: str, rng: random.Random) -> str:
    """A sentence as somebody asks for it: its amounts asked for, as a yes-or-no question, or with words left out."""
    if (found := _DEFINED.match(sentence)) and rng.random() < 0.7:
        return rng.choice(("{0} là gì?", "Thế nào là {0}?", "khái niệm {0}", "{0} được hiểu thế nào")).format(found[1])
    words = _MARKER.sub("", sentence).rstrip(" .;:")
    if rng.random() < 0.8:
        for pattern, asked in _AMOUNTS:
            if pattern.search(words):
                words = pattern.sub(asked, words, count=1) + "?"
                return _thinned(words, rng)
    if rng.random() < 0.35:
        for word in _YES_NO:
            if word in words:
                before, after = words.split(word, 1)
                after = " ".join(after.split()[: rng.randint(6, 16)])
                return f"{' '.join(before.split()[-14:])} có{word}{after} không?".strip()
    return _thinned(words, rng)


def _thinned(words: str, rng: random.Random) -> str:
    """At most some twenty words in a row, about a fifth of them dropped."""
    found = words.split()
    length = rng.randint(7, 22)
    if len(found) > length:
        start = rng.choice((0, rng.randrange(len(found) - length + 1)))
        found = found[start : start + length]
    kept = [w for w in found if rng.random() > 0.18]
    return " ".join(kept or found)


def _lower_first(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _capital(text: str, rng: random.Random) -> str:
    return text[:1].upper() + text[1:] if rng.random() < 0.7 else text
