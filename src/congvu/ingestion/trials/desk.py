"""Papers as an office makes them by the thousand: letterhead, number, pieces of law, signature; a few of them bad."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from congvu.ingestion.trials import carriers
from congvu.ingestion.trials.papers import Paper
from congvu.ingestion.types import Reason

OFFICES = (
    ("ỦY BAN NHÂN DÂN TỈNH", "UBND"), ("SỞ NỘI VỤ", "SNV"), ("SỞ TÀI CHÍNH", "STC"), ("SỞ TƯ PHÁP", "STP"),
    ("SỞ XÂY DỰNG", "SXD"), ("SỞ CÔNG THƯƠNG", "SCT"), ("SỞ Y TẾ", "SYT"), ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "SGDĐT"),
    ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "SKHCN"), ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "SNNMT"), ("THANH TRA TỈNH", "TTT"),
    ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "SVHTTDL"), ("BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP", "BQL"),
)  # fmt: skip
KINDS = (
    ("QUYẾT ĐỊNH", "QĐ", "Ban hành quy định về"), ("KẾ HOẠCH", "KH", "Triển khai thực hiện"),
    ("BÁO CÁO", "BC", "Kết quả thực hiện"), ("THÔNG BÁO", "TB", "Kết luận cuộc họp về"),
    ("HƯỚNG DẪN", "HD", "Thực hiện một số nội dung về"), ("TỜ TRÌNH", "TTr", "Đề nghị ban hành quy định về"),
)  # fmt: skip
FORMATS = ("txt",) * 38 + ("docx",) * 33 + ("html",) * 15 + ("pdf",) * 14
"""Kinds of files in a hundred; what is bad takes the place of one or two of them."""
_BAD = (
    (".txt", b"", Reason.EMPTY), (".docx", b"PK\x03\x04 cut off", Reason.DAMAGED),
    (".pdf", b"<!doctype html><p>404</p>", Reason.NOT_WHAT_IT_SAYS), (".txt", b"", Reason.REFUSED_SECRET),
)  # fmt: skip
_BAD_OF = 60
"""One of so many papers is bad."""
_BATCH = 600
_LONGEST = 1500


@dataclass(frozen=True, slots=True)
class DeskFile:
    """``number`` is the paper's own, ``word`` occurs in nothing else; both are "" for a bad file, whose fate is
    ``bad``.
    """

    name: str
    content: bytes
    number: str = ""
    word: str = ""
    bad: Reason | None = None
    size: int = 0


def desk_files(count: int, articles: Sequence[tuple[str, str]], seed: int = 1) -> Iterator[DeskFile]:
    """So many different files, the same for the same seed. ``articles`` are (heading, text), cut and mixed in each.

    PDF is written by LibreOffice, many at a time; where it is absent, those papers are DOCX.
    """
    numbers = iter(range(count))
    while batch := list(islice(numbers, _BATCH)):
        draw = {index: random.Random(f"{seed}-{index}") for index in batch}  # noqa: S311 - made-up papers
        good = (index for index in batch if index % _BAD_OF != _BAD_OF - 1)
        papers = {index: _paper(index, seed, articles, draw[index]) for index in good}
        kinds = {index: draw[index].choice(FORMATS) for index in batch}
        words = {f"p{index}.docx": carriers.word(papers[index][0]) for index in papers if kinds[index] == "pdf"}
        printed = carriers.by_office(words, "pdf", chunk=200)
        for index in batch:
            if index not in papers:
                yield _bad(index, seed, draw[index])
                continue
            paper, number = papers[index]
            kind = kinds[index]
            content = printed.get(f"p{index}") if kind == "pdf" else carriers.SIMPLE[kind](paper)
            if content is None:
                kind, content = "docx", words[f"p{index}.docx"]
            yield DeskFile(f"{paper.name}.{kind}", content, number, paper.canary)


def _paper(index: int, seed: int, articles: Sequence[tuple[str, str]], draw: random.Random) -> tuple[Paper, str]:
    (office, short), (kind, code, about) = OFFICES[index % len(OFFICES)], KINDS[index // len(OFFICES) % len(KINDS)]
    number = f"{index // (len(OFFICES) * len(KINDS)) + 1}/{code}-{short}"
    word = f"zd{seed:04d}{index:06d}xk"
    chosen = draw.sample(articles, draw.randrange(2, 9))
    subject = chosen[0][0][:1].lower() + chosen[0][0][1:]
    lines = [
        office, f"Số: {number}", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        f"Lào Cai, ngày {draw.randrange(1, 29)} tháng {draw.randrange(1, 13)} năm 2026", kind, f"{about} {subject}",
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;", f"Theo hồ sơ {word},",
    ]  # fmt: skip
    for place, (heading, text) in enumerate(chosen, 1):
        lines.append(f"Điều {place}. {heading}")
        lines += _cut(text, draw)
    lines += ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "GIÁM ĐỐC", "Nguyễn Văn Mẫu"]
    return Paper(tuple(lines), word, f"{code} {number.partition('/')[0]} {short} {index}"), number


def _cut(text: str, draw: random.Random) -> list[str]:
    """Some neighbouring lines of an article, with other amounts."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    start = draw.randrange(max(1, len(lines) - 3))
    taken, size = [], 0
    for line in lines[start:]:
        size += len(line)
        taken.append(line.replace("%", f",{draw.randrange(1, 10)}%"))
        if size > _LONGEST:
            break
    return [*taken, f"Giao thực hiện trước ngày {draw.randrange(1, 29)}/{draw.randrange(1, 13)}/2027."]


def _bad(index: int, seed: int, draw: random.Random) -> DeskFile:
    suffix, content, reason = _BAD[index // _BAD_OF % len(_BAD)]
    if reason is Reason.REFUSED_SECRET:
        content = f"SỞ NỘI VỤ\nTUYỆT MẬT\nBÁO CÁO\nSố liệu {seed}-{index}: {draw.random()}".encode()
    elif content:
        content += f" {seed}-{index}".encode()
    return DeskFile(f"hong {index}{suffix}", content, bad=reason)
