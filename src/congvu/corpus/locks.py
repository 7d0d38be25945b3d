"""Who waits for whom among writers.

A text that names another's number must see it, and be seen by it, though both are being stored in transactions
that cannot see each other's rows. So a writer holds every number that its document bears, bore or names.

All locks last until the end of the transaction and are taken in one order, so that nobody waits in a circle:
content, identities, numbers (each sorted by name), then rows, then the audit log.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from congvu.corpus.models import Document, Relation


def lock(*names: str) -> None:
    """Wait for everybody who holds one of these names, in the order of all."""
    with connection.cursor() as cursor:
        for name in sorted(names):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def lock_numbers(document: Document | None, keys: Iterable[str] = ()) -> None:
    """Lock these number keys and those that any version of the document bears or names.

    An earlier version may be shown again, and what the one shown until now ended is worked out anew.
    """
    wanted = set(keys)
    if document is not None:
        named = Relation.objects.filter(version__document=document)
        for pair in named.values_list("target_number_key", "acting_number_key"):
            wanted.update(pair)
        wanted.add(Document.objects.values_list("number_key", flat=True).get(pk=document.pk))
    lock(*(f"number|{key}" for key in wanted if key))
