"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

from congvu.web import errors, health, patterns, scim

urlpatterns = [
    path("", include("congvu.web.account.urls")),
    path("", include("congvu.web.chat.urls")),
    path("van-ban/", include("congvu.web.library.urls")),
    path("can-bo/", include("congvu.web.people.urls")),
    path("don-vi/", include("congvu.web.agencies.urls")),
    path("nhat-ky/", include("congvu.web.audit.urls")),
    path("quan-tri/nhom/", include("congvu.web.groups.urls")),
    path("quan-tri/xep-hang/", include("congvu.web.rankers.urls")),
    path("tham-gia/", include("congvu.web.participation.urls")),
    path("bao-cao/", include("congvu.web.reports.urls")),
    path("_mau/", patterns.page, name="patterns"),
    path("scim/v2/<path:path>", scim.serve, name="scim"),
    path("health", health.health, name="health"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
