"""Words that decide what a sentence says of its verb: negation, duty, permission, order in time, comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from congvu.answering.verify.lexicon import GLUE, JOINTS
from congvu.answering.verify.tokens import Token


class Force(Enum):
    """Classes that must not turn into each other."""

    NONE = "none"
    DENIED = "denied"
    FORBIDDEN = "forbidden"
    NO_DUTY = "no_duty"
    DUTY = "duty"
    MAY = "may"
    GIVEN = "given"
    """"được", which permits or only makes a passive."""
    ONLY = "only"
    NOT_ONLY = "not_only"
    BEFORE = "before"
    AFTER = "after"
    MORE = "more"
    LESS = "less"

    @property
    def negative(self) -> bool:
        return self in {Force.DENIED, Force.FORBIDDEN, Force.NO_DUTY}


MODAL = frozenset({Force.DENIED, Force.FORBIDDEN, Force.NO_DUTY, Force.DUTY, Force.MAY, Force.GIVEN})
ORDER = frozenset({Force.BEFORE, Force.AFTER})
COMPARISON = frozenset({Force.MORE, Force.LESS})

DENIALS = frozenset({"không", "chưa", "chẳng"})
"""Words that deny by themselves."""
_PHRASES = {
    Force.FORBIDDEN: "không được phép|không được quyền|không được|không có quyền|không thể|không cho phép"
    "|nghiêm cấm|bị cấm|cấm|bị từ chối",
    Force.NO_DUTY: "không phải|không bắt buộc phải|không bắt buộc|không có nghĩa vụ|không có trách nhiệm"
    "|không cần phải|không cần|được miễn|miễn",
    Force.DENIED: "không phải là|không có|không bị|không|chưa được|chưa có|chưa bị|chưa|chẳng",
    Force.DUTY: "có nghĩa vụ|có trách nhiệm|bắt buộc phải|bắt buộc|cần phải|phải|buộc phải",
    Force.MAY: "có thể|có quyền|được quyền|được phép|cho phép",
    Force.GIVEN: "được",
    Force.NOT_ONLY: "không chỉ",
    Force.ONLY: "chỉ",
    Force.BEFORE: "trước khi|trước ngày|trước thời điểm|trước lúc|trước",
    Force.AFTER: "sau khi|sau ngày|kể từ ngày|kể từ khi|kể từ thời điểm|kể từ|sau thời điểm|sau",
    Force.MORE: "lớn hơn|cao hơn|nhiều hơn|dài hơn",
    Force.LESS: "nhỏ hơn|thấp hơn|ít hơn|ngắn hơn",
}
_BY_PHRASE = {tuple(phrase.split()): force for force, phrases in _PHRASES.items() for phrase in phrases.split("|")}
_LONGEST = max(len(phrase) for phrase in _BY_PHRASE)
_DENIES_NOTHING = frozenset({"chỉ", "kể"})  # "không chỉ"; "không kể", which excepts
_NOT_ORDER = frozenset({"đây", "đó", "này", "hết", "tiên", "pháp", "mắt"})  # "sau đây", "trước hết", "trước pháp luật"
_SAID = frozenset({"quy", "hiểu", "gọi", "nêu"})  # "được quy định tại": where it is said, not what is allowed
# "Không ai phải", "không ai bị cấm": what holds for nobody.
_OF_NOBODY = {Force.DUTY: Force.NO_DUTY, Force.FORBIDDEN: Force.MAY, Force.NO_DUTY: Force.DUTY}
_GOT = frozenset({"nhận", "đạt", "thu", "biết"})  # "nhận được" is done, not allowed
SINCE = frozenset({"từ", "kể"})  # "được tính từ ngày": since when, not what is allowed
_RULES = frozenset({Force.MAY, Force.DUTY})  # "có quyền cho phép": to allow is what somebody may do
_STOP_WORDS = frozenset({"thì", "mà", "nhưng", "nếu", "khi", "trừ", "còn", "nên", "là"})
_STOP_MARKS = frozenset({";", ".", ":", "\n"})
_SCOPE = 14
_SCOPE_OF_BANS = 40
_PASSIVE = frozenset({"được", "bị"})  # "chưa được cơ quan, tổ chức đồng ý": who does it stands in between
# Of two operators side by side the one that decides.
_JOINED = {
    (Force.DUTY, Force.GIVEN): Force.DUTY,
    (Force.MAY, Force.GIVEN): Force.MAY,
    (Force.DENIED, Force.GIVEN): Force.FORBIDDEN,
    (Force.NO_DUTY, Force.GIVEN): Force.NO_DUTY,
    (Force.FORBIDDEN, Force.GIVEN): Force.FORBIDDEN,
    (Force.ONLY, Force.GIVEN): Force.GIVEN,
    (Force.ONLY, Force.DUTY): Force.DUTY,
    (Force.GIVEN, Force.MAY): Force.MAY,
    (Force.MAY, Force.NO_DUTY): Force.NO_DUTY,
    (Force.MAY, Force.FORBIDDEN): Force.FORBIDDEN,
}


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator and the tokens it governs, up to ``scope_end``; ``agent``: "được" and by whom; ``passive``: "phải
    được"; ``thing``: nobody stands right before it.
    """

    force: Force
    at: int
    end: int
    scope_end: int
    agent: bool = False
    passive: bool = False
    thing: bool = False


def operators(
    tokens: Sequence[Token], taken: frozenset[int], actors: Sequence[tuple[int, int, str]]
) -> tuple[Operator, ...]:
    """Every operator in order; ``taken`` are tokens that belong to bounds of quantities or to
    names of actors."""
    found = _joined(tokens, _plain(tokens, taken))
    starts = {start: end for start, end, _phrase in actors}
    result: list[Operator] = []
    for number, (force, at, end) in enumerate(found):
        following = next((f[1] for f in found[number + 1 :] if _same_kind(f[0], force)), len(tokens))
        agent = end in starts and force is Force.GIVEN
        lists = force is not Force.DENIED or tokens[end - 1].text in _PASSIVE
        most = _SCOPE_OF_BANS if force.negative else _SCOPE
        scope_end = _scope_end(tokens, starts[end] if agent else end, following, most, lists=lists)
        passive = tokens[end - 1].text == "được" and end - at > 1 and force is Force.DUTY
        thing = not any(a <= at - 1 < b for a, b in starts.items())
        result.append(Operator(force, at, end, scope_end, agent, passive, thing))
    return tuple(result)


def _same_kind(one: Force, other: Force) -> bool:
    return (one in MODAL and other in MODAL) or (one in ORDER and other in ORDER)


def _plain(tokens: Sequence[Token], taken: frozenset[int]) -> list[tuple[Force, int, int]]:
    found: list[tuple[Force, int, int]] = []
    at = 0
    while at < len(tokens):
        size = next(
            (
                size
                for size in range(min(_LONGEST, len(tokens) - at), 0, -1)
                if tuple(t.text for t in tokens[at : at + size]) in _BY_PHRASE
                and not taken.intersection(range(at, at + size))
            ),
            0,
        )
        if not size:
            at += 1
            continue
        force = _BY_PHRASE[tuple(t.text for t in tokens[at : at + size])]
        following = tokens[at + size].text if at + size < len(tokens) else ""
        since = following == "tính" and at + size + 1 < len(tokens) and tokens[at + size + 1].text in SINCE
        done = size == 1 and force is Force.GIVEN and at and tokens[at - 1].text in _GOT
        allows = tokens[at].text == "cho" and found[-1:] and found[-1][2] == at and found[-1][0] in _RULES
        each = force is Force.AFTER and following == "mỗi"  # "sau mỗi 05 năm" is how often
        if not (size == 1 and force in ORDER and (following in _NOT_ORDER or each)) and not (
            (force is Force.DENIED and following in _DENIES_NOTHING)
            or (force is Force.GIVEN and (following in _SAID or since))
            or allows
            or done
        ):
            found.append((force, at, at + size))
        at += size
    return found


def _joined(tokens: Sequence[Token], found: list[tuple[Force, int, int]]) -> list[tuple[Force, int, int]]:
    """Neighbours become one; "không bên nào được" forbids."""
    joined: list[tuple[Force, int, int]] = []
    for force, at, end in found:
        before = joined[-1] if joined else None
        if before is not None and before[2] == at and (before[0], force) in _JOINED:
            joined[-1] = (_JOINED[before[0], force], before[1], end)
        elif (
            before is not None
            and before[0] is Force.DENIED
            and tokens[at - 1].text in {"nào", "ai"}
            and at - before[1] <= 5
        ):
            joined[-1] = (_OF_NOBODY.get(force, Force.FORBIDDEN), before[1], end)
        else:
            joined.append((force, at, end))
    return joined


def _scope_end(tokens: Sequence[Token], start: int, following: int, farthest: int, *, lists: bool) -> int:
    """A duty or a permission holds for all that is listed behind commas, a ban for a long list; a plain denial for
    what follows it.
    """
    end = start
    most, reach = min(len(tokens), following), start + _SCOPE
    while end < min(most, reach):
        if tokens[end].text == ",":
            reach = max(reach, min(end + _SCOPE, start + farthest))
        if tokens[end].text in _STOP_MARKS or (tokens[end].text == "," and not lists):
            break
        if tokens[end].text in _STOP_WORDS and end > start:
            break
        end += 1
    return end


def heads(tokens: Sequence[Token], operator: Operator, most: int = 2) -> list[int]:
    """The first content words that an operator governs."""
    start = operator.end
    comma = next((i for i in range(start, operator.scope_end) if tokens[i].text == ","), operator.scope_end)
    return [i for i in range(start, comma) if is_head(tokens[i])][:most]


def is_head(token: Token) -> bool:
    """A word that an operator can govern."""
    return token.kind == "word" and not token.taken and not token.counted and token.text not in JOINTS


def is_content(token: Token) -> bool:
    """A word that says something by itself, outside of references and dates."""
    return token.kind == "word" and not token.taken and not token.counted and token.text not in GLUE


def force_at(found: Sequence[Operator], at: int, kinds: frozenset[Force]) -> Operator | None:
    """The operator of these kinds that governs a token, the nearest before it."""
    governing = [o for o in found if o.force in kinds and o.end <= at < o.scope_end]
    return governing[-1] if governing else None
