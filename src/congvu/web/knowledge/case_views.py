"""The queue of cases and one case: read, take, give back, move, judge, close."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from congvu.accounts.models import Agency
from congvu.accounts.queries import agencies_on, fields
from congvu.answering.models import Answer
from congvu.common.clock import today
from congvu.common.errors import InvalidInputError
from congvu.knowledge import actions
from congvu.knowledge.models import Case
from congvu.knowledge.opening import ask_expert
from congvu.knowledge.policies import can_claim, can_move, works_on_cases
from congvu.knowledge.queries import QueueFilter, approved_before, asked_in, evidence_of, queue, similar_questions
from congvu.knowledge.types import CaseState, Judgement, Lack
from congvu.web.knowledge.presenting import case_title, history_of, numbered, shown_signals
from congvu.web.objects import Refused, visible_or_404
from congvu.web.request import PersonRequest

PER_PAGE = 30


@never_cache
@require_safe
def queue_page(request: PersonRequest) -> HttpResponse:
    """Cases that wait, the one that is due first at the top; filters by whose, field, agency, expert."""
    if not works_on_cases(request.viewer):
        raise Refused
    whose = request.GET.get("whose", "")
    wanted = QueueFilter(
        whose if whose in ("mine", "open") else "",
        numbered(request.GET.get("field")),
        numbered(request.GET.get("agency")),
        numbered(request.GET.get("owner")),
    )
    page = Paginator(queue(request.viewer, wanted), PER_PAGE).get_page(request.GET.get("page"))
    unsettled = Case.objects.visible_to(request.viewer).unsettled()
    asked = asked_in(list(page))
    context = {
        "page": page,
        "rows": [(case, case_title(case, asked[case.pk][0]), asked[case.pk][1]) for case in page],
        "wanted": wanted,
        "fields": fields(),
        "agencies": Agency.objects.filter(pk__in=unsettled.values("agency")).prefetch_related("names"),
        "owners": unsettled.exclude(owner=None).order_by("owner__sort_key").values_list(
            "owner", "owner__full_name"
        ).distinct(),
        "today": today(),
        "waiting": unsettled.filter(state=CaseState.OPEN).count(),
    }  # fmt: skip
    return render(request, "knowledge/queue.html", context)


@never_cache
@require_safe
def case_page(request: PersonRequest, pk: int) -> HttpResponse:
    """Why the case is there, what was answered on what basis, what is known of the matter, what has happened."""
    found = seen_case(request, pk)
    text = case_title(found)
    mine = found.owner_id == request.user.pk
    context = {
        "case": found,
        "title": text,
        "signals": shown_signals(found, request.viewer),
        "evidence": evidence_of(request.viewer, found),
        "similar": similar_questions(request.viewer, found, text),
        "approved": approved_before(request.viewer, text),
        "history": history_of(found),
        "corrections": found.corrections.exclude(state="draft").select_related("author", "review__reviewer"),
        "requests": found.requests.select_related("agency", "document"),
        "mine": mine,
        "at_work": mine and found.state == CaseState.CLAIMED,
        "may_ask_data": mine and found.state in (CaseState.CLAIMED, CaseState.WAITING),
        "may_claim": found.state == CaseState.OPEN and can_claim(request.viewer, found),
        "may_move": can_move(request.viewer, found) and found.state in (CaseState.OPEN, CaseState.CLAIMED)
        and found.owner_id in (None, request.user.pk),
        "fields": fields(),
        "agencies": agencies_on().prefetch_related("names"),
        "judgements": Judgement.choices,
        "lacks": Lack.choices,
        "today": today(),
    }  # fmt: skip
    return render(request, "knowledge/case.html", context)


@require_POST
def take_next(request: PersonRequest) -> HttpResponse:
    """The case that is due first."""
    if not works_on_cases(request.viewer):
        raise Refused
    case = actions.claim_next(request.user)
    if case is None:
        messages.info(request, _("No case of your fields waits just now."))
        return HttpResponseRedirect(reverse("knowledge:queue"))
    return HttpResponseRedirect(reverse("knowledge:case", args=[case.pk]))


@require_POST
def take(request: PersonRequest, pk: int) -> HttpResponse:
    found = seen_case(request, pk)
    return acted(request, found, lambda: actions.claim(found, request.user), _("The case is yours now."))


@require_POST
def give_back(request: PersonRequest, pk: int) -> HttpResponse:
    found = seen_case(request, pk)
    return acted(request, found, lambda: actions.release(found, request.user), _("The case waits for an expert again."))


@require_POST
def move_case(request: PersonRequest, pk: int) -> HttpResponse:
    """Another field, another agency in charge."""
    found = seen_case(request, pk)
    field = fields().filter(pk=numbered(request.POST.get("field")) or 0).first()
    agency = agencies_on().filter(pk=numbered(request.POST.get("agency")) or 0).first()
    return acted(request, found, lambda: actions.move(found, request.user, field, agency), _("The case is moved."))


@require_POST
def judge_case(request: PersonRequest, pk: int) -> HttpResponse:
    """How good the answer was."""
    found = seen_case(request, pk)
    judgement, note = request.POST.get("judgement", ""), request.POST.get("note", "")
    done = _("Your verdict is kept.")
    return acted(request, found, lambda: actions.judge(found, request.user, judgement, note), done)


@require_POST
def close_case(request: PersonRequest, pk: int) -> HttpResponse:
    """Nothing can be answered from texts."""
    found = seen_case(request, pk)
    why = request.POST.get("note", "")
    return acted(request, found, lambda: actions.close(found, request.user, why), _("The case is settled."))


@require_POST
def ask(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Have an expert look at one's own question."""
    visible = Answer.objects.visible_to(request.viewer).select_related("question")
    answer = visible_or_404(visible, pk)
    try:
        ask_expert(request.user, answer)
        messages.success(request, _("An expert looks at your question; you are told here when there is an answer."))
    except InvalidInputError as error:
        messages.error(request, str(error))
    address = reverse("chat:conversation", args=[answer.question.conversation_id])
    return HttpResponseRedirect(f"{address}#answer-{answer.pk}")


def seen_case(request: PersonRequest, pk: int) -> Case:
    cases = Case.objects.visible_to(request.viewer)
    return visible_or_404(cases.select_related("field", "agency", "owner", "entry__correction"), pk)


def acted(request: PersonRequest, case: Case, act: Callable[[], object], done: str) -> HttpResponse:
    """Do it, say so or say why not, and go back to the case; what is not allowed is the middleware's to tell."""
    try:
        act()
        messages.success(request, done)
    except InvalidInputError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("knowledge:case", args=[case.pk]))
