"""``congvu eval answers``: a real model writes answers to labelled questions, once; what it wrote is kept in a file.

One generation serves both sides: its words as they came are what people would be shown without the checker, and the
same words through the composer are what the product shows. Whoever changes the checker scores the kept words again
(``judging``); nothing is asked twice.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.answering.actions import ask
from congvu.answering.compose.prompting import prompt_version, request_for
from congvu.answering.making import Made, make
from congvu.answering.types import Quote
from congvu.answering.writing import begin
from congvu.common.clock import today
from congvu.common.errors import InvalidInputError
from congvu.common.hashing import sha256_hex
from congvu.corpus.models import DocumentVersion
from congvu.llm.chat import ChatError, Gateway

_ORDER = "answers-{seed}/{id}"
SEED = 2359
"""Of the order in which questions are taken; the first of it are measured, the last ones are for developing."""
_LONGEST_REST_S = 300

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of ALQAC with its key: ``kind`` is true_false, choice or text; ``key`` "Đúng", "B" or the words."""

    id: str
    kind: str
    text: str
    key: str
    choices: dict[str, str]
    gold: tuple[str, ...]

    @property
    def typed(self) -> str:
        """What is asked: the question, and below it the choices, if there are any."""
        return "\n".join((self.text, *(f"{letter}. {words}" for letter, words in self.choices.items())))


@dataclass(frozen=True, slots=True)
class Kept:
    """What has to be kept of one question: what was read, what the model wrote, what the quotes alone would show.

    ``sources`` are dicts of token, place, text, gold (from the right article) and exact (the citation's words stand so
    in the stored text).
    """

    asked: Asked
    status: str
    sources: tuple[dict[str, Any], ...]
    quoted: tuple[str, ...]
    raw: str = ""
    seconds: float = 0.0
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def quotes_gold(self) -> bool:
        """Whether the quotes alone hold one of the right articles; the words before a quote name it."""
        return any(is_gold(text, self.asked.gold) for text in self.quoted)


_KINDS = {"Đúng/Sai": "true_false", "Trắc nghiệm": "choice", "Tự luận": "text"}


def read_questions(path: Path) -> list[Asked]:
    """ALQAC's questions.json, in the order in which they are taken. Raises InvalidInputError."""
    try:
        rows = [
            Asked(
                id=str(row["question_id"]),
                kind=_KINDS[row["question_type"]],
                text=" ".join(row["text"].split()),
                key=str(row["answer"]).strip(),
                choices={letter: " ".join(words.split()) for letter, words in (row.get("choices") or {}).items()},
                gold=tuple(f"{r['law_id']}+{r['article_id']}" for r in row["relevant_articles"]),
            )
            for row in json.loads(path.read_text("utf-8"))
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInputError(
            _("%(file)s is not a file of questions with answers: %(error)r") % {"file": path.name, "error": error},
            _("Give ALQAC's questions.json."),
        ) from error
    return sorted(rows, key=lambda asked: sha256_hex(_ORDER.format(seed=SEED, id=asked.id)))


def law_files(corpus: Path, folder: Path) -> list[Path]:
    """The laws of ALQAC's law.json as text files that can be ingested. Raises InvalidInputError."""
    try:
        laws = json.loads(corpus.read_text("utf-8"))
        found = []
        for law in laws:
            articles = [(a["id"], *a["text"].partition("\n")[::2]) for a in law["articles"]]
            text = "\n\n".join(f"Điều {number}. {title.strip()}\n{body.strip()}" for number, title, body in articles)
            file = folder / f"{law['id']}.txt"
            file.write_text(f"{law['id'].upper()}\n\n{text}\n", "utf-8")
            found.append(file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        told = _("%(file)s is not a file of laws: %(error)r") % {"file": corpus.name, "error": error}
        raise InvalidInputError(told, _("Give ALQAC's law.json.")) from error
    return found


def read_kept(path: Path) -> list[Kept]:
    """What earlier runs kept; the last of a question counts. Raises InvalidInputError."""
    if not path.exists():
        return []
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        found = [
            Kept(
                **{
                    **row,
                    "asked": Asked(**row["asked"]),
                    "sources": tuple(row["sources"]),
                    "quoted": tuple(row["quoted"]),
                }
            )
            for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        told = _("%(file)s was not made by this command: %(error)r") % {"file": path.name, "error": error}
        raise InvalidInputError(told) from error
    return list({kept.asked.id: kept for kept in found}.values())


def run(user: User, questions: Sequence[Asked], models: Gateway, file: Path, progress: Progress) -> dict[str, int]:
    """Have the model answer every question that ``file`` does not hold yet; each answer is added at once.

    Returns how often the model failed, by fault; such questions are asked again by the next run.
    """
    known = {kept.asked.id: kept for kept in read_kept(file)}
    faults: dict[str, int] = {}
    for done, asked in enumerate(questions):
        progress(done, len(questions))
        if asked.id in known:
            continue
        try:
            kept = _answered(user, asked, models)
        except ChatError as error:
            faults[error.fault.value] = faults.get(error.fault.value, 0) + 1
            _until_it_is_back(models)
            continue
        with file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(asdict(kept), ensure_ascii=False) + "\n")
    progress(len(questions), len(questions))
    return faults


def _until_it_is_back(models: Gateway) -> None:
    """A server that failed often is left alone for a while; asking the rest of the questions meanwhile is no use."""
    last = time.monotonic() + _LONGEST_REST_S
    while models.all_down and time.monotonic() < last:
        time.sleep(1)


def _answered(user: User, asked: Asked, models: Gateway) -> Kept:
    made = _made(user, asked)
    quoted = tuple(block.text for block in made.draft.blocks if block.kind in {"lead", "quote"})
    if made.ground is None:
        return Kept(asked, str(made.draft.status), (), quoted)
    writing = begin(made.ground, asked.id)
    sources = tuple(
        {
            "token": source.token,
            "place": source.place,
            "text": source.text,
            "gold": is_gold(source.place, asked.gold),
            "exact": all(_exact(quote) for quote in source.quotes),
        }
        for source in writing.sources
    )
    most = int(settings.CONGVU_LLM_MAX_TOKENS)
    request = request_for(made.ground.question, writing.sources, made.ground.retrieval.query.on, max_tokens=most)
    begun = time.perf_counter()
    raw = "".join(piece for piece in models.stream(request) if piece is not None)
    versions = {
        "prompt": prompt_version(),
        "reads": str(settings.CONGVU_LLM_READS),
        "on": f"{today():%Y-%m-%d}",
    }
    seconds = round(time.perf_counter() - begun, 2)
    return Kept(asked, str(made.draft.status), sources, quoted, raw, seconds, versions)


def _made(user: User, asked: Asked) -> Made:
    """The answer that the product makes before a model comes in; nothing of it stays in the library."""
    with transaction.atomic():
        answer = ask(user, asked.typed)
        made = make(answer.question, viewer_for(user))
        transaction.set_rollback(True)
    return made


def _exact(quote: Quote) -> bool:
    text = DocumentVersion.objects.values_list("text", flat=True).get(pk=quote.version_id)
    return bool(quote.text) and text[quote.start : quote.end] == quote.text


def is_gold(place: str, gold: Iterable[str]) -> bool:
    """Whether a place ("khoản 2 Điều 5 Luật Cư trú 2020…") lies in one of the right articles ("Luật Cư trú+5")."""
    said = f" {' '.join(place.split())} ".casefold()
    pairs = (one.rpartition("+")[::2] for one in gold)
    return any(f" điều {article} {law} ".casefold() in said for law, article in pairs)
