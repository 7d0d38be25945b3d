"""Addresses of connected sources."""

from __future__ import annotations

from django.urls import path

from congvu.web.sources import organ_views, set_up_views, source_views

app_name = "sources"
urlpatterns = [
    path("", source_views.sources, name="list"),
    path("them/", set_up_views.create, name="create"),
    path("ma-co-quan/", organ_views.organs, name="organs"),
    path("ma-co-quan/<int:pk>/", organ_views.decide, name="decide"),
    path("<slug:code>/", source_views.source, name="source"),
    path("<slug:code>/xem/", source_views.run, name="run"),
    path("<slug:code>/thu-lai/", source_views.retry_all, name="retry_all"),
    path("<slug:code>/thu-lai/<int:pk>/", source_views.retry, name="retry"),
    path("<slug:code>/nop/", source_views.supply, name="supply"),
    path("<slug:code>/sua/", set_up_views.change, name="change"),
    path("<slug:code>/khoa/", set_up_views.key, name="key"),
    path("<slug:code>/khoa/<int:pk>/huy/", set_up_views.revoke, name="revoke"),
]
