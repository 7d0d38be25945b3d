"""The reader: a document's text in its place, with its facts; and the file it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congvu.corpus.force_queries import relations_of, relations_on
from congvu.corpus.models import Document, DocumentVersion, Relation
from congvu.corpus.policies import can_decide_relations, can_manage
from congvu.corpus.reading import Way, record_reads
from congvu.corpus.storage import exists, open_blob
from congvu.corpus.unit_force import unit_key
from congvu.legal.structure import UnitLevel
from congvu.web.library.contents import contents, contents_html
from congvu.web.library.relations import ShownRelation, shown_relations
from congvu.web.library.render import HEADED, Span, UnitRow, render_text
from congvu.web.objects import visible_or_404
from congvu.web.request import PersonRequest

_MOST_RELATIONS = 400
_UNIT_FIELDS = ("pk", "level", "title", "anchor", "start", "own_end", "end", "parent_id")


@require_safe
def document(request: PersonRequest, pk: int) -> HttpResponse:
    """The whole text of the current version, or of ``?v=``; ``?s=&e=`` is the span to highlight."""
    readable = Document.objects.visible_to(request.viewer)
    found = visible_or_404(readable.select_related("source", "agency", "current"), pk)
    version = _version(request, found, request.GET.get("v", ""))
    record_reads(request.user.pk, {version.pk: found}, Way.PAGE)
    units = unit_rows(version)
    span = _span(request.GET.get("s", ""), request.GET.get("e", ""), len(version.text))
    relations = _relations(request, found)
    context = {
        "document": found,
        "version": version,
        "is_current": version.pk == found.current_id,
        "versions": list(found.versions.defer("text").order_by("-sequence")),
        "contents": contents_html(contents(version.text, units)) if any(u.level in HEADED for u in units) else "",
        "body": render_text(version.text, units, span, _histories(found, version, relations["suffered"])),
        "span": span,
        "can_manage": can_manage(request.viewer, found),
        "has_file": exists(version.content_hash),
        **relations,
        "can_decide": can_decide_relations(request.viewer),
        "recognised": [(int(page), share) for page, share in version.front.get("recognised", {}).items()],
    }
    return render(request, "library/document.html", context)


@require_safe
def original(request: PersonRequest, pk: int) -> FileResponse:
    """The bytes that were received, only ever as a download."""
    readable = DocumentVersion.objects.visible_to(request.viewer)
    version = visible_or_404(readable.select_related("document").defer("text"), pk)
    if not exists(version.content_hash):
        raise Http404
    record_reads(request.user.pk, {version.pk: version.document}, Way.DOWNLOAD)
    return FileResponse(
        open_blob(version.content_hash),
        as_attachment=True,
        filename=version.file_name,
        content_type="application/octet-stream",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def unit_rows(version: DocumentVersion) -> list[UnitRow]:
    """A version's units in reading order."""
    position: dict[int, int] = {}
    rows: list[UnitRow] = []
    for index, values in enumerate(version.units.order_by("index").values_list(*_UNIT_FIELDS)):
        pk, level, title, anchor, start, own_end, end, parent = values
        position[pk] = index
        rows.append(
            UnitRow(
                UnitLevel(level),
                title,
                anchor,
                start,
                own_end,
                end,
                position[parent] if parent is not None else None,
            )
        )
    return rows


def _version(request: PersonRequest, found: Document, wanted: str) -> DocumentVersion:
    """The current version, or the one of this document that the address names; not one of another document."""
    if not wanted:
        if found.current is None:
            raise Http404
        return found.current
    if not wanted.isascii() or not wanted.isdigit() or len(wanted) > 18:
        raise Http404
    version = visible_or_404(DocumentVersion.objects.visible_to(request.viewer), int(wanted))
    if version.document_id != found.pk:
        raise Http404
    return version


def _span(start: str, end: str, length: int) -> Span | None:
    """The span to highlight; anything that is not a span of this text is no span."""
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        return None
    first, last = int(start[:12]), int(end[:12])
    return Span(first, last) if first < last <= length else None


def _relations(request: PersonRequest, found: Document) -> dict[str, Any]:
    """What this text does to others and others to it, as far as this viewer may read the texts that say so."""
    suffered = [row for row in relations_on(request.viewer, found)[:_MOST_RELATIONS] if row.kind != Relation.Kind.CITES]
    acts = list(relations_of(request.viewer, found)[:_MOST_RELATIONS])
    return {
        "acts": shown_relations(request.viewer, acts),
        "suffered": shown_relations(request.viewer, suffered),
    }


def _histories(
    document: Document, version: DocumentVersion, suffered: Sequence[ShownRelation]
) -> dict[str, SafeString]:
    """By anchor, a link from each changed unit to its wordings in time; of the current version only."""
    if version.pk != document.current_id:
        return {}
    parts = {unit_key(relation.part) for relation in suffered if relation.part}
    if not parts:
        return {}
    units = version.units.exclude(path="").values_list("path", "anchor")
    return {
        anchor: format_html(
            '<a href="{}">{}</a>',
            reverse("library:unit", args=[document.pk, anchor]),
            _("Changes of %(unit)s") % {"unit": path},
        )
        for path, anchor in units
        if path.casefold() in parts
    }
