"""Whether an answer that is being written is still wanted: asked once a second for all answers of this process."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import connection

from congvu.answering.models import Answer

LOOK_EVERY_S = 1.0


class Wanted:
    """The answers that are being written here. Whichever of their threads comes first after a second looks for all."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stopped: dict[uuid.UUID, bool] = {}
        self._due = 0.0

    @contextmanager
    def watched(self, answer_id: uuid.UUID) -> Iterator[Callable[[], bool]]:
        """Within it, the callable tells whether somebody pressed stop; a second late at most."""
        with self._lock:
            self._stopped[answer_id] = False
        try:
            yield lambda: self._look(answer_id)
        finally:
            with self._lock:
                self._stopped.pop(answer_id, None)

    def _look(self, answer_id: uuid.UUID) -> bool:
        with self._lock:
            mine = time.monotonic() >= self._due
            if mine:
                self._due = time.monotonic() + LOOK_EVERY_S
            watched = list(self._stopped)
        if mine:
            stopped = list(Answer.objects.filter(pk__in=watched, stop_asked=True).values_list("pk", flat=True))
            if not connection.in_atomic_block:
                connection.close()
            with self._lock:
                self._stopped.update({pk: True for pk in stopped if pk in self._stopped})
        return self._stopped.get(answer_id, False)


WANTED = Wanted()
