"""Words of one's own that claim nothing: a verb that laws use all over, added between whole pieces of the text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from congvu.answering.verify.lexicon import GLUE
from congvu.answering.verify.operators import is_content, is_head
from congvu.answering.verify.segments import closest
from congvu.answering.verify.tokens import Token
from congvu.answering.verify.wordings import DONE

_ONE_OF = frozenset({"người", "bên", "kẻ", "bộ", "sở", "cục", "ban"})
"""Behind these a verb says which one it is: "người thuê"."""
_MARKED_BY = frozenset({"ngày", "khi", "lúc", "điểm", "từ", "bằng", "qua", "tại", "của"})
"""Behind these it says from when, by what means, or whose: a limit."""
_LONGEST_SLOT = 4
_ENDS = frozenset({";", ".", ":", "\n"})


def is_added(said: Sequence[Token], at: int, cited: Sequence[Token]) -> bool:
    """Whether a word that the text does not have was only added: "hồ sơ [được nộp] bằng bản giấy".

    It is none that tells one from another, its neighbours are joints or run on as the text does (so that it is no half
    of another word), and the text has no other word in its place.
    """
    start, end = next((span for span in ((at - 1, at + 1), (at, at + 2), (at, at + 1)) if _done(said, *span)), (0, 0))
    if start == end or (start and said[start - 1].text in _ONE_OF | _MARKED_BY):
        return False
    runs_on = set(pairwise(token.text for token in cited))
    before, behind = said[max(0, start - 2) : start], said[end : end + 2]
    for piece, neighbour in ((before, before[-1:]), (behind, behind[:1])):
        if neighbour and not _joint(neighbour[0]) and tuple(token.text for token in piece) not in runs_on:
            return False
    return not _replaces(said, before, behind, cited) and not _lacks_verb(said, cited)


def _lacks_verb(said: Sequence[Token], cited: Sequence[Token]) -> bool:
    """Whether the closest stretch has another such verb before words of the sentence, which itself lacks it: then one
    stands for the other.
    """
    mine = [token.text for token in said]
    segment = closest([token.text for token in said if is_head(token)], cited)
    words = [token.text for token in segment.own] if segment else []
    together = set(pairwise(mine))
    return any(
        tuple(words[at : at + size]) in DONE
        and not set(words[at : at + size]) & set(mine)
        and tuple(words[at + size : at + size + 2]) in together
        for size in (1, 2)
        for at in range(len(words) - size - 1)
    )


def _done(said: Sequence[Token], start: int, end: int) -> bool:
    return start >= 0 and tuple(token.text for token in said[start:end]) in DONE


def _joint(token: Token) -> bool:
    return token.kind != "word" or token.text in GLUE or token.taken or token.counted


def _replaces(said: Sequence[Token], before: Sequence[Token], behind: Sequence[Token], cited: Sequence[Token]) -> bool:
    """Whether the text has a word that the sentence lacks in this place: between the same neighbours, between pairs of
    words of which each borders on one, or behind the same two words at the end of the sentence.
    """
    mine = {token.text for token in said}
    gone = [is_content(token) and token.text not in mine for token in cited]
    words = [token.text for token in cited]
    left, right = [token.text for token in before], [token.text for token in behind]
    after = before_it = False
    for at, lost in enumerate(gone):
        if not lost:
            continue
        if left and at and words[at - 1] == left[-1]:
            near = words[at + 1 : at + 1 + _LONGEST_SLOT]
            near = near[: next((i for i, word in enumerate(near) if word in _ENDS), len(near))]
            if right and right[0] in near:
                return True
            after = after or (left[-1] not in GLUE and words[max(0, at - 2) : at] == left)
        if len(right) > 1 and right[0] not in GLUE and words[at + 1 : at + 3] == right:
            before_it = True
    return after and (before_it or not behind or behind[0].kind == "mark")
