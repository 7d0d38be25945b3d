"""The one way from a key in an address to an object, and the one refusal: what is not for somebody is not there.

``AccessMiddleware`` writes every ``Refused`` into the audit log; ``tests/web/test_matrix.py`` proves it for all routes.
What a form was sent and never offered is written by ``note_refused_choices``.
"""

from __future__ import annotations

from typing import TypeVar

from django import forms
from django.db import models
from django.http import Http404

from congvu.common import audit
from congvu.web.request import PersonRequest

_Row = TypeVar("_Row", bound=models.Model)


class Refused(Http404):
    """404 by policy: the object is there, or the page is, but not for this person.

    ``target_type`` and ``target_id`` say of what, in the words of the log; both are empty for a page of a role.
    """

    def __init__(self, target: models.Model | None = None, *, target_type: str = "", target_id: object = "") -> None:
        super().__init__()
        self.target_type = type(target).__name__ if target is not None else target_type
        self.target_id = str(target.pk if target is not None else target_id)


def visible_or_404(visible: models.QuerySet[_Row], pk: object) -> _Row:
    """The row of this key among those that the person may see.

    Raises ``Refused`` where there is one that they may not see, a plain ``Http404`` where there is none.
    """
    found = visible.filter(pk=pk).first()
    if found is not None:
        return found
    if visible.model._base_manager.filter(pk=pk).exists():
        raise Refused(target_type=visible.model.__name__, target_id=pk)
    raise Http404


_NOT_OFFERED = frozenset(("invalid_choice", "invalid_pk_value", "not_yours"))
_KEY_DIGITS, _KEYS = 18, 3
"""The log's column holds 64 characters."""


def note_refused_choices(request: PersonRequest, form: forms.BaseForm) -> None:
    """Write an event for each field of ``form`` that was sent a value which this person was not offered.

    A browser cannot send one by itself: somebody asked for another's agency, group or reach. Only whole numbers are
    kept as keys; anything else that was typed is not copied into the log.
    """
    for name, problems in form.errors.as_data().items():
        if not any(problem.code in _NOT_OFFERED for problem in problems):
            continue
        queryset = getattr(form.fields.get(name), "queryset", None)
        keys = [key for key in request.POST.getlist(name) if key.isdecimal() and len(key) <= _KEY_DIGITS]
        audit.record(
            "access.refused",
            actor=request.user,
            target_type=queryset.model.__name__ if queryset is not None else "",
            target_id=",".join(keys[:_KEYS]) if queryset is not None else "",
            outcome="refused",
            detail={
                "route": request.resolver_match.view_name if request.resolver_match else "",
                "method": request.method or "",
                "field": name,
            },
        )
