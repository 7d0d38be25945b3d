"""Addresses of the agencies."""

from __future__ import annotations

from django.urls import path

from congvu.web.agencies import change_views, views

app_name = "agencies"
urlpatterns = [
    path("", views.agencies, name="list"),
    path("ghi-nhan/don-vi-moi/", change_views.add, name="add"),
    path("<str:code>/", views.agency, name="agency"),
    path("<str:code>/ghi-nhan/<str:what>/", change_views.change, name="change"),
]
