"""Addresses of named groups."""

from __future__ import annotations

from django.urls import path

from congvu.web.groups import views

app_name = "groups"
urlpatterns = [
    path("", views.groups, name="list"),
    path("<int:pk>/", views.group, name="group"),
    path("<int:pk>/them/", views.add, name="add"),
    path("<int:pk>/bo/", views.remove, name="remove"),
]
