"""Addresses of the account pages."""

from __future__ import annotations

from django.urls import path

from congvu.web.account import own_data, saml, single_sign_on, views

app_name = "account"
urlpatterns = [
    path("dang-nhap/", views.sign_in, name="login"),
    path("dang-nhap/sso/<slug:key>/", single_sign_on.start, name="sign_on"),
    path("dang-nhap/sso/<slug:key>/xong/", single_sign_on.back, name="sign_on_back"),
    path("dang-nhap/sso/<slug:key>/ket-thuc/", single_sign_on.ended_there, name="sign_on_ended"),
    path("dang-nhap/sso/<slug:key>/dang-xuat/", single_sign_on.ended_in_front, name="sign_on_front"),
    path("dang-nhap/saml/<slug:key>/sieu-du-lieu/", saml.metadata, name="saml_metadata"),
    path("dang-nhap/saml/<slug:key>/tiep-nhan/", saml.take, name="saml_take"),
    path("dang-nhap/saml/<slug:key>/xong/", saml.back, name="saml_back"),
    path("dang-nhap/saml/<slug:key>/dang-xuat/", saml.signed_out, name="saml_signed_out"),
    path("dang-xuat/", views.sign_out, name="logout"),
    path("muc-dich-luu-tru/", views.notice, name="notice"),
    path("tai-khoan/du-lieu/", own_data.own_data, name="own_data"),
    path("tai-khoan/du-lieu/tai-ve/", own_data.download, name="download"),
    path("tai-khoan/du-lieu/xoa/", own_data.erase_all, name="erase_all"),
    path("tai-khoan/du-lieu/xoa/<uuid:pk>/", own_data.erase_one, name="erase_one"),
    path("ngon-ngu/", views.language, name="language"),
]
