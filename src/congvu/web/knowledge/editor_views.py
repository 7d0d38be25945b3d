"""Writing a correction, and choosing its sources from the library; everything works as plain forms."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from congvu.common.errors import InvalidInputError
from congvu.corpus.models import Document, Unit
from congvu.knowledge import correcting
from congvu.knowledge.models import Case, Correction
from congvu.knowledge.queries import approved_before, evidence_of, libraries_found, similar_questions, units_found
from congvu.knowledge.types import CorrectionState
from congvu.web.knowledge.case_views import seen_case
from congvu.web.knowledge.presenting import case_title, differing, numbered, shown_signals, shown_sources
from congvu.web.objects import Refused, visible_or_404
from congvu.web.request import PersonRequest

_BASIS, _MISLEADS = "basis", "misleads"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def editor(request: PersonRequest, pk: int) -> HttpResponse:
    """The draft of one's own case. Every button saves first, so nothing is lost on the way to a source."""
    case = _own_case(request, pk)
    if request.method == "POST":
        return _posted(request, case)
    draft = _draft(request, case)
    if draft is None:
        return _to_case(case)
    return _page(request, case, draft)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def picker(request: PersonRequest, pk: int) -> HttpResponse:
    """Find a document, then the unit in it; each has a button that makes it a source."""
    case = _own_case(request, pk)
    draft = _draft(request, case)
    if draft is None:
        return _to_case(case)
    if request.method == "POST":
        unit = visible_or_404(Unit.objects.visible_to(request.viewer), numbered(request.POST.get("unit")) or 0)
        _say(request, lambda: correcting.add_source(draft, request.user, unit), _("The source is added."))
        return _to_editor(case)
    asked, article = request.GET.get("q", "").strip()[:200], request.GET.get("dieu", "").strip()[:20]
    chosen = numbered(request.GET.get("doc"))
    document = visible_or_404(Document.objects.visible_to(request.viewer), chosen) if chosen else None
    context = {
        "case": case,
        "asked": asked,
        "article": article,
        "document": document,
        "documents": libraries_found(request.viewer, asked) if asked and document is None else [],
        "units": _shown_units(request, document, article) if document else [],
    }
    return render(request, "knowledge/picker.html", context)


@require_POST
def leave_out(request: PersonRequest, pk: int, source: int) -> HttpResponse:
    """Take a source out again."""
    case = _own_case(request, pk)
    draft = _draft(request, case)
    if draft is None:
        return _to_case(case)
    _say(request, lambda: correcting.remove_source(draft, request.user, source), _("The source is left out."))
    return _to_editor(case)


def _posted(request: PersonRequest, case: Case) -> HttpResponse:
    do = request.POST.get("do", "")
    try:
        draft = correcting.begin(case, request.user)
    except InvalidInputError as error:
        messages.error(request, str(error))
        return _to_case(case)
    if do == "begin":
        return _to_editor(case)
    try:
        correcting.save_draft(
            draft,
            request.user,
            request.POST.get("question", ""),
            request.POST.get("paraphrases", "").splitlines(),
            request.POST.get("text", ""),
        )
        correcting.mark(draft, request.user, _marks(request))
        if do.startswith("use-"):
            unit = visible_or_404(Unit.objects.visible_to(request.viewer), numbered(do.removeprefix("use-")) or 0)
            correcting.add_source(draft, request.user, unit)
        if do == "submit":
            return _submit(request, case, draft)
    except InvalidInputError as error:
        return _page(request, case, draft, error=str(error))
    if do == "source":
        return HttpResponseRedirect(reverse("knowledge:picker", args=[case.pk]))
    messages.success(request, _("Saved."))
    return _to_editor(case)


def _submit(request: PersonRequest, case: Case, draft: Correction) -> HttpResponse:
    draft.refresh_from_db()
    differs = differing(draft, shown_sources(draft, request.viewer))
    if differs and not request.POST.get("checked"):
        words = _("Some of what you wrote is not in the sources. Look at it, then confirm it or change it.")
        return _page(request, case, draft, error=words)
    correcting.submit(draft, request.user)
    messages.success(request, _("Sent. A reviewer of the field decides; you are told."))
    return _to_case(case)


def _page(request: PersonRequest, case: Case, draft: Correction, error: str = "") -> HttpResponse:
    draft.refresh_from_db()
    sources = shown_sources(draft, request.viewer)
    marks = dict(draft.marks.values_list("passage", "right"))
    text = case_title(case)
    context = {
        "case": case,
        "title": text,
        "draft": draft,
        "paraphrases": "\n".join(draft.paraphrases),
        "typed": request.POST if error else None,
        "error": error,
        "sources": sources,
        "differs": differing(draft, sources),
        "evidence": [(row, _mark(marks.get(row.passage_id or 0))) for row in evidence_of(request.viewer, case)],
        "signals": shown_signals(case, request.viewer, 1),
        "similar": similar_questions(request.viewer, case, text),
        "approved": approved_before(request.viewer, draft.question or text),
        "previous": draft.previous,
        "review": getattr(draft.previous, "review", None) if draft.previous else None,
    }
    return render(request, "knowledge/editor.html", context, status=422 if error else 200)


def _marks(request: PersonRequest) -> dict[int, bool]:
    found = {}
    for name, value in request.POST.items():
        key = numbered(name.removeprefix("mark-")) if name.startswith("mark-") else None
        if key is not None and value in (_BASIS, _MISLEADS):
            found[key] = value == _BASIS
    return found


def _mark(right: bool | None) -> str:
    return "" if right is None else _BASIS if right else _MISLEADS


def _shown_units(request: PersonRequest, document: Document, article: str) -> list[tuple[Unit, str, int]]:
    """Units, the beginning of their words, and how deep they lie below their Điều."""
    text = document.current.text if document.current is not None else ""
    return [
        (unit, text[unit.start : unit.own_end].strip()[:240], {"clause": 1, "point": 2}.get(unit.level, 0))
        for unit in units_found(request.viewer, document, article)
    ]


def _own_case(request: PersonRequest, pk: int) -> Case:
    case = seen_case(request, pk)
    if case.owner_id != request.user.pk:
        raise Refused(case)
    return case


def _draft(request: PersonRequest, case: Case) -> Correction | None:
    return case.corrections.filter(state=CorrectionState.DRAFT, author=request.user).first()


def _say(request: PersonRequest, act: Callable[[], object], done: str) -> None:
    try:
        act()
        messages.success(request, done)
    except InvalidInputError as error:
        messages.error(request, str(error))


def _to_case(case: Case) -> HttpResponse:
    return HttpResponseRedirect(reverse("knowledge:case", args=[case.pk]))


def _to_editor(case: Case) -> HttpResponse:
    return HttpResponseRedirect(reverse("knowledge:editor", args=[case.pk]))
