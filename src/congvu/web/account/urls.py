"""Addresses of the account pages."""

from __future__ import annotations

from django.urls import path

from congvu.web.account import views

app_name = "account"
urlpatterns = [
    path("dang-nhap/", views.sign_in, name="login"),
    path("dang-xuat/", views.sign_out, name="logout"),
    path("muc-dich-luu-tru/", views.notice, name="notice"),
    path("ngon-ngu/", views.language, name="language"),
]
