"""Corrections that wait for a second person, and the decision on one, with both texts side by side."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from congvu.accounts.types import Role
from congvu.common.errors import InvalidInputError
from congvu.knowledge.comparing import compared
from congvu.knowledge.models import Correction
from congvu.knowledge.policies import can_review
from congvu.knowledge.queries import reviews_seen, waiting_for_review
from congvu.knowledge.reviewing import decide
from congvu.knowledge.types import CorrectionState
from congvu.web.knowledge.presenting import answer_text, case_title, differing, shown_signals, shown_sources
from congvu.web.objects import Refused, visible_or_404
from congvu.web.request import PersonRequest

PER_PAGE = 30


@never_cache
@require_safe
def waiting(request: PersonRequest) -> HttpResponse:
    """What waits for this reviewer, the oldest first."""
    if not request.viewer.has_role(Role.REVIEWER):
        raise Refused
    page = Paginator(waiting_for_review(request.viewer), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "knowledge/reviews.html", {"page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review_page(request: PersonRequest, pk: int) -> HttpResponse:
    """What was answered, what was sent before, what is proposed, on which sources; and the decision."""
    seen = reviews_seen(request.viewer).select_related("case__field", "case__entry__correction", "author", "previous")
    correction = visible_or_404(seen, pk)
    error = ""
    if request.method == "POST":
        try:
            decide(
                correction,
                request.user,
                request.POST.get("decision", ""),
                seen=request.POST.get("seen", ""),
                comment=request.POST.get("comment", ""),
                suggestion=request.POST.get("suggestion", ""),
            )
            messages.success(request, _("Your decision is kept; its author is told."))
            return HttpResponseRedirect(reverse("knowledge:reviews"))
        except InvalidInputError as refusal:
            error = str(refusal)
    return render(request, "knowledge/review.html", _context(request, correction, error), status=422 if error else 200)


def _context(request: PersonRequest, correction: Correction, error: str) -> dict[str, object]:
    case = correction.case
    signals = shown_signals(case, request.viewer, 1)
    sources = shown_sources(correction, request.viewer)
    review = getattr(correction, "review", None)
    previous = correction.previous
    return {
        "case": case,
        "title": case_title(case),
        "correction": correction,
        "signals": signals,
        "sources": sources,
        "readable": all(shown.readable for shown in sources),
        "differs": differing(correction, sources),
        "against_answer": compared(answer_text(signals[0].view), correction.text) if signals else None,
        "against_previous": compared(previous.text, correction.text) if previous is not None else None,
        "against_suggestion": compared(correction.text, review.suggestion) if review and review.suggestion else None,
        "review": review,
        "previous_review": getattr(previous, "review", None),
        "may_decide": correction.state == CorrectionState.SUBMITTED and can_review(request.viewer, correction),
        "error": error,
        "typed": request.POST if error else None,
    }
