"""What the reading child sent, checked and made into the values of the corpus."""

from __future__ import annotations

import datetime as dt
from typing import Any

from congvu.corpus.types import ReadDocument
from congvu.ingestion.types import ReadError, Reason
from congvu.legal.relation_types import FoundRelation, RelationKind, TextName
from congvu.legal.structure import StructuredText, UnitLevel, UnitNode


def received(answer: dict[str, Any], *, file_name: str, size: int, content_hash: str) -> ReadDocument:
    """The document of an answer; an answer that does not fit together is a failure of the file (ReadError)."""
    try:
        text: str = answer["text"]
        front: dict[str, Any] = answer["front"]
        return ReadDocument(
            file_name=file_name,
            media_type=answer["media_type"],
            size=size,
            content_hash=content_hash,
            text=text,
            structure=_structure(answer["structure"], len(text)),
            parser=answer["parser"],
            pages=answer["pages"],
            number=front["number"] or "",
            kind=front["kind"] or "",
            kind_name=front["kind_name"] or "",
            title=answer["title"],
            issuer=front["issuer"] or "",
            issued_on=_day(front["issued_on"]),
            effective_from=_day(answer["effective_from"]),
            relations=tuple(_relation(item, len(text)) for item in answer["relations"]),
            unit_dates=tuple((str(unit), dt.date.fromisoformat(day)) for unit, day in answer["unit_dates"]),
            front=front,
            warnings=tuple(answer["warnings"]),
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ReadError(Reason.CRASHED, f"unusable answer: {type(error).__name__}") from error


def _relation(item: dict[str, Any], length: int) -> FoundRelation:
    given = dict(item)
    for field in ("acting", "affected"):
        given[field] = TextName(*given[field]) if given[field] else None
    for field in ("effective_on", "until"):
        given[field] = _day(given[field])
    given["kind"] = RelationKind(given["kind"])
    given["new_text"] = tuple(given["new_text"]) if given["new_text"] else None
    found = FoundRelation(**given)
    if not 0 <= found.start <= found.end <= length:
        raise ValueError("span outside of the text")
    return found


def _structure(value: dict[str, Any], length: int) -> StructuredText:
    units = tuple(
        UnitNode(index, parent, UnitLevel(level), number, title, start, own_end, end)
        for index, (parent, level, number, title, start, own_end, end) in enumerate(value["units"])
    )
    for unit in units:
        if not 0 <= unit.start <= unit.own_end <= unit.end <= length:
            raise ValueError("span outside of the text")
        if unit.parent is not None and not 0 <= unit.parent < unit.index:
            raise ValueError("parent after its child")
    return StructuredText(value["kind"], units, tuple(value["warnings"]))


def _day(value: str | None) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)
