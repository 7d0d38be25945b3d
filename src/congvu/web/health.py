"""For whoever watches the server: does it answer, does the database answer, which version is it."""

from __future__ import annotations

import logging

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from congvu import __version__

log = logging.getLogger(__name__)


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 where the site can work, 503 where its database does not answer; no names, no addresses, no
    secrets.
    """
    database = _database_answers()
    body = {"status": "ok" if database else "unavailable", "version": __version__, "database": database}
    return JsonResponse(body, status=200 if database else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        log.exception("the health check found no database")
        return False
