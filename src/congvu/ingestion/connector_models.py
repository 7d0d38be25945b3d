"""Sources that are connected, what came from them, and what the exchange of documents has done so far."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models import Agency
from congvu.accounts.types import Viewer
from congvu.common.clock import now
from congvu.corpus.models import Document, Source, Visibility


class ConnectionQuerySet(models.QuerySet["SourceConnection"]):
    def visible_to(self, viewer: Viewer) -> ConnectionQuerySet:
        """All for operators; those of their agency for coordinators (see ``source_policies``)."""
        from congvu.ingestion.source_policies import visible_connections  # policies import this model

        return self.filter(visible_connections(viewer))


class OfConnectionQuerySet(models.QuerySet["Arrival"]):
    def visible_to(self, viewer: Viewer) -> OfConnectionQuerySet:
        from congvu.ingestion.source_policies import visible_connections  # policies import this model

        return self.filter(connection__in=SourceConnection.objects.filter(visible_connections(viewer)))


class SourceConnection(models.Model):
    """How documents come from a source: by which connector, how often, for whom and how they are read.

    ``organ`` is our own OrganId towards that source; where it is set, senders are told what became of their messages.
    """

    class Connector(models.TextChoices):
        FOLDER = "folder", _("Watched folder or SFTP drop")
        ENDPOINT = "endpoint", _("Others send to us over HTTP")
        GATEWAY = "gateway", _("We fetch from a gateway over HTTP")
        WEB = "web", _("Web list (sitemap, RSS, Atom)")
        UPLOAD = "upload", _("Uploaded by hand")

    class Reading(models.TextChoices):
        FILES = "files", _("Messages (edXML), documents, ZIP archives")
        QUESTIONS = "questions", _("Tables of questions and answers")
        PROCEDURES = "procedures", _("Administrative procedures (JSON)")

    source = models.OneToOneField(Source, models.PROTECT, related_name="connection")
    connector = models.CharField(max_length=10, choices=Connector.choices)
    reading = models.CharField(max_length=10, choices=Reading.choices, default=Reading.FILES)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True)
    visibility = models.CharField(max_length=16, choices=Visibility.choices, default=Visibility.PROVINCE)
    address = models.CharField(_("folder or address"), max_length=500, blank=True)
    hosts = models.CharField(_("allowed hosts"), max_length=1000, blank=True)
    private_hosts = models.BooleanField(_("hosts of the internal network"), default=False)
    organ = models.CharField(_("our code (OrganId)"), max_length=60, blank=True)
    organ_name = models.CharField(_("our name"), max_length=200, blank=True)
    every_minutes = models.PositiveIntegerField(_("every … minutes"), default=0)
    enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        ordering = ["source__name"]

    def __str__(self) -> str:
        return self.source.name

    def due(self, at: dt.datetime) -> bool:
        """Whether it is time to look again."""
        if not self.enabled or not self.every_minutes:
            return False
        last = self.runs.order_by("-started_at").first()
        return last is None or last.started_at + dt.timedelta(minutes=self.every_minutes) <= at


class SourceRun(models.Model):
    """One look at a source. ``found`` = ``taken`` + ``repeated`` + ``failed``; ``error`` says why it broke off."""

    connection = models.ForeignKey(SourceConnection, models.CASCADE, related_name="runs")
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)
    found = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.connection} {self.started_at:%d/%m/%Y %H:%M}"


class Arrival(models.Model):
    """One thing that came: taken in once, whatever is repeated. The bytes are kept by ``content_hash``.

    ``message_key`` is that of ``edxml.types.Message.key``; ``facts`` is its envelope without files, "" and {} for what
    is no message or was refused.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        WAITING = "waiting", _("Waits for the sender's code")
        DONE = "done", _("Taken over")
        REPEATED = "repeated", _("Repeated, nothing changed")
        OVERTAKEN = "overtaken", _("Overtaken by a later message")
        FAILED = "failed", _("Not read")
        REFUSED = "refused", _("Refused")

    connection = models.ForeignKey(SourceConnection, models.CASCADE, related_name="arrivals")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="members")
    name = models.CharField(max_length=255)
    marker = models.CharField(max_length=300, blank=True)
    content_hash = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    reason_code = models.CharField(max_length=40, blank=True)
    reason_detail = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    message_kind = models.CharField(max_length=10, blank=True)
    message_key = models.CharField(max_length=64, blank=True, db_index=True)
    sender = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    documents = models.ManyToManyField(Document, blank=True, related_name="arrivals")
    received_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = OfConnectionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["connection", "state"]),
            models.Index(fields=["connection", "marker"]),
            models.Index(fields=["connection", "name"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["failed", "refused"]) | ~Q(reason_code=""), name="failed_arrival_says_why"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Exchanged(models.Model):
    """Where a document of the exchange stands, within one circle of readers: which message had the last word.

    A recall that came first leaves a row without documents, so that what it recalls is not shown when it comes.
    """

    circle = models.CharField(max_length=300)
    document_id = models.CharField(max_length=150)
    party = models.CharField(max_length=80)
    recalled = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    rank = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "document_id"], name="exchanged_once")]

    def __str__(self) -> str:
        return self.document_id


class ExchangedDocument(models.Model):
    """A document of ours that came under a DocumentId; ``main`` where it bears that document's own number."""

    exchanged = models.ForeignKey(Exchanged, models.CASCADE, related_name="documents")
    document = models.ForeignKey(Document, models.CASCADE, related_name="exchanged")
    main = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exchanged", "document"], name="exchanged_document_once")]

    def __str__(self) -> str:
        return f"{self.exchanged} {self.document_id}"


class UnknownOrgan(models.Model):
    """A sender's code that names no agency of ours: an operator says whose it is, and what waits goes on."""

    class Decision(models.TextChoices):
        OPEN = "open", _("To be decided")
        ASSIGNED = "assigned", _("Code of an agency")
        OUTSIDE = "outside", _("Organisation outside of the province")
        REFUSED = "refused", _("Take nothing from it")

    bare = models.CharField(max_length=60, unique=True)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=250, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    first_seen_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["first_seen_at"]

    def __str__(self) -> str:
        return self.code


class SourceKey(models.Model):
    """A client's key for one source, kept as a hash; the window counts its calls."""

    connection = models.ForeignKey(SourceConnection, models.CASCADE, related_name="keys")
    name = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    window_at = models.DateTimeField(default=now)
    window_calls = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["connection", "name"], name="source_key_name_once")]

    def __str__(self) -> str:
        return self.name


class Outgoing(models.Model):
    """What is to be told to a source: a status of ours, or a document; sent again until it was taken."""

    connection = models.ForeignKey(SourceConnection, models.CASCADE, related_name="outgoing")
    arrival = models.ForeignKey(Arrival, models.CASCADE, null=True, blank=True, related_name="told")
    name = models.CharField(max_length=120, unique=True)
    status = models.CharField(max_length=2, blank=True)
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
