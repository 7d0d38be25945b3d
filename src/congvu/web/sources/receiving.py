"""The address that other systems send to: a key in a header, no session, no page; answers are JSON."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from congvu.ingestion.arrivals import take_in
from congvu.ingestion.connector_models import Arrival, SourceKey
from congvu.ingestion.reasons import explain
from congvu.ingestion.source_keys import key_of, may_call

_CHUNK = 1 << 20
_NAME = 200


@csrf_exempt  # a key in a header, never a cookie
@never_cache
@require_http_methods(["POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Take a message, or whatever the key's source takes: 202 for what is new, 200 for what is here already.

    The body is the thing itself; ``X-File-Name`` may name it. What becomes of it is told at ``fate``.
    """
    key = key_of(request.headers.get("Authorization"))
    if key is None or not may_call(key):
        return _turned_away(key)
    limit = settings.CONGVU_UPLOAD_MAX_BYTES
    announced = request.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > limit:
        return _too_large(limit)
    handle, name = tempfile.mkstemp(prefix="congvu-in-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            size = 0
            while chunk := request.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    return _too_large(limit)
                file.write(chunk)
        if not size:
            return _error(400, "empty", _("The message is empty."))
        told = request.headers.get("X-File-Name", "")[:_NAME] or "message.edxml"
        arrival, new = take_in(key.connection, told, path)
    finally:
        path.unlink(missing_ok=True)
    return JsonResponse(_fate(arrival) | {"repeated": not new}, status=202 if new else 200)


@never_cache
@require_http_methods(["GET", "HEAD"])
def fate(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of something that was sent with a key of the same source, with our statuses as messages."""
    key = key_of(request.headers.get("Authorization"))
    if key is None or not may_call(key):
        return _turned_away(key)
    arrival = key.connection.arrivals.filter(pk=pk).first()
    if arrival is None:
        return _error(404, "unknown", _("Nothing of this number came with keys of this source."))
    statuses = [
        {"code": told.status, "message": bytes(told.content).decode()} for told in arrival.told.exclude(content=b"")
    ]
    return JsonResponse(_fate(arrival) | {"statuses": statuses})


def _fate(arrival: Arrival) -> dict[str, Any]:
    why = explain(arrival.reason_code)
    return {
        "arrival": arrival.pk,
        "state": arrival.state,
        "reason": arrival.reason_code or None,
        "message": f"{why.message} {why.advice}" if why else None,
    }


def _turned_away(key: SourceKey | None) -> JsonResponse:
    if key is None:
        response = _error(401, "unknown_key", _("This needs a key of a source: Authorization: Bearer …"))
        response["WWW-Authenticate"] = "Bearer"
    else:
        response = _error(429, "too_many", _("Too many calls within a minute. Wait and try again."))
        response["Retry-After"] = "60"
    return response


def _too_large(limit: int) -> JsonResponse:
    return _error(413, "too_large", _("Larger than %(mb)d MB.") % {"mb": limit // 1024 // 1024})


def _error(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"error": {"code": code, "message": message}}, status=status)
