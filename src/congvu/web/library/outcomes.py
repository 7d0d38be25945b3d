"""What became of a supplied file, in words: state, reason, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from congvu.corpus.models import Document
from congvu.ingestion.models import IngestionItem
from congvu.ingestion.reasons import explain

_LOOK = {
    IngestionItem.State.QUEUED: ("info", "clock"),
    IngestionItem.State.STORED: ("ok", "check"),
    IngestionItem.State.UNCHANGED: ("quiet", "info"),
    IngestionItem.State.FAILED: ("bad", "warning"),
    IngestionItem.State.REFUSED: ("bad", "lock"),
}


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One line of a run's page; ``document`` only where the reader may open it."""

    pk: int
    file_name: str
    look: str
    icon: str
    label: str
    reason: str
    advice: str
    document: Document | None
    can_retry: bool


def described(item: IngestionItem, readable: frozenset[int]) -> ShownItem:
    """A file of a run for its page; ``readable`` are the ids of the documents that this reader may open."""
    state = IngestionItem.State(item.state)
    look, icon = _LOOK[state]
    why = explain(item.reason_code)
    document = item.version.document if item.version is not None else None
    return ShownItem(
        pk=item.pk,
        file_name=item.file_name,
        look=look,
        icon=icon,
        label=str(state.label),
        reason=str(why.message) if why else "",
        advice=str(why.advice) if why else "",
        document=document if document is not None and document.pk in readable else None,
        can_retry=state == IngestionItem.State.FAILED and why is not None and why.worth_retrying,
    )
