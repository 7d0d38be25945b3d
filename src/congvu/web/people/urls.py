"""Addresses of people."""

from __future__ import annotations

from django.urls import path

from congvu.web.people import account_views, list_views

app_name = "people"
urlpatterns = [
    path("", account_views.people, name="list"),
    path("them/", account_views.add, name="add"),
    path("<int:pk>/", account_views.account, name="account"),
    path("<int:pk>/don-vi/", account_views.place_account, name="place"),
    path("<int:pk>/ket-thuc/", account_views.end, name="end"),
    path("<int:pk>/vai-tro/", account_views.give, name="grant"),
    path("<int:pk>/vai-tro/<int:grant>/thu-hoi/", account_views.take, name="revoke"),
    path("danh-sach/", list_views.upload, name="upload"),
    path("danh-sach/<uuid:pk>/", list_views.shown, name="shown"),
    path("danh-sach/<uuid:pk>/tiep-nhan/", list_views.apply, name="apply"),
    path("danh-sach/<uuid:pk>/bo/", list_views.discard, name="discard"),
]
