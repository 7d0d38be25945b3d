"""Addresses of the chat."""

from __future__ import annotations

from django.urls import path

from congvu.web.chat import views

app_name = "chat"
urlpatterns = [
    path("", views.home, name="home"),
    path("hoi/", views.ask, name="ask"),
    path("hoi-thoai/", views.history, name="history"),
    path("hoi-thoai/<uuid:pk>/", views.conversation, name="conversation"),
    path("tra-loi/<uuid:pk>/", views.answer_fragment, name="answer"),
    path("tra-loi/<uuid:pk>/luong/", views.stream, name="stream"),
    path("tra-loi/<uuid:pk>/dung/", views.stop, name="stop"),
    path("tra-loi/<uuid:pk>/danh-gia/", views.rate, name="rate"),
]
