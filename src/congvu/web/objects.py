"""The one way from a key in an address to an object, and the one refusal: what is not for somebody is not there.

``AccessMiddleware`` writes every ``Refused`` into the audit log; ``tests/web/test_matrix.py`` proves it for all routes.
"""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.http import Http404

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
