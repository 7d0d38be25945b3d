"""Addresses of the relations that wait for a person."""

from __future__ import annotations

from django.urls import path

from congvu.web.library import force_views

app_name = "relations"
urlpatterns = [
    path("", force_views.relations, name="list"),
    path("quyet-dinh/", force_views.decide, name="decide"),
]
