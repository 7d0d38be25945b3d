"""The verbs that laws use all over, from a corpus of articles: how ``DONE`` of ``verify/wordings.py`` was made.

``python -m congvu.answering.evaluation.common_verbs corpus.jsonl.gz`` prints them.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from congvu.answering.verify.lexicon import GLUE, JOINTS
from congvu.text import clean, tone_normalise

_BEFORE = frozenset({"được", "phải"})
_LAWS = 15
_SHARE, _SHARE_OF_TWO = 0.04, 0.12
"""Of all that the syllables stand for: "công" comes often behind "được", and is no verb; nor is "quốc hội"."""
_COMPOUND = 0.1
_CHANGES = frozenset(
    " ".join(phrase.split())
    for phrase in """
    bảo; bầu; bồi; bồi thường; bổ nhiệm; chia; chịu; chịu chi; chịu trách; chuyển giao; chuyển đổi; công nhận;
    cấp giấy; di chuyển; gia hạn; giảm; hoàn; hoàn trả; hoãn; hưởng; hưởng chế; khôi phục; khấu; kéo dài; miễn;
    mở; mời; mời tham; nghiệm thu; nghỉ; nộp tiền; phép; phân bổ; phê duyệt; sửa; sửa đổi; thanh toán; thừa
    nhận; tiết lộ; tuyển chọn; tách; tặng; trích; xin phép; xóa; xóa án; xếp hạng; đền bù; ưu tiên; ủy; ủy
    quyền; tôn trọng; triệu tập; giao quản; giao nhiệm; giữ bí; lấy ý; lập biên; lắp đặt; niêm yết; công bố
    """.replace("\n", " ").split(";")
)
"""Left out: they change what somebody has or must do, decide something, or are no whole words."""
_WORD = re.compile(r"[^\W\d_]+")
_STRETCH = re.compile(r"[.,;:()\n\d]")


def common_verbs(articles: Iterable[tuple[str, str]]) -> list[str]:
    """Words of one and of two syllables behind "được" or "phải" in many laws, from pairs of a law and a text. A
    syllable that mostly begins a longer word ("được thực hiện") is none by itself.
    """
    times: Counter[str] = Counter()
    following: dict[str, Counter[str]] = {}
    laws: dict[tuple[str, str], set[str]] = {}
    for law, text in articles:
        for stretch in _STRETCH.split(tone_normalise(clean(text).lower())):
            words = _WORD.findall(stretch)
            times.update(words)
            times.update(" ".join(pair) for pair in pairwise(words))
            for before, verb, behind in zip(words, words[1:], [*words[2:], ""], strict=False):
                if before in _BEFORE and verb not in GLUE:
                    following.setdefault(verb, Counter())[behind] += 1
                    laws.setdefault((verb, behind), set()).add(law)
    found: list[str] = []
    for verb, behind_it in following.items():
        total = behind_it.total()
        partners = {w for w in behind_it if w and w not in JOINTS and behind_it[w] >= _COMPOUND * total}
        spread = set().union(*(laws[verb, word] for word in behind_it if word not in partners))
        if len(spread) >= _LAWS and total >= _SHARE * times[verb]:
            found.append(verb)
        for partner in partners - GLUE:
            often = behind_it[partner] >= _SHARE_OF_TWO * times[f"{verb} {partner}"]
            if often and len(laws[verb, partner]) >= _LAWS:
                found.append(f"{verb} {partner}")
    return sorted(set(found) - _CHANGES)


def main() -> None:
    """Print the verbs of the corpus named on the command line: one JSON object a line with "law_id" and "text"."""
    with gzip.open(Path(sys.argv[1]), "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    sys.stdout.write("; ".join(common_verbs((row["law_id"], row["text"] or "") for row in rows)) + "\n")


if __name__ == "__main__":
    main()
