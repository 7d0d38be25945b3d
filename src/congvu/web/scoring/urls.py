"""Addresses of scores."""

from __future__ import annotations

from django.urls import path

from congvu.web.scoring import agency_views, set_views, views

app_name = "scoring"
urlpatterns = [
    path("", views.runs, name="list"),
    path("lap/", views.make, name="make"),
    path("bo-tieu-chi/nhap/", set_views.take, name="import"),
    path("bo-tieu-chi/<int:pk>/", set_views.show, name="set"),
    path("<uuid:pk>/", views.run, name="run"),
    path("<uuid:pk>/thu/", views.try_out, name="what_if"),
    path("<uuid:pk>/chot/", views.adopted, name="adopt"),
    path("<uuid:pk>/kiem-tra/", views.prove, name="verify"),
    path("<uuid:pk>/tep/<str:form>/", views.file, name="file"),
    path("<uuid:pk>/don-vi/<int:agency>/", agency_views.agency, name="agency"),
    path("<uuid:pk>/don-vi/<int:agency>/tep/<str:form>/", agency_views.file, name="agency_file"),
    path("<uuid:pk>/don-vi/<int:agency>/neu/<str:indicator>/", agency_views.stated, name="state"),
    path("<uuid:pk>/minh-chung/<int:stated>/", agency_views.settled, name="settle"),
]
