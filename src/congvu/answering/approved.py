"""Answers that experts wrote and reviewers approved: found by their question, checked, and told with their sources.

They are documents of the curated source, like any other text of the library. Nothing here knows how they came about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Substr
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from congvu.accounts.models import User
from congvu.accounts.types import Viewer
from congvu.answering import wording
from congvu.answering.naming import document_name
from congvu.answering.types import AnswerStatus, Block, Draft, Quote
from congvu.common.clock import VIETNAM, today
from congvu.corpus.curated import Curated, curated
from congvu.corpus.models import DocumentVersion, Passage, Unit
from congvu.corpus.standing import Cited, Standing, standings
from congvu.index.types import SearchFilter
from congvu.llm import pair_reader
from congvu.retrieval.diacritics import restored
from congvu.retrieval.known import approved_for, documents_near, documents_that_may_answer
from congvu.retrieval.repeat_reader import again
from congvu.retrieval.repeats import Known
from congvu.retrieval.statistics import rarity
from congvu.retrieval.suggesting import likely

VERSION_KEY = "approved"
"""Under which ``Answer.versions`` tells the version of approved knowledge that an answer comes from."""
APPROVAL = "approved"
"""The kind of the block that says by whom and when."""
STALE_TASK = "congvu.knowledge.check_document"
"""The job that looks at approved knowledge whose sources have changed; whoever keeps approved knowledge does it."""


@dataclass(frozen=True, slots=True)
class Found:
    """The approved answer, where there is one for this viewer and day; ``stale`` as in ``making.Made``."""

    draft: Draft | None = None
    version_id: int = 0
    score: float = 0.0
    stale: tuple[int, ...] = ()


def look_up(viewer: Viewer, text: str, on: dt.date) -> Found:
    """The approved answer to this question, if it repeats one whose sources all hold and may be read by the viewer."""
    where = approved_for(viewer)
    if where is None:
        return Found()
    text = restored(text, rarity().spoken)
    near, held = _likeliest(viewer, where, text)
    match = again(text, _questions(held), near, pair_reader())
    if match is None:
        return Found()
    version, told = held[match.key]
    if any(standing is not Standing.HOLDS for standing in standings(told.sources, today(), told.approved_at)):
        return Found(stale=(match.key,))
    if on != today() and set(standings(told.sources, on, told.approved_at)) != {Standing.HOLDS}:
        return Found()
    draft = _draft(viewer, version, told)
    return Found(draft, version.pk, match.score) if draft is not None else Found()


def may_be_meant(viewer: Viewer, text: str) -> list[str]:
    """Approved questions that this one may mean, the likeliest first: for the person to choose from, never an answer.

    Only such as would be answered with what was approved: its sources hold today, and the viewer may read all of them.
    """
    where = approved_for(viewer)
    if where is None:
        return []
    text = restored(text, rarity().spoken)
    near, held = _likeliest(viewer, where, text)
    offered = []
    for match in likely(text, _questions(held), near):
        version, told = held[match.key]
        holds = all(standing is Standing.HOLDS for standing in standings(told.sources, today(), told.approved_at))
        if holds and _draft(viewer, version, told) is not None:
            offered.append(told.questions[0])
    return offered


def tell_stale(document_id: int) -> None:
    """Have approved knowledge looked at, in the background; several askers at once make one job."""
    job = app.configure_task(
        STALE_TASK, allow_unknown=True, queue="upkeep", lock="knowledge-expiry", queueing_lock=f"stale-{document_id}"
    )
    try:
        with transaction.atomic():
            job.defer(document_id=document_id)
    except AlreadyEnqueued:
        return


def _likeliest(
    viewer: Viewer, where: SearchFilter, text: str
) -> tuple[dict[int, float], dict[int, tuple[DocumentVersion, Curated]]]:
    """What may be repeated, found by meaning and by words: how alike by meaning, and what is approved there."""
    near = documents_near(where, text)
    return near, _held(viewer, list(dict.fromkeys([*near, *documents_that_may_answer(where, text)])))


def _held(viewer: Viewer, documents: Sequence[int]) -> dict[int, tuple[DocumentVersion, Curated]]:
    """What the viewer may read of these documents of approved knowledge, in their order."""
    versions = {
        version.document_id: version
        for version in DocumentVersion.objects.visible_to(viewer)
        .filter(document__in=documents, current_of__isnull=False)
        .defer("text")
    }
    return {
        pk: (versions[pk], told) for pk in documents if pk in versions and (told := curated(versions[pk])) is not None
    }


def _questions(held: dict[int, tuple[DocumentVersion, Curated]]) -> list[Known]:
    return [Known(pk, question) for pk, (_version, told) in held.items() for question in told.questions]


def _draft(viewer: Viewer, version: DocumentVersion, told: Curated) -> Draft | None:
    """Citations 1… are the sources, the last is the approved text itself; None where the viewer may not read all."""
    sources = [_quote(viewer, cited) for cited in told.sources]
    units = list(Unit.objects.filter(version=version, start__lte=told.start, end__gte=told.end).order_by("-index")[:1])
    own = Cited(version.pk, units[0].pk, told.start, told.end, "") if units else None
    answer = _quote(viewer, own) if own is not None else None
    if answer is None or not sources or any(source is None for source in sources):
        return None
    quotes = [source for source in (*sources, answer) if source is not None]
    last = len(quotes)
    blocks = [
        Block(APPROVAL, wording.approved_by("", _day(told)), (last,)),
        Block("quote", answer.text, tuple(range(1, last + 1))),
        *_basis(quotes[:-1]),
    ]
    return Draft(AnswerStatus.ANSWERED, tuple(blocks), tuple(quotes))


def approval_line(version_id: str) -> str:
    """By whom and when a version of approved knowledge was approved: read anew each time, so that no name is kept in
    answers after its account is erased.
    """
    version = DocumentVersion.objects.filter(pk=int(version_id)).defer("text").first()
    told = curated(version) if version is not None else None
    if told is None:
        return ""
    reviewer = User.objects.filter(pk=told.reviewer, is_active=True).values_list("full_name", flat=True).first()
    return wording.approved_by(reviewer or "", _day(told))


def _day(told: Curated) -> dt.date:
    return told.approved_at.astimezone(VIETNAM).date()


def _basis(quotes: Sequence[Quote]) -> list[Block]:
    documents = {
        v.pk: v.document
        for v in DocumentVersion.objects.filter(pk__in=[q.version_id for q in quotes])
        .select_related("document")
        .defer("text")
    }
    blocks = []
    for n, quote in enumerate(quotes, start=1):
        d = documents[quote.version_id]
        name = document_name(d.kind_name, d.number, d.title, d.issued_on)
        blocks.append(Block("lead", wording.rests_on(quote.unit_path, name), (n,)))
        blocks.append(Block("quote", quote.text, (n,)))
    return blocks


def _quote(viewer: Viewer, cited: Cited) -> Quote | None:
    unit = Unit.objects.visible_to(viewer).filter(pk=cited.unit_id, version=cited.version_id).first()
    passages = Passage.objects.filter(version=cited.version_id, start__lt=cited.end, end__gt=cited.start)
    passage = passages.order_by("ordinal").values_list("pk", flat=True).first()
    if unit is None or passage is None:
        return None
    words = (
        DocumentVersion.objects.filter(pk=cited.version_id)
        .annotate(words=Substr("text", cited.start + 1, cited.end - cited.start))
        .values_list("words", flat=True)
        .get()
    )
    return Quote(passage, cited.version_id, unit.pk, unit.path, unit.anchor, cited.start, cited.end, words)
