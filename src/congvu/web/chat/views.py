"""Asking, watching the answer come, reading it again, judging it."""

from __future__ import annotations

import uuid

from asgiref.sync import sync_to_async
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from congvu.answering.actions import ask as ask_question
from congvu.answering.actions import produce
from congvu.answering.actions import stop as stop_writing
from congvu.answering.models import Answer, Conversation
from congvu.answering.queries import conversations_for, turns_of
from congvu.answering.questions import MAX_QUESTION
from congvu.campaigns.appeals import saw
from congvu.common.clock import today
from congvu.common.errors import CongVuError
from congvu.feedback.actions import rate as rate_answer
from congvu.feedback.actions import unrate
from congvu.knowledge.opening import from_dislike, taken_back
from congvu.web.chat.examples import EXAMPLES
from congvu.web.chat.forms import DISLIKE, NONE, AskForm, RatingForm
from congvu.web.chat.presenting import shown_answer, shown_turns
from congvu.web.objects import visible_or_404
from congvu.web.request import PersonRequest
from congvu.web.sse import event_stream

_IN_SIDE_BAR = 20
_PER_PAGE = 50


@never_cache
@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """An empty question box, examples to try, and one's own earlier conversations."""
    return render(request, "chat/home.html", {**_frame(request), "examples": EXAMPLES})


@never_cache
@require_safe
def history(request: PersonRequest) -> HttpResponse:
    """All of one's own conversations, in pages."""
    page = Paginator(conversations_for(request.viewer), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "chat/history.html", {"page": page})


@never_cache
@require_safe
def conversation(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """One conversation: its turns, and the box for the next question."""
    found = _own_conversation(request, pk)
    turns = shown_turns(turns_of(request.viewer, found), request.viewer)
    saw(found.questions.filter(answer__finished_at__isnull=False).values_list("pk", flat=True))
    return render(request, "chat/conversation.html", {**_frame(request), "conversation": found, "turns": turns})


@require_POST
def ask(request: PersonRequest) -> HttpResponse:
    """Store a question.

    A page with JavaScript (``live``, or htmx) then watches the stream; otherwise the answer is made here,
    before the redirect.
    """
    form = AskForm(request.POST)
    if not form.is_valid():
        return _not_asked(request, _("The date is not one that can be used: write it as dd/mm/yyyy."))
    chosen = form.cleaned_data
    carried_on = _own_conversation(request, chosen["conversation"]) if chosen["conversation"] else None
    try:
        answer = ask_question(
            request.user, chosen["text"], conversation=carried_on, on=chosen["on"], token=chosen["token"]
        )
    except CongVuError as error:
        return _not_asked(request, str(error))
    if "HX-Request" in request.headers:
        return render(request, "components/turn.html", {"shown": shown_answer(answer, request.viewer)})
    if not chosen["live"]:
        for _event in produce(answer.pk, pause=_at_once):
            pass
    return HttpResponseRedirect(f"{_address(answer)}#q-{answer.question_id}")


@never_cache
@require_GET
async def stream(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The events of one's own answer, made now or told again; asking twice changes nothing."""
    answer = await sync_to_async(_own_answer)(request, pk)
    return event_stream(lambda: produce(answer.pk))


@never_cache
@require_safe
def answer_fragment(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The finished answer as a piece of a page, to take the place of the streamed words."""
    found = _own_answer(request, pk)
    if found.finished_at is not None:
        saw([found.question_id])
    return render(request, "components/answer.html", {"shown": shown_answer(found, request.viewer)})


@require_POST
def stop(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Have no more written of one's own answer; what there is by now stays. Harmless where it is finished."""
    found = _own_answer(request, pk)
    stop_writing(request.user, found)
    return HttpResponseRedirect(f"{_address(found)}#q-{found.question_id}")


@require_POST
def rate(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Like, dislike with reasons, or take the verdict back."""
    found = _own_answer(request, pk)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("This verdict cannot be used; open the page again."), status=422)
    verdict = form.cleaned_data["verdict"]
    try:
        _give(request, found, verdict, form)
    except CongVuError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    if "HX-Request" in request.headers:
        context = {"shown": shown_answer(found, request.viewer), "thanks": verdict != NONE}
        return render(request, "components/rating.html", context)
    return HttpResponseRedirect(f"{_address(found)}#answer-{found.pk}")


def _give(request: PersonRequest, found: Answer, verdict: str, form: RatingForm) -> None:
    if verdict == NONE:
        unrate(request.user, found)
        taken_back(found)
    elif verdict == DISLIKE:
        reasons, comment = form.cleaned_data["reasons"], form.cleaned_data["comment"]
        from_dislike(rate_answer(request.user, found, False, reasons, comment))
    else:
        rate_answer(request.user, found, True)
        taken_back(found)


def _frame(request: PersonRequest) -> dict[str, object]:
    """What the side bar and the question box need."""
    return {
        "recent": conversations_for(request.viewer)[:_IN_SIDE_BAR],
        "token": uuid.uuid4(),
        "today": today(),
        "max_question": MAX_QUESTION,
    }


def _not_asked(request: PersonRequest, message: str) -> HttpResponse:
    """Say what is wrong beside the box, with the typed text still in it."""
    if "HX-Request" in request.headers:
        alert = {"look": "bad", "message": message, "role": "alert"}
        response = render(request, "components/alert.html", alert, status=422)
        response["HX-Retarget"], response["HX-Reswap"] = "#ask-error", "innerHTML"
        return response
    context = {
        **_frame(request),
        "examples": EXAMPLES,
        "error": message,
        "typed": request.POST.get("text", ""),
    }
    return render(request, "chat/home.html", context, status=422)


def _at_once(_seconds: float) -> None:
    """No pauses between words where nobody watches them come."""


def _own_conversation(request: PersonRequest, pk: uuid.UUID) -> Conversation:
    return visible_or_404(Conversation.objects.visible_to(request.viewer), pk)


def _own_answer(request: PersonRequest, pk: uuid.UUID) -> Answer:
    return visible_or_404(Answer.objects.visible_to(request.viewer).select_related("question__conversation"), pk)


def _address(answer: Answer) -> str:
    return reverse("chat:conversation", args=[answer.question.conversation_id])
