"""Changes of the units that an answer may quote: by which text, from when, and what they say since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from congvu.accounts.types import Viewer
from congvu.answering.compose.tree import UnitTree
from congvu.answering.types import Quote
from congvu.corpus.force_queries import Change, changes_in, clause_of
from congvu.corpus.models import Passage, Relation
from congvu.corpus.unit_force import is_within, unit_key
from congvu.retrieval.types import Evidence


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A change as a composer needs it; ``part`` is the changed unit, ``quote`` what it says from ``on`` on."""

    part: str
    by: str
    on: dt.date | None
    certain: bool
    ended: bool
    quote: Quote | None
    names: tuple[int, ...]

    def concerns(self, path: str) -> bool:
        """Whether the unit of a citation, one inside it or one around it is changed."""
        part, key = unit_key(self.part), unit_key(path)
        return is_within(part, key) or is_within(key, part)

    def is_of(self, path: str) -> bool:
        return unit_key(self.part) == unit_key(path)


def load_changes(
    viewer: Viewer, evidence: Sequence[Evidence], trees: Mapping[int, UnitTree]
) -> dict[int, tuple[UnitChange, ...]]:
    """The changes by the rank of the evidence, of the governing article and everything in it; earliest first."""
    roots: dict[int, tuple[int, str]] = {}
    for found in evidence:
        tree = trees.get(found.rank)
        if tree is not None and tree.root.path:
            roots[found.rank] = found.document_id, tree.root.path
    changes = changes_in(viewer, set(roots.values()))
    return {rank: tuple(_change(viewer, change) for change in changes[root]) for rank, root in roots.items()}


def _change(viewer: Viewer, change: Change) -> UnitChange:
    row = change.relation
    return UnitChange(
        part=row.part,
        by=f"{row.acting_part} {change.by}".strip(),
        on=change.on,
        certain=change.is_certain,
        ended=row.kind == Relation.Kind.REPEALS and not row.phrase,
        quote=_quote(viewer, change) if change.is_certain and change.new_text else None,
        names=change.documents,
    )


def _quote(viewer: Viewer, change: Change) -> Quote | None:
    """The new wording, cited as the clause that gives it."""
    row, unit = change.relation, clause_of(change.relation)
    passage = (
        Passage.objects.visible_to(viewer)
        .filter(version=row.version_id, start__lt=row.new_end, end__gt=row.new_start)
        .order_by("ordinal")
        .first()
    )
    if unit is None or passage is None or row.new_start is None:
        return None
    text = row.version.text
    start = text.index(change.new_text, row.new_start)
    return Quote(
        passage_id=passage.pk,
        version_id=row.version_id,
        unit_id=unit.pk,
        unit_path=unit.path,
        anchor=unit.anchor,
        start=start,
        end=start + len(change.new_text),
        text=change.new_text,
    )
