"""Addresses of participation."""

from __future__ import annotations

from django.urls import path

from congvu.web.participation import appeal_views, figure_views, manage_views, suspect_views

app_name = "participation"
urlpatterns = [
    path("", figure_views.campaign_list, name="list"),
    path("tao/", manage_views.create, name="create"),
    path("<slug:code>/", figure_views.province, name="province"),
    path("<slug:code>/man-hinh/", figure_views.screen, name="screen"),
    path("<slug:code>/quy-tac/", figure_views.rule, name="rule"),
    path("<slug:code>/cua-toi/", figure_views.mine, name="mine"),
    path("<slug:code>/don-vi/<int:agency>/", figure_views.agency, name="agency"),
    path("<slug:code>/don-vi/<int:agency>/nguoi/<int:person>/", figure_views.person, name="person"),
    path("<slug:code>/cua-toi/<int:pk>/xem-lai/", appeal_views.make, name="appeal"),
    path("<slug:code>/khong-tinh/", suspect_views.not_counted, name="suspects"),
    path("<slug:code>/xem-lai/", appeal_views.appeals, name="appeals"),
    path("<slug:code>/xem-lai/<int:pk>/", appeal_views.settle, name="decide"),
    path("<slug:code>/sua/", manage_views.change, name="change"),
    path("<slug:code>/dong/", manage_views.close, name="close"),
    path("<slug:code>/so-lieu/", manage_views.figures, name="figures"),
    path("<slug:code>/so-lieu/<int:pk>/bo/", manage_views.remove, name="remove"),
]
