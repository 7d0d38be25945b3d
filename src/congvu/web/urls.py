"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

from congvu.web import errors, functions, health, patterns, scim
from congvu.web.sources import receiving

urlpatterns = [
    path("", include("congvu.web.account.urls")),
    path("", include("congvu.web.chat.urls")),
    path("van-ban/", include("congvu.web.library.urls")),
    path("quan-he/", include("congvu.web.library.relation_urls")),
    path("can-bo/", include("congvu.web.people.urls")),
    path("don-vi/", include("congvu.web.agencies.urls")),
    path("nhat-ky/", include("congvu.web.audit.urls")),
    path("quan-tri/nhom/", include("congvu.web.groups.urls")),
    path("quan-tri/xep-hang/", include("congvu.web.rankers.urls")),
    path("tham-gia/", include("congvu.web.participation.urls")),
    path("cham-diem/", include("congvu.web.scoring.urls")),
    path("nhac-viec/", include("congvu.web.reminders.urls")),
    path("", include("congvu.web.knowledge.urls")),
    path("bao-cao/", include("congvu.web.reports.urls")),
    path("chuc-nang/", functions.page, name="functions"),
    path("nguon/", include("congvu.web.sources.urls")),
    path("tich-hop/edxml/", receiving.receive, name="receive"),
    path("tich-hop/edxml/<int:pk>/", receiving.fate, name="fate"),
    path("_mau/", patterns.page, name="patterns"),
    path("scim/v2/<path:path>", scim.serve, name="scim"),
    path("health", health.health, name="health"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
