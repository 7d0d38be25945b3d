"""What an expert writes and what a reviewer decides.

The two-person rule is in the database (migration 0002): a submitted text never changes, a review is only added, by a
reviewer of that field who is not the author, on exactly the text that was submitted.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import Agency, WorkField
from congvu.corpus.models import DocumentVersion, Passage, Unit
from congvu.knowledge.models.cases import Case
from congvu.knowledge.types import CorrectionState, Decision


class Correction(models.Model):
    """A right answer with its sources. A second try is another row, with ``previous``.

    ``question`` is as anybody would ask it, ``paraphrases`` other ways of asking the same. ``hash`` is that of the
    content (``content.hash_of``), set when it is submitted.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="corrections")
    field = models.ForeignKey(WorkField, models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="corrections")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="following")
    question = models.TextField(_("question"), blank=True)
    paraphrases = ArrayField(models.TextField(), default=list, blank=True)
    text = models.TextField(_("right answer"), blank=True)
    state = models.CharField(max_length=10, choices=CorrectionState.choices, default=CorrectionState.DRAFT)
    hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("correction")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=(CorrectionState.DRAFT, CorrectionState.SUBMITTED)),
                name="one_correction_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=CorrectionState.DRAFT) | ~Q(hash="") & Q(submitted_at__isnull=False),
                name="submitted_correction_is_hashed",
            ),
        ]

    def __str__(self) -> str:
        return self.question[:80]


class CorrectionSource(models.Model):
    """A unit of one version, whole, that the answer rests on; ``quote_hash`` is that of its words."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="sources")
    ordinal = models.PositiveSmallIntegerField()
    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    passage = models.ForeignKey(Passage, models.PROTECT, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["correction", "ordinal"], name="source_ordinal_once"),
            models.UniqueConstraint(fields=["correction", "unit"], name="source_unit_once"),
        ]

    def __str__(self) -> str:
        return str(self.unit)


class EvidenceMark(models.Model):
    """Whether a passage that the answer had found is a basis for the question: what rankers learn from."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="marks")
    passage = models.ForeignKey(Passage, models.PROTECT, related_name="+")
    right = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["correction", "passage"], name="passage_marked_once")]

    def __str__(self) -> str:
        return "+" if self.right else "-"


class Review(models.Model):
    """The one decision on a submitted text. Rows are only added. ``suggestion`` is how the reviewer would word it."""

    correction = models.OneToOneField(Correction, models.PROTECT, related_name="review")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    comment = models.TextField(blank=True)
    suggestion = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("review")

    def __str__(self) -> str:
        return self.decision
