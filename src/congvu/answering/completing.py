"""Follow-ups written out: the words that were typed and those of the question before, as one whole question. Pure.

"thế còn nghỉ hằng năm thì sao?" puts another thing in the place of one that was asked about; "thời hiệu là bao lâu?"
asks for something else about the same thing; "lãi suất trong thời gian đó" points back to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvu.answering.verify.lexicon import ACTORS
from congvu.text import fold, has_diacritics

# "thế còn X thì sao": what stands around the thing that is asked about now; over folded words.
_BEFORE = re.compile(r"^(?:(?:the|vay|nhu vay)\s+)?(?:(?:con|the|vay)\s+)(?:doi voi\s+|truong hop\s+)?")
_BEHIND = re.compile(r"(?:\s+thi)?(?:\s+(?:sao|the nao|nhu the nao|ra sao))?$")
# What the thing of the question before ends at: a verb of the rule, or the question itself.
_ACCENTED_ENDS = "được bị phải có là thì không khi trong do bằng như thế bao nhiêu những nào gì mấy tối quy".split()
# Without diacritics "toi" may be "tội", "do" "độ"; these end nothing then.
_ENDS_AT = frozenset(_ACCENTED_ENDS) | frozenset(map(fold, set(_ACCENTED_ENDS) - {"tối", "do", "thế", "quy", "không"}))
_WHOLE_HEADS = frozenset(["toi"])  # "tội tham ô tài sản": replaced as a whole, however long
_FEW = 3

# What may be asked about anything; longer ones first.
ATTRIBUTES = (
    "hậu quả pháp lý; tiền bồi thường; tiền lương; thời hạn; thời hiệu; thời gian; mức phạt; mức hưởng; lãi suất; "
    "hồ sơ; thủ tục; trình tự; thẩm quyền; chi phí; lệ phí; hình thức; hình phạt; điều kiện; hậu quả; trách nhiệm; "
    "giấy tờ; số tiền; nguyên tắc; đối tượng; nơi nộp; mức; lương; phí"
).split("; ")
_ATTRIBUTE = re.compile(rf"^(?P<name>{'|'.join(map(fold, ATTRIBUTES))})\b")
_BARE_START = re.compile(
    r"^(?:ai|co quan nao|o dau|nop o dau|bao lau|bao nhieu|khi nao|may|duoc|phai|can|co (?:duoc|phai|can|bi|the)|bi|het"
    r"|sau do|mot (?:ngay|thang|nam|lan)|toi da|toi thieu|vo hieu|vi sao|tai sao|nop|gui|huong)\b"
)
_YES_OR_NO = re.compile(r"\bco (?:duoc|phai|can|bi|the)\b.*\bkhong$")
_MOST_WITHOUT_SUBJECT = 5
_POINTS_BACK = re.compile(
    r"\b(?P<what>thoi gian|thoi han|truong hop|viec|nguoi|hanh vi|so tien|tai san|hop dong|co quan|doi tuong|hinh thuc)"
    r" (?:do|nay|ay|tren|vua roi|vua neu|neu tren)\b"
)
# Of the question before: what asks, and what says nothing of its subject.
_ASKING = re.compile(
    r"\b(?:bao nhieu(?: (?:ngay|thang|nam|gio|tuoi|lan|tien|phan tram|dong))?|nhung \w+ nao|nhung gi|nhung ai|bao lau"
    r"|(?:nhu )?the nao|ra sao|khi nao|luc nao|tu may gio|(?:khong qua )?may (?:gio|ngay|thang|nam|tuoi|nguoi)"
    r"|(?:trong )?truong hop nao|bang hinh thuc nao|nao|gi|ai|(?:duoc )?(?:quy dinh|ap dung|tinh)|co nghia vu"
    r"|co quyen)\b"
)
_EMPTY = frozenset("duoc bi phai co la thi khi theo toi da thieu nhung cac mot ve cua trong".split())


def substituted(typed: str, previous: str) -> str:
    """The question before with what was typed in the place of what it asked about; "" where no place is found."""
    thing = thing_asked(typed)
    if not thing or _ends(thing.split()[0]):
        return ""
    words, before = thing.split(), _bare(previous).split()
    read = _key if has_diacritics(thing) else _plain_key
    keys, there = [read(word) for word in words], [read(word) for word in before]
    place = _actor_place([_plain_key(w) for w in words], [_plain_key(w) for w in before])
    place = place or _head_place(keys, there, before)
    if place is None or there[place[0] : place[1]] == keys:
        return ""
    start, end = place
    return _sentence([*before[:start], *words, *before[end:]])


def thing_asked(typed: str) -> str:
    """The X of "thế còn X thì sao?", as it was typed; "" for a follow-up of another form."""
    text = _bare(typed)
    folded = fold(text)
    before = _BEFORE.match(folded)
    if before is None or len(folded) != len(text):
        return ""
    behind = _BEHIND.search(folded, before.end())
    return text[before.end() : behind.start() if behind else len(text)].strip(" ,")


def _actor_place(keys: Sequence[str], there: Sequence[str]) -> tuple[int, int] | None:
    """The person or body of the question before, where another one is asked about."""
    if " ".join(keys) not in _ACTOR_KEYS:
        return None
    for size in range(_LONGEST_ACTOR, 0, -1):
        for start in range(len(there) - size + 1):
            if " ".join(there[start : start + size]) in _ACTOR_KEYS:
                return start, start + size
    return None


def _head_place(keys: Sequence[str], there: Sequence[str], before: Sequence[str]) -> tuple[int, int] | None:
    """The thing of the question before that begins with the same word or words."""
    if keys[0] not in there or _ends(keys[0]):
        return None
    start = there.index(keys[0])
    end = start + 1
    while end < len(there) and not _ends(before[end]):
        end += 1
    shared = 0
    while shared < min(len(keys), end - start) and keys[shared] == there[start + shared]:
        shared += 1
    listed = any(word.endswith(",") for word in before[start:end])
    if shared >= 2 or end - start <= _FEW or listed or fold(keys[0]) in _WHOLE_HEADS:
        return start, end
    return start, start + 2


def about(previous: str) -> str:
    """What a question is about, without what it asks: "xử lý kỷ luật lao động" of "Có những hình thức xử lý … nào?"."""
    text = _bare(previous)
    folded = fold(text)
    if len(folded) != len(text):
        return text
    for asking in reversed(list(_ASKING.finditer(folded))):
        text, folded = (s[: asking.start()] + " " + s[asking.end() :] for s in (text, folded))
    words = text.split()
    while words and _plain_key(words[0]) in _EMPTY:
        words = words[1:]
    attribute = _ATTRIBUTE.match(fold(" ".join(words)))
    if attribute is not None:
        words = words[len(attribute["name"].split()) :]
    kept = " ".join(word for word in words if _plain_key(word) not in _EMPTY).strip(" ,;")
    began = _bare(previous)[:1]  # a capital only because the sentence began there
    return kept[:1].lower() + kept[1:] if kept[:1] == began and kept[1:2].islower() else kept


def continued(typed: str, previous: str) -> str:
    """A question about the same thing, with that thing put in; "" where what was typed stands alone."""
    text, subject = _bare(typed), about(previous)
    folded = fold(text)
    if not subject or len(folded) != len(text):
        return ""
    back = _POINTS_BACK.search(folded)
    if back is not None:
        what = text[back.start() : back.start() + len(back["what"])]
        return _sentence([text[: back.start()], what, subject, text[back.end() :]])
    attribute = _ATTRIBUTE.match(folded)
    rest = _content(folded[attribute.end() :] if attribute is not None else folded)
    if set(rest) & set(_content(fold(subject))):  # it says itself what it is about
        return ""
    if attribute is not None and len(rest) <= 2:
        return _sentence([text[: attribute.end()], subject, text[attribute.end() :]])
    lacks_one = _BARE_START.match(folded) or (_YES_OR_NO.search(folded) and not _names_an_actor(folded))
    if attribute is None and lacks_one and len(rest) <= _MOST_WITHOUT_SUBJECT:
        return _sentence([f"{text}, về", subject])
    return ""


def _names_an_actor(folded: str) -> bool:
    words = folded.split()
    sizes = range(1, _LONGEST_ACTOR + 1)
    return any(" ".join(words[at : at + size]) in _ACTOR_KEYS for size in sizes for at in range(len(words) - size + 1))


def _content(folded: str) -> list[str]:
    return [word for word in _ASKING.sub(" ", folded).split() if word not in _EMPTY]


def _ends(word: str) -> bool:
    return word.casefold().strip(",.;:") in _ENDS_AT


def _key(word: str) -> str:
    return word.casefold().strip(',.;:?!"“”()')


def _plain_key(word: str) -> str:
    return fold(_key(word))


def _bare(text: str) -> str:
    return " ".join(text.split()).rstrip("?!. ")


def _sentence(parts: Sequence[str]) -> str:
    text = " ".join(" ".join(parts).split())
    return f"{text[:1].upper()}{text[1:]}?"


_ACTOR_KEYS = frozenset(fold(actor) for actor in ACTORS)
_LONGEST_ACTOR = max(len(actor.split()) for actor in ACTORS)
