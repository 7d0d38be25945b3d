"""Addresses of reminders."""

from __future__ import annotations

from django.urls import path

from congvu.web.reminders import views

app_name = "reminders"
urlpatterns = [
    path("", views.own, name="own"),
    path("da-xem/", views.read, name="read"),
    path("lua-chon/", views.chosen, name="choose"),
    path("<slug:code>/", views.plan, name="plan"),
    path("<slug:code>/xem-truoc/", views.preview, name="preview"),
    path("<slug:code>/bat-tat/", views.switched, name="switch"),
]
