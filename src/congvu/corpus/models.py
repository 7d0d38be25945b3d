"""Sources, documents, versions, units, passages and the relations between texts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self, TypeVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import AccessGroup, Agency
from congvu.accounts.types import Viewer

if TYPE_CHECKING:
    from django.db.models import ForeignKey


class Visibility(models.TextChoices):
    """Who may read a document; withdrawn documents are read by nobody."""

    PROVINCE = "province", _("Whole province")
    AGENCY = "agency", _("Own agency only")
    GROUPS = "groups", _("Named groups")
    PRIVATE = "private", _("Only the person who supplied it")


class Source(models.Model):
    """Where documents come from."""

    class Kind(models.TextChoices):
        UPLOAD = "upload", _("Upload")
        FOLDER = "folder", _("Folder")
        BUNDLED = "bundled", _("Shipped with the program")
        CURATED = "curated", _("Approved knowledge")
        CONNECTED = "connected", _("Connected system")

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind.choices)

    def __str__(self) -> str:
        return self.name


_Row = TypeVar("_Row", bound=models.Model)


class VisibleQuerySet(models.QuerySet[_Row]):
    """Rows reached through a document; ``document_path`` leads to it."""

    document_path = ""

    def visible_to(self, viewer: Viewer) -> Self:
        """Only what this viewer may read: shared access token, and not withdrawn."""
        return self.filter(
            **{
                f"{self.document_path}access__overlap": sorted(viewer.access),
                f"{self.document_path}withdrawn_at__isnull": True,
            }
        )


class DocumentQuerySet(VisibleQuerySet["Document"]):
    document_path = ""

    def in_force(self, on: dt.date) -> Self:
        """Documents in force on a date; texts without known dates (letters, plans) count as in force."""
        return self.filter(
            Q(force_from__isnull=True) | Q(force_from__lte=on),
            Q(force_until__isnull=True) | Q(force_until__gt=on),
        )


class OfDocumentQuerySet(VisibleQuerySet[_Row]):
    document_path = "document__"


class OfVersionQuerySet(VisibleQuerySet[_Row]):
    document_path = "version__document__"


class Document(models.Model):
    """The work. Its facts (number, title, force) are those of its current version and of texts that ended it.

    ``access`` are the tokens a viewer needs one of (see ``accounts.types.Viewer``); they are derived from
    ``visibility`` by ``corpus.policies.access_tokens`` and written only by ``corpus.actions``.
    ``identity`` is what makes two files the same work: scope, kind, number and issuer, or the file's name.
    ``law_key`` is by what a question names a law (``legal.law_key``), "" for what is no law.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="documents")
    identity = models.CharField(max_length=500, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="documents")
    supplied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="supplied_documents"
    )
    visibility = models.CharField(max_length=16, choices=Visibility.choices, default=Visibility.AGENCY)
    groups = models.ManyToManyField(AccessGroup, blank=True, related_name="documents")
    access = ArrayField(models.CharField(max_length=40), default=list, editable=False)
    current = models.ForeignKey(
        "DocumentVersion", models.SET_NULL, null=True, blank=True, related_name="current_of", editable=False
    )
    number = models.CharField(_("number and symbol"), max_length=120, blank=True)
    number_key = models.CharField(max_length=120, blank=True, db_index=True, editable=False)
    kind = models.CharField(_("kind"), max_length=16, blank=True)
    kind_name = models.CharField(max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=1000)
    title_key = models.CharField(max_length=1000, db_index=True, editable=False)
    law_key = models.CharField(max_length=1000, blank=True, default="", db_default="", db_index=True, editable=False)
    issuer = models.CharField(_("issuer"), max_length=250, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    force_from = models.DateField(_("in force from"), null=True, blank=True)
    force_until = models.DateField(_("in force until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-issued_on", "title_key"]
        indexes = [GinIndex(fields=["access"]), models.Index(fields=["kind", "-issued_on"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:document", args=[self.pk])

    def in_force(self, on: dt.date) -> bool:
        return (self.force_from is None or self.force_from <= on) and (
            self.force_until is None or on < self.force_until
        )


class DocumentVersion(models.Model):
    """One immutable state of a document: the bytes received, the text read from them, and what its first page
    says.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    sequence = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    text_hash = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(help_text=_("bytes"))
    text = models.TextField()
    structure = models.CharField(max_length=16)
    front = models.JSONField(default=dict)
    parser = models.CharField(max_length=60)
    pages = models.PositiveIntegerField(null=True, blank=True)
    warnings = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["document", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["document", "sequence"], name="version_sequence_once"),
            models.UniqueConstraint(fields=["document", "content_hash"], name="version_content_once"),
        ]
        indexes = [models.Index(fields=["content_hash"])]

    def __str__(self) -> str:
        return f"{self.document} ({self.sequence})"


class Unit(models.Model):
    """A node of a version's structure. ``text[start:own_end]`` is its own, ``text[start:end]`` its whole
    subtree.

    ``index`` counts in reading order from 0; ``path`` is the citation ("điểm b khoản 1 Điều 113");
    ``anchor`` is its id in the reader ("d113-k1-b"); its own period of force overrides its document's.
    """

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="units")
    index = models.PositiveIntegerField()
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    level = models.CharField(max_length=12)
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=1000, blank=True)
    path = models.CharField(max_length=300, blank=True)
    anchor = models.CharField(max_length=120)
    start = models.PositiveIntegerField()
    own_end = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    force_from = models.DateField(null=True, blank=True)
    force_until = models.DateField(null=True, blank=True)

    objects = OfVersionQuerySet.as_manager()

    class Meta:
        ordering = ["version", "index"]
        constraints = [
            models.UniqueConstraint(fields=["version", "index"], name="unit_index_once"),
            models.UniqueConstraint(fields=["version", "anchor"], name="unit_anchor_once"),
            models.CheckConstraint(
                condition=Q(start__lte=models.F("own_end")) & Q(own_end__lte=models.F("end")),
                name="unit_span",
            ),
        ]
        indexes = [
            models.Index(fields=["version", "level", "number"]),
            models.Index(fields=["version", "start"], name="unit_by_place"),
        ]

    def __str__(self) -> str:
        return self.path or self.title


class Passage(models.Model):
    """The citable text that is indexed: neighbouring units under one Điều, with the headings above it.

    ``text`` equals ``version.text[start:end]``; ``unit`` is the smallest unit that holds all of it.
    """

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="passages")
    ordinal = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="passages")
    headings = models.CharField(max_length=2000, blank=True)
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    objects = OfVersionQuerySet.as_manager()

    class Meta:
        ordering = ["version", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["version", "ordinal"], name="passage_ordinal_once")]

    def __str__(self) -> str:
        return f"{self.unit}"


class Relation(models.Model):
    """One text acts on another, as ``version`` says: the acting text itself, or one that tells of it in a note.

    ``acting`` and ``target`` are empty until the texts have arrived; the number keys (``corpus.relations.name_key``)
    find them. ``part`` is the affected unit as it is cited, "" for the whole text; ``phrase``: only words in it.
    ``start``/``end`` are the statement, ``new_start``/``new_end`` what the unit says from then on, all in the text of
    ``version``. Only what ``State.READ`` or ``State.CONFIRMED`` decides anything.
    """

    class Kind(models.TextChoices):
        REPEALS = "repeals", _("ends")
        REPLACES = "replaces", _("replaces")
        AMENDS = "amends", _("amends")
        CORRECTS = "corrects", _("corrects")
        GUIDES = "guides", _("guides")
        CONSOLIDATES = "consolidates", _("consolidates")
        CITES = "cites", _("is based on")

    class State(models.TextChoices):
        READ = "read", _("Read from the text")
        PROPOSED = "proposed", _("Not confirmed yet")
        CONFIRMED = "confirmed", _("Confirmed")
        REJECTED = "rejected", _("Rejected")

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.READ, db_default=State.READ)
    whole = models.BooleanField(default=True)
    phrase = models.BooleanField(default=False, db_default=False)
    acting: ForeignKey[Document | None, Document | None] = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="acts_on"
    )
    acting_number = models.CharField(max_length=300, blank=True, default="", db_default="")
    acting_number_key = models.CharField(max_length=120, blank=True, default="", db_default="", db_index=True)
    acting_part = models.CharField(max_length=300, blank=True, default="", db_default="")
    target: ForeignKey[Document | None, Document | None] = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="affected_by"
    )
    target_number = models.CharField(max_length=300)
    target_number_key = models.CharField(max_length=120, db_index=True)
    part = models.CharField(max_length=300, blank=True, default="", db_default="")
    effective_on = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    old_words = models.CharField(max_length=400, blank=True, default="", db_default="")
    new_words = models.CharField(max_length=400, blank=True, default="", db_default="")
    quote = models.TextField()
    start = models.PositiveIntegerField(default=0, db_default=0)
    end = models.PositiveIntegerField(default=0, db_default=0)
    new_start = models.PositiveIntegerField(null=True, blank=True)
    new_end = models.PositiveIntegerField(null=True, blank=True)
    confidence = models.FloatField(default=1.0, db_default=1.0)

    objects = OfVersionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["target", "part"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_number}"

    @property
    def counts(self) -> bool:
        """Whether it may decide what is in force."""
        return self.state in {self.State.READ, self.State.CONFIRMED}

    @property
    def takes_effect(self) -> dt.date | None:
        """From when it holds: the day it gives, else the day on which the text that says so takes force."""
        own = self.acting_id == self.version.document_id
        return self.effective_on or (self.version.document.force_from if own else None)
