"""Follow-up questions: "thế còn khoản 2?" is read with what the previous question was about. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from congvu.answering import completing
from congvu.answering.abstain import content_of
from congvu.retrieval.types import Query

_BEHIND = "; "  # between a follow-up that cannot be written out and the question before it
_LONGEST_FOLLOW_UP = 12  # syllables; a longer question carries its own subject

# How a follow-up begins or ends; over folded text.
_MARKER = re.compile(
    r"^(?:the con|vay con|con|the|vay|nhu vay|tuong tu|neu|nhung neu|doi voi|rieng)\b"
    r"|\bthi sao\b|\bthi the nao\b|\bcung (?:vay|the) khong\b"
)
_CLAUSE = re.compile(r"\b(?:khoản|khoan|điểm|diem)\s+\w+(?:\s+(?:khoản|khoan)\s+\w+)?", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:điều|dieu)\s+\d+\w*", re.IGNORECASE)
_CLAUSE_ONLY = re.compile(r"\b(?:điểm|diem)\s+\w+\b", re.IGNORECASE)
# "khoản tiếp theo", "điều trước đó": the neighbour of what was cited; "các khoản sau đây" is none.
_NEIGHBOUR = re.compile(
    r"\b(?P<level>khoan|dieu) (?:(?P<next>tiep theo|ke tiep|sau do|lien sau|sau)|truoc do|lien truoc|truoc)\b(?! day)"
)
_NUMBER = re.compile(r"\d+$")
_IT = re.compile(r"\b(?:nó|văn bản (?:đó|này|ấy|trên))(?=\W|$)", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:luat|bo luat|nghi dinh|thong tu|van ban|quyet dinh|dieu|khoan|quy dinh)"
    r" (?:nay|do|tren|vua roi|vua neu)\b"
)


@dataclass(frozen=True, slots=True)
class PreviousTurn:
    """What the conversation was about: the last question as it was understood, and its first citation.

    ``article`` ("Điều 113") and ``clause`` ("khoản 1") are empty where the citation has none; ``document`` is
    a name that the search understands, empty where nothing was cited. ``awaiting_document``: we asked back
    for more. ``names`` are the documents (ids) that the text and ``document`` name.
    """

    text: str
    document: str = ""
    article: str = ""
    clause: str = ""
    awaiting_document: bool = False
    names: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """The question to search for; ``from_context`` tells whether anything was added to what was typed.

    Not ``whole``: what was typed with the question before behind it, read together but no question to be asked so.
    """

    text: str
    from_context: bool
    whole: bool = True


def resolve(query: Query, previous: PreviousTurn | None) -> Resolved:
    """Complete a question that lacks its document or its subject from the previous turn; else leave it as
    it is."""
    typed = query.text
    if previous is None:
        return Resolved(typed, from_context=False)
    if any(r.names_document for r in query.references):
        if previous.awaiting_document and not any(r.article or r.clause for r in query.references):
            named = replace(previous, document=_bare(typed))
            return Resolved(_with_unit(previous.text, named), from_context=True)
        return Resolved(typed, from_context=False)
    neighbour = _neighbour(query, previous)
    if neighbour:
        return Resolved(neighbour, from_context=True)
    if previous.document and query.references and len(content_of(query)) < 2:
        return Resolved(_with_unit(typed, previous), from_context=True)
    if _names_it(query) and previous.document:
        return Resolved(_IT.sub(previous.document, _bare(typed), count=1) + "?", from_context=True)
    if previous.document and _POINTS_BACK.search(" ".join(query.terms)):
        return Resolved(f"{_bare(typed)} {previous.document}", from_context=True)
    return _written_out(query, previous)


def asked_after(typed: str, resolved: str) -> tuple[str, ...]:
    """What a follow-up was read with that could not be written out: the questions before it, the oldest first."""
    read_before = f"{_bare(typed)}{_BEHIND}"
    return tuple(reversed(resolved[len(read_before) :].split(_BEHIND))) if resolved.startswith(read_before) else ()


def _written_out(query: Query, previous: PreviousTurn) -> Resolved:
    """A short question without its subject as a whole one, or read together with the question before."""
    typed = query.text
    if query.references or not query.terms or len(query.terms) > _LONGEST_FOLLOW_UP:
        return Resolved(typed, from_context=False)
    marked = _MARKER.search(" ".join(query.terms)) is not None
    whole = completing.substituted(typed, previous.text) if marked else ""
    whole = whole or completing.continued(_without_marker(typed) if marked else typed, previous.text)
    if marked and not whole:
        return Resolved(_with_subject(typed, previous), from_context=True, whole=False)
    return Resolved(whole or typed, from_context=bool(whole))


def _names_it(query: Query) -> bool:
    """Whether "nó" or "văn bản đó" stands for the document that was cited."""
    return bool(_IT.search(query.text)) and not query.references and len(query.terms) <= _LONGEST_FOLLOW_UP


def _without_marker(typed: str) -> str:
    return completing.thing_asked(typed) or typed


def _neighbour(query: Query, previous: PreviousTurn) -> str:
    """The khoản or Điều before or behind the one that was cited, named in full; "" where none is asked for or known."""
    asked = _NEIGHBOUR.search(" ".join(query.terms))
    if asked is None or query.references or not previous.document or len(query.terms) > _LONGEST_FOLLOW_UP:
        return ""
    cited = previous.clause if asked["level"] == "khoan" else previous.article
    number = _NUMBER.search(cited)
    wanted = int(number.group()) + (1 if asked["next"] else -1) if number else 0
    if wanted < 1 or (asked["level"] == "khoan" and not previous.article):
        return ""
    if asked["level"] == "dieu":
        return f"Điều {wanted} {previous.document}"
    return f"Khoản {wanted} {previous.article} {previous.document}"


def _with_unit(typed: str, previous: PreviousTurn) -> str:
    """Put the missing article and document right behind the unit that was typed."""
    article = _ARTICLE.search(typed)
    if article:
        return f"{typed[: article.end()]} {previous.document}{typed[article.end() :]}"
    clause = _CLAUSE.search(typed)
    if clause is None or not previous.article:
        return f"{_bare(typed)} {previous.document}"
    point_only = _CLAUSE_ONLY.fullmatch(clause.group()) is not None
    above = f"{previous.clause} {previous.article}".strip() if point_only else previous.article
    return f"{typed[: clause.end()]} {above} {previous.document}{typed[clause.end() :]}"


def _with_subject(typed: str, previous: PreviousTurn) -> str:
    """The new words first, then the previous question, whose subject still holds."""
    return f"{_bare(typed)}{_BEHIND}{_bare(previous.text)}"


def _bare(text: str) -> str:
    return text.strip().rstrip("?!. ").strip()
