"""Honest people and ten kinds of cheats: who asks what, and when."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from congvu.campaigns.rules.types import Asked
from congvu.campaigns.simulation.texts import Half, compose, typed

DAYS = 60
_OFFICE = 25
"""People of one agency."""
_START = 1_709_226_000.0  # 01/3/2024, 00:00 in Việt Nam


@dataclass(frozen=True, slots=True)
class Simulated:
    """A question, and how its asker behaves: "honest" or the kind of cheat."""

    asked: Asked
    kind: str


@dataclass
class Desk:
    """Hands out keys and agencies."""

    draw: random.Random
    half: Half
    users: Iterator[int]
    ids: Iterator[int]

    def ask(
        self, user: int, agency: int, at: float, text: str, *, status: str = "answered", seen: bool = True
    ) -> Asked:
        return Asked(next(self.ids), user, agency, at, text, status, seen)


def population(half: Half, honest: int, cheats: int, seed: int) -> list[Simulated]:
    """``honest`` people and about ``cheats`` people of each kind, always the same for a seed."""
    draw = random.Random(seed)  # noqa: S311  # made-up people, not a secret
    desk = Desk(draw, half, itertools.count(1), itertools.count(1))
    found = [
        Simulated(asked, "honest")
        for n in range(honest)
        for asked in _honest(desk, next(desk.users), n // _OFFICE)
    ]
    for number, (kind, make) in enumerate(KINDS.items()):
        agency = 1000 * (number + 1)
        made = 0
        while made < cheats:
            questions = make(desk, agency)
            made += len({asked.user for asked in questions})
            agency += 1
            first = min(asked.user for asked in questions) if kind == "two accounts" else None
            found += [Simulated(asked, "honest" if asked.user == first else kind) for asked in questions]
    return found


def _honest(desk: Desk, user: int, agency: int) -> list[Asked]:
    """Few topics, a handful of sittings, time to read, now and then a question that others have too."""
    draw = desk.draw
    topics = draw.sample(desk.half.topics, draw.randint(4, 9))
    wanted = max(1, int(draw.lognormvariate(3.2, 0.7)))
    found: list[Asked] = []
    asked: set[str] = set()
    while len(found) < wanted:
        at = _sitting(draw)
        for _n in range(min(wanted - len(found), draw.choice((1, 2, 3, 4, 6, 8, 12)))):
            if draw.random() < 0.02:
                plain = draw.choice(desk.half.common)
            else:
                plain = compose(draw, desk.half, draw.choice(topics))
            if plain in asked:
                continue
            asked.add(plain)
            text = typed(draw, plain)
            status = draw.choices(("answered", "partial", "no_evidence", "clarify"), (80, 10, 8, 2))[0]
            found.append(desk.ask(user, agency, at, text, status=status, seen=draw.random() > 0.002))
            at += 14 + len(text) / 7 + draw.lognormvariate(3.9, 0.8)
    return found


def _sitting(draw: random.Random, hours: tuple[int, int] = (7, 18)) -> float:
    return _START + draw.randrange(DAYS) * 86_400 + draw.uniform(*hours) * 3600


def _paced(desk: Desk, user: int, agency: int, texts: list[str], low: float, high: float) -> list[Asked]:
    """Texts in sittings of a dozen, with ``low`` to ``high`` seconds between them."""
    at, found = 0.0, []
    for n, text in enumerate(texts):
        at = _sitting(desk.draw) if n % 12 == 0 else at + desk.draw.uniform(low, high)
        found.append(desk.ask(user, agency, at, text))
    return sorted(found, key=lambda asked: asked.at)


def _fresh(desk: Desk, count: int) -> list[str]:
    return [compose(desk.draw, desk.half, desk.draw.choice(desk.half.topics)) for _n in range(count)]


def repeats(desk: Desk, agency: int) -> list[Asked]:
    """A few questions again and again, with other capitals, marks and polite words. The first ones are honest enough."""
    texts = _fresh(desk, 2)
    marks = ("", "?", "!", " ạ", "...", " nhé", " ???")
    again = [typed(desk.draw, desk.draw.choice(texts)) + desk.draw.choice(marks) for _n in range(50)]
    return _paced(desk, next(desk.users), agency, again, 40, 120)


def reordered(desk: Desk, agency: int) -> list[Asked]:
    """Paraphrases by the order of words."""
    texts = []
    for base in _fresh(desk, 2):
        words = base.rstrip("?").split()
        for _n in range(25):
            cuts = sorted(desk.draw.sample(range(1, len(words)), min(3, len(words) - 1)))
            parts = [words[i:j] for i, j in zip([0, *cuts], [*cuts, len(words)], strict=True)]
            desk.draw.shuffle(parts)
            texts.append(" ".join(itertools.chain(*parts)) + "?")
    return _paced(desk, next(desk.users), agency, texts, 40, 120)


def shared_list(desk: Desk, agency: int) -> list[Asked]:
    """One list of fifty for an office of twenty-five, everybody in an order and with habits of their own."""
    texts = _fresh(desk, 50)
    found: list[Asked] = []
    for _person in range(_OFFICE):
        own = [typed(desk.draw, text) for text in desk.draw.sample(texts, len(texts))]
        found += _paced(desk, next(desk.users), agency, own, 40, 120)
    return found


def script(desk: Desk, agency: int) -> list[Asked]:
    """A program that counts through articles, one every few seconds."""
    law = desk.draw.choice(desk.half.topics)
    texts = [f"Điều {n} quy định về {law} có nội dung gì?" for n in range(1, 61)]
    user, at = next(desk.users), _sitting(desk.draw)
    return [desk.ask(user, agency, at + n * desk.draw.uniform(2, 6) * 1.0, text) for n, text in enumerate(texts)]


def gibberish(desk: Desk, agency: int) -> list[Asked]:
    """Keys struck at random, or Vietnamese syllables in no order."""
    draw = desk.draw
    syllables = [s for text in (*desk.half.topics, *desk.half.who, *desk.half.when) for s in text.split()]
    texts = []
    for _n in range(50):
        if draw.random() < 0.5:
            words = ["".join(draw.choices("asdfghjklqwertyuiop", k=draw.randint(3, 9))) for _w in range(6)]
        else:
            words = draw.choices(syllables, k=draw.randint(5, 12))
        texts.append(" ".join(words) + draw.choice(("", "?")))
    return _paced(desk, next(desk.users), agency, texts, 40, 120)


def one_word(desk: Desk, agency: int) -> list[Asked]:
    """A word or two, greetings."""
    words = [w for topic in desk.half.topics for w in topic.replace(",", "").split()]
    draw = desk.draw
    texts = [
        draw.choice(("xin chào", "ok", "test", "cảm ơn bạn", "alo", "chào trợ lý ảo"))
        if draw.random() < 0.3
        else " ".join(draw.choices(words, k=draw.choice((1, 1, 2))))
        for _n in range(50)
    ]
    return _paced(desk, next(desk.users), agency, texts, 40, 120)


def pasted_law(desk: Desk, agency: int) -> list[Asked]:
    """Sentences of law, cut at different places, with nothing asked."""
    draw, texts = desk.draw, []
    for _n in range(50):
        text = draw.choice(desk.half.laws)
        words = text.split(" ")
        start = draw.randrange(0, max(1, len(words) - 22))
        texts.append(" ".join(words[start : start + draw.randint(20, 45)]))
    return _paced(desk, next(desk.users), agency, texts, 40, 120)


def two_accounts(desk: Desk, agency: int) -> list[Asked]:
    """One person types everything again in a colleague's account; what the first account asks is honest."""
    own = _paced(desk, next(desk.users), agency, _fresh(desk, 50), 60, 180)
    second = next(desk.users)
    again = [
        replace(
            asked,
            id=next(desk.ids),
            user=second,
            at=asked.at + desk.draw.uniform(20, 3000),
            text=typed(desk.draw, asked.text),
        )
        for asked in own
    ]
    return again + own


def midnight(desk: Desk, agency: int) -> list[Asked]:
    """Fifty questions typed beforehand and sent off in a row at night, answers mostly not looked at."""
    user, at, found = next(desk.users), _sitting(desk.draw, (0, 3)), []
    for text in _fresh(desk, 50):
        found.append(desk.ask(user, agency, at, typed(desk.draw, text), seen=desk.draw.random() < 0.3))
        at += desk.draw.uniform(6, 22)
    return found


def translation_loop(desk: Desk, agency: int) -> list[Asked]:
    """A question sent through a translator and back: other words for some, parts in another order."""
    draw, texts = desk.draw, []
    for base in _fresh(desk, 2):
        for _n in range(25):
            text = base.rstrip("?")
            for line in desk.half.synonyms:
                for word in line:
                    if word in text and draw.random() < 0.6:
                        text = text.replace(word, draw.choice(line), 1)
                        break
            words = text.split()
            if draw.random() < 0.5:
                cut = draw.randrange(1, len(words))
                words = words[cut:] + words[:cut]
            dropped = [w for w in words if draw.random() > 0.08]
            texts.append(" ".join(dropped) + "?")
    return _paced(desk, next(desk.users), agency, texts, 40, 120)


def exchanged_word(desk: Desk, agency: int) -> list[Asked]:
    """One frame, with a place or a year exchanged each time."""
    draw = desk.draw
    topic, way = draw.choice(desk.half.topics), draw.choice(desk.half.ways)
    texts = [
        " ".join(way.format(topic=topic, who="", when=f"{place} năm {year}").split())
        for place in ("ở xã Minh Bảo", "ở phường Yên Thịnh", "ở xã Tân Hợp", "ở xã Khai Trung", "ở xã Nậm Khắt")
        for year in range(2015, 2025)
    ]
    return _paced(desk, next(desk.users), agency, texts, 40, 120)


KINDS: dict[str, Callable[[Desk, int], list[Asked]]] = {
    "repeats": repeats,
    "word order": reordered,
    "shared list": shared_list,
    "script": script,
    "gibberish": gibberish,
    "one word": one_word,
    "pasted law": pasted_law,
    "two accounts": two_accounts,
    "midnight": midnight,
    "translation loop": translation_loop,
    "exchanged word": exchanged_word,
}
