"""Which ranker serves: the package's own, or one that was learned here and passed the gate. One step leads back."""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from importlib.resources import files

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.common import audit
from congvu.common.audit import Actor
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.retrieval.gate import Verdict
from congvu.retrieval.models import RankerVersion
from congvu.retrieval.policies import can_manage_rankers
from congvu.retrieval.ranking import Ranker

log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def default_ranker() -> Ranker:
    """The ranker of the package."""
    text = (files("congvu.retrieval") / "data" / "ranker.json").read_text("utf-8")
    return Ranker.from_json(json.loads(text))


@lru_cache(maxsize=2)
def _stored(pk: int, version: str) -> Ranker | None:
    """A stored ranker never changes; None where a newer program works out other features than it was learned over."""
    row = RankerVersion.objects.get(pk=pk)
    try:
        return Ranker.from_json(row.document)
    except (ValueError, KeyError, TypeError) as error:
        log.warning("ranker %s does not fit this program (%s): the package's own serves", version, error)
        return None


def active_ranker() -> Ranker:
    """The ranker that orders evidence now: one cheap query, so that a change holds at the next question."""
    serving = RankerVersion.objects.filter(active=True).values_list("pk", "version").first()
    return (_stored(*serving) if serving is not None else None) or default_ranker()


def store(ranker: Ranker, verdict: Verdict, actor: Actor | None) -> RankerVersion:
    """Keep a learned ranker and what the gate said of it, without letting it serve. Raises InvalidInputError where the
    version is taken.
    """
    with transaction.atomic():
        if ranker.version == default_ranker().version or RankerVersion.objects.filter(version=ranker.version).exists():
            raise InvalidInputError(
                _("There is a ranker %s already.") % ranker.version, _("Give the new one another name with --name.")
            )
        row = RankerVersion.objects.create(version=ranker.version, document=ranker.to_json(), verdict=verdict.to_json())
        audit.record("ranker.stored", actor=actor, target=row, detail={"version": row.version})
    return row


def promote(version: str, actor: Actor | None) -> RankerVersion:
    """Let a stored ranker serve from the next question on, if the gate let it pass.

    ``actor`` is None for the command line. Raises NotAllowedError for a person who is no operator, InvalidInputError
    where there is no such ranker or it did not pass.
    """
    _check(actor)
    with transaction.atomic():
        row = RankerVersion.objects.select_for_update().filter(version=version).first()
        if row is None:
            raise InvalidInputError(
                _("There is no ranker %s.") % version, _("“congvu train ranker --list” shows them.")
            )
        if not row.verdict.get("passed"):
            raise InvalidInputError(
                _("The gate did not let %(version)s pass: %(reason)s.")
                % {"version": version, "reason": row.verdict.get("reason", _("it was not judged"))},
                _("Learn another one, from more judgements."),
            )
        before = RankerVersion.objects.select_for_update().filter(active=True).first()
        if before is not None and before.pk == row.pk:
            return row
        if before is not None:
            RankerVersion.objects.filter(pk=before.pk).update(active=False)
        row.active, row.replaced, row.promoted_at = True, before.version if before else "", now()
        row.save(update_fields=["active", "replaced", "promoted_at"])
        detail = {"version": row.version, "replaced": row.replaced or default_ranker().version}
        audit.record("ranker.promoted", actor=actor, target=row, detail=detail)
    return row


def go_back(actor: Actor | None) -> str:
    """Let the ranker serve that did before the present one; its version. Raises InvalidInputError at the first one,
    NotAllowedError for a person who is no operator.
    """
    _check(actor)
    with transaction.atomic():
        row = RankerVersion.objects.select_for_update().filter(active=True).first()
        if row is None:
            raise InvalidInputError(_("The package's own ranker serves; there is none before it."))
        RankerVersion.objects.filter(pk=row.pk).update(active=False)
        RankerVersion.objects.filter(version=row.replaced).update(active=True)
        serving = active_ranker().version
        audit.record("ranker.went_back", actor=actor, target=row, detail={"from": row.version, "to": serving})
    return serving


def _check(actor: Actor | None) -> None:
    if isinstance(actor, User) and not can_manage_rankers(viewer_for(actor)):
        raise NotAllowedError(_("Only the province's operators decide which ranker serves."))
