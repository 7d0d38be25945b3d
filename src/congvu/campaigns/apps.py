from __future__ import annotations

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "congvu.campaigns"
    label = "campaigns"
    default_auto_field = "django.db.models.BigAutoField"
