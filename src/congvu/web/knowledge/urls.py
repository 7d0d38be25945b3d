"""Addresses of what experts and reviewers do, and of what comes of it."""

from __future__ import annotations

from django.urls import path

from congvu.web.knowledge import (
    case_views,
    editor_views,
    entry_views,
    notice_views,
    quality_views,
    request_views,
    review_views,
)

app_name = "knowledge"
urlpatterns = [
    path("vu-viec/", case_views.queue_page, name="queue"),
    path("vu-viec/tiep/", case_views.take_next, name="next"),
    path("vu-viec/hoi/<uuid:pk>/", case_views.ask, name="ask"),
    path("vu-viec/<int:pk>/", case_views.case_page, name="case"),
    path("vu-viec/<int:pk>/nhan/", case_views.take, name="claim"),
    path("vu-viec/<int:pk>/tra/", case_views.give_back, name="release"),
    path("vu-viec/<int:pk>/chuyen/", case_views.move_case, name="move"),
    path("vu-viec/<int:pk>/danh-gia/", case_views.judge_case, name="judge"),
    path("vu-viec/<int:pk>/dong/", case_views.close_case, name="close"),
    path("vu-viec/<int:pk>/du-lieu/", request_views.request_data, name="request_data"),
    path("vu-viec/<int:pk>/soan/", editor_views.editor, name="editor"),
    path("vu-viec/<int:pk>/nguon/", editor_views.picker, name="picker"),
    path("vu-viec/<int:pk>/nguon/<int:source>/bo/", editor_views.leave_out, name="leave_out"),
    path("duyet/", review_views.waiting, name="reviews"),
    path("duyet/<int:pk>/", review_views.review_page, name="review"),
    path("tri-thuc/", entry_views.entries, name="entries"),
    path("tri-thuc/<int:pk>/", entry_views.entry, name="entry"),
    path("tri-thuc/<int:pk>/thu-hoi/", entry_views.withdraw_entry, name="withdraw"),
    path("yeu-cau-du-lieu/", request_views.data_requests, name="requests"),
    path("yeu-cau-du-lieu/<int:pk>/", request_views.settle_request, name="settle_request"),
    path("chat-luong/", quality_views.quality_page, name="quality"),
    path("chat-luong/kiem-tra/", quality_views.check_some, name="spot_check"),
    path("thong-bao/", notice_views.notices, name="notices"),
]
