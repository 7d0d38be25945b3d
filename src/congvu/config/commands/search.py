"""``congvu search``: the evidence for a text, without an answer made of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from congvu.config.commands.output import citation_line, json_option, write_json
from congvu.config.commands.people import as_option, on_option, person
from congvu.config.words import _

if TYPE_CHECKING:
    from congvu.retrieval.types import Evidence, Retrieval

EXCERPT = 300
REASONS = 8


@click.command("search", help=_("Find the passages that fit a text."))
@click.argument("text")
@as_option
@on_option
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help=_("Passages to show."))
@click.option("--explain", is_flag=True, help=_("Say of each passage what put it in its place."))
@json_option
def command(
    text: str, username: str | None, on: dt.datetime | None, limit: int, explain: bool, as_json: bool
) -> None:
    """Best first; what the account may not read is not there."""
    from congvu.config import boot

    boot.database()
    from congvu.accounts.queries import viewer_for
    from congvu.corpus.models import DocumentVersion
    from congvu.corpus.reading import Way, record_reads
    from congvu.retrieval.service import retrieve

    user = person(username)
    found = retrieve(viewer_for(user), text, on=on.date() if on else None, limit=limit, explain=explain)
    shown = DocumentVersion.objects.select_related("document").defer("text")
    versions = shown.filter(pk__in={item.version_id for item in found.evidence})
    record_reads(user.pk, {version.pk: version.document for version in versions}, Way.SEARCH)
    if as_json:
        write_json(payload(found))
        return
    for item in found.evidence:
        click.echo(f"{item.rank}. {citation_line(item.unit_path, item.title, item.number)}")
        click.echo(f"   {_excerpt(item.text)}\n")
        if explain and not item.structural:
            click.echo("".join(f"   {line}\n" for line in _reasons(item)))
    if not found.evidence:
        click.echo(_("Nothing found."))


def payload(found: Retrieval) -> dict[str, Any]:
    """The stable JSON of a search; scores are in 0..1 and comparable only within one result."""
    return {
        "query": found.query.text,
        "read_as": found.query.search_text,
        "rewrites": [{"typed": r.typed, "read": r.read, "kind": r.kind} for r in found.query.rewrites],
        "on": found.query.on,
        "confidence": round(found.confidence, 4),
        "results": [_result(item) for item in found.evidence],
        "notes": list(found.notes),
        "timings_ms": found.timings_ms,
        "versions": found.versions,
    }


def _result(item: Evidence) -> dict[str, Any]:
    return {
        "rank": item.rank,
        "score": round(item.score, 4),
        "document": {
            "number": item.number,
            "title": item.title,
            "kind": item.kind_name,
            "issuer": item.issuer,
            "issued_on": item.issued_on,
            "in_force": item.in_force,
        },
        "unit": item.unit_path,
        "text": item.text,
        "url": item.url,
        **({"features": item.features, "added": item.added} if item.added else {}),
    }


def _reasons(item: Evidence) -> list[str]:
    """What raised and lowered the score most; a feature that was unknown shows no value."""
    weighty = sorted(item.added.items(), key=lambda pair: (-abs(pair[1]), pair[0]))[:REASONS]
    return [f"{added:+.3f}  {name} = {item.features.get(name, '?')}" for name, added in weighty if added]


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + " …"
