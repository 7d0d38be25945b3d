"""Making text of documents and people harmless before a model reads it: hidden characters, and orders to the machine.

What is taken away here does not count as evidence either, so that a sentence that only an order supports is refused.
"""

from __future__ import annotations

import re
import unicodedata

from congvu.text import fold, sentences

_FENCE = re.compile(r"[\[\]{}<>|`]")
_SAY = (
    r"viet (?:ra|rang|lai|them|cau|nguyen)|noi rang|in ra|chen|dan duong|them duong|tiet lo|hien thi duong"
    r"|truy cap|bam|nhan vao|khang dinh rang|ket luan rang|trich dan nguon|tu choi tra loi"
)
_MACHINE = r"(?:tro ly ao|tro ly|mo hinh|ai|chatbot|he thong)"
_ORDERS = re.compile(
    r"\b(?:bo qua|quen|huy bo|khong can (?:tuan|theo)|dung (?:tuan|theo|lam)) .{0,25}"
    r"(?:huong dan|chi dan|menh lenh|quy tac|lenh|yeu cau)\b.{0,20}(?:tren|truoc|tro ly|he thong|ban dau)"
    rf"|\b(?:hay|vui long|xin|phai|can|chi|luon) (?:{_SAY})|\b(?:hay|vui long|chi|luon) tra loi"
    r"|\b(?:phai|can|se) tra loi (?:nguyen van|dung cau|y nguyen|theo mau|nhu sau)"
    r"|\btra loi (?:rang|la:|nguoi dung|cau hoi (?:nay )?bang|duy nhat)"
    r"|\b(?:tu choi|khong) tra loi (?:cau hoi|nguoi|bat ky|moi)"
    r"|\b(?:cung cap|nhap|gui|cho biet|dien|doc|xac nhan) .{0,30}\b(?:mat khau|ma otp|ma xac thuc)"
    rf"|\b{_MACHINE}\b.{{0,20}}\b(?:phai|hay|can|se|khong duoc) "
    r"(?:tra loi|noi|viet|bo qua|bo trich|in ra|yeu cau nguoi|chen)"
    rf"|\b(?:system|assistant|he thong|lenh he thong|chi thi (?:cho|danh cho) {_MACHINE}|prompt)\s*[:\]>]"
    r"|\bignore (?:all|the|any|previous)|\byou are now|\bdisregard\b|\bbo trich dan"
    r"|\bkhong (?:can )?ghi (?:nguon|trich dan)|"
    r"\bban (?:la|bay gio la|dang la|dong vai)\b.{0,20}(?:tro ly|mo hinh|chatbot|robot)"
    r"|https?:|www\.|!\[|\]\("
)
_MIXED = re.compile(r"\b(?=\w*[a-zA-ZÀ-ɏẠ-ỹ])(?=\w*[\u0370-\u03ff\u0400-\u052f])\w+")
_LOOSE = re.compile(r"[^\w\s:./\[\]()!>]")


def fenced(text: str) -> str:
    """The text without invisible characters, marks of the fence, and sentences that give orders to a machine."""
    visible = "".join(ch for ch in text if ch in "\n\t" or unicodedata.category(ch) not in {"Cf", "Cc", "Co", "Cn"})
    kept: list[str] = []
    for line in unicodedata.normalize("NFC", visible).split("\n"):
        parts = [line[start:end] for start, end in sentences(line)]
        safe = [part for part in parts if not is_order(part)]
        if len(safe) == len(parts):
            kept.append(line)
        elif safe:
            kept.append(" ".join(safe))
    return _FENCE.sub(" ", "\n".join(kept)).strip()


def is_order(sentence: str) -> bool:
    """Whether a sentence speaks to the machine instead of the reader; look-alike letters are read as what they look
    like, and two words that mix them with Latin ones are enough: nobody writes so but to pass unseen.
    """
    if len(_MIXED.findall(sentence)) > 1:
        return True
    return bool(_ORDERS.search(_LOOSE.sub("", fold(sentence.translate(_LOOK_ALIKE)))))


_LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕһԁԛԝΑΒΕΗΙΚΜΝΟΡΤΧαονρτυχ",
    "aeopcyxijshdqwABEHIKMNOPTXaovptux",
)
