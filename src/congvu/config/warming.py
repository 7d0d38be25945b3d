"""Making the search of a process ready before anybody asks."""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)


def warm() -> None:
    """Nobody is to be the first. What fails here fails again, and is told, when somebody asks; the thread's connection
    is given back.
    """
    from django.db import connection

    from congvu.retrieval import service

    try:
        service.warm()
    except Exception:
        log.warning("the search could not be made ready before the first question", exc_info=True)
    finally:
        connection.close()
