"""All addresses: they belong to the room ``web``. Django looks for the error handlers here."""

from __future__ import annotations

from django.urls import include, path

from congvu.web.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("", include("congvu.web.urls"))]
