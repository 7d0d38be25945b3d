"""The composer with a model: its words become sentences, each sentence is checked against what it cites, and only what
passes is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from congvu.answering.compose.echoes import is_echo, is_heading, is_mixture, without_its_exception
from congvu.answering.compose.items import asked_point, breaks_off, is_item, stands_alone, with_lead
from congvu.answering.compose.sources import Reading
from congvu.answering.verify import Refusal, check_copy
from congvu.answering.verify.repair import repaired
from congvu.answering.verify.types import Rule, Verdict
from congvu.retrieval.understanding import content_terms
from congvu.text import clean, fold, sentences, syllables

VERSION = "generative-3"
MOST_SENTENCES = 8
_CITED = re.compile(r"\[([^\[\]\n]{1,24})\]")
_BRACKETS = re.compile(r"\[[^\[\]\n]{1,24}\]")
_TOKEN = re.compile(r"\b[A-Z][2-9]\b")
_ENDS = re.compile(r"\n+|(?<=[.!?;])(?:\s*\[[^\[\]\n]{1,24}\])+[.;]?\s*|(?<=\])[.;]?[ \t]+(?=[A-ZÀ-ỸĐ])")
_MARKS = re.compile(r"^(?:[\s\-–•*#>«]|\d{1,2}[.)](?=[\sA-ZÀ-ỸĐ]))+(?=\S)|[*_`#«»]+")
_CONCLUSION = re.compile(r"^(?:kết luận\s*:.*|(?:đúng|sai|có|không)\W*)$", re.IGNORECASE)
# "… là đúng" behind a sentence is a conclusion too; "… là sai" makes the opposite of it.
_ENDED = re.compile(r"[.!?:;\]…]$")
_SAID_TRUE = re.compile(r"\s+là\s+đúng\W*$", re.IGNORECASE)
_CALLED_FALSE = re.compile(r"\b(?:là|thì)\s+sai\W*$|^sai\b", re.IGNORECASE)
_ARTICLE_AHEAD = re.compile(r"^Điều \d+[a-zđ]?\.\s+(?:\d+\.\s+)?(?=[A-ZÀ-ỸĐ])")
_PLACE_BEHIND = re.compile(r"\s*\((?P<place>[^()\n]+)(?:\([^()\n]*\)[^()\n]*)*\)?[.;]?$")
_CHOICE = re.compile(r"^[A-D][.)]\s+(?=[A-ZÀ-ỸĐ])")  # the letter of a choice is a conclusion
_HOW_MUCH = re.compile(r"\b(?:bao nhieu|bao lau|muc nao|muc gi)\b")
_NOTHING = re.compile(r"^\W*(?:không có|khong co)\W*$", re.IGNORECASE)
_LONGEST_LINE = 1200
_SHORTEST_PLACE, _PLACE_BEGINS = 6, 24
_CALLS_FALSE = Verdict((Refusal(Rule.FORM, "sai", "a conclusion on a sentence"),), 0.0)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that passed, and the tokens of what it rests on; ``repaired``: the text's own words stand in its
    place.
    """

    text: str
    tokens: tuple[str, ...]
    repaired: bool = False


@dataclass
class Outcome:
    """What became of the model's words, filled while they come; ``conclusions`` were left out unjudged."""

    passed: int = 0
    mended: int = 0
    refused: list[tuple[str, tuple[Refusal, ...]]] = field(default_factory=list)
    conclusions: int = 0
    nothing: bool = False

    @property
    def partial(self) -> bool:
        return bool(self.refused)


def written(
    words: Iterable[str | None], sources: Sequence[Reading], outcome: Outcome, question: str = ""
) -> Iterator[Sentence | None]:
    """Sentences as soon as each has passed, and None wherever the words pause. Faults of the words are the caller's.

    ``question``: a sentence that only says it again has to stand in the text word for word.
    """
    judge = _Judge({source.token: source for source in sources}, outcome, question)
    held = ""
    for piece in words:
        if piece is None:
            yield None
            continue
        held += piece
        while (end := _ENDS.search(held)) is not None:
            line, held = held[: end.end()], held[end.end() :]
            yield from judge.line(line)
            if outcome.passed >= MOST_SENTENCES:
                return
        if len(held) > _LONGEST_LINE:
            held = ""
            outcome.refused.append(("", (Refusal(Rule.FORM, "", "too long for a sentence"),)))
    yield from judge.line(held, last=True)


class _Judge:
    """Reads the lines of one answer: "[K7] words", "words [K7]" or a conclusion, one after the other.

    A conclusion ("Kết luận: Đúng") is left out: the checker compares sentences and cannot prove a bare yes or no; the
    reader has the provision.
    """

    def __init__(self, by_token: dict[str, Reading], outcome: Outcome, question: str) -> None:
        self.by_token, self.outcome, self.question = by_token, outcome, question
        self._said: set[str] = set()
        self._ahead = ""  # citations that stand before the words that they are for
        self._lead: Sentence | None = None  # "… gồm:", shown with the first point that comes behind it
        self._listing: tuple[str, ...] = ()
        how_much = _HOW_MUCH.search(fold(question)) is not None or "mấy" in question
        self._asked = frozenset(content_terms(tuple(syllables(question)))) if how_much else frozenset()

    def line(self, line: str, *, last: bool = False) -> Iterator[Sentence]:
        """The sentences of a line that pass or can be mended; the last may have been cut off in its middle."""
        text = self._without_place(_bare(line))
        if not text:
            self._ahead = "".join(_BRACKETS.findall(line))
            return
        citing = _CITED.search(line) is not None
        line, self._ahead = (line if citing else f"{self._ahead}{line}"), ""
        if _CONCLUSION.match(text):
            self.outcome.conclusions += 1
        elif _NOTHING.match(text):
            self.outcome.nothing = True
        elif last and not _ENDED.search(line.rstrip()) and breaks_off(text, self._words_of(tuple(self.by_token))):
            self.outcome.refused.append((text, (Refusal(Rule.FORM, "", "cut off"),)))
        else:
            for start, end in sentences(text):
                yield from self._judged(_ended(_SAID_TRUE.sub("", text[start:end])), line)

    def _without_place(self, text: str) -> str:
        """A line without the place of its source in brackets at its end, where the model wrote that down as well."""
        behind = _PLACE_BEHIND.search(text)
        if behind is None or len(behind["place"]) < _SHORTEST_PLACE:
            return text
        begins = _same(" ".join(behind["place"].split()))[:_PLACE_BEGINS]
        places = (_same(" ".join(source.place.split())) for source in self.by_token.values())
        return text[: behind.start()] if any(place.startswith(begins) for place in places) else text

    def _judged(self, text: str, line: str) -> Iterator[Sentence]:
        if _same(text) in self._said:
            return
        cited = [token for group in _CITED.findall(line) for token in _TOKEN.findall(group) if token in self.by_token]
        tokens = tuple(dict.fromkeys(cited))
        if not _CITED.search(line):
            tokens = _attributed(text, self.by_token)
        bases = [self.by_token[token].basis for token in tokens]
        if is_heading(text, bases):
            return
        text = _ARTICLE_AHEAD.sub("", text)
        verdict = _CALLS_FALSE if _CALLED_FALSE.search(text) else check_copy(text, bases)
        echo, whole = is_echo(text, self.question, bases), without_its_exception(text, bases)
        mixture = verdict.ok and not whole and is_mixture(text, bases)
        if verdict.ok and not echo and not whole and not mixture:
            yield from self._in_its_place(text, tokens)
            return
        if whole and verdict.ok:
            mended = self._whole(_ended(whole), tokens)
            verdict = replace(verdict, refusals=(Refusal(Rule.EXCEPTION, "", "leaves out the exception"),))
        else:
            mended = self._whole(repaired(text, verdict, bases), tokens)
        if echo or mixture:
            why = "says the question again" if echo else "its words are from several sentences"
            verdict = replace(verdict, refusals=(*verdict.refusals, Refusal(Rule.OVERLAP, "", why)))
        if mended is None or _same(mended) in self._said:
            self.outcome.refused.append((text, verdict.refusals))
            return
        self.outcome.mended += 1
        yield self._passed(mended, tokens, mended=True)

    def _in_its_place(self, text: str, tokens: tuple[str, ...]) -> Iterator[Sentence]:
        """A sentence that passed: a lead waits for its first point, a point stands behind its lead."""
        if text.endswith(":"):
            self._lead = Sentence(text, tokens)
        elif is_item(text, self._words_of(tokens)):
            if self._lead is not None and self._lead.tokens == tokens:
                yield self._passed(self._lead.text, tokens)
                self._lead, self._listing = None, tokens
            alone = self._listing != tokens
            other = self._other_case(text, tokens) if alone else ""
            whole = self._whole(_ended(other.rstrip(" ;,")) if other else text, tokens) or text if alone else text
            if _same(whole) not in self._said:
                self.outcome.mended += bool(other)
                yield self._passed(whole, tokens, mended=bool(other))
        elif stands_alone(text):
            self._listing = ()
            yield self._passed(text, tokens)
        else:
            self.outcome.refused.append((text, (Refusal(Rule.FORM, "", "too little to stand alone"),)))

    def _other_case(self, text: str, tokens: tuple[str, ...]) -> str:
        """The point about the case that the question names, where it asks how much and the model wrote another."""
        if not self._asked or not any(ch.isdigit() for ch in text):
            return ""
        return asked_point(text, self._words_of(tokens), self._asked)

    def _whole(self, text: str | None, tokens: tuple[str, ...]) -> str | None:
        """A sentence of the text as it can stand alone: a point of a list behind what it hangs on."""
        if text is None or not is_item(text, self._words_of(tokens)):
            return text
        return with_lead(text, self._words_of(tokens))

    def _words_of(self, tokens: tuple[str, ...]) -> str:
        return "\n".join(self.by_token[token].text for token in tokens)

    def _passed(self, text: str, tokens: tuple[str, ...], *, mended: bool = False) -> Sentence:
        self._said.add(_same(text))
        self.outcome.passed += 1
        return Sentence(text, tokens, repaired=mended)


def _attributed(text: str, by_token: dict[str, Reading]) -> tuple[str, ...]:
    """The source that says what a sentence without any citation says, as small models write them; a forged citation
    is no missing one.
    """
    return next(((token,) for token, source in by_token.items() if check_copy(text, [source.basis]).ok), ())


def _bare(line: str) -> str:
    """The words of a line without its citations and marks of lists and emphasis."""
    text = _CHOICE.sub("", _MARKS.sub("", _CITED.sub("", clean(line)).strip()).strip())
    return re.sub(r"\s+", " ", re.sub(r"\s+([.,;:])", r"\1", text)).strip()


def _same(text: str) -> str:
    """Equal for sentences that differ in capitals and their last mark only."""
    return text.casefold().rstrip(" .;:")


def _ended(sentence: str) -> str:
    text = _MARKS.sub("", sentence).strip()
    return text if not text or text[-1] in ".!?:;" else f"{text}."
