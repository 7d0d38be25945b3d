"""All addresses: they belong to the room ``web``."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("congvu.web.urls"))]
