"""Cases and corrections made ready for the templates."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.accounts.types import Viewer
from congvu.answering.naming import document_name
from congvu.answering.views import AnswerView, view_of
from congvu.corpus.models import DocumentVersion
from congvu.feedback.models import Rating, Reason
from congvu.knowledge.checking import Differences, differences
from congvu.knowledge.correcting import quotes_of
from congvu.knowledge.models import Case, CaseEvent, Correction, CorrectionSource, Signal
from congvu.knowledge.opening import question_texts
from congvu.retrieval.access import citation_url


@dataclass(frozen=True, slots=True)
class ShownSignal:
    """One answer of a case as this expert may read it; who asked is not told."""

    signal: Signal
    text: str
    view: AnswerView | None
    reasons: tuple[str, ...]
    comment: str


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source of a correction; ``readable`` False: this viewer may not see its words."""

    source: CorrectionSource
    name: str
    url: str
    quote: str
    readable: bool


def numbered(value: str | None) -> int | None:
    """A key from an address or a form; None for anything that is none."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 18 else None


def case_title(case: Case, known: str = "") -> str:
    """The question of a case, while there is one; ``known`` where it was read already."""
    texts = [known] if known else question_texts(case)
    return texts[0] if texts else _("The question was deleted by the person who asked.")


def shown_signals(case: Case, viewer: Viewer, limit: int = 5) -> list[ShownSignal]:
    """The newest answers of a case."""
    signals = list(case.signals.select_related("answer__question", "agency").order_by("-at")[:limit])
    ratings = {r.answer_id: r for r in Rating.objects.filter(answer__in=[s.answer_id for s in signals], liked=False)}
    shown = []
    for signal in signals:
        rating = ratings.get(signal.answer_id) if signal.answer_id else None
        shown.append(
            ShownSignal(
                signal,
                signal.answer.question.text if signal.answer is not None else "",
                view_of(signal.answer, viewer) if signal.answer is not None else None,
                tuple(str(Reason(code).label) for code in rating.reasons) if rating else (),
                rating.comment if rating else "",
            )
        )
    return shown


def history_of(case: Case) -> list[tuple[str, CaseEvent]]:
    """(what happened, its row), in order."""
    return [(_what(event.what), event) for event in case.events.select_related("actor")]


def _what(what: str) -> str:
    words = {
        "opened": _("Opened"),
        "claimed": _("Taken"),
        "released": _("Given back"),
        "moved": _("Moved"),
        "judged": _("Judged"),
        "submitted": _("Correction sent for review"),
        "returned": _("Correction returned"),
        "rejected": _("Correction rejected"),
        "settled": _("Settled"),
        "withdrawn": _("No longer asked"),
        "data_asked": _("Document asked for"),
        "data_arrived": _("Document supplied"),
        "data_refused": _("Document cannot be supplied"),
    }
    return words.get(what, what)


def shown_sources(correction: Correction, viewer: Viewer) -> list[ShownSource]:
    """The sources with their words, as far as this viewer may read them."""
    rows = list(
        correction.sources.select_related("unit", "version__document").defer("version__text", "version__front")
    )
    readable = set(
        DocumentVersion.objects.visible_to(viewer)
        .filter(pk__in=[row.version_id for row in rows])
        .values_list("pk", flat=True)
    )
    quotes = quotes_of(correction)
    shown = []
    for row in rows:
        document = row.version.document
        may = row.version_id in readable
        name = document_name(document.kind_name, document.number, document.title, document.issued_on)
        url = citation_url(document.get_absolute_url(), row.version_id, row.start, row.end, row.unit.anchor)
        shown.append(ShownSource(row, name if may else "", url if may else "", quotes[row.pk] if may else "", may))
    return shown


def differing(correction: Correction, sources: list[ShownSource]) -> Differences:
    """What the answer says that its sources do not."""
    return differences(
        correction.text,
        [shown.quote for shown in sources],
        [f"{shown.source.unit.path} {shown.name}" for shown in sources],
    )


def answer_text(view: AnswerView | None) -> str:
    """What was answered, as plain text, for a comparison."""
    return "\n\n".join(block.text for block in view.blocks) if view is not None else ""
