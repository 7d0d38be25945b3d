"""What acts on what, for one viewer: relations of a document, changes of its units, and what a unit said when.

A relation is seen by whoever may read the text that states it. The other text is named by its title only to those
who may read it; else by what the statement itself calls it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from congvu.accounts.types import Viewer
from congvu.corpus.models import Document, DocumentVersion, Relation, Unit
from congvu.corpus.relations import number_key
from congvu.corpus.unit_force import is_within, unit_key
from congvu.legal import kind_by_code, parse_symbol

CHANGES = (Relation.Kind.AMENDS, Relation.Kind.REPLACES, Relation.Kind.REPEALS, Relation.Kind.CORRECTS)


def stated_relations(viewer: Viewer) -> QuerySet[Relation]:
    """Relations that current texts state, as far as this viewer may read them; rejected ones are gone."""
    return (
        Relation.objects.visible_to(viewer)
        .filter(version=F("version__document__current"))
        .exclude(state=Relation.State.REJECTED)
        .select_related("version__document", "acting", "target")
        .defer("version__text", "version__front", "version__warnings")
    )


def relations_on(viewer: Viewer, document: Document) -> QuerySet[Relation]:
    """What acts on a document, whoever says so."""
    return stated_relations(viewer).filter(target=document).exclude(acting=document)


def relations_of(viewer: Viewer, document: Document) -> QuerySet[Relation]:
    """What a document does to others, whoever says so."""
    return stated_relations(viewer).filter(acting=document).exclude(target=document)


def relations_on_symbol(viewer: Viewer, symbol: str) -> QuerySet[Relation]:
    """What acts on a text of this symbol, which the library need not hold."""
    key = number_key(symbol)
    return stated_relations(viewer).filter(target_number_key=key) if key else Relation.objects.none()


def to_decide(viewer: Viewer, state: str = Relation.State.PROPOSED) -> QuerySet[Relation]:
    """Relations of a state for a person to decide on, those that end something first; rejected ones too."""
    found = Relation.objects.visible_to(viewer).filter(version=F("version__document__current"), state=state)
    found = found.exclude(kind=Relation.Kind.CITES).select_related("version__document", "acting", "target")
    found = found.defer("version__text", "version__front", "version__warnings")
    return found.order_by(F("kind").desc(), "version__document__title_key", "start")


def readable_ids(viewer: Viewer, relations: Iterable[Relation]) -> frozenset[int]:
    """Of the documents at both ends of some relations, those that this viewer may read."""
    ids = {pk for relation in relations for pk in (relation.acting_id, relation.target_id) if pk}
    return frozenset(Document.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", flat=True))


def named(document: Document | None, written: str, readable: frozenset[int]) -> str:
    """How the text at one end of a relation is called to a viewer."""
    if document is None or document.pk not in readable:
        symbol = parse_symbol(written)
        kind = kind_by_code(symbol.kind) if symbol is not None and symbol.kind else None
        return f"{kind.name} {written}" if kind is not None else written
    if document.law_key or not document.number:
        return document.title
    return f"{document.kind_name} {document.number}".strip()


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a unit, or of one inside or around it; ``new_text`` is what the unit says from then on.

    ``exact``: the unit itself is changed. ``by`` is the text that does it, ``relation`` where that is said;
    ``documents`` are those (ids) that the viewer may read of the two.
    """

    relation: Relation
    by: str
    exact: bool
    on: dt.date | None
    documents: tuple[int, ...]
    new_text: str = ""

    @property
    def is_certain(self) -> bool:
        return self.relation.counts


def changes_of(viewer: Viewer, document: Document, paths: Iterable[str]) -> dict[str, list[Change]]:
    """The changes of some units of a document (by their citation), earliest first."""
    wanted = {(document.pk, path) for path in paths if path}
    return {path: changes for (_pk, path), changes in changes_in(viewer, wanted).items()}


def changes_in(viewer: Viewer, units: Collection[tuple[int, str]]) -> dict[tuple[int, str], list[Change]]:
    """The changes of units of several documents, each named by its document's id and its citation, earliest first."""
    wanted: dict[int, dict[str, str]] = {}
    for pk, path in units:
        wanted.setdefault(pk, {})[path] = unit_key(path)
    found: dict[tuple[int, str], list[Change]] = {unit: [] for unit in units}
    if not wanted:
        return found
    stated = stated_relations(viewer).filter(target__in=wanted, kind__in=CHANGES).exclude(part="")
    parts = stated.values_list("pk", "target_id", "part")  # of the many of a law few touch these units, mostly none
    touching = [pk for pk, target, part in parts if any(_touches(unit_key(part), k) for k in wanted[target].values())]
    if not touching:
        return found
    rows = list(stated.filter(pk__in=touching))
    texts = _new_texts(rows)
    readable = readable_ids(viewer, rows)
    for row in rows:
        acting = {row.acting_id} if row.acting_id is not None and row.acting_id in readable else set()
        part = unit_key(row.part)
        by = named(row.acting, row.acting_number, readable)
        ids = tuple(sorted({row.version.document_id, *acting}))
        target = row.target_id or 0  # never 0: they were looked for by their targets
        for path, key in wanted[target].items():
            if _touches(part, key):
                change = Change(row, by, part == key, row.takes_effect, ids, texts.get(row.pk, ""))
                found[target, path].append(change)
    for changes in found.values():
        changes.sort(key=lambda change: (change.on or dt.date.min, change.relation.pk))
    return found


def _touches(part: str, key: str) -> bool:
    return is_within(part, key) or is_within(key, part)


def _new_texts(rows: Iterable[Relation]) -> dict[int, str]:
    """What the changed units say from then on, cut out of the texts that say so."""
    cuts = [row for row in rows if row.new_start is not None and row.new_end is not None]
    texts = dict(
        DocumentVersion.objects.filter(pk__in={row.version_id for row in cuts}).values_list("pk", "text")
    )
    return {row.pk: texts[row.version_id][row.new_start : row.new_end].strip() for row in cuts}


@dataclass(frozen=True, slots=True)
class UnitState:
    """What a unit said from a day on (None: from the beginning); ``change`` made it so, None for the first text.

    ``ended``: from then on it says nothing any more.
    """

    since: dt.date | None
    text: str
    change: Change | None = None
    ended: bool = False


def states_of(document: Document, unit: Unit, changes: Iterable[Change]) -> list[UnitState]:
    """The texts of a unit in time, by the changes of itself that count and whose wording is known."""
    own = unit.version.text[unit.start : unit.end].strip()
    states = [UnitState(unit.force_from or document.force_from, own)]
    for change in changes:
        if not change.exact or not change.is_certain or change.relation.phrase:
            continue
        if change.relation.kind == Relation.Kind.REPEALS:
            states.append(UnitState(change.on, "", change, ended=True))
        elif change.new_text:
            states.append(UnitState(change.on, change.new_text, change))
    return states


def state_on(states: list[UnitState], on: dt.date) -> UnitState | None:
    """The state of a day; None before the unit was in force."""
    holding = [state for state in states if state.since is None or state.since <= on]
    return holding[-1] if holding else None


def clause_of(relation: Relation) -> Unit | None:
    """The smallest unit that holds the statement."""
    return (
        Unit.objects.filter(version=relation.version_id, start__lte=relation.start, end__gt=relation.start)
        .order_by("-index")
        .first()
    )

