"""What ingestion hands to the corpus, what it gets back, and the states of force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from congvu.legal.relation_types import FoundRelation
from congvu.legal.structure import StructuredText

if TYPE_CHECKING:
    from congvu.corpus.models import Document, DocumentVersion


class ForceState(models.TextChoices):
    """Where a text stands on a date."""

    IN_FORCE = "in_force", _("In force")
    NOT_YET = "not_yet", _("Not yet in force")
    ENDED = "ended", _("No longer in force")
    UNKNOWN = "unknown", _("Period of force not known")


class Outcome(StrEnum):
    """What storing a file did."""

    CREATED = "created"
    NEW_VERSION = "new_version"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class StoreResult:
    """``affected`` are other documents whose period of force changed: their index entries must follow."""

    version: DocumentVersion
    outcome: Outcome
    affected: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A file that was read. ``text`` is NFC; ``structure`` covers every character of it.

    ``unit_dates`` are units, as they are cited, with a day of their own from which they are in force.
    """

    file_name: str
    media_type: str
    size: int
    content_hash: str
    text: str
    structure: StructuredText
    parser: str
    pages: int | None = None
    number: str = ""
    kind: str = ""
    kind_name: str = ""
    title: str = ""
    issuer: str = ""
    issued_on: dt.date | None = None
    effective_from: dt.date | None = None
    relations: tuple[FoundRelation, ...] = ()
    unit_dates: tuple[tuple[str, dt.date], ...] = ()
    front: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassagePlan:
    """A passage before it is stored: the index of its unit and character offsets into the text."""

    unit_index: int
    start: int
    end: int
    headings: str
