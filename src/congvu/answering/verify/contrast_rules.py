"""Rule for words of time that stand between the same words as their contrary in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from congvu.answering.verify.operators import DENIALS
from congvu.answering.verify.reading import Reading
from congvu.answering.verify.types import Refusal, Rule

_BESIDE = 2
"""Words on one side that say that a text speaks of the same."""
_CONTRASTS = tuple(
    tuple(tuple(tuple(phrase.split()) for phrase in side.split("/")) for side in line.split("|"))
    for line in """
    bắt đầu | kết thúc / chấm dứt / hoàn thành / hoàn tất
    trong thời hạn | hết thời hạn / sau thời hạn / quá thời hạn / ngoài thời hạn
    từ ngày | đến ngày
    từ khi | đến khi
    từ thời điểm | đến thời điểm
    đồng thời | trước đó | sau đó
    đã | chưa
    """.strip().splitlines()
)
_OVER = frozenset({"hết", "quá"})
_Side = tuple[tuple[str, ...], ...]
_Place = tuple[tuple[str, ...], tuple[str, ...]]
"""The words before a phrase and those behind it, as many as tell."""


def contrast_refusals(said: Reading, cited: Reading) -> Iterator[Refusal]:
    """ "Kể từ ngày … bắt đầu" for "kể từ ngày … kết thúc", "sau thời hạn 15 ngày" for "trong thời hạn 15 ngày": one
    side of a contrast where the text has the other beside the same words, and never this one.
    """
    mine, its = ([token.text for token in reading.tokens] for reading in (said, cited))
    for sides in _CONTRASTS:
        for side in sides:
            here = list(_places(mine, side))
            if not here:
                continue
            own = list(_places(its, side))
            others = [(phrase, place) for other in sides if other != side for phrase, place in _places(its, other)]
            for phrase, place in here:
                if any(_beside(place, there) for _phrase, there in own):
                    continue
                contrary = next((other for other, there in others if _beside(place, there)), None)
                if contrary is not None and not (_ran_out(phrase, contrary) and _denies(mine) and _denies(its)):
                    reason = f"the cited text has “{' '.join(contrary)}” here"
                    yield Refusal(Rule.COMPARATIVE, " ".join(phrase), reason)


def _ran_out(phrase: tuple[str, ...], contrary: tuple[str, ...]) -> bool:
    """ "Hết thời hạn 07 ngày mà không …" for "trong thời hạn 07 ngày … không …"."""
    return phrase[0] in _OVER and contrary[0] == "trong"


def _denies(words: Sequence[str]) -> bool:
    return not DENIALS.isdisjoint(words)


def _beside(one: _Place, other: _Place) -> bool:
    """Whether all words on one side of both are the same."""
    return any(len(words) == _BESIDE and words == there for words, there in zip(one, other, strict=True))


def _places(words: Sequence[str], side: _Side) -> Iterator[tuple[tuple[str, ...], _Place]]:
    for phrase in side:
        size = len(phrase)
        for at in range(len(words) - size + 1):
            if tuple(words[at : at + size]) == phrase:
                yield phrase, (tuple(words[max(0, at - _BESIDE) : at]), tuple(words[at + size : at + size + _BESIDE]))
