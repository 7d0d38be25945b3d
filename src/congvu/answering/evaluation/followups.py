"""``congvu eval followups``: dialogues over the documents of the demo; does the last answer quote the right unit first?
``congvu eval readings``: is it asked back which law is meant where two answer, and only there?

The questions are asked in conversations that are taken back, so that nothing of them stays in the library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.test.utils import override_settings

from congvu.accounts.models import User
from congvu.answering.actions import ask, produce
from congvu.answering.models import Answer, AnswerBlock, Citation
from congvu.answering.queries import levels_of
from congvu.answering.types import CHOICE
from congvu.legal.structure import UnitLevel

DOCUMENTS = {
    "LD": "45/2019/QH14",
    "DS": "91/2015/QH13",
    "HS": "100/2015/QH13",
    "TD": "92/2015/QH13",
    "TH": "101/2015/QH13",
    "QD14": "14/2026/QĐ-UBND",
}


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Turns of one conversation, and the unit that the last answer has to quote first; ``clause`` may be empty."""

    document: str
    article: str
    clause: str
    turns: tuple[str, ...]
    half: str


def dialogues() -> Iterator[Dialogue]:
    """The whole set, in its order; lines marked = are the half that is kept aside."""
    text = (files("congvu.answering.evaluation") / "followups.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        unit, *turns = (part.strip() for part in line.split("|"))
        half, unit = ("aside" if unit.startswith("=") else "develop"), unit.removeprefix("=")
        code, _, place = unit.partition(" ")
        article, _, clause = place.partition(".")
        yield Dialogue(DOCUMENTS[code], article, clause, tuple(turns), half)


def run(user: User, half: str, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """Have every dialogue of a half ("develop", "aside" or "all"); how many ended right, and the others one by one."""
    chosen = [d for d in dialogues() if half in {"all", d.half}]
    missed: list[dict[str, Any]] = []
    completed = 0
    with override_settings(CONGVU_LLM_URLS=()):
        for done, dialogue in enumerate(chosen):
            progress(done, len(chosen))
            with transaction.atomic():
                answer = _last_answer(user, dialogue.turns)
                read_as, found = answer.versions.get("resolved_question", ""), first_unit(answer)
                transaction.set_rollback(True)
            completed += bool(read_as)
            if not _fits(dialogue, found):
                missed.append({"turns": dialogue.turns, "read_as": read_as, "quoted": " ".join(found)})
    progress(len(chosen), len(chosen))
    return {
        "half": half,
        "dialogues": len(chosen),
        "right": len(chosen) - len(missed),
        "completed": completed,
        "missed": missed if half == "develop" else len(missed),
    }


def _last_answer(user: User, turns: Sequence[str]) -> Answer:
    conversation = None
    for turn in turns:
        answer = ask(user, turn, conversation=conversation)
        conversation = answer.question.conversation
        for _event in produce(answer.pk, pause=lambda _seconds: None):
            pass
    return Answer.objects.get(pk=answer.pk)


def first_unit(answer: Answer) -> tuple[str, str, str]:
    """(number of the document, Điều, khoản) of the first citation, each "" where there is none."""
    citation = Citation.objects.filter(answer=answer).select_related("unit", "version__document").first()
    if citation is None:
        return "", "", ""
    levels = levels_of(citation.unit)
    return (
        citation.version.document.number,
        levels.get(UnitLevel.ARTICLE, ""),
        levels.get(UnitLevel.CLAUSE, ""),
    )


def _fits(dialogue: Dialogue, found: tuple[str, str, str]) -> bool:
    """The unit itself, or the whole Điều where a khoản was wanted."""
    document, article, clause = found
    return (document, article) == (dialogue.document, dialogue.article) and clause in {
        "",
        dialogue.clause or clause,
    }


def asks_back(user: User, half: str, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """Ask the questions of readings.txt: of those with two readings, how many got choices; of the others, how many."""
    text = (files("congvu.answering.evaluation") / "readings.txt").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    chosen = [row.removeprefix("=") for row in rows if half == "all" or row.startswith("=") == (half == "aside")]
    wrong: list[str] = []
    with override_settings(CONGVU_LLM_URLS=()):
        for done, row in enumerate(chosen):
            progress(done, len(chosen))
            with transaction.atomic():
                answer = _last_answer(user, [row[2:]])
                asked_back = AnswerBlock.objects.filter(answer=answer, kind=CHOICE).exists()
                transaction.set_rollback(True)
            if asked_back != row.startswith("?"):
                wrong.append(row)
    progress(len(chosen), len(chosen))
    several = sum(row.startswith("?") for row in chosen)
    missed = sum(row.startswith("?") for row in wrong)
    return {
        "half": half,
        "several": several,
        "asked_back": several - missed,
        "clear": len(chosen) - several,
        "asked_for_nothing": len(wrong) - missed,
        "wrong": wrong if half == "develop" else len(wrong),
    }
