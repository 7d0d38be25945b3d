"""Addresses of rankers."""

from __future__ import annotations

from django.urls import path

from congvu.web.rankers import views

app_name = "rankers"
urlpatterns = [
    path("", views.rankers, name="list"),
    path("lui-lai/", views.back, name="back"),
    path("<slug:version>/dua-vao/", views.promote, name="promote"),
]
