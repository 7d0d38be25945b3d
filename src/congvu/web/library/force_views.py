"""What acts on what, for people: relations to decide, and a unit's wording in time."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from congvu.common.clock import today
from congvu.common.errors import CongVuError, NotAllowedError
from congvu.corpus.force_queries import UnitState, changes_of, state_on, states_of, to_decide
from congvu.corpus.models import Document, DocumentVersion, Relation, Unit
from congvu.corpus.policies import can_decide_relations
from congvu.corpus.reading import Way, record_reads
from congvu.ingestion.relations import decide_relations
from congvu.web.fields import DayField
from congvu.web.library.relations import ShownRelation, shown_relations
from congvu.web.objects import Refused, visible_or_404
from congvu.web.request import PersonRequest

PER_PAGE = 20
_AROUND = 300
_LONGEST_COMPARED = 4_000  # syllables; longer wordings are shown side by side without marks


@dataclass(frozen=True, slots=True)
class Waiting:
    """A relation to decide, with the text around the statement."""

    shown: ShownRelation
    before: str
    statement: str
    after: str


@never_cache
@require_safe
def relations(request: PersonRequest) -> HttpResponse:
    """What was read of texts acting on one another and waits for a person, the text beside it."""
    if not can_decide_relations(request.viewer):
        raise Refused
    state = request.GET.get("tt", "")
    state = state if state in Relation.State.values else Relation.State.PROPOSED
    found = to_decide(request.viewer, state)
    wanted = request.GET.get("v", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 18:
        found = found.filter(version__document=int(wanted))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    texts = dict(DocumentVersion.objects.filter(pk__in={row.version_id for row in rows}).values_list("pk", "text"))
    record_reads(request.user.pk, {row.version_id: row.version.document for row in rows}, Way.PAGE)
    shown = shown_relations(request.viewer, rows)
    waiting = [_waiting(one, texts[row.version_id], row) for one, row in zip(shown, rows, strict=True)]
    context = {"page": page, "waiting": waiting, "state": state, "states": Relation.State.choices}
    return render(request, "library/relations.html", context)


def _waiting(shown: ShownRelation, text: str, row: Relation) -> Waiting:
    before = text[max(0, row.start - _AROUND) : row.start]
    after = text[row.end : row.end + _AROUND]
    if row.start > _AROUND:
        before = f"…{before.partition(' ')[2]}"
    if row.end + _AROUND < len(text):
        after = f"{after.rpartition(' ')[0]}…"
    return Waiting(shown, before.lstrip(), text[row.start : row.end], after.rstrip())


@require_POST
def decide(request: PersonRequest) -> HttpResponse:
    """Confirm or reject the relations that were ticked."""
    if not can_decide_relations(request.viewer):
        raise Refused
    ids = [int(pk) for pk in request.POST.getlist("relation") if pk.isascii() and pk.isdigit() and len(pk) < 18]
    confirm = request.POST.get("confirm") == "1"
    try:
        decide_relations(request.user, ids, confirm=confirm)
    except NotAllowedError:
        raise
    except CongVuError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Confirmed; it holds from the next question on.") if confirm else _("Rejected."))
    return HttpResponseRedirect(reverse("relations:list"))


class DayForm(forms.Form):
    """The day whose wording is wanted."""

    ngay = DayField(label=gettext_lazy("Day"), required=False)


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording of a unit with what is different from the one before it."""

    since: dt.date | None
    ended: bool
    by: str
    earlier: SafeString
    later: SafeString


@never_cache
@require_safe
def unit(request: PersonRequest, pk: int, anchor: str) -> HttpResponse:
    """One unit of a document: its wording on a day, its changes, and its wordings side by side."""
    document = visible_or_404(Document.objects.visible_to(request.viewer).select_related("current"), pk)
    found = Unit.objects.filter(version=document.current_id, anchor=anchor).select_related("version").first()
    if found is None or not found.path:
        raise Http404
    record_reads(request.user.pk, {found.version_id: document}, Way.PAGE)
    form = DayForm(request.GET if "ngay" in request.GET else None)
    on = (form.cleaned_data["ngay"] if form.is_bound and form.is_valid() else None) or today()
    changes = changes_of(request.viewer, document, [found.path])[found.path]
    states = states_of(document, found, changes)
    shown = {one.pk: one for one in shown_relations(request.viewer, [change.relation for change in changes])}
    context = {
        "document": document,
        "unit": found,
        "form": form if form.is_bound else DayForm(initial={"ngay": on}),
        "on": on,
        "state": state_on(states, on),
        "changes": [shown[change.relation.pk] for change in changes],
        "wordings": list(_wordings(states, shown)),
    }
    return render(request, "library/unit.html", context)


def _wordings(states: Sequence[UnitState], shown: dict[int, ShownRelation]) -> Iterator[Wording]:
    for earlier, later in itertools.pairwise(states):
        left, right = differences(earlier.text, later.text)
        told = shown[later.change.relation.pk] if later.change is not None else None
        yield Wording(later.since, later.ended, told.acting.label if told else "", left, right)


def differences(earlier: str, later: str) -> tuple[SafeString, SafeString]:
    """Two wordings with what was left out and what was put in marked, syllable by syllable."""
    left, right = earlier.split(), later.split()
    if max(len(left), len(right)) > _LONGEST_COMPARED:
        return escape(earlier), escape(later)
    out: tuple[list[str], list[str]] = ([], [])
    for kind, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for side, words, tag in ((0, left[a:b], "del"), (1, right[c:d], "ins")):
            if words:
                said = escape(" ".join(words))
                out[side].append(said if kind == "equal" else f"<{tag}>{said}</{tag}>")
    return mark_safe(" ".join(out[0])), mark_safe(" ".join(out[1]))  # noqa: S308 - every word went through escape
