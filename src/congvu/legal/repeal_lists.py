"""Lists of documents in repealing sentences: "Luật A số … và Luật số … sửa đổi, … hết hiệu lực kể từ ngày …"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from congvu.legal.kinds import KINDS
from congvu.legal.symbols import find_symbols
from congvu.text import find_dates


@dataclass(frozen=True)
class Listed:
    """A document as a repealing sentence names it; `ends_on` where the sentence gives a day of its own.

    exceptions: what the sentence says after "trừ", in its words.
    """

    symbol: str | None
    name: str | None
    ends_on: dt.date | None
    start: int
    end: int
    exceptions: str | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing of the document stays in force.

        Cases that the new text lets run on ("trừ trường hợp quy định tại Điều 71 của Luật này") take nothing away
        from that; provisions of the old text that are kept ("trừ Điều 75") do.
        """
        if self.exceptions is None:
            return True
        if _KEPT.search(self.exceptions):
            return False
        return _CASES.match(self.exceptions) is not None or _OF_THIS.search(self.exceptions) is not None


_NAMES = "|".join(sorted((re.escape(kind.name) for kind in KINDS), key=len, reverse=True))
_THIS = rf"(?:{_NAMES}) này"
_MARK = r"(?:\s*(?:[-+–•*]|\d{1,3}[.)]|[a-zđ]\d?\))\s+)?"
_SINCE = rf"(?:(?:kể )?từ (?:thời điểm |khi )?|khi )(?:(?:ngày )?{_THIS}|ngày (?P<date>\d[^,;.\n]{{4,40}}))"
_EXPIRES = re.compile(
    rf"(?P<verb>,? ?(?:đều |sẽ )?(?:hết hiệu lực(?: thi hành)?|(?:bị |được )bãi bỏ|đều bãi bỏ))"
    rf"(?:,? ?{_SINCE}|\s*(?=[.;\n]|$))"
)
_ABOLISHES = re.compile(
    rf"(?:^{_MARK}|(?<=[.;] )|(?<=này )|(?<=này có hiệu lực và ))(?:[Bb]ãi bỏ|hủy bỏ|huỷ bỏ)(?: toàn bộ)?(?: các)? "
)
_REPLACES = re.compile(
    rf"{_THIS}(?P<between>[^;:\n]{{0,160}}?)(?<!bị )(?<!được )thay thế(?: cho)?(?: các)?:? (?P<rest>[^\n]*)"
)
_ITEM = re.compile(rf"(?:(?:toàn bộ|các|cả) )?(?P<kind>{_NAMES})(?!\w)(?! này)")
_SEPARATOR = re.compile(r"\s*(?:,|;|(?<!\w)và(?!\w))\s*(?:và\s+)?")
_AMENDED = re.compile(r",? ?\(?(?:đã )?được (?:sửa đổi|bổ sung)")
_BARE_NUMBER = re.compile(rf"(?:{_NAMES}) số(?!\w)")
_PART = re.compile(
    r"(?:toàn bộ )?(?:các |những )?(?:(?:quy định|nội dung|cụm từ)(?!\w)|"
    r"(?:điều|khoản|điểm|chương|mục|phần|phụ lục|đoạn) (?:\d|[ivx]+(?!\w)|[a-zđ](?!\w)))",
    re.IGNORECASE,
)
_PROVISIONS = re.compile(r"(?:các |những )?(?:quy định|nội dung) (?:tại|của|trong)", re.IGNORECASE)
_OVER = re.compile(r"năm \d{4}(?=\s*(?:[,;]|và ))")
_END = re.compile(
    r",? trừ |,? ngoài ra |;? ?các quy định (?:trước đây|khác)| và các văn bản|"
    r" và (?:các |những )quy định|,? kể từ ngày |\.(?:\s|$)"
)
_LIST_ITEM = re.compile(rf"(?P<mark>{_MARK})(?:{_NAMES})(?!\w)(?! này)")
_EXCEPT = re.compile(r",? ?(?:ngoại )?trừ (?P<what>[^\n]{1,600}?)(?=\.(?:\s|$)|;\s*$|\n|$)")
_CASES = re.compile(r"(?:các |những |một số )?trường hợp(?!\w)")
_OF_THIS = re.compile(rf"(?:của|tại) {_THIS}")
_KEPT = re.compile(r"(?:tiếp tục|vẫn|còn)(?: được)? (?:có hiệu lực|áp dụng|thực hiện)")
_KIND_NAMES = {kind.name for kind in KINDS}
_LAW_NAMES = {"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"}


def listed_documents(plain: str) -> Iterator[Listed]:
    """Every document that a repealing sentence of a text without quotations names as a whole."""
    at = 0
    open_list: _List | None = None
    for line in plain.split("\n"):
        if line.strip():
            if open_list is not None:
                lead = _LIST_ITEM.match(line)
                if lead:
                    items = _items(line, at, lead.end("mark"), len(line), open_list.ends_on)
                    yield from _excepted(items, open_list.exceptions or _exceptions(line, lead.end("mark")))
                else:
                    open_list = None
            if open_list is None:
                yield from _sentence(line, at)
                if line.rstrip().endswith(":") and len(line) < 600 and _opens_list(line):
                    open_list = _List(_date_in(line), _exceptions(line.rstrip(" :"), 0))
        at += len(line) + 1


@dataclass(frozen=True)
class _List:
    """What the line above a list says of every item: when they end, and what is excepted."""

    ends_on: dt.date | None
    exceptions: str | None


def _exceptions(line: str, start: int) -> str | None:
    match = _EXCEPT.search(line, start)
    return match["what"].strip(" ,;:") if match else None


def _excepted(items: Iterator[Listed], exceptions: str | None) -> Iterator[Listed]:
    for item in items:
        yield replace(item, exceptions=exceptions)


def _opens_list(line: str) -> bool:
    body = re.sub(_MARK, "", line, count=1).strip()
    if re.match(rf"{_THIS}[^.;]{{0,120}}thay thế (?:cho )?(?:các|những)[^.;]{{0,80}}sau(?: đây)?\s*:$", body):
        return True
    if not re.match(r"(?:Các|Những|Bãi bỏ|Hủy bỏ)(?!\w)", body) or not re.search(r"sau(?: đây)?(?!\w)", body):
        return False
    if re.search(r"(?:quy định|điều|khoản|điểm|nội dung)(?!\w)[^:]{0,60}sau", body):
        return False
    return body.startswith(("Bãi bỏ", "Hủy bỏ")) or _EXPIRES.search(body.rstrip(":") + ".") is not None


def _date_in(line: str) -> dt.date | None:
    match = _EXPIRES.search(line)
    days = find_dates(match["date"]) if match and match["date"] else []
    return days[0][0] if days else None


def _sentence(line: str, at: int) -> Iterator[Listed]:
    if "hiệu lực" in line or "bãi bỏ" in line:
        done = 0
        for match in _EXPIRES.finditer(line):
            begin = _subject_start(line, done, match.start())
            done = match.end()
            days = find_dates("ngày " + match["date"]) if match["date"] else []
            items = _items(line, at, begin, match.start(), days[0][0] if days else None)
            following = _EXPIRES.search(line, match.end())
            yield from _excepted(items, _exceptions(line[: following.start() if following else len(line)], begin))
    if "ãi bỏ" in line or "ủy bỏ" in line or "uỷ bỏ" in line:
        matches = list(_ABOLISHES.finditer(line))
        for match, following in zip_longest(matches, matches[1:]):
            end = following.start() if following else len(line)
            yield from _excepted(_items(line, at, match.end(), end, None), _exceptions(line[:end], match.end()))
    if "thay thế" in line:
        for match in _REPLACES.finditer(line):
            if not re.search(r"\. [A-ZĐ]", match["between"]):
                items = _items(line, at, match.start("rest"), len(line), None)
                yield from _excepted(items, _exceptions(line, match.start("rest")))


def _subject_start(line: str, done: int, end: int) -> int:
    """Where the sentence begins whose verb stands at `end`: after the full stop before it, or the mark of the line."""
    stop = max((m.end() for m in re.finditer(r"\.\s+(?=[A-ZĐ])", line[done:end])), default=0) + done
    lead = re.compile(_MARK).match(line, stop)
    return lead.end() if lead else stop


def _items(line: str, at: int, begin: int, limit: int, on: dt.date | None) -> Iterator[Listed]:
    stop = _END.search(line, begin, limit)
    end = stop.start() if stop else limit
    starts = [begin, *(m.end() for m in _SEPARATOR.finditer(line, begin, end))]
    current: int | None = None
    partial = history = False
    sticky = _PROVISIONS.match(line, begin, end) is not None
    cuts: list[tuple[int, int]] = []
    for position, start in enumerate(starts):
        upto = starts[position + 1] if position + 1 < len(starts) else end
        new = _ITEM.match(line, start, end)
        if not sticky and ";" in line[max(begin, start - 3) : start]:
            partial = False
        if _PART.match(line, start, end):
            partial, new = True, None
            if position == 0 or current is None:
                continue
        if partial:
            if current is not None:
                cuts.append((current, start))
                current = None
            continue
        if position == 0 and new is None:
            return
        if new and not (history and _BARE_NUMBER.match(line, start, end) and not _amends(line, start, upto)):
            if current is not None:
                cuts.append((current, start))
            current, history = start, False
        if _AMENDED.search(line, start, upto):
            history = True
    if current is not None and not partial:
        cuts.append((current, end))
    for first, last in cuts:
        item = _listed(line, at, first, last, on)
        if item:
            yield item


def _amends(line: str, start: int, upto: int) -> bool:
    return re.search(r"(?<!được )sửa đổi|\s(?:của|về)\s", line[start:upto]) is not None


def _listed(line: str, at: int, start: int, end: int, on: dt.date | None) -> Listed | None:
    quote = re.sub(r"(?:[\s,;:./]|(?<!\w)và)+$", "", line[start:end])
    match = _ITEM.match(quote)
    if match is None:
        return None
    first = match.start("kind")
    amended = _AMENDED.search(quote)
    over = _OVER.search(quote, match.end(), amended.start() if amended else len(quote))
    if over:
        quote, amended = quote[: over.end()], None
    head = quote[first : amended.start()] if amended else quote[first:]
    symbols = find_symbols(head)
    symbol = symbols[0][0].canonical if symbols else None
    name = _name(head, symbols[0][1] if symbols else len(head))
    if symbol is None and (match["kind"] not in _LAW_NAMES or name is None):
        return None
    return Listed(symbol, name, on, at + start + first, at + start + len(quote))


def _name(head: str, symbol_at: int) -> str | None:
    name = re.sub(r"\s+(?:số\s*:?|ngày \d.*|năm \d{4})\s*$", "", head[:symbol_at])
    name = re.sub(r"\s+(?:ngày \d.*|đã .*|do .*|thông qua .*)$", "", name).strip(" ,")
    return name if name and name not in _KIND_NAMES else None
