"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from congvu.web.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.runs, name="list"),
    path("lap/", views.make, name="make"),
    path("<uuid:pk>/", views.run, name="run"),
    path("<uuid:pk>/tep/<str:form>/", views.file, name="file"),
    path("<uuid:pk>/kiem-tra/", views.prove, name="verify"),
    path("<uuid:pk>/so-sanh/", views.differences, name="compare"),
]
