"""Addresses of the log."""

from __future__ import annotations

from django.urls import path

from congvu.web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("tai-ve/", views.download, name="download"),
]
