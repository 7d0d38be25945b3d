"""Addresses of the agencies."""

from __future__ import annotations

from django.urls import path

from congvu.web.agencies import views

app_name = "agencies"
urlpatterns = [
    path("", views.agencies, name="list"),
    path("<str:code>/", views.agency, name="agency"),
]
