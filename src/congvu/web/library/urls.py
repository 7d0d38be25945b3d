"""Addresses of the library."""

from __future__ import annotations

from django.urls import path

from congvu.web.library import catalogue_views, force_views, reader_views, readers_views, supply_views

app_name = "library"
urlpatterns = [
    path("", catalogue_views.documents, name="list"),
    path("theo-nghia/", catalogue_views.by_meaning, name="by_meaning"),
    path("cung-cap/", supply_views.upload, name="upload"),
    path("cung-cap/<uuid:pk>/", supply_views.run, name="run"),
    path("cung-cap/tep/<int:pk>/thu-lai/", supply_views.retry, name="retry"),
    path("<int:pk>/", reader_views.document, name="document"),
    path("<int:pk>/thu-hoi/", catalogue_views.withdraw, name="withdraw"),
    path("<int:pk>/nguoi-doc/", readers_views.readers, name="readers"),
    path("<int:pk>/muc/<str:anchor>/", force_views.unit, name="unit"),
    path("tep/<int:pk>/", reader_views.original, name="original"),
]
