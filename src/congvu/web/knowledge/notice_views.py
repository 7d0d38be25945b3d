"""What one was told."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from congvu.knowledge.models import Case
from congvu.knowledge.notices import notices_for, read_all
from congvu.web.request import PersonRequest

PER_PAGE = 30


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: PersonRequest) -> HttpResponse:
    """One's own notices, the newest first; a POST says that all are read."""
    if request.method == "POST":
        read_all(request.user)
        return HttpResponseRedirect(reverse("knowledge:notices"))
    page = Paginator(notices_for(request.viewer), PER_PAGE).get_page(request.GET.get("page"))
    cases = Case.objects.visible_to(request.viewer).filter(pk__in=[one.case_id for one in page])
    seen = set(cases.values_list("pk", flat=True))
    return render(request, "knowledge/notices.html", {"page": page, "rows": [(n, n.case_id in seen) for n in page]})
